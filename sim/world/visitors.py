"""Everybody of a day: who comes, and where they walk."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely

from scenarios.place import Place
from scenarios.schema import Scenario
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving, Seeding, Shunning, arrive
from sim.world.crowd import TURNED_BACK, WENT_ROUND, Crowd, People
from sim.world.demography.labels import by_name
from sim.world.demography.passers_by import children
from sim.world.walker import Walked, Walkers, walkers_of
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
    zones: tuple[shapely.Geometry, ...] = (),
    signs: tuple[shapely.Geometry, ...] = (),
    walkers: Walkers | None = None,
) -> tuple[People, Crowd]:
    """Everybody of the day and where they walked between start_s and end_s (None: till all left).

    People who were not walked, since they came long before start_s or after end_s, have an
    arrival and no exit (NaN). The crowd holds no rows before start_s. `zones` of recognition, one a
    level, are what some keep away from once they are where they see a sign, if not near a zone.
    `walkers` are the scenario's if none are given.
    """
    begin_s = max(start_s - WARM_UP_S, 0.0)
    size = scenario.watchlist.size
    arrivals, duration_s, crowd = scenario.arrivals, scenario.duration_s, scenario.crowd
    seeding, walks = _seeding(scenario, begin_s), scenario.planted.walks
    arriving = arrive(arrivals, size, place, duration_s, streams, seeding, crowd, walks)
    if arrivals.avoiders and zones:
        shunning = Shunning(zones, arrivals.avoiders.sees_m, arrivals.avoiders.longer, signs)
        arriving = replace(arriving, shunning=shunning)
    walked = (walkers or walkers_of(crowd)).walk(
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
        "exit": np.array([v.leaves for v in arriving.visits], np.int16),
    }
    each = {name: values[arriving.group] for name, values in per_visit.items()}
    each["exit"][walked.turned_back] = each["entrance"][walked.turned_back]
    avoided = np.zeros(len(arriving.group), np.int8)
    avoided[walked.went_round], avoided[walked.turned_back] = WENT_ROUND, TURNED_BACK
    return People(
        exit_s=walked.exit_s,
        group=arriving.group,
        subject=arriving.subject,
        identity=arriving.identity,
        height_m=arriving.height_m,
        manner=arriving.manner,
        child=children(arriving.labels),
        given_up=np.isin(np.arange(len(arriving.group)), walked.given_up),
        staff=arriving.works,
        avoided=avoided,
        **each,
        **by_name(arriving.labels),
    )
