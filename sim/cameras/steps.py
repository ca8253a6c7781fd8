"""Where in their stride people are: a pure function of the person and the way they walked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.cameras.sightings import Places
from sim.people.body import gait
from sim.streams import Streams
from sim.world.crowd import Crowd, People

Floats = NDArray[np.floating[Any]]

STILL_MPS = 0.15
"""Who is slower than this stands."""


def walked(crowd: Crowd) -> Floats:
    """(rows,) the way each person has walked up to each row of the crowd, in metres."""
    way = np.zeros(len(crowd.person))
    gone = np.hypot(np.diff(crowd.x_m.astype(np.float64)), np.diff(crowd.y_m.astype(np.float64)))
    going = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    way[1:] = np.cumsum(np.where(going, gone, 0.0))
    return way - way[crowd.first[crowd.person]]


def strides(
    crowd: Crowd, people: People, places: Places, streams: Streams
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Phase (n,) and pace (n,) of the walk at each place, as in `sim.people.body.gait`.

    The phase advances by the way walked over the stride, so that planted feet stay where they are.
    """
    way, row, share = _ways(crowd, places)
    speed = (way[row + 1] - way[row]) / crowd.dt_s
    there = way[row] + share * (way[row + 1] - way[row])
    phase = np.full(len(places), gait.STANDING, np.int32)
    pace = np.ones(len(places), np.int32)
    begins = {p: streams.rng("gait", p).random() for p in np.unique(places.person).tolist()}
    for k in np.flatnonzero(speed > STILL_MPS).tolist():
        person = int(places.person[k])
        height, usual = float(people.height_m[person]), float(people.speed_mps[person])
        usual = usual or gait.USUAL_MPS
        phase[k] = gait.phase(float(there[k]), height, usual, begins[person])
        pace[k] = gait.pace(usual)
    return phase, pace


def _ways(crowd: Crowd, places: Places) -> tuple[Floats, NDArray[np.intp], Floats]:
    """The way walked by row, the row at or before each place, and the share of the next tick."""
    tick = places.time_s / crowd.dt_s
    before = np.floor(tick + 1e-9).astype(np.int64)
    span = int(crowd.tick.max(initial=0)) + 2
    keys = crowd.person.astype(np.int64) * span + crowd.tick
    row = np.searchsorted(keys, places.person.astype(np.int64) * span + before)
    last = max(len(crowd.person) - 2, 0)
    return walked(crowd), row.clip(0, last), np.maximum(tick - before, 0.0)
