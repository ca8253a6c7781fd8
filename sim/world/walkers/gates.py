"""Where a floor narrows: the shortest lines across it, found once a place, and who crosses which.

What passes a gap is bounded by its width, and by how many of a population pass a metre.
A gap is a line across the floor that is shorter than any other beside it. Each has a corner of a
wall at one end at least and leads from there to another corner, or at a right angle to a wall.
"""

from dataclasses import dataclass

import numba as nb
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.geometry.polygon import orient

from scenarios.place import Place
from sim.world.lines import Lines

WIDEST_M = 10.0
"""What is wider holds nobody up: assumed."""
NARROWEST_M = 0.1
"""What is narrower is a crack in the plan."""
SAME_M = 1.0
"""Gaps whose ends lie so near to each other's are one: both faces of a wall that has a door."""
STRAIGHT = 1e-6
"""The cosine up to which an angle is as good as a right one."""
INSIDE_M = 1e-3

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gates:
    """Gaps of a place's floors: `ends_m` (n, 2, 2), `wide_m` (n,) and the number of their level."""

    ends_m: Floats
    wide_m: Floats
    floor: Numbers

    def each_s(self, capacity_per_m_s: float) -> Floats:
        """(n,) the time between two whom a gap lets through, of whom so many pass a metre in a
        second, both ways together.
        """
        return 1 / (capacity_per_m_s * self.wide_m)


def gates_of(place: Place) -> Gates:
    """Every gap of a place."""
    found = [_over(orient(level.venue.floor)) for level in place.levels]
    floor = np.repeat(np.arange(len(found)), [len(wide) for _, wide in found])
    return Gates(
        np.concatenate([e for e, _ in found]), np.concatenate([w for _, w in found]), floor
    )


@dataclass(frozen=True, slots=True)
class Crossings:
    """Where lines cross gaps: `at_m` (k + 1,) along them, rising and at last infinite, which gap
    (k,), and the first of each walker's (n,); only the first of a visit is asked, for all of it.
    """

    at_m: Floats
    gate: Numbers
    first: Numbers


def crossings_of(lines: Lines, gates: Gates) -> Crossings:
    """Where everybody's line crosses gaps."""
    leads = np.diff(lines.visit, prepend=-1) != 0
    at_m, gate = _crossed(
        *(lines.first[leads], lines.last[leads], lines.corners, lines.floor, lines.along_m),
        *(gates.ends_m, gates.floor),
    )
    first = np.where(leads, np.searchsorted(at_m, lines.begins_m), len(at_m))
    return Crossings(np.append(at_m, np.inf), gate, first)


@nb.njit(cache=True)
def _crossed(first, last, corners, floor, along_m, ends_m, level) -> tuple[Floats, Numbers]:  # type: ignore[no-untyped-def]  # numba types
    """Where lines cross gaps, along them, and which."""
    at_m, gate = [0.0][:0], [0][:0]
    for w in range(len(first)):
        for c in range(first[w], last[w]):
            ax, ay = corners[c, 0], corners[c, 1]
            wx, wy = corners[c + 1, 0] - ax, corners[c + 1, 1] - ay
            begin = len(at_m)
            for g in range(len(level)):
                if level[g] != floor[c] or floor[c + 1] != floor[c]:
                    continue
                gx, gy = ends_m[g, 0, 0], ends_m[g, 0, 1]
                ux, uy = ends_m[g, 1, 0] - gx, ends_m[g, 1, 1] - gy
                from_gap, to_gap = _left(ux, uy, ax - gx, ay - gy), 0.0
                to_gap = from_gap + _left(ux, uy, wx, wy)
                if (from_gap < 0) == (to_gap < 0):
                    continue
                one, other = _left(wx, wy, gx - ax, gy - ay), 0.0
                other = one + _left(wx, wy, ux, uy)
                if (one < 0) == (other < 0):
                    continue
                done = from_gap / (from_gap - to_gap)
                at_m.append(along_m[c] + done * (along_m[c + 1] - along_m[c]))
                gate.append(g)
            for k in range(begin + 1, len(at_m)):
                j = k
                while j > begin and at_m[j - 1] > at_m[j]:
                    at_m[j - 1], at_m[j] = at_m[j], at_m[j - 1]
                    gate[j - 1], gate[j] = gate[j], gate[j - 1]
                    j -= 1
    return np.array(at_m), np.array(gate, np.int64)


@nb.njit(cache=True)
def _left(ux, uy, x, y) -> float:  # type: ignore[no-untyped-def]  # numba types
    """How far to the left of a direction, times its length."""
    far: float = ux * y - uy * x
    return far


def _over(floor: shapely.Polygon) -> tuple[Floats, Floats]:
    """The gaps of one floor, whose edges have it on their left, and how wide they are."""
    rings = [np.asarray(ring.coords)[:-1] for ring in (floor.exterior, *floor.interiors)]
    starts = np.concatenate(rings)
    edge = np.concatenate([np.roll(ring, -1, 0) for ring in rings]) - starts
    there = _unit(edge)
    back = _unit(np.concatenate([np.roll(ring, 1, 0) for ring in rings]) - starts)
    corner = np.flatnonzero(_cross(back, there) > STRAIGHT)
    chords = [np.empty((0, 2, 2))]
    for k in corner.tolist():
        along = ((starts[k] - starts) * edge).sum(1) / np.maximum((edge**2).sum(1), 1e-18)
        on = np.flatnonzero((along > STRAIGHT) & (along < 1 - STRAIGHT))
        feet = starts[on] + along[on, None] * edge[on]
        others = corner[corner > k]
        others = others[_short(starts[k] - starts[others], there[others], back[others])]
        far = np.concatenate([feet, starts[others]])
        far = far[_short(far - starts[k], there[k], back[k])]
        chords.append(np.stack([np.broadcast_to(starts[k], far.shape), far], 1))
    found = np.concatenate(chords)
    inside = floor.buffer(-INSIDE_M, join_style="mitre")
    shapely.prepare(inside)
    within = 3 * INSIDE_M * _unit(found[:, 1] - found[:, 0])
    lines = shapely.linestrings(found + np.stack([within, -within], 1))
    return _merged(found[shapely.covers(inside, lines)])


def _short(way: Floats, there: Floats, back: Floats) -> NDArray[np.bool_]:
    """(n,) whether a line (n, 2) from a corner is no gap's only for being too long, and moving its
    end along the walls that begin there makes none of it shorter.
    """
    length = np.hypot(*way.T)
    way = _unit(way)
    short: NDArray[np.bool_] = (length > NARROWEST_M) & (length < WIDEST_M)
    short &= ((way * there).sum(1) < STRAIGHT) & ((way * back).sum(1) < STRAIGHT)
    return short


def _merged(chords: Floats) -> tuple[Floats, Floats]:
    """One gap for all that are as good as the same: their middle, as wide as the narrowest."""
    wide = np.hypot(*(chords[:, 1] - chords[:, 0]).T)
    near = cKDTree(chords.mean(1)).query_pairs(SAME_M, output_type="ndarray").T
    one, other = near[:, np.minimum(*_apart(chords, *near)) < SAME_M]
    same = coo_array((np.ones(len(one)), (one, other)), (len(chords), len(chords)))
    groups, label = connected_components(same, directed=False)
    first = np.unique(label, return_index=True)[1]
    straight, turned = _apart(chords, np.arange(len(chords)), first[label])
    swap = turned < straight
    chords = np.where(swap[:, None, None], chords[:, ::-1], chords)
    middle, narrowest = np.zeros((groups, 2, 2)), np.full(groups, np.inf)
    np.add.at(middle, label, chords)
    np.minimum.at(narrowest, label, wide)
    return middle / np.bincount(label, minlength=groups)[:, None, None], narrowest


def _apart(chords: Floats, some: Numbers, others: Numbers) -> tuple[Floats, Floats]:
    """(n,) how far the ends of some chords are from those of others, and turned round."""
    one, other = chords[some], chords[others]
    straight = np.hypot(*np.moveaxis(one - other, -1, 0)).max(-1)
    turned = np.hypot(*np.moveaxis(one - other[:, ::-1], -1, 0)).max(-1)
    return straight, turned


def _unit(ways: Floats) -> Floats:
    found: Floats = ways / np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
    return found


def _cross(one: Floats, other: Floats) -> Floats:
    found: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return found
