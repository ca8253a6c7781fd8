"""How large a pixel of a picture is: two points of known distance, doubted by what is drawn."""

from dataclasses import dataclass
from math import hypot, nan
from pathlib import Path
from statistics import median

import shapely

from scenarios.checks.doors import NARROWEST_M, WIDEST_M
from scenarios.errors import ScenarioError
from scenarios.importers.drawing.units import EXTENT_M, WALL_M
from scenarios.place import Finding
from scenarios.plan import Asked

LEAST_APART_PX = 20.0
"""A click is off by a pixel or two: between points nearer than this that is a tenth and more."""
COARSEST_M = 0.25
"""Of a pixel; doors are some three pixels wide then."""
LEAST_DOORS = 3
"""Gaps between walls say how wide doors are from so many on."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """In metres: how wide gaps between walls typically are, nan where there are few, how thick
    walls, and how long the longer side of all of them.
    """

    door_m: float
    wall_m: float
    extent_m: float

    def told(self) -> str:
        """All of it."""
        doors = f"gaps between walls {self.door_m:.3g} m wide, " * (self.door_m == self.door_m)
        return f"{doors}walls {self.wall_m:.3g} m thick, the whole {self.extent_m:.3g} m long"

    def doubts(self) -> str:
        """What of it says that the scale is wrong; empty where nothing does."""
        said = list[str]()
        if self.door_m < NARROWEST_M or self.door_m > WIDEST_M:
            usual = f"doors are {NARROWEST_M:g} to {WIDEST_M:g}"
            said.append(f"gaps between walls are typically {self.door_m:.3g} m wide, and {usual}")
        if self.wall_m > WALL_M[1]:
            said.append(f"walls are typically {self.wall_m:.3g} m thick, and up to {WALL_M[1]:g}")
        return "; ".join(said)


def metres_per_px(path: Path, asked: Asked, size_px: tuple[int, int]) -> float:
    """How large a pixel is as somebody says of a picture (width, height); ScenarioError for nothing
    said, for points that are one, beyond the picture or too near, and for metres out of reason.
    """
    wide, high = size_px
    if asked.scale is None:
        wanted = "wanted --scale X1,Y1,X2,Y2,METRES, two pixels and the metres between them"
        raise ScenarioError(f"{path}: scale: got nothing that says how large it is, {wanted}")
    *points, metres = asked.scale
    for x, y in points:
        if not (0 <= x <= wide and 0 <= y <= high):
            wanted = f"wanted pixels of the picture, which is {wide:,} x {high:,}"
            raise ScenarioError(f"{path}: scale: got the point {x:g},{y:g}, {wanted}")
    (x1, y1), (x2, y2) = points
    apart_px = hypot(x2 - x1, y2 - y1)
    if apart_px < LEAST_APART_PX:
        got = f"got two points {apart_px:.3g} pixels apart"
        raise ScenarioError(f"{path}: scale: {got}, wanted at least {LEAST_APART_PX:g}")
    if metres <= 0:
        raise ScenarioError(f"{path}: scale: got {metres:g} m, wanted a distance above 0")
    if metres / apart_px > COARSEST_M:
        got = f"got a pixel of {metres / apart_px:.3g} m, in which doors are lost"
        raise ScenarioError(f"{path}: scale: {got}, wanted one of at most {COARSEST_M:g}")
    return metres / apart_px


def doubted(path: Path, walls: shapely.Geometry, thick_m: float, doors: list[float]) -> Finding:
    """What is told of a scale by what it makes of walls in metres and of gaps between them;
    ScenarioError where no building is so large or so small.
    """
    west, south, east, north = walls.bounds
    extent_m = max(east - west, north - south)
    seen = Sizes(median(doors) if len(doors) >= LEAST_DOORS else nan, thick_m, extent_m)
    low, high = EXTENT_M
    if not low <= extent_m <= high:
        got = f"got one in which it has {seen.told()}"
        raise ScenarioError(f"{path}: scale: {got}, wanted {low:g} to {high:,g} m over all")
    if doubts := seen.doubts():
        return Finding("scale doubted", f"by the scale given, {doubts}")
    return Finding("scale", f"by the scale given: {seen.told()}", mended="brought to metres")
