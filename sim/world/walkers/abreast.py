"""People who near a gap keep beside each other until they are near it: lines of who comes alone.

A line is the quickest way, so all lines through a gap come together long before it; people fill the
width there is up to the gap itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.world.lines import Lines
from sim.world.walkers.gates import Crossings, Gates

REACH_M = 10.0
"""From so far before a gap people keep beside each other, at most: assumed."""
BESIDE_M = 0.2
"""So near to walls they come: half a person's width."""
LEAST_M = 0.1
"""Who would be moved aside by less stays on their line."""
SHARES = (1.0, 0.75, 0.5, 0.25)
"""Of how far aside they come from they keep, as far as there is floor."""

Floats = NDArray[np.float64]


def abreast(
    lines: Lines,
    gates: Gates,
    crossings: Crossings,
    floors: Sequence[shapely.Polygon],
    near_m: float,
) -> Lines:
    """Lines on which whoever comes alone turns to a gap only once they are so near to it."""
    rooms = [floor.buffer(-BESIDE_M) for floor in floors]
    for room in rooms:
        shapely.prepare(room)
    alone = np.bincount(lines.visit)[lines.visit] == 1
    walker = np.searchsorted(lines.begins_m, crossings.at_m[:-1], "right") - 1
    found: dict[int, list[Turn]] = {}
    for k in np.flatnonzero(alone[walker]).tolist():
        w = int(walker[k])
        before = found.get(w, [])
        begin_m = before[-1].at_m if before else float(lines.begins_m[w])
        at_m, ends = float(crossings.at_m[k]), gates.ends_m[crossings.gate[k]]
        turn = _turn(lines, ends, at_m, begin_m, near_m, rooms)
        if turn is not None:
            found.setdefault(w, before).append(turn)
    return _with(lines, found) if found else lines


@dataclass(frozen=True, slots=True)
class Turn:
    """Corners that a line has from `from_m` to `at_m` along it, in place of those it had."""

    from_m: float
    at_m: float
    points_m: Floats


def _turn(
    lines: Lines, ends: Floats, at_m: float, begin_m: float, near_m: float,
    rooms: Sequence[shapely.Geometry],
) -> Turn | None:  # fmt: skip
    """How one nears a gap with these ends, None: as on their line."""
    leg = int(np.searchsorted(lines.along_m, at_m, "right")) - 1
    through = _at(lines, leg, at_m)
    side = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    ahead = np.array([-side[1], side[0]])
    ahead *= np.sign(ahead @ (lines.corners[leg + 1] - lines.corners[leg])) or 1.0
    from_m, c = at_m, leg
    while True:
        far = float((through - lines.corners[c]) @ ahead)
        if far >= REACH_M or lines.along_m[c] <= begin_m:
            break
        if lines.rest_s[c] > 0 or lines.queue[c] >= 0 or lines.pause_s[c] > 0:
            break
        if float((lines.corners[c] - lines.corners[c - 1]) @ ahead) <= 0:
            break
        c -= 1
    from_m = max(float(lines.along_m[c]), begin_m)
    start = _at(lines, c, from_m)
    far = float((through - start) @ ahead)
    if far > REACH_M:
        step = float((lines.corners[c + 1] - lines.corners[c]) @ ahead)
        from_m += (far - REACH_M) / step * float(lines.along_m[c + 1] - lines.along_m[c])
        start = _at(lines, c, from_m)
        far = REACH_M
    if far <= near_m + LEAST_M:
        return None
    aside = float((start - through) @ side)
    plain = _at_far(lines, c, leg, through, ahead, near_m)
    room = rooms[int(lines.floor[leg])]
    for share in SHARES:
        point = through - near_m * ahead + share * aside * side
        if abs(share * aside) < abs(float((plain - through) @ side)) + LEAST_M:
            return None
        if room.covers(shapely.LineString([start, point, through])):
            return Turn(from_m, at_m, np.stack([start, point, through]))
    return None


def _at(lines: Lines, leg: int, at_m: float) -> Floats:
    """Where a line is so far along it, on a leg."""
    long_m = float(lines.along_m[leg + 1] - lines.along_m[leg])
    done = (at_m - float(lines.along_m[leg])) / long_m if long_m > 0 else 0.0
    found: Floats = lines.corners[leg] + done * (lines.corners[leg + 1] - lines.corners[leg])
    return found


def _at_far(
    lines: Lines, begin: int, leg: int, through: Floats, ahead: Floats, near_m: float
) -> Floats:
    """Where a line is when it is so far before a gap."""
    for c in range(leg, begin - 1, -1):
        far = float((through - lines.corners[c]) @ ahead)
        if far >= near_m:
            end = through if c == leg else lines.corners[c + 1]
            rest = float((through - end) @ ahead)
            share = (far - near_m) / max(far - rest, 1e-9)
            found: Floats = lines.corners[c] + share * (end - lines.corners[c])
            return found
    return through


def _with(lines: Lines, turns: dict[int, list[Turn]]) -> Lines:
    """The lines with some walkers' turns."""
    old, points, counts = list[int](), list[Floats](), list[int]()
    for w in range(len(lines.person)):
        rows = list(range(int(lines.first[w]), int(lines.last[w]) + 1))
        places = [(float(lines.along_m[c]), c, lines.corners[c]) for c in rows]
        for turn in turns.get(w, []):
            kept = [one for one in places if not turn.from_m < one[0] < turn.at_m]
            cut = sum(one[0] <= turn.from_m for one in kept)
            at_m = (turn.from_m, turn.from_m, turn.at_m)
            new = [(at, -1, point) for at, point in zip(at_m, turn.points_m, strict=True)]
            places = [*kept[:cut], *new, *kept[cut:]]
        old += [c for _, c, _ in places]
        points += [point for *_, point in places]
        counts.append(len(places))
    return _rebuilt(lines, np.array(old), np.array(points), np.array(counts))


def _rebuilt(
    lines: Lines, old: NDArray[np.int64], corners: Floats, counts: NDArray[np.int64]
) -> Lines:
    """Lines with these corners, of which `old` were theirs and -1 are new."""
    first = np.cumsum(counts) - counts
    mine = old >= 0
    source = np.maximum.accumulate(np.where(mine, old, -1))
    step = np.append(np.hypot(*np.diff(corners, axis=0).T), 0.0)
    both = mine[:-1] & mine[1:] & (old[1:] == old[:-1] + 1)
    step[:-1][both] = np.diff(lines.along_m)[old[:-1][both]]
    step[first + counts - 1] = 0.0
    number = np.empty(len(lines.along_m), np.int64)
    number[old[mine]] = np.flatnonzero(mine)
    held = lines.held[source]
    return replace(
        lines,
        first=first,
        last=first + counts - 1,
        corners=corners,
        floor=lines.floor[source],
        along_m=np.concatenate([[0.0], np.cumsum(step)[:-1]]),
        queue=np.where(mine, lines.queue[source], -1),
        rest_s=np.where(mine, lines.rest_s[source], 0.0),
        pause_s=np.where(mine, lines.pause_s[source], 0.0),
        hold_s=np.where(mine, lines.hold_s[source], 0.0),
        held=np.where(held >= 0, number[held], -1),
        facing_deg=np.where(mine, lines.facing_deg[source], np.nan),
    )
