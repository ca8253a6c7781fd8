"""Whether there is room to go on, compiled: gaps that let one after another through, cells that are
full, people who stand ahead. Who has waited longest is asked first, and a visit goes or stays as
one.
"""

import numpy as np

from sim.world.walkers.places import (
    HARDLY_M,
    Course,
    Grid,
    Moment,
    Numbers,
    Place,
    State,
    inner,
    put,
    step,
)

BUSY_PER_M2 = 1.4
"""From that density on people look for room; before, nobody holds anybody up but at gaps. Here and
below no whole number of people to a whole cell, or rounding of its area would decide."""
DOOR_PER_M2 = 2.4
"""Cells by doors take in no more: assumed."""
AHEAD = 0.7071
"""The cosine of how far aside somebody may be who stands ahead: half a right angle. Of two who go
the same way, up to a right angle, each could else stand ahead of the other."""
QUEUE_OF = 1.0
"""Who stands in a cell is a queue if so many more are headed one way than against it."""
PATIENT_S, CROWDED_PER_M2 = (10.0, 30.0), (3.7, 4.6)
"""Whoever joins no queue and has stood for so long gets in where it is as dense as that: full cells
could else wait for each other in a ring."""
FEWEST = 4
"""So many get into the least of cells: a group of them goes in together."""
WEDGED_TICKS = 40
"""Who was held for so long without getting on stops only behind those who waited longer."""
STUCK_S, STUCK_M = 300.0, 0.5
"""Who comes no further than this in that time is stuck and taken off the floor."""
HARDLY_AT_ALL_M = 1e-6
"""Less is rounding, which must not decide who stands in whose way."""
FORGOTTEN_S = 5.0
"""Who was not held for so long waits no longer."""


@inner
def watch(tick: int, cell: int, grid: Grid, now: Moment) -> None:
    """In and around a cell people look for room."""
    row, column = divmod(cell, grid.columns)
    low = row - row % grid.rows
    for i in range(max(row - 1, low), min(row + 2, low + grid.rows)):
        for j in range(max(column - 1, 0), min(column + 2, grid.columns)):
            now.watched[i * grid.columns + j] = tick


@inner
def stand(tick: int, w: int, lines: Course, state: State) -> None:
    """Somebody stands, and their visit waits."""
    v = lines.visit[w]
    state.stood[w] = state.waited[v] = tick
    if state.since[v] < 0:
        state.since[v] = tick


@inner
def freeze(tick: int, v: int, state: State) -> None:
    """A visit stays where it is for this tick."""
    state.froze[v] = state.counts[4] = tick


@inner
def hold(
    tick: int, dt_s: float, some: Numbers, lines: Course, state: State, grid: Grid, now: Moment
) -> None:
    """Freeze the visits of whoever of some finds no room, for this tick."""
    order = np.argsort(_waiting_since(tick, dt_s, some, lines, state) * (1 << 32) + some)
    for w in some:
        here = now.here[now.slot[w]]
        now.after[w], now.first[here], now.to[w] = now.first[here], w, here
    for n in order:
        w = some[n]
        v = lines.visit[w]
        if state.froze[v] == tick or state.ticket[w] >= 0:
            continue
        to_m = state.along_m[w] + lines.speed_mps[w] * now.slowest[v] * dt_s
        place, cell, off = step(w, to_m, lines, state, grid)
        at, here = now.at[now.slot[w]], now.here[now.slot[w]]
        if not off and abs(place[0] - at[0]) + abs(place[1] - at[1]) < HARDLY_AT_ALL_M:
            continue
        if (
            not off
            and (
                (cell != here and _full(dt_s, w, cell, lines.front[w], state, grid, now))
                or (lines.front[w] and _stands_ahead(tick, w, place, cell, lines, state, grid, now))
            )
        ) or not let_through(tick * dt_s, dt_s, w, to_m, lines, state):
            freeze(tick, v, state)
        else:
            state.goes[v] = tick
            if not off and cell != here:
                now.crowd[cell] += 1
                now.to[w] = cell
    for w in some:
        now.first[now.here[now.slot[w]]], now.crowd[now.to[w]] = -1, 0


@inner
def _waiting_since(tick: int, dt_s: float, some: Numbers, lines: Course, state: State) -> Numbers:
    """Since when each of some waits; who does not, since now."""
    found = np.full(len(some), tick, np.int64)
    for n in range(len(some)):
        v = lines.visit[some[n]]
        if (tick - state.waited[v]) * dt_s > FORGOTTEN_S:
            state.since[v] = -1
        if state.since[v] >= 0:
            found[n] = state.since[v]
    return found


@inner
def _full(
    dt_s: float, w: int, cell: int, front: bool, state: State, grid: Grid, now: Moment
) -> bool:
    """Whether a cell takes nobody in."""
    way, held_s = now.way[now.slot[w]], state.pressed[w] * dt_s
    relation = grid.relation
    most, length = relation.full_per_m2, max(np.hypot(way[0], way[1]), HARDLY_M)
    more = (now.lean[cell, 0] * way[0] + now.lean[cell, 1] * way[1]) / length
    if more > QUEUE_OF and front:
        most = relation.queue_per_m2
    elif held_s > PATIENT_S[0]:
        most = CROWDED_PER_M2[int(held_s > PATIENT_S[1])]
    full: bool = now.crowd[cell] + 1 > max(most * grid.area_m2[cell], FEWEST)
    return full


@inner
def let_through(
    time_s: float, dt_s: float, w: int, to_m: float, lines: Course, state: State
) -> bool:
    """Whether the gaps before somebody let their visit through."""
    while lines.cross_m[state.crossing[w]] <= to_m:
        g = lines.gate[state.crossing[w]]
        if state.gate_due_s[g] > time_s:
            return False
        lasts_s = lines.size[lines.visit[w]] * lines.each_s[g]
        state.gate_due_s[g] = max(state.gate_due_s[g], time_s - dt_s) + lasts_s
        state.crossing[w] += 1
    return True


@inner
def _stands_ahead(
    tick: int, w: int, place: Place, cell: int, lines: Course, state: State, grid: Grid, now: Moment
) -> bool:
    """Whether one would come too near to somebody who stands ahead and goes the same way."""
    v, visit, k = lines.visit[w], lines.visit, now.slot[w]
    wedged, stand_m = state.pressed[w] > WEDGED_TICKS, grid.relation.stand_m
    row, column = divmod(cell, grid.columns)
    low = row - row % grid.rows
    for i in range(max(row - 1, low), min(row + 2, low + grid.rows)):
        for j in range(max(column - 1, 0), min(column + 2, grid.columns)):
            u = now.first[i * grid.columns + j]
            while u >= 0:
                still = state.stood[u] == tick - 1 and state.goes[visit[u]] != tick
                if (
                    (still or state.froze[visit[u]] == tick)
                    and visit[u] != v
                    and (not wedged or _sooner(visit[u], v, state))
                ):
                    o = now.slot[u]
                    x, y = now.at[o, 0] - place[0], now.at[o, 1] - place[1]
                    bx, by = now.at[o, 0] - now.at[k, 0], now.at[o, 1] - now.at[k, 1]
                    ax, ay = now.way[k]
                    if (
                        x * x + y * y < min(stand_m * stand_m, bx * bx + by * by - HARDLY_AT_ALL_M)
                        and bx * ax + by * ay > AHEAD * np.hypot(bx, by) * np.hypot(ax, ay)
                        and now.way[o, 0] * ax + now.way[o, 1] * ay > 0
                    ):
                        return True
                u = now.after[u]
    return False


@inner
def _sooner(one: int, other: int, state: State) -> bool:
    """Whether one visit has waited for longer than another, so that it may stand in its way; if
    each could in the other's, neither would ever go.
    """
    a, b = state.since[one], state.since[other]
    return bool(a >= 0 and (b < 0 or a < b or (a == b and one < other)))


@inner
def let_in(tick: int, dt_s: float, lines: Course, state: State, grid: Grid, now: Moment) -> None:
    """Who is outside, or done in a shop or on a link, walks once there is room by the door."""
    counts, outside, visit = state.counts, state.outside, lines.visit
    resting, wakes = state.resting, state.wakes
    stay, k = 0, 0
    while k < counts[3]:
        size = lines.size[visit[outside[k]]]
        some = outside[k : k + size]
        if _crowded(some, state, grid, now) or not _enter(
            tick, some, DOOR_PER_M2, lines, state, grid, now
        ):
            for held in range(size):
                outside[stay + held] = outside[k + held]
            stay += size
        k += size
    counts[3], stay = stay, 0
    if counts[4] == tick - 1:
        _delay(tick, lines, state)
    for k in range(counts[2]):
        w = resting[k]
        if wakes[w] <= tick:
            if _enter(tick, resting[k : k + 1], grid.relation.full_per_m2, lines, state, grid, now):
                _gets_up(tick * dt_s, w, lines, state)
                continue
            freeze(tick, visit[w], state)
        resting[stay] = w
        stay += 1
    counts[2] = stay


@inner
def _gets_up(time_s: float, w: int, lines: Course, state: State) -> None:
    """Whoever sat, waited or was checked leaves the place to the next."""
    before = state.corner[w] - 1
    line = lines.queue[before]
    if line >= 0 and lines.rest_s[before] == 0:
        state.due_s[line] = max(state.ready_s[line], time_s)


@inner
def _delay(tick: int, lines: Course, state: State) -> None:
    """Who is in a shop while the rest of their visit was held up, stays as much longer."""
    for k in range(state.counts[2]):
        w = state.resting[k]
        if lines.rest_s[state.corner[w]] > 0 and state.froze[lines.visit[w]] == tick - 1:
            state.wakes[w] += 1


@inner
def _crowded(some: Numbers, state: State, grid: Grid, now: Moment) -> bool:
    """Whether one of those outside alone would be too many on their doorstep: told at once, however
    many wait there.
    """
    crowded, area_m2 = False, grid.area_m2
    for n in range(len(some)):
        cell = state.doorstep[some[n]]
        crowded |= now.crowd[cell] + 1 > max(DOOR_PER_M2 * area_m2[cell], FEWEST)
    return crowded


@inner
def _enter(
    tick: int, some: Numbers, most_per_m2: float, lines: Course, state: State, grid: Grid,
    now: Moment,
) -> bool:  # fmt: skip
    """Some step onto the floor, all or none."""
    before, full = state.counts[1], False
    for n in range(len(some)):
        state.active[before + n] = some[n]
    state.counts[1] += len(some)
    put(tick, before, lines, state, grid, now)
    for cell in now.here[before : state.counts[1]]:
        full |= now.crowd[cell] > max(most_per_m2 * grid.area_m2[cell], FEWEST)
    if full:
        for cell in now.here[before : state.counts[1]]:
            now.crowd[cell] -= 1
            now.afoot[cell] -= 1
        state.counts[1] = before
    return not full
