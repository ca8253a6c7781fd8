"""A hall with seats, a waiting area and a checkpoint, and crowds in it."""

from typing import Any

import numpy as np
import shapely

from scenarios.footfall.arrivals import Arrivals
from scenarios.place import Place, flat
from scenarios.schema import CrowdSettings
from scenarios.venue import Checkpoint, Entrance, Shop, Stay, Venue
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving, arrive
from sim.world.walker import Walked, walkers_of
from sim.world.ways import Ways

BENCH = Stay("bench", "seat", shapely.box(18, 1, 22, 1.6), 6)
MEETING = Stay("meeting point", "waiting", shapely.box(26, 5, 32, 9), 12)
CAFE = Shop("cafe", shapely.box(30, 13, 36, 16), (33.0, 12.5), food=True)
STORE = Shop("store", shapely.box(20, 13, 28, 16), (24.0, 12.5), attraction=3.0)
GATES = Checkpoint("gates", shapely.box(16, 2, 16.4, 14), 3, 4.0, checks="in")


def hall(*stays: Stay, checkpoints: tuple[Checkpoint, ...] = ()) -> Place:
    """40 m by 16 m, doors at both ends, a cafe and a store."""
    floor = shapely.box(0, 0, 40, 16) - CAFE.outline - STORE.outline
    doors = [Entrance("west", shapely.box(0.1, 5, 1.5, 11))]
    doors.append(Entrance("east", shapely.box(38.5, 5, 39.9, 11)))
    venue = Venue("hall", floor, tuple(doors), (CAFE, STORE), stays=stays, checkpoints=checkpoints)
    return flat(venue)


def came(place: Place, people_per_h: float = 1500, last_s: float = 300, **fields: Any) -> Arriving:
    """Who comes in five minutes."""
    profile = [{"from_s": 0, "people_per_h": people_per_h}]
    asked = {"profile": profile, "shops_visited": (0, 0), "listed_share": 0.0} | fields
    return arrive(Arrivals.model_validate(asked), 0, place, last_s, Streams(1))


def walked(place: Place, arriving: Arriving, walkers: str = "flow") -> Walked:
    """Where they all were, till the last has left."""
    made = walkers_of(CrowdSettings(walkers=walkers))
    return made.walk(arriving, place, Ways(place), Streams(1), 0.0, 0.0, None)


def still(crowd: Any) -> np.ndarray:
    """The rows of those who were where they are a tick before."""
    same = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    moved = np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m))
    return np.flatnonzero(same & (moved < 1e-3)) + 1
