"""What the compiled steps of a crowd work on, and where its walkers are on their lines."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba as nb
import numpy as np
from numpy.typing import NDArray

HARDLY_M = 1e-9
ALONE_PER_M2, SLOWEST = 0.05, 0.05
"""Below that density nobody is slowed; nobody to less than that share of their speed."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Place = tuple[float, float]
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def inner(kernel: Kernel) -> Kernel:
    """Compile what only kernels call: without a door for Python, which takes a second of compiling
    each, so many columns are to be handed over.
    """
    compiled: Kernel = nb.njit(  # type: ignore[call-overload]  # these options are not in its types
        cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(kernel)
    return compiled


class Course(NamedTuple):
    """Lines as in `sim.world.lines.Lines`, whose corners are so far `corner_m` along them; over
    visits, `size`; over walkers, whether they go in `front` of theirs. Where the first of a visit
    crosses gaps, `cross_m` along, infinite at last, and which, `gate`; over gaps, `each_s` between
    two whom it lets through.
    """

    arrival_s: Floats
    speed_mps: Floats
    last: Numbers
    corners: Floats
    floor: Numbers
    corner_m: Floats
    queue: Numbers
    rest_s: Floats
    visit: Numbers
    pause_s: Floats
    turned_deg: Floats
    hold_s: Floats
    held: Numbers
    facing_deg: Floats
    size: Numbers
    front: NDArray[np.bool_]
    cross_m: Floats
    gate: Numbers
    each_s: Floats


class Relation(NamedTuple):
    """How fast those are who walk where it is how dense, as in
    `scenarios.footfall.populations.Pedestrians`; `pace` and `felt` are as in
    `sim.world.walkers.calibrated.Calibrated`. Who stops is `stand_m` behind whoever stands, in
    cells that take in up to `full_per_m2`, or `queue_per_m2` of those who join a queue.
    """

    gamma_per_m2: float
    jam_per_m2: float
    pace: float
    felt: float
    stand_m: float
    full_per_m2: float
    queue_per_m2: float


class Grid(NamedTuple):
    """Cells as in `sim.world.density.Cells`, so many `rows` to a floor, and how fast who is in them
    walks.
    """

    middle_m: Floats
    axes: Floats
    low: Numbers
    rows: int
    columns: int
    area_m2: Floats
    cell_m: float
    edge: float
    relation: Relation


class State(NamedTuple):
    """Where all walkers are; changed in place.

    Over walkers: `along_m` as on the lines, `corner` the last one passed, `left_s` when they left
    (NaN: not yet), `wakes` the tick at which somebody leaves a shop or a link, `crossing` the next
    gap, `stood` the last tick at which they did, `pressed` for how many ticks they were since they
    were at `mark_m`, `stuck` whether they were taken off the floor, `doorstep` the cell that those
    outside step into.
    Over visits: `goes_on` the tick at which one that talks goes on; `froze` the last at which one
    was held up, `waited` that at which it was or waited for a link, `since` when that began (-1: it
    goes), `goes` the last at which it found room. Over
    queues before links and over gaps, `due_s` and `gate_due_s`: when each takes up
    the next. `counts` (5,) are how many have come, how many numbers stand in `active`, in `resting`
    and in `outside`, and the last tick at which any visit was held up.
    """

    along_m: Floats
    corner: Numbers
    left_s: Floats
    wakes: Numbers
    crossing: Numbers
    stood: Numbers
    ticket: Numbers
    pressed: Numbers
    mark_m: Floats
    stuck: NDArray[np.bool_]
    doorstep: Numbers
    goes_on: Numbers
    froze: Numbers
    waited: Numbers
    since: Numbers
    goes: Numbers
    due_s: Floats
    given: Numbers
    taken: Numbers
    ready_s: Floats
    gate_due_s: Floats
    active: Numbers
    resting: Numbers
    outside: Numbers
    counts: Numbers

    @property
    def coming(self) -> int:
        """The number of the next who comes."""
        return int(self.counts[0])

    @property
    def here(self) -> int:
        """How many walk, are in a shop, or wait outside."""
        return int(self.counts[1:4].sum())


class Moment(NamedTuple):
    """Of a tick. By turns in `active`: where each is, `at`, on which stretch, `way`, and in which
    cell, `here`. Over walkers, `slot` is their turn, `after` the next in their cell, and `to` the
    cell they go to; `some` is room for who looks for room. Over cells, how many are in them,
    `crowd`, of these who neither talk nor stood a tick before, `afoot`, and the sum `lean` of where
    those who stood are headed; whom `first` to ask of them, and the last tick at which they were
    `hot`, or `watched`. Over visits the factor of the `slowest`.
    """

    at: Floats
    way: Floats
    here: Numbers
    slot: Numbers
    after: Numbers
    to: Numbers
    crowd: Numbers
    afoot: Numbers
    lean: Floats
    first: Numbers
    some: Numbers
    sits: Numbers
    hot: Numbers
    watched: Numbers
    slowest: Floats


Rows = tuple[NDArray[Any], ...]


@inner
def moment(walkers: int, visits: int, cells: int) -> Moment:
    """Room for a tick."""
    return Moment(
        np.empty((walkers, 2)),
        np.empty((walkers, 2)),
        np.empty(walkers, np.int64),
        np.empty(walkers, np.int64),
        np.empty(walkers, np.int64),
        np.empty(walkers, np.int64),
        np.zeros(cells, np.int64),
        np.zeros(cells, np.int64),
        np.zeros((cells, 2)),
        np.full(cells, -1, np.int64),
        np.empty(walkers, np.int64),
        np.empty(walkers, np.int64),
        np.full(cells, -1, np.int64),
        np.full(cells, -1, np.int64),
        np.ones(visits),
    )


@inner
def put(tick: int, first: int, lines: Course, state: State, grid: Grid, now: Moment) -> None:
    """Note where those in `active` stand, from the turn `first` on.

    Loops over everybody take arrays out of their tuples beforehand: each time costs as much as the
    step itself.
    """
    active, corner, along_m, stood = state.active, state.corner, state.along_m, state.stood
    corners, corner_m, floor = lines.corners, lines.corner_m, lines.floor
    goes_on, visit = state.goes_on, lines.visit
    at, way, here, slot = now.at, now.way, now.here, now.slot
    crowd, afoot, lean = now.crowd, now.afoot, now.lean
    middle_m, axes, low = grid.middle_m, grid.axes, grid.low
    cells = (grid.rows, grid.columns, grid.cell_m, grid.edge)
    for k in range(first, state.counts[1]):
        w = active[k]
        c = corner[w]
        (x, y), way_x, way_y = between(c, along_m[w], corners, corner_m)
        cell = cell_of(x, y, floor[c], middle_m, axes, low, cells)
        at[k, 0], at[k, 1], way[k, 0], way[k, 1] = x, y, way_x, way_y
        here[k], slot[w] = cell, k
        crowd[cell] += 1
        if stood[w] == tick - 1:
            length = max(np.hypot(way_x, way_y), HARDLY_M)
            lean[cell, 0] += way_x / length
            lean[cell, 1] += way_y / length
        elif goes_on[visit[w]] <= tick:
            afoot[cell] += 1


@inner
def arrive(w: int, lines: Course, state: State, grid: Grid) -> None:
    """Somebody comes, and is outside."""
    c = state.corner[w]
    (x, y), _, _ = between(c, state.along_m[w], lines.corners, lines.corner_m)
    cells = (grid.rows, grid.columns, grid.cell_m, grid.edge)
    state.doorstep[w] = cell_of(x, y, lines.floor[c], grid.middle_m, grid.axes, grid.low, cells)
    state.outside[state.counts[3]] = w
    state.counts[3] += 1


@inner
def step(w: int, to_m: float, lines: Course, state: State, grid: Grid) -> tuple[Place, int, bool]:
    """Where somebody is once they are so far along their line, in which cell, and whether they are
    off the floor by then: out, or in a shop. Before a link they stop.
    """
    c, off, waits = state.corner[w], False, False
    while to_m >= lines.corner_m[c + 1] and not (off or waits):
        off = c + 1 == lines.last[w] or (lines.rest_s[c + 1] > 0 and lines.queue[c + 1] < 0)
        waits = lines.queue[c + 1] >= 0
        c += not (off or waits)
    at, _, _ = between(c, to_m, lines.corners, lines.corner_m)
    cells = (grid.rows, grid.columns, grid.cell_m, grid.edge)
    cell = cell_of(at[0], at[1], lines.floor[c], grid.middle_m, grid.axes, grid.low, cells)
    return at, cell, off


@inner
def between(
    c: int, along_m: float, corners: Floats, corner_m: Floats
) -> tuple[Place, float, float]:
    """The place so far along, after a corner, and the stretch it is on."""
    way_x, way_y = corners[c + 1, 0] - corners[c, 0], corners[c + 1, 1] - corners[c, 1]
    length = max(corner_m[c + 1] - corner_m[c], HARDLY_M)
    done = min(max((along_m - corner_m[c]) / length, 0.0), 1.0)
    return (corners[c, 0] + done * way_x, corners[c, 1] + done * way_y), way_x, way_y


@nb.njit(cache=True)
def slowing(density_per_m2: float, gamma_per_m2: float, jam_per_m2: float) -> float:
    """The factor of somebody's speed among others, in the form of Weidmann 1993: 1 when alone."""
    density = max(density_per_m2, ALONE_PER_M2)
    factor: float = 1 - np.exp(-gamma_per_m2 * (1 / density - 1 / jam_per_m2))
    return min(max(factor, SLOWEST), 1.0)


@inner
def cell_of(
    x_m: float, y_m: float, floor: int, middle_m: Floats, axes: Floats, low: Numbers,
    cells: tuple[int, int, float, float],
) -> int:  # fmt: skip
    """The cell of `sim.world.density` in which a place on a floor lies, of a grid with so many rows
    a floor and columns of cells so wide, and with such an edge.
    """
    rows, columns, cell_m, edge = cells
    x, y = x_m - middle_m[0], y_m - middle_m[1]
    across = _from_middle((x * axes[0, 0] + y * axes[0, 1]) / cell_m, edge)
    along = _from_middle((x * axes[1, 0] + y * axes[1, 1]) / cell_m, edge)
    row = floor * rows + min(max(across - low[0], 0), rows - 1)
    found: int = row * columns + min(max(along - low[1], 0), columns - 1)
    return found


@inner
def _from_middle(cells: float, edge: float) -> int:
    """The cell of a place so many cells from the middle; on an edge the nearer one to it, in the
    middle the one above.
    """
    far = max(int(np.floor(abs(cells) - edge)), 0)
    return far if cells >= -edge else -1 - far
