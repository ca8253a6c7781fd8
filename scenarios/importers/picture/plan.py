"""Pictures of a plan of one floor, walls traced as they are drawn, to be corrected by hand."""

from collections.abc import Sequence
from functools import partial
from math import cos, radians, sin
from pathlib import Path

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from engine.pictures import PictureError, read_pixels
from scenarios.checks.doors import NARROWEST_M
from scenarios.checks.rings import spot
from scenarios.errors import ScenarioError
from scenarios.importers.picture.ink import Walls, ink_in, walls_in
from scenarios.importers.picture.inside import BRIDGED_M, inside, snapped
from scenarios.importers.picture.scale import doubted, metres_per_px
from scenarios.importers.picture.tracing import openings, traced
from scenarios.importers.survey.drawn import GRID_M, Door, Solid, Storey
from scenarios.importers.survey.metres import Geometry, direction_deg
from scenarios.importers.survey.place import built
from scenarios.place import Finding, Own, Place
from scenarios.plan import NOTHING, Asked

SMALLEST_PX, MOST_PX = 64, 16_000_000
"""A side at least, and all of it at most."""
DOUBLED_M = 0.012
"""Larger pixels are halved first, so that lines of two, three and four are told apart."""
TRACED_M = 0.02
"""How far outlines may be off what was traced, or a pixel."""
UPRIGHT_DEG = 0.3
"""A picture that is turned by less is left as it is."""
ACROSS, DEEP = 0.9, 2.0
"""A gap is closed by a line that leads over so much of it, so many thicknesses of walls off it at
most: leaves of doors and the arcs that they swing in lead away from it."""


class Picture:
    """Pictures of plans: dark lines on light paper, or the other way round."""

    suffixes = (".png", ".jpg", ".jpeg")
    known_by = "a name that ends in .png, .jpg or .jpeg"
    takes = frozenset({"scale", "mend"})

    def claims(self, path: Path) -> bool:
        """Whether it is called so."""
        return path.name.lower().endswith(self.suffixes)

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The floor in a picture, in metres, its walls upright and its lower left corner near 0/0;
        gaps in the outer wall are proposed as entrances.
        """
        bgr = _pixels(path)
        high, wide = bgr.shape[:2]
        px_m = metres_per_px(path, asked, (wide, high))
        ink, times = ink_in(path, bgr), 2 if px_m > DOUBLED_M else 1
        ink = np.asarray(cv2.resize(ink, None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST))
        seen = walls_in(ink, times / px_m)
        if not seen.walls.any():
            got = f"got no line of 1 m or more ({seen.marks:,} marks that are smaller)"
            raise ScenarioError(f"{path}: picture: {got}, wanted walls, or another scale")
        return _Plan(path, seen, px_m, times, asked).place()


def _pixels(path: Path) -> NDArray[np.uint8]:
    try:
        bgr = read_pixels(path)
    except PictureError as err:
        raise ScenarioError(f"{path}: picture: got {err}, wanted a PNG or JPEG") from err
    high, wide = bgr.shape[:2]
    if min(high, wide) < SMALLEST_PX or high * wide > MOST_PX:
        got = f"got {wide:,} x {high:,} pixels" if high * wide <= MOST_PX else "got more pixels"
        wanted = f"wanted at least {SMALLEST_PX} a side and at most {MOST_PX:,} in all"
        raise ScenarioError(f"{path}: picture: {got}, {wanted}")
    return bgr


class _Plan:
    """A picture on its way to a place: in metres from its lower left corner, turned upright."""

    def __init__(self, path: Path, seen: Walls, px_m: float, times: int, asked: Asked) -> None:
        self.path, self.asked, self.seen = path, asked, seen
        self.given_m, self.px_m = px_m, px_m / times
        self.thick_m = seen.thick_px * self.px_m
        outer, fine_m = traced(seen.walls, times), max(TRACED_M, px_m)
        self.turned_deg = _turned_deg([self._metres(one, 0.0).simplify(2 * px_m) for one in outer])
        drawn = [self._metres(one, self.turned_deg).simplify(fine_m) for one in outer]
        self.walls = snapped(drawn)
        wide_m = [line.length for line in openings(self.walls, self.thick_m)]
        told = doubted(path, shapely.union_all(self.walls), self.thick_m, wide_m)
        self.findings = [told, *self._left_out()]

    def place(self) -> Place:
        """The one level of it."""
        areas, gaps = inside(self.walls)
        if not areas:
            wanted = f"wanted outer walls with gaps of at most {BRIDGED_M[-1]:g} m"
            raise ScenarioError(f"{self.path}: picture: got walls that surround nothing, {wanted}")
        within = shapely.union_all(areas)
        narrow = [gap for gap in gaps if gap.length < NARROWEST_M]
        crossed = [gap for gap in gaps if gap not in narrow and self._is_crossed(gap)]
        shut = [*narrow, *crossed]
        panes = [gap.buffer(self.thick_m, cap_style="flat") for gap in shut]
        closing = shapely.union_all(panes) & within
        walls = [*(one for one in self.walls if one.intersects(within)), *snapped([closing])]
        corner = np.floor(shapely.total_bounds(np.array(areas, dtype=object))[:2])
        ways = [_placed(gap, corner) for gap in gaps if gap not in shut]
        doors = [Door(f"way in {number}", gap, True) for number, gap in enumerate(ways, 1)]
        storey = Storey(
            0, "Level 0",
            walked=tuple(_placed(one, corner) for one in areas),
            doors=tuple(doors),
            solids=tuple(Solid("wall", "", _placed(one, corner)) for one in walls),
        )  # fmt: skip
        self.findings += [self._told_of_place(corner), *map(_proposed, doors)]
        self.findings += [_shut(_placed(gap, corner), gap in crossed) for gap in shut]
        own = Own("px", 0, partial(self._seen_at, corner))
        return built(self.path, self.path.stem, [storey], [], self.asked, self.findings, own=own)

    def _is_crossed(self, gap: shapely.LineString) -> bool:
        """Whether a line is drawn from end to end of a gap, as of a window, or of a door shut."""
        around = gap.buffer(DEEP * self.thick_m, cap_style="flat")
        corners = np.round(self._pixels(shapely.get_coordinates(around))).astype(np.int32)
        region = np.zeros_like(self.seen.ink)
        cv2.fillPoly(region, [corners], 1)
        count, labels = cv2.connectedComponents(region & self.seen.ink, connectivity=8)
        way = self._pixels(shapely.get_coordinates(gap))
        unit = (way[1] - way[0]) / (length := np.hypot(*(way[1] - way[0])))
        along = [np.argwhere(labels == k)[:, ::-1] @ unit for k in range(1, count)]
        return any(np.ptp(one) >= ACROSS * length for one in along)

    def _metres(self, outline: shapely.Polygon, turned_deg: float) -> shapely.Polygon:
        turn = _turn(turned_deg)
        return shapely.transform(
            outline, lambda at: (at * (1, -1) + (0, len(self.seen.ink))) * self.px_m @ turn
        )

    def _pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) metres as pixels of the picture."""
        back = points @ _turn(self.turned_deg).T / self.px_m
        return np.asarray((back - (0, len(self.seen.ink))) * (1, -1))

    def _seen_at(
        self, corner: NDArray[np.float64], at_m: tuple[float, float]
    ) -> tuple[float, float]:
        """A point of the place as pixels right and down of the picture as it was given."""
        x, y = self._pixels(np.array([at_m]) + corner)[0] * self.px_m / self.given_m
        return float(x), float(y)

    def _left_out(self) -> list[Finding]:
        """What is told of walls that were traced, and of what was taken for none."""
        seen, found = self.seen, list[Finding]()
        told = "walls were traced from a picture, which may show what is none"
        done = "look at the drawing beside the picture, and correct the GeoJSON by hand"
        found.append(Finding("traced", told, mended=done))
        if seen.marks:
            longest_m = seen.longest_px * self.px_m
            told = f"small things alone: {seen.marks:,}, the longest {longest_m:.2f} m"
            found.append(Finding("marks", told, mended="taken for letters and furniture, left out"))
        if seen.thin_px:
            told = f"lines much thinner than walls of {self.thick_m:.2f} m"
            done = "taken for doors, windows and furniture, left out"
            found.append(Finding("thin lines", told, mended=done))
        return found

    def _told_of_place(self, corner: NDArray[np.float64]) -> Finding:
        x, y = (self._metres(shapely.Point(0, 0), self.turned_deg).coords[0] - corner).tolist()
        told = (
            f"the picture's upper left corner is {x:.2f}, {y:.2f} m, a pixel {self.given_m:.4g} m"
        )
        turned = f"; it is turned by {self.turned_deg:.1f} degrees" if self.turned_deg else ""
        return Finding("placed", told + turned, mended="brought to metres")


def _turned_deg(drawn: Sequence[shapely.Polygon]) -> float:
    """By how much a picture is turned from upright, -45 to 45 degrees."""
    turned = (direction_deg(drawn) + 45) % 90 - 45
    return turned if abs(turned) >= UPRIGHT_DEG else 0.0


def _turn(turned_deg: float) -> NDArray[np.float64]:
    """(2, 2) by which rows of points are brought upright."""
    angle = radians(turned_deg)
    return np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])


def _placed(geometry: Geometry, corner: NDArray[np.float64]) -> Geometry:
    made: Geometry = shapely.transform(
        geometry, lambda at: np.round((at - corner) / GRID_M) * GRID_M
    )
    return made


def _proposed(door: Door) -> Finding:
    told = f"the outer wall is open for {door.at.length:.2f} m"
    done = f"proposed as an entrance, {door.name}; delete it if it is none"
    return Finding("entrance proposed", told, 0, spot(door.at), done)


def _shut(gap: shapely.LineString, crossed: bool) -> Finding:
    told, at = f"the outer wall has a gap of {gap.length:.2f} m", spot(gap)
    if crossed:
        said = f"{told} with a line across"
        return Finding("window or door", said, 0, at, "taken for a window, closed")
    return Finding("gap in the outer wall", told, 0, at, "too narrow for a door, taken for closed")
