"""The steps of a crowd, tick by tick, compiled: placed, noted, slowed where it is dense, moved on.

A walker goes at their own speed times Weidmann's factor of the density of others in their cell
(Weidmann 1993: gamma 1.913 per m², jam at 5.4 per m²), a group at that of its slowest. Before a
link between levels people wait until it takes them up, one after another; before a place or a check
they stand in a line, whoever came first in front. Who sits or waits in sight counts as dense, too.
"""

from dataclasses import dataclass, fields
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.world.staying.gates import SPACE_M

GAMMA, JAM_PER_M2 = 1.913, 5.4
ALONE_PER_M2, SLOWEST = 0.05, 0.05
"""Below that density nobody is slowed; nobody to less than that share of their speed."""
HARDLY_M = 1e-9
REACH_M = 1.0
"""Whoever is so near the end of a line joins it: as far as the fastest come in a tick."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class State:
    """Where all walkers are; changed in place. Arrays over walkers but for `goes_on`, over visits.

    `along_m` as on the lines, `corner` the last one passed, `left_s` when they left (NaN: not yet),
    `goes_on` the tick at which a visit that talks goes on, `wakes` that at which somebody leaves a
    shop or a link or gets up. `counts` (3,) are how many have come, and how many numbers stand in
    `active` and in `resting`. Over queues, `due_s` is when each takes up the next, `given` how many
    have joined its line and `taken` how many it has taken up; over walkers, `ticket` is the number
    of each in the line in which they stand, -1: in none. Of a place or a check that somebody has,
    `due_s` is infinite, and `ready_s` when it may take up the next, if they have left it.
    """

    along_m: Floats
    corner: Numbers
    left_s: Floats
    goes_on: Numbers
    active: Numbers
    resting: Numbers
    wakes: Numbers
    counts: Numbers
    due_s: Floats
    given: Numbers
    taken: Numbers
    ticket: Numbers
    ready_s: Floats

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """All of them in their order."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def coming(self) -> int:
        """The number of the next who comes."""
        return int(self.counts[0])

    @property
    def here(self) -> int:
        """How many walk or are in a shop."""
        return int(self.counts[1] + self.counts[2])


@nb.njit(cache=True)
def walk(  # type: ignore[no-untyped-def]  # numba types
    tick, until, noted, came, dt_s,
    arrival_s, speed_mps, last, corners, floor, corner_along_m, queue, rest_s, visit, pause_s,
    turned_deg, hold_s, held, facing_deg,
    along_m, corner, left_s, goes_on, active, resting, wakes, counts, due_s,
    given, taken, ticket, ready_s,
    middle_m, axes, low, columns, area_m2, cell_m, edge,
    row_walker, row_tick, row_x, row_y, row_heading, row_floor,
) -> int:  # fmt: skip
    """Walk from `tick` to before `until`; how many rows were noted, from the tick `noted` on."""
    here, crowding = np.empty(len(active), np.int64), np.zeros(len(area_m2), np.int64)
    grid = (middle_m, axes, low, columns, cell_m, edge)
    row = (row_walker, row_tick, row_x, row_y, row_heading, row_floor)
    slowest, rows = np.ones(len(goes_on)), 0
    for now in range(tick, until):
        _come(
            now, came, dt_s, arrival_s, active, resting, wakes, counts,
            corner, queue, rest_s, due_s, ready_s,
        )  # fmt: skip
        for k in range(counts[1]):
            w = active[k]
            at, way_x, way_y = _place(w, along_m, corner, corners, corner_along_m)
            here[k] = _cell(at, floor[corner[w]], grid)
            slowest[visit[w]] = 1.0
            if now >= noted:
                heading = np.degrees(np.arctan2(way_y, way_x))
                if goes_on[visit[w]] > now:
                    heading += turned_deg[w]
                rows = _note(row, rows, w, now, at, heading, floor[corner[w]])
        seen = counts[1]
        for k in range(counts[2]):
            w = resting[k]
            if np.isfinite(facing_deg[corner[w]]):
                at = (corners[corner[w], 0], corners[corner[w], 1])
                here[seen] = _cell(at, floor[corner[w]], grid)
                seen += 1
                if now >= noted:
                    heading = facing_deg[corner[w]]
                    rows = _note(row, rows, w, now, at, heading, floor[corner[w]])
        for k in range(seen):
            crowding[here[k]] += 1
        for k in range(counts[1]):
            factor = slowing((crowding[here[k]] - 1) / area_m2[here[k]])
            slowest[visit[active[k]]] = min(slowest[visit[active[k]]], factor)
        for k in range(seen):
            crowding[here[k]] = 0
        for k in range(counts[1]):
            w = active[k]
            if goes_on[visit[w]] <= now:
                step = speed_mps[w] * slowest[visit[w]] * dt_s
                along_m[w] += step
                front = held[corner[w]]
                if front >= 0:
                    _line_up(w, front, step, queue, corner_along_m, along_m, given, taken, ticket)
        _turn(
            now, dt_s, last, corner_along_m, queue, rest_s, visit, pause_s, hold_s, along_m,
            corner, left_s, goes_on, active, resting, wakes, counts, due_s, taken, ticket, ready_s,
        )  # fmt: skip
    return rows


@nb.njit(cache=True)
def slowing(density_per_m2) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Weidmann's factor: 1 when alone."""
    density = max(density_per_m2, ALONE_PER_M2)
    factor: float = 1 - np.exp(-GAMMA * (1 / density - 1 / JAM_PER_M2))
    return min(max(factor, SLOWEST), 1.0)


@nb.njit(cache=True)
def in_turn(person, free) -> NDArray[np.int64]:  # type: ignore[no-untyped-def]  # numba types
    """The rows (n,) person by person, each one's in the order they have; `free` (people,) is where
    each one's rows begin, and is changed.
    """
    order = np.empty(len(person), np.int64)
    for row in range(len(person)):
        order[free[person[row]]] = row
        free[person[row]] += 1
    return order


@nb.njit(cache=True)
def _come(  # type: ignore[no-untyped-def]  # numba types
    now, came, dt_s, arrival_s, active, resting, wakes, counts, corner, queue, rest_s, due_s,
    ready_s,
) -> None:  # fmt: skip
    """Whoever has arrived by now, or is done in a shop, walks; who gets up leaves their place."""
    while counts[0] < came and arrival_s[counts[0]] <= now * dt_s:
        active[counts[1]] = counts[0]
        counts[0] += 1
        counts[1] += 1
    stay = 0
    for k in range(counts[2]):
        w = resting[k]
        if wakes[w] <= now:
            before = corner[w] - 1
            if queue[before] >= 0 and rest_s[before] == 0:
                due_s[queue[before]] = max(ready_s[queue[before]], now * dt_s)
            active[counts[1]] = w
            counts[1] += 1
        else:
            resting[stay] = w
            stay += 1
    counts[2] = stay


@nb.njit(cache=True)
def _place(w, along_m, corner, corners, corner_along_m) -> tuple[tuple[float, float], float, float]:  # type: ignore[no-untyped-def]  # numba types
    """Where somebody is, and the stretch of their line that they are on."""
    c = corner[w]
    way_x, way_y = corners[c + 1, 0] - corners[c, 0], corners[c + 1, 1] - corners[c, 1]
    length = max(corner_along_m[c + 1] - corner_along_m[c], HARDLY_M)
    done = min(max((along_m[w] - corner_along_m[c]) / length, 0.0), 1.0)
    return (corners[c, 0] + done * way_x, corners[c, 1] + done * way_y), way_x, way_y


@nb.njit(cache=True)
def _note(row, rows, w, now, at, heading, floor) -> int:  # type: ignore[no-untyped-def]  # numba types
    """Note where somebody is at a tick, after so many rows; how many there are then."""
    walker, tick, x, y, heading_deg, on = row
    walker[rows], tick[rows], heading_deg[rows], on[rows] = w, now, heading, floor
    x[rows], y[rows] = at
    following: int = rows + 1
    return following


@nb.njit(cache=True)
def _cell(at, floor, grid) -> int:  # type: ignore[no-untyped-def]  # numba types
    """The cell of `sim.world.density` in which a place on a floor lies."""
    middle_m, axes, low, columns, cell_m, edge = grid
    x, y = at[0] - middle_m[0], at[1] - middle_m[1]
    across = _from_middle((x * axes[0, 0] + y * axes[0, 1]) / cell_m, edge)
    along = _from_middle((x * axes[1, 0] + y * axes[1, 1]) / cell_m, edge)
    rows = -2 * low[0]
    row = floor * rows + min(max(across - low[0], 0), rows - 1)
    found: int = row * columns + min(max(along - low[1], 0), columns - 1)
    return found


@nb.njit(cache=True)
def _from_middle(cells, edge) -> int:  # type: ignore[no-untyped-def]  # numba types
    """The cell of a place so many cells from the middle; on an edge the nearer one to it."""
    far = max(int(np.floor(abs(cells) - edge)), 0)
    return far if cells >= 0 else -1 - far


@nb.njit(cache=True)
def _turn(  # type: ignore[no-untyped-def]  # numba types
    now, dt_s, last, corner_along_m, queue, rest_s, visit, pause_s, hold_s, along_m, corner,
    left_s, goes_on, active, resting, wakes, counts, due_s, taken, ticket, ready_s,
) -> None:  # fmt: skip
    """Turn at corners; talk at some, rest at doors of shops and on links; leave at the end."""
    stay = 0
    for k in range(counts[1]):
        w, walks = active[k], True
        while walks and along_m[w] >= corner_along_m[corner[w] + 1]:
            nearing = corner[w] + 1
            waits_in = queue[nearing]
            if waits_in >= 0:
                if due_s[waits_in] > now * dt_s:
                    along_m[w] = corner_along_m[nearing] - HARDLY_M
                    break
                free_s = max(due_s[waits_in], (now - 1) * dt_s) + hold_s[nearing]
                due_s[waits_in] = free_s
                if ticket[w] >= 0:
                    due_s[waits_in], ready_s[waits_in] = np.inf, free_s
                    taken[waits_in] += 1
                    ticket[w] = -1
            if pause_s[nearing] > 0:
                goes_on[visit[w]] = now + 1 + int(np.ceil(pause_s[nearing] / dt_s))
            if nearing == last[w]:
                left_s[w] = (now + 1) * dt_s
                walks = False
                continue
            corner[w] = nearing
            if rest_s[nearing] > 0:
                along_m[w] = corner_along_m[nearing]
                wakes[w] = now + 1 + max(int(np.ceil(rest_s[nearing] / dt_s)), 1)
                if waits_in >= 0:
                    corner[w] += 1
                resting[counts[2]] = w
                counts[2] += 1
                walks = False
        if walks:
            active[stay] = w
            stay += 1
    counts[1] = stay


@nb.njit(cache=True)
def _line_up(  # type: ignore[no-untyped-def]  # numba types
    w, front, step, queue, corner_along_m, along_m, given, taken, ticket
) -> None:
    """Whoever comes to the end of the line before a corner joins it and stands behind the others;
    who got too near, since many came at once, steps back.
    """
    line = queue[front]
    away = corner_along_m[front] - along_m[w]
    if ticket[w] < 0 and away <= (given[line] - taken[line] + 1) * SPACE_M + REACH_M:
        ticket[w] = given[line]
        given[line] += 1
    if ticket[w] >= 0:
        place = corner_along_m[front] - (ticket[w] - taken[line]) * SPACE_M
        along_m[w] = max(min(along_m[w], place), along_m[w] - 2 * step)
