"""The steps of a crowd, tick by tick, compiled: placed, noted, slowed where it is dense, moved on.

A walker goes at their own speed times their population's factor of the density of others in their
cell, a group at that of its slowest. Where there
is no room to go on people stand (`sim.world.walkers.room`). Before a link between levels they wait
until it takes them up, one after another.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.world.staying.gates import SPACE_M
from sim.world.walkers.places import (
    HARDLY_M,
    Course,
    Grid,
    Moment,
    Numbers,
    Rows,
    State,
    arrive,
    cell_of,
    inner,
    moment,
    put,
    slowing,
)
from sim.world.walkers.room import (
    BUSY_PER_M2,
    STUCK_M,
    STUCK_S,
    hold,
    let_in,
    let_through,
    stand,
    watch,
)

REACH_M = 1.0
"""Whoever is so near the end of a line joins it: as far as the fastest come in a tick."""


@nb.njit(cache=True)
def walk(
    tick: int, until: int, noted: int, came: int, dt_s: float,
    lines: Course, state: State, grid: Grid, rows: Rows,
) -> int:  # fmt: skip
    """Walk from `tick` to before `until`; how many rows were noted, from the tick `noted` on."""
    now = moment(len(state.active), len(state.goes_on), len(grid.area_m2))
    count = 0
    for k in range(tick, until):
        put(k, 0, lines, state, grid, now)
        while state.counts[0] < came and lines.arrival_s[state.counts[0]] <= k * dt_s:
            arrive(state.counts[0], lines, state, grid)
            state.counts[0] += 1
        let_in(k, dt_s, lines, state, grid, now)
        if k >= noted:
            count = _note(k, count, lines, state, now, rows)
        seen = _see(k, k >= noted, count, lines, state, grid, now, rows)
        count += seen if k >= noted else 0
        _slow(k, lines, state, grid, now)
        some = _careful(k, dt_s, lines, state, grid, now)
        if len(some):
            hold(k, dt_s, some, lines, state, grid, now)
        _move(k, dt_s, lines, state, now)
        for cell in now.sits[:seen]:
            now.crowd[cell] = now.afoot[cell] = 0
        _turn(k, dt_s, lines, state)
    return count


@nb.njit(cache=True)
def lay(person: Numbers, free: Numbers, ordinals: NDArray[np.int8], rows: Rows, laid: Rows) -> None:
    """Lay rows (n,) where those of each `person` (n,) go, in the order they have; `free` (people,)
    is where each one's next row goes, and is changed. Numbers of levels become their `ordinals`.
    """
    tick, x, y, heading, floor = rows
    ticks, xs, ys, headings, levels = laid
    for row in range(len(person)):
        to = free[person[row]]
        free[person[row]] += 1
        ticks[to], xs[to], ys[to], headings[to] = tick[row], x[row], y[row], heading[row]
        levels[to] = ordinals[floor[row]]


@inner
def _note(tick: int, count: int, lines: Course, state: State, now: Moment, rows: Rows) -> int:
    """Note where everybody on a floor is; how many rows there are then."""
    active, corner, goes_on, at, way = state.active, state.corner, state.goes_on, now.at, now.way
    visit, floor, turned_deg = lines.visit, lines.floor, lines.turned_deg
    walker, when, x, y, headed, on = rows
    for k in range(state.counts[1]):
        w = active[k]
        heading = np.degrees(np.arctan2(way[k, 1], way[k, 0]))
        if goes_on[visit[w]] > tick:
            heading += turned_deg[w]
        walker[count], when[count], headed[count], on[count] = w, tick, heading, floor[corner[w]]
        x[count], y[count] = at[k, 0], at[k, 1]
        count += 1
    return count


@inner
def _see(
    tick: int, noted: bool, count: int, lines: Course, state: State, grid: Grid, now: Moment,
    rows: Rows,
) -> int:  # fmt: skip
    """Who sits or waits in sight counts as dense, too, and is noted; how many they are."""
    corners, facing_deg, resting, sits = lines.corners, lines.facing_deg, state.resting, now.sits
    cells = (grid.rows, grid.columns, grid.cell_m, grid.edge)
    walker, when, x, y, headed, on = rows
    seen = 0
    for k in range(state.counts[2]):
        w = resting[k]
        c = state.corner[w]
        if not np.isfinite(facing_deg[c]):
            continue
        cell = cell_of(
            corners[c, 0], corners[c, 1], lines.floor[c], grid.middle_m, grid.axes, grid.low, cells
        )
        now.crowd[cell] += 1
        now.afoot[cell] += 1
        sits[seen] = cell
        if noted:
            row = count + seen
            walker[row], when[row], headed[row], on[row] = w, tick, facing_deg[c], lines.floor[c]
            x[row], y[row] = corners[c, 0], corners[c, 1]
        seen += 1
    return seen


@inner
def _line_up(w: int, front: int, step_m: float, lines: Course, state: State) -> None:
    """Whoever comes to the end of the line before a corner joins it and stands behind the others;
    who got too near, since many came at once, steps back.
    """
    line = lines.queue[front]
    away = lines.corner_m[front] - state.along_m[w]
    ahead = state.given[line] - state.taken[line] + 1
    if state.ticket[w] < 0 and away <= ahead * SPACE_M + REACH_M:
        state.ticket[w] = state.given[line]
        state.given[line] += 1
    if state.ticket[w] >= 0:
        place = lines.corner_m[front] - (state.ticket[w] - state.taken[line]) * SPACE_M
        state.along_m[w] = max(min(state.along_m[w], place), state.along_m[w] - 2 * step_m)


@inner
def _slow(tick: int, lines: Course, state: State, grid: Grid, now: Moment) -> None:
    """How fast visits go for the density of others: who comes together is nobody's other."""
    active, visit, slowest, here = state.active, lines.visit, now.slowest, now.here
    afoot, area_m2 = now.afoot, grid.area_m2
    gamma, jam, pace, felt = grid.relation[:4]
    for k in range(state.counts[1]):
        slowest[visit[active[k]]] = pace
    begin = 0
    while begin < state.counts[1]:
        v, end = visit[active[begin]], begin + 1
        while end < state.counts[1] and visit[active[end]] == v:
            end += 1
        for k in range(begin, end):
            others = afoot[here[k]] - _companions(tick, here[k], begin, end, state, now)
            density = felt * others / area_m2[here[k]]
            slowest[v] = min(slowest[v], pace * slowing(density, gamma, jam))
        begin = end


@inner
def _companions(tick: int, cell: int, begin: int, end: int, state: State, now: Moment) -> int:
    """How many of those with these turns count as afoot in a cell."""
    count = 0
    for k in range(begin, end):
        count += now.here[k] == cell and state.stood[state.active[k]] != tick - 1
    return count


@inner
def _careful(
    tick: int, dt_s: float, lines: Course, state: State, grid: Grid, now: Moment
) -> Numbers:
    """Who looks whether there is room: where it is busy or somebody stands, and before gaps."""
    active, visit, slowest, here = state.active, lines.visit, now.slowest, now.here
    crowd, area_m2, hot, watched = now.crowd, grid.area_m2, now.hot, now.watched
    stood, goes_on, along_m, crossing = state.stood, state.goes_on, state.along_m, state.crossing
    speed_mps, cross_m = lines.speed_mps, lines.cross_m
    for k in range(state.counts[1]):
        cell = here[k]
        busy = crowd[cell] >= BUSY_PER_M2 * area_m2[cell] or stood[active[k]] == tick - 1
        if busy and hot[cell] != tick:
            hot[cell] = tick
            watch(tick, cell, grid, now)
    found, count = now.some, 0
    for k in range(state.counts[1]):
        w = active[k]
        v = visit[w]
        to_m = along_m[w] + speed_mps[w] * slowest[v] * dt_s
        careful = watched[here[k]] == tick or cross_m[crossing[w]] <= to_m
        if not careful or goes_on[v] > tick:
            continue
        if watched[here[k]] == tick or not let_through(tick * dt_s, dt_s, w, to_m, lines, state):
            found[count] = w
            count += 1
    return found[:count]


@inner
def _move(tick: int, dt_s: float, lines: Course, state: State, now: Moment) -> None:
    """Whoever neither talks nor is held up goes on."""
    active, visit, slowest, here = state.active, lines.visit, now.slowest, now.here
    crowd, afoot, lean, held = now.crowd, now.afoot, now.lean, state.pressed
    froze, goes_on, along_m, speed_mps = state.froze, state.goes_on, state.along_m, lines.speed_mps
    for k in range(state.counts[1]):
        cell = here[k]
        crowd[cell], afoot[cell], lean[cell, 0], lean[cell, 1] = 0, 0, 0.0, 0.0
        w = active[k]
        v = visit[w]
        if froze[v] == tick and state.ticket[w] < 0 and not _at_link(w, lines, state):
            stand(tick, w, lines, state)
            if along_m[w] > state.mark_m[w] + STUCK_M:
                state.mark_m[w], held[w] = along_m[w], 0
            held[w] += 1
            state.stuck[w] = held[w] * dt_s > STUCK_S
        elif goes_on[v] <= tick:
            step_m = speed_mps[w] * slowest[v] * dt_s
            along_m[w] += step_m
            if lines.held[state.corner[w]] >= 0:
                _line_up(w, lines.held[state.corner[w]], step_m, lines, state)


@inner
def _at_link(w: int, lines: Course, state: State) -> bool:
    """Whether somebody is next but for whom the link has taken up."""
    nearing = state.corner[w] + 1
    near = state.along_m[w] > lines.corner_m[nearing] - 2 * HARDLY_M
    return bool(near and lines.queue[nearing] >= 0)


@inner
def _turn(tick: int, dt_s: float, lines: Course, state: State) -> None:
    """Turn at corners; talk at some, rest at doors of shops and on links; leave at the end."""
    active, corner, along_m, stuck = state.active, state.corner, state.along_m, state.stuck
    corner_m, counts, stay = lines.corner_m, state.counts, 0
    for k in range(counts[1]):
        w = active[k]
        walks = along_m[w] < corner_m[corner[w] + 1] or _turns(tick, dt_s, w, lines, state)
        if stuck[w]:
            state.left_s[w] = (tick + 1) * dt_s
        elif walks:
            active[stay] = w
            stay += 1
    counts[1] = stay


@inner
def _turns(tick: int, dt_s: float, w: int, lines: Course, state: State) -> bool:
    """Somebody comes to corners; whether they walk on."""
    while state.along_m[w] >= lines.corner_m[state.corner[w] + 1]:
        nearing = state.corner[w] + 1
        waits_in = lines.queue[nearing]
        if waits_in >= 0:
            if state.due_s[waits_in] > tick * dt_s:
                state.along_m[w] = lines.corner_m[nearing] - HARDLY_M
                stand(tick, w, lines, state)
                return True
            due_s = max(state.due_s[waits_in], (tick - 1) * dt_s)
            state.due_s[waits_in] = due_s + lines.hold_s[nearing]
            if state.ticket[w] >= 0:
                state.ready_s[waits_in] = state.due_s[waits_in]
                state.due_s[waits_in] = np.inf
                state.taken[waits_in] += 1
                state.ticket[w] = -1
        if lines.pause_s[nearing] > 0:
            talks = int(np.ceil(lines.pause_s[nearing] / dt_s))
            state.goes_on[lines.visit[w]] = tick + 1 + talks
        if nearing == lines.last[w]:
            state.left_s[w] = (tick + 1) * dt_s
            return False
        state.corner[w] = nearing
        if lines.rest_s[nearing] > 0:
            state.along_m[w] = lines.corner_m[nearing]
            rests = max(int(np.ceil(lines.rest_s[nearing] / dt_s)), 1)
            state.wakes[w] = tick + 1 + rests
            if waits_in >= 0:
                state.corner[w] += 1
            state.resting[state.counts[2]] = w
            state.counts[2] += 1
            return False
    return True
