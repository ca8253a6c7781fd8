"""The crowd on foot, mesoscopic: shortest ways, slowed where it is dense.

Everybody follows their own line at their own speed times Weidmann's factor of the local density
(`sim.world.walking`). Nobody swerves or queues.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.streams import Streams
from sim.world.arrivals import Arriving, Seeding, arrive
from sim.world.crowd import Crowd, People
from sim.world.density import cells_of
from sim.world.lines import Lines, draw_lines
from sim.world.routes import Routes
from sim.world.walking import State, in_turn, walk

DT_S = 0.5
TICKS_AT_ONCE = 400
ROW = (np.int64, np.int32, np.float32, np.float32, np.float32)
"""Of what is noted of a walker at a tick: number, tick, x and y in metres, heading in degrees."""
WARM_UP_S = 2400.0
"""A window's crowd starts this much earlier, so that its density is that of the day."""


def populate(
    scenario: Scenario,
    venue: Venue,
    streams: Streams,
    routes: Routes,
    start_s: float = 0.0,
    end_s: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[People, Crowd]:
    """Everybody of the day and where they walked between start_s and end_s (None: till all left).

    People who were not walked, since they came long before start_s or after end_s, have an
    arrival and no exit (NaN). The crowd holds no rows before start_s.
    """
    begin_s = max(start_s - WARM_UP_S, 0.0)
    size = scenario.watchlist.size
    arrivals, duration_s, crowd = scenario.arrivals, scenario.duration_s, scenario.crowd
    arriving = arrive(
        arrivals, size, venue, duration_s, streams, _seeding(scenario, begin_s), crowd
    )
    lines = draw_lines(arriving, venue, routes, streams, begin_s, end_s)
    walk = Walk(lines, venue, start_s, end_s)
    walk.run(progress)
    return _people(arriving, lines, walk), walk.crowd(len(arriving.subject))


def _seeding(scenario: Scenario, begin_s: float) -> Seeding | None:
    """Volunteers among those who may be in the window; None: none are seeded."""
    window = scenario.window if scenario.fidelity == "pixels" else None
    if window is None or window.listed_share is None:
        return None
    return Seeding(begin_s, window.start_s + window.duration_s, window.listed_share)


class Walk:
    """All walkers' progress along their lines; one row of state a walker."""

    def __init__(self, lines: Lines, venue: Venue, start_s: float, end_s: float | None) -> None:
        count = len(lines.person)
        self.lines, self.start_s, self.end_s = lines, start_s, end_s
        self.cells = cells_of(venue)
        self.state = State(
            along_m=lines.begins_m - lines.behind_m,
            corner=lines.first.copy(),
            left_s=np.full(count, np.nan),
            goes_on=np.zeros(int(lines.visit.max(initial=0)) + 1, np.int64),
            active=np.empty(count, np.int64),
            resting=np.empty(count, np.int64),
            wakes=np.zeros(count, np.int64),
            counts=np.zeros(3, np.int64),
        )
        self.rows: list[tuple[NDArray[Any], ...]] = []

    def run(self, progress: Callable[[float], None] | None) -> None:
        """Walk tick by tick (tick k stands at k * DT_S) until all have left, or end_s."""
        lines, state = self.lines, self.state
        if not len(lines.person):
            return
        tick, last_s = int(np.ceil(lines.arrival_s[0] / DT_S)), lines.arrival_s[-1]
        end = np.inf if self.end_s is None else np.floor(self.end_s / DT_S)
        while tick <= end and (state.coming < len(lines.person) or state.here):
            until = int(min(tick + TICKS_AT_ONCE, end + 1))
            self._walk(tick, until)
            tick = until
            if progress:
                progress(min(tick * DT_S / last_s, 1.0) if last_s else 1.0)

    def crowd(self, people: int) -> Crowd:
        """The rows walked, by person then tick."""
        nothing = tuple(np.empty(0, kind) for kind in ROW)
        walker, tick, x, y, heading = (
            np.concatenate(column) for column in zip(*(self.rows or [nothing]), strict=True)
        )
        person = self.lines.person[walker].astype(np.int32)
        counts = np.bincount(person, minlength=people)
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        order = in_turn(person, first[:-1].copy())
        return Crowd(DT_S, person[order], tick[order], x[order], y[order], heading[order], first)

    def _walk(self, tick: int, until: int) -> None:
        """From one tick to before another."""
        lines, state, cells = self.lines, self.state, self.cells
        came = int(np.searchsorted(lines.arrival_s, (until - 1) * DT_S, "right"))
        most = (state.here + came - state.coming) * (until - tick)
        rows = tuple(np.empty(most, kind) for kind in ROW)
        noted = np.ceil(self.start_s / DT_S)
        count = walk(
            tick, until, noted, came, DT_S, *lines.arrays, *state.arrays, *cells.arrays, *rows
        )
        if count:
            self.rows.append(tuple(column[:count].copy() for column in rows))


def _people(arriving: Arriving, lines: Lines, walk: Walk) -> People:
    count = len(arriving.subject)
    exit_s = np.full(count, np.nan)
    exit_s[lines.person] = np.where(np.isnan(walk.state.left_s), np.inf, walk.state.left_s)
    per_visit = {
        "arrival_s": np.array([v.arrival_s for v in arriving.visits]),
        "speed_mps": np.array([v.speed_mps for v in arriving.visits], np.float32),
        "entrance": np.array([v.entrance for v in arriving.visits], np.int16),
        "exit": np.array([v.exit for v in arriving.visits], np.int16),
    }
    each = {name: values[arriving.group] for name, values in per_visit.items()}
    return People(
        exit_s=exit_s,
        group=arriving.group,
        subject=arriving.subject,
        identity=arriving.identity,
        height_m=arriving.height_m,
        manner=arriving.manner,
        child=arriving.child,
        **each,
    )
