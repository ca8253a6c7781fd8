"""A bare hall with one camera, and people put where a test wants them."""

import numpy as np
import shapely

from scenarios.place import flat
from scenarios.schema import Camera
from scenarios.venue import Entrance, Venue
from sim.cameras.sightings import Sightings, observe
from sim.streams import Streams
from sim.world.crowd import Crowd, People
from sim.world.day import Day
from sim.world.demography.labels import alike, by_name

DT_S = 0.5
LEVEL = Camera(id="level", at_m=(1, 10), height_m=1.59, heading_deg=0, tilt_deg=0, fov_deg=40)
SMALL = Camera(
    id="small", at_m=(1, 10), height_m=2.5, heading_deg=0, tilt_deg=10, fov_deg=30,
    width_px=320, height_px=180, fps=4, zone_interocular_px=6,
)  # fmt: skip
WIDE = SMALL.model_copy(update={"fov_deg": 60.0})


def hall(*blocks: shapely.Polygon) -> Venue:
    """20 x 20 m, a door in the east; camera and people look at each other along y = 10."""
    floor = shapely.difference(shapely.box(0, 0, 20, 20), shapely.union_all(list(blocks)))
    return Venue("hall", floor, (Entrance("East", shapely.box(18, 8, 19.9, 12)),), ())


def crowd(*walks: list[tuple[float, float]], heading_deg: float = 180.0) -> Crowd:
    """One person a list of places, one place a tick, all walking the same way."""
    lengths = [len(walk) for walk in walks]
    x, y = np.array([place for walk in walks for place in walk], np.float32).reshape(-1, 2).T
    return Crowd(
        dt_s=DT_S,
        person=np.repeat(np.arange(len(walks), dtype=np.int32), lengths),
        tick=np.concatenate([np.arange(n, dtype=np.int32) for n in lengths]),
        x_m=x,
        y_m=y,
        level=np.zeros(len(x), np.int8),
        heading_deg=np.full(len(x), heading_deg, np.float32),
        first=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
    )


def people(count: int, height_m: float = 1.7) -> People:
    zero = np.zeros(count)
    return People(
        arrival_s=zero,
        exit_s=zero + 60,
        group=np.arange(count, dtype=np.int32),
        subject=np.full(count, -1, np.int32),
        identity=np.arange(count, dtype=np.int64),
        height_m=np.full(count, height_m, np.float32),
        speed_mps=zero.astype(np.float32),
        entrance=zero.astype(np.int16),
        exit=zero.astype(np.int16),
        manner=zero.astype(np.int8),
        child=zero.astype(bool),
        given_up=zero.astype(bool),
        **by_name(alike(count)),
    )


def seen(
    *walks: list[tuple[float, float]],
    camera: Camera = LEVEL,
    venue: Venue | None = None,
    heading_deg: float = 180.0,
) -> Sightings:
    walked = crowd(*walks, heading_deg=heading_deg)
    return observe((camera,), flat(venue or hall()), people(len(walks)), walked, Streams(1))


def day(*walks: list[tuple[float, float]], camera: Camera = SMALL, duration_s: float = 1.0) -> Day:
    return Day(flat(hall()), people(len(walks)), crowd(*walks), (camera,), 0.0, duration_s)
