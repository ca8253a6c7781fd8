"""Walkers on shortest ways, mesoscopic: slowed where it is dense.

Everybody follows their own line at their own speed times their population's factor of the local
density (`sim.world.walkers.steps`). Nobody swerves. People queue before links between levels,
places to sit or wait and checks, before gaps (`sim.world.walkers.gates`) and wherever it is full
(`sim.world.walkers.room`), outside doors too.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.populations import POPULATIONS, Pedestrians
from scenarios.place import Place
from scenarios.schema import CrowdSettings
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving
from sim.world.crowd import Crowd
from sim.world.density import CELL_M, ON_EDGE, cells_of
from sim.world.lines import Lines, draw_lines
from sim.world.walker import DT_S, Walked
from sim.world.walkers.abreast import abreast
from sim.world.walkers.calibrated import Calibrated, calibrated
from sim.world.walkers.gates import crossings_of, gates_of
from sim.world.walkers.places import Course, Grid, Relation, State
from sim.world.walkers.steps import lay, walk
from sim.world.ways import Ways

TICKS_AT_ONCE = 400
ROW = (np.int64, np.int32, np.float32, np.float32, np.float32, np.int16)
"""Of what is noted of a walker at a tick: number, tick, x and y in metres, heading in degrees, the
number of the level.
"""
LAID = (*ROW[1:-1], np.int8)
"""The same in a crowd: tick, place and heading, the level's ordinal."""


class Flow:
    """Lines over the floor, walked tick by tick."""

    def __init__(self, crowd: CrowdSettings, about: Calibrated | None = None) -> None:
        self.population = POPULATIONS[crowd.population]
        self.about = about or calibrated()

    def walk(
        self,
        arriving: Arriving,
        place: Place,
        ways: Ways,
        streams: Streams,
        from_s: float,
        start_s: float,
        end_s: float | None,
        progress: Callable[[float], None] | None = None,
    ) -> Walked:
        """Those who arrive from `from_s` to `end_s`, and where they are from `start_s` on."""
        lines = draw_lines(arriving, ways, streams, from_s, end_s)
        walked = Walk(lines, place, self.population, self.about, start_s, end_s)
        walked.run(progress)
        count = len(arriving.subject)
        exit_s = np.full(count, np.nan)
        left_s = walked.state.left_s
        exit_s[lines.person] = np.where(np.isnan(left_s), np.inf, left_s)
        given_up = lines.person[np.flatnonzero(walked.state.stuck)]
        of_signs = {"turned_back": lines.turned_back, "went_round": lines.went_round}
        return Walked(walked.crowd(count), exit_s, given_up, **of_signs)


class Walk:
    """All walkers' progress along their lines; one row of state a walker."""

    def __init__(
        self,
        lines: Lines,
        place: Place,
        population: Pedestrians,
        about: Calibrated,
        start_s: float,
        end_s: float | None,
    ) -> None:
        cells, gates = cells_of(place), gates_of(place)
        crossings = crossings_of(lines, gates)
        if population.abreast_m is not None:
            floors = [level.venue.floor for level in place.levels]
            lines = abreast(lines, gates, crossings, floors, population.abreast_m)
            crossings = crossings_of(lines, gates)
        self.lines, self.start_s, self.end_s = lines, start_s, end_s
        gamma, jam = population.gamma_per_m2, population.jam_per_m2
        room = (population.stand_m, population.full_per_m2, population.queue_per_m2)
        relation = Relation(gamma, jam, about.pace, about.felt, *room)
        rows = int(-2 * cells.low[0])
        self.grid = Grid(
            cells.middle_m, cells.axes, cells.low, rows, cells.columns, cells.area_m2,
            CELL_M, ON_EDGE, relation,
        )  # fmt: skip
        of_visits = (np.bincount(lines.visit), lines.behind_m == 0)
        gaps = (crossings.at_m, crossings.gate, gates.each_s(population.capacity_per_m_s))
        self.course = Course._make((*lines.arrays, *of_visits, *gaps))
        self.state = begun(lines, crossings.first, len(gates.wide_m))
        self.ordinals = np.array([level.ordinal for level in place.levels], np.int8)
        self.room = tuple(np.empty(0, kind) for kind in ROW)
        self.rows: list[tuple[NDArray[Any], ...]] = []

    def run(self, progress: Callable[[float], None] | None) -> None:
        """Walk tick by tick (tick k stands at k * DT_S) until all have left, or end_s."""
        lines, state = self.lines, self.state
        if not len(lines.person):
            return
        tick, people = int(np.ceil(lines.arrival_s[0] / DT_S)), len(lines.person)
        end = np.inf if self.end_s is None else np.floor(self.end_s / DT_S)
        while tick <= end and (state.coming < people or state.here):
            until = int(min(tick + TICKS_AT_ONCE, end + 1))
            self._walk(tick, until)
            tick = until
            if progress:
                progress((2 * state.coming - state.here) / (2 * people))

    def crowd(self, people: int) -> Crowd:
        """The rows walked, by person then tick; they are read once, and given up on the way."""
        persons = [self.lines.person[rows[0]] for rows in self.rows]
        none = np.zeros(people, np.int64)
        counts = np.sum([none, *(np.bincount(one, minlength=people) for one in persons)], axis=0)
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        laid = tuple(np.empty(first[-1], kind) for kind in LAID)
        free = first[:-1].copy()
        for person, rows in zip(persons, self.rows, strict=True):
            lay(person, free, self.ordinals, rows[1:], laid)
        self.rows.clear()
        tick, x, y, heading, level = laid
        person = np.repeat(np.arange(people, dtype=np.int32), counts)
        return Crowd(DT_S, person, tick, x, y, level, heading, first)

    def _walk(self, tick: int, until: int) -> None:
        """From one tick to before another."""
        lines, state = self.lines, self.state
        came = int(np.searchsorted(lines.arrival_s, (until - 1) * DT_S, "right"))
        most = (state.here + came - state.coming) * (until - tick)
        if most > len(self.room[0]):
            self.room = tuple(np.empty(most, kind) for kind in ROW)
        noted = int(np.ceil(self.start_s / DT_S))
        count = walk(tick, until, noted, came, DT_S, self.course, state, self.grid, self.room)
        if count:
            self.rows.append(tuple(column[:count].copy() for column in self.room))


def begun(lines: Lines, crossing: NDArray[np.int64], gates: int) -> State:
    """Before anybody has come."""
    count, visits = len(lines.person), int(lines.visit.max(initial=0)) + 1
    never, nobody = np.full(count, -1, np.int64), np.empty(count, np.int64)
    return State(
        along_m=lines.begins_m - lines.behind_m,
        corner=lines.first.copy(),
        left_s=np.full(count, np.nan),
        wakes=np.zeros(count, np.int64),
        crossing=crossing.copy(),
        stood=never.copy(),
        ticket=never.copy(),
        pressed=np.zeros(count, np.int64),
        mark_m=np.full(count, -np.inf),
        stuck=np.zeros(count, bool),
        doorstep=nobody.copy(),
        goes_on=np.zeros(visits, np.int64),
        froze=np.full(visits, -1, np.int64),
        waited=np.full(visits, -1, np.int64),
        since=np.full(visits, -1, np.int64),
        goes=np.full(visits, -1, np.int64),
        due_s=np.full(lines.queues, -np.inf),
        given=np.zeros(lines.queues, np.int64),
        taken=np.zeros(lines.queues, np.int64),
        ready_s=np.zeros(lines.queues),
        gate_due_s=np.full(gates, -np.inf),
        active=nobody.copy(),
        resting=nobody.copy(),
        outside=nobody.copy(),
        counts=np.array([0, 0, 0, 0, -1]),
    )
