"""Doors of a drawing: arcs that leaves swing in, and what else closes a gap in an inner wall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.checks.doors import NARROWEST_M, WIDEST_M
from scenarios.checks.rings import polygons
from scenarios.importers.drawing.strokes import Stroke

LEAF_M = (0.5, 1.7)
"""How wide a leaf is; two make a door of up to WIDEST_M and more."""
MEET_M = 0.2
"""The leaves of one door meet within this; doors whose middles are so near are drawn twice."""
BEYOND_M = 0.15
"""A door's line goes on so far into the wall on both sides."""
LEAF_THICK_M, FRAME_M = 0.12, 0.15
"""So near to where a leaf swings lies what is drawn of it, and so near to its line the frame."""
PEN_M, NEAR_M, DEEP_M = 0.03, 0.1, 0.6
"""Half of a line's thickness; parts of one opening lie so near to each other; as deep as a wall."""

GRID_M, LEAST_M = 0.01, 0.1
"""How finely the pen draws, and of lines how long they are at least."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What swings: its hinge (2,), and the two ends of its arc (2, 2), one of them where it is
    shut; `swing` is what it sweeps over.
    """

    hinge: Points
    ends: Points
    swing: shapely.Polygon

    @property
    def wide_m(self) -> float:
        """From the hinge to the arc."""
        return float(np.hypot(*(self.ends[0] - self.hinge)))


@dataclass(frozen=True, slots=True)
class Openings:
    """The lines of doors with leaves and of those without, what closes the gaps of walls where
    there is none, and windows, which do so, too.
    """

    doors: tuple[shapely.LineString, ...]
    plain: tuple[shapely.LineString, ...]
    shut: shapely.Geometry
    glass: shapely.Geometry


def leaves(strokes: Sequence[Stroke]) -> list[Leaf]:
    """The leaves among strokes in metres."""
    low, high = LEAF_M
    found = list[Leaf]()
    for one in strokes:
        if one.hinge is None:
            continue
        hinge = np.array(one.hinge)
        leaf = Leaf(hinge, one.points[[0, -1]], shapely.Polygon([one.hinge, *one.points]))
        if low <= leaf.wide_m <= high:
            found.append(leaf)
    return found


def openings(
    doors: Sequence[Stroke], windows: Sequence[Stroke], walls: shapely.Geometry
) -> Openings:
    """The doors and other openings in walls, in metres; of doors those with leaves, and those
    without that have wall at both ends.
    """
    swung = leaves(doors)
    lines = _apart([*_doubles(swung), *_singles(swung, walls)])
    frames = shapely.union_all([line.buffer(FRAME_M) for line in lines])
    swings = shapely.union_all([one.swing.buffer(LEAF_THICK_M) for one in swung]) - frames
    rest = pen([one for one in doors if one.hinge is None]) - swings
    glass = pen(windows) - swings
    plain = [line for line in _plain(rest, walls) if not frames.intersects(line)]
    return Openings(tuple(lines), tuple(_apart(plain)), rest, glass)


def _doubles(swung: Sequence[Leaf]) -> Iterator[shapely.LineString]:
    """The doors of two leaves that meet where they are shut."""
    for number, one in enumerate(swung):
        for other in swung[number + 1 :]:
            apart = np.hypot(*(one.ends[:, None] - other.ends[None]).transpose(2, 0, 1))
            across = float(np.hypot(*(one.hinge - other.hinge)))
            both = one.wide_m + other.wide_m
            if apart.min() <= MEET_M and abs(across - both) <= MEET_M:
                yield shapely.LineString([one.hinge, other.hinge])


def _singles(swung: Sequence[Leaf], walls: shapely.Geometry) -> Iterator[shapely.LineString]:
    """Each leaf's line where it is shut: the one that ends at a wall and does not lie along it."""
    for one in swung:
        found = [shapely.LineString([one.hinge, end]) for end in one.ends]
        yield min(found, key=lambda line: _open(line, walls))


def _open(line: shapely.LineString, walls: shapely.Geometry) -> float:
    (x, y), (to_x, to_y) = line.coords
    share = 1 + BEYOND_M / line.length
    end = shapely.Point(x + (to_x - x) * share, y + (to_y - y) * share)
    middle = line.interpolate(0.5, normalized=True)
    return float(walls.distance(end) - walls.distance(middle))


def _apart(lines: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """Those of which none before has its middle, or lies over it."""
    kept = list[shapely.LineString]()
    for line in lines:
        middle = line.interpolate(0.5, normalized=True)
        if all(one.distance(middle) > MEET_M for one in kept):
            kept.append(line)
    return kept


def _plain(drawn: shapely.Geometry, walls: shapely.Geometry) -> Iterator[shapely.LineString]:
    """The long axes of what is drawn in gaps of walls."""
    for part in polygons(drawn.buffer(NEAR_M)):
        box = shapely.minimum_rotated_rectangle(part.buffer(-NEAR_M))
        if box.geom_type != "Polygon":
            continue
        corners = np.array(box.exterior.coords)
        wide_m = np.hypot(*np.diff(corners, axis=0).T)
        first = int(wide_m[1] < wide_m[0])
        ends = [(corners[k] + corners[k + 1]) / 2 for k in (first, first + 2)]
        long_m, deep_m = max(wide_m[:2]), min(wide_m[:2])
        line = shapely.LineString(ends)
        meets = all(walls.distance(shapely.Point(end)) <= BEYOND_M for end in ends)
        if NARROWEST_M <= long_m <= WIDEST_M and deep_m <= DEEP_M and meets:
            yield line


def pen(strokes: Sequence[Stroke]) -> shapely.Geometry:
    """What strokes in metres cover as if drawn with a thick pen; without those that are short, of
    which handles and leaves have thousands.
    """
    fine = [np.round(one.points / GRID_M) * GRID_M for one in strokes]
    lines = {one.tobytes(): shapely.LineString(one) for one in fine}
    long = [line.simplify(GRID_M) for line in lines.values() if line.length >= LEAST_M]
    return shapely.union_all(shapely.buffer(np.array(long, dtype=object), PEN_M, quad_segs=1))
