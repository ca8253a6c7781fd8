"""Everybody of a day: who comes, and where they walk."""

from collections.abc import Callable

import numpy as np

from scenarios.place import Place
from scenarios.schema import Scenario
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving, Seeding, arrive
from sim.world.crowd import Crowd, People
from sim.world.demography.labels import by_name
from sim.world.demography.passers_by import children
from sim.world.walker import Walked, walkers_of
from sim.world.ways import Ways

WARM_UP_S = 2400.0
"""A window's crowd starts this much earlier, so that its density is that of the day."""


def populate(
    scenario: Scenario,
    place: Place,
    streams: Streams,
    ways: Ways,
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
        arrivals, size, place, duration_s, streams, _seeding(scenario, begin_s), crowd
    )
    walkers = walkers_of(crowd)
    walked = walkers.walk(
        arriving, place, ways, streams, begin_s, start_s, end_s, progress=progress
    )
    return _people(arriving, walked), walked.crowd


def _seeding(scenario: Scenario, begin_s: float) -> Seeding | None:
    """Volunteers among those who may be in the window; None: none are seeded."""
    window = scenario.window if scenario.fidelity == "pixels" else None
    if window is None or window.listed_share is None:
        return None
    return Seeding(begin_s, window.start_s + window.duration_s, window.listed_share)


def _people(arriving: Arriving, walked: Walked) -> People:
    per_visit = {
        "arrival_s": np.array([v.arrival_s for v in arriving.visits]),
        "speed_mps": np.array([v.speed_mps for v in arriving.visits], np.float32),
        "entrance": np.array([v.entrance for v in arriving.visits], np.int16),
        "exit": np.array([v.exit for v in arriving.visits], np.int16),
    }
    each = {name: values[arriving.group] for name, values in per_visit.items()}
    return People(
        exit_s=walked.exit_s,
        group=arriving.group,
        subject=arriving.subject,
        identity=arriving.identity,
        height_m=arriving.height_m,
        manner=arriving.manner,
        child=children(arriving.labels),
        given_up=np.isin(np.arange(len(arriving.group)), walked.given_up),
        **each,
        **by_name(arriving.labels),
    )
