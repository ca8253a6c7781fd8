"""The crowd on foot, mesoscopic: shortest ways, slowed where it is dense.

Everybody follows their own line at their own speed times Weidmann's factor of the local density
(Weidmann 1993: gamma 1.913 per m², jam at 5.4 per m²). Nobody swerves or queues.
"""

from collections.abc import Callable

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

DT_S = 0.5
GAMMA, JAM_PER_M2 = 1.913, 5.4
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
        self.lines, self.start_s, self.end_s = lines, start_s, end_s
        self.along_m = lines.begins_m - lines.behind_m
        self.corner = lines.first.copy()
        self.left_s = np.full(len(lines.person), np.nan)
        self.goes_on = np.zeros(int(lines.visit.max(initial=0)) + 1, np.int64)
        self.cells = cells_of(venue)
        self.rows: list[tuple[int, NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]] = []

    def run(self, progress: Callable[[float], None] | None) -> None:
        """Walk tick by tick (tick k stands at k * DT_S) until all have left, or end_s."""
        lines, coming = self.lines, 0
        if not len(lines.person):
            return
        tick = int(np.ceil(lines.arrival_s[0] / DT_S))
        last_s = lines.arrival_s[-1]
        active = np.empty(0, np.intp)
        resting: dict[int, list[NDArray[np.intp]]] = {}
        while coming < len(lines.person) or len(active) or resting:
            now_s = tick * DT_S
            if self.end_s is not None and now_s > self.end_s:
                break
            arrived = int(np.searchsorted(lines.arrival_s, now_s, "right"))
            fresh = [np.arange(coming, arrived), *resting.pop(tick, [])]
            active, coming = np.concatenate([active, *fresh]), arrived
            if len(active):
                active = self._step(tick, active, resting)
            tick += 1
            if progress and tick % 400 == 0:
                progress(min(now_s / last_s, 1.0))
        if progress:
            progress(1.0)

    def crowd(self, people: int) -> Crowd:
        """The rows walked, by person then tick."""
        lines = self.lines
        nobody = (0, np.empty(0, np.intp), np.empty((0, 2), np.float32), np.empty(0, np.float32))
        ticks, whos, places, headings = zip(*(self.rows or [nobody]), strict=True)
        tick = np.repeat(ticks, [len(who) for who in whos]).astype(np.int32)
        person = lines.person[np.concatenate(whos)]
        order = np.lexsort((tick, person))
        xy, heading = np.concatenate(places)[order], np.concatenate(headings)[order]
        counts = np.bincount(person, minlength=people)
        return Crowd(
            dt_s=DT_S,
            person=person[order].astype(np.int32),
            tick=tick[order],
            x_m=xy[:, 0].astype(np.float32),
            y_m=xy[:, 1].astype(np.float32),
            heading_deg=heading.astype(np.float32),
            first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        )

    def _step(
        self, tick: int, active: NDArray[np.intp], resting: dict[int, list[NDArray[np.intp]]]
    ) -> NDArray[np.intp]:
        """Place, note and move the active walkers; who is still walking afterwards."""
        lines = self.lines
        corner = self.corner[active]
        way = lines.corners[corner + 1] - lines.corners[corner]
        length = np.maximum(lines.along_m[corner + 1] - lines.along_m[corner], 1e-9)
        done = ((self.along_m[active] - lines.along_m[corner]) / length).clip(0, 1)
        xy = lines.corners[corner] + done[:, None] * way
        talks = self.goes_on[lines.visit[active]] > tick
        if tick * DT_S >= self.start_s:
            heading = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
            heading = (heading + talks * lines.turned_deg[active]).astype(np.float32)
            self.rows.append((tick, active, xy.astype(np.float32), heading))
        slowed = np.where(talks, 0.0, self._together(active, self._slowing(xy)))
        self.along_m[active] += lines.speed_mps[active] * slowed * DT_S
        return self._pass_corners(tick, active, resting)

    def _pass_corners(
        self, tick: int, active: NDArray[np.intp], resting: dict[int, list[NDArray[np.intp]]]
    ) -> NDArray[np.intp]:
        """Turn at corners; talk at some, rest at doors of shops; leave at the end."""
        lines, stays = self.lines, np.ones(len(active), bool)
        turning = np.flatnonzero(self.along_m[active] >= lines.along_m[self.corner[active] + 1])
        while len(turning):
            walkers = active[turning]
            nearing = self.corner[walkers] + 1
            end = nearing == lines.last[walkers]
            rest_s = np.where(end, 0.0, lines.rest_s[nearing])
            self.left_s[walkers[end]] = (tick + 1) * DT_S
            stops = np.flatnonzero(lines.pause_s[nearing])
            stand = np.ceil(lines.pause_s[nearing[stops]] / DT_S).astype(np.int64)
            self.goes_on[lines.visit[walkers[stops]]] = tick + 1 + stand
            self.corner[walkers[~end]] += 1
            for k in np.flatnonzero(rest_s):
                self.along_m[walkers[k]] = lines.along_m[nearing[k]]
                wake = tick + 1 + max(int(np.ceil(rest_s[k] / DT_S)), 1)
                resting.setdefault(wake, []).append(walkers[k : k + 1])
            gone = end | (rest_s > 0)
            stays[turning[gone]] = False
            turning, walkers = turning[~gone], walkers[~gone]
            further = self.along_m[walkers] >= lines.along_m[self.corner[walkers] + 1]
            turning = turning[further]
        return active[stays]

    def _together(
        self, active: NDArray[np.intp], factor: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The factors, those of a group its slowest member's."""
        group = self.lines.visit[active]
        slowest = np.ones(int(group.max()) + 1)
        np.minimum.at(slowest, group, factor)
        return slowest[group]

    def _slowing(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weidmann's factor at each place: 1 when alone."""
        density = np.maximum(self.cells.density(xy), 0.05)
        factor: NDArray[np.float64] = 1 - np.exp(-GAMMA * (1 / density - 1 / JAM_PER_M2))
        return factor.clip(0.05, 1.0)


def _people(arriving: Arriving, lines: Lines, walk: Walk) -> People:
    count = len(arriving.subject)
    exit_s = np.full(count, np.nan)
    exit_s[lines.person] = np.where(np.isnan(walk.left_s), np.inf, walk.left_s)
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
