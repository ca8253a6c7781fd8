"""Where cameras may hang and how they may look: along walls, on pillars, under ceilings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.fields.parts import Point
from scenarios.mounts import BEFORE_M, Hold
from scenarios.place import Level, Place
from scenarios.schema import Camera
from scenarios.things import OPEN_AIR
from sim.cameras.coverage import LEAST_ZONE_M2, coverage
from sim.errors import SimError

PILLAR_M = 12.0
"""What stands on the floor and is less around has a mount on each of four sides."""
BELOW_CEILING_M = 0.3
"""Cameras hang at least so far below a ceiling."""


@dataclass(frozen=True, slots=True)
class Mounting:
    """How candidates are laid out: every `spacing_m` along walls, turned by `turns_deg` against
    straight away from it, as far as the wall or what stands there reaches as high; under a ceiling
    in squares of `ceiling_m` (None: not there), every `ceiling_turn_deg`. At each of `heights_m`
    and `tilts_deg`; where there are none, those of the kind.
    """

    spacing_m: float = 6.0
    turns_deg: tuple[float, ...] = (-60.0, -30.0, 0.0, 30.0, 60.0)
    ceiling_m: float | None = 12.0
    ceiling_turn_deg: float = 45.0
    heights_m: tuple[float, ...] = ()
    tilts_deg: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not 0.5 <= self.spacing_m <= 1000 or not self.turns_deg:
            raise SimError(f"spacing: got {self.spacing_m:g} m, wanted 0.5 to 1000 m")
        if self.ceiling_m is not None and not 0.5 <= self.ceiling_m <= 1000:
            raise SimError(f"ceiling: got {self.ceiling_m:g} m, wanted 0.5 to 1000 m")
        for height in self.heights_m:
            if not 0 < height <= 100:
                raise SimError(f"height: got {height:g} m, wanted more than 0 to 100 m")
        for tilt in self.tilts_deg:
            if not -30 <= tilt <= 90:
                raise SimError(f"tilt: got {tilt:g} degrees, wanted -30 to 90")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where nobody may be recognised, such as before a clinic, on levels of an ordinal."""

    ordinal: int
    area: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Candidates:
    """Cameras that may be taken, the number of the mount that each hangs on, and of its kind."""

    cameras: tuple[Camera, ...]
    place: tuple[int, ...]
    kind: tuple[int, ...]


def candidates(
    place: Place, classes: Sequence[Camera], mounting: Mounting | None = None
) -> Candidates:
    """All cameras of the classes that see enough floor to recognise somebody there. Of a class all
    counts but where it hangs and looks, and its height and tilt are kept if the mounting has none.
    """
    mounting = mounting or Mounting()
    found: list[Camera] = []
    places: list[int] = []
    kinds: list[int] = []
    for hang in _hangs(place, classes, mounting):
        held = [
            one
            for one in _hung(classes[hang.kind], hang, mounting)
            if coverage(one, hang.level.venue).some.area >= LEAST_ZONE_M2
        ]
        held = [_named(one, len(found) + n) for n, one in enumerate(held)]
        found += held
        places += [hang.mount] * len(held)
        kinds += [hang.kind] * len(held)
    return Candidates(tuple(found), tuple(places), tuple(kinds))


def at_most(place: Place, classes: Sequence[Camera], mounting: Mounting) -> int:
    """How many candidates there would be if each saw enough floor."""
    looks = max(len(mounting.tilts_deg), 1)
    return sum(
        len(hang.heights_m) * len(hang.spot.headings) * looks
        for hang in _hangs(place, classes, mounting)
    )


class Views:
    """Where each of some cameras of a place may find a face large enough to be searched, whichever
    way people look; looked at when it is asked for.
    """

    def __init__(self, place: Place, cameras: Sequence[Camera], least_px: float) -> None:
        self.place, self.cameras, self.least_px = place, cameras, least_px

    @cached_property
    def searched(self) -> list[shapely.Geometry]:
        """With `least_px` between the eyes of a face that looks at the camera, or in its zone."""
        return [
            self._seen(one, min(self.least_px, one.zone_interocular_px)) for one in self.cameras
        ]

    def touching(self, walked: Sequence[tuple[int, shapely.Geometry]]) -> NDArray[np.bool_]:
        """Which cameras (cameras,) may search a face in one of the areas, each on an ordinal."""
        found = np.zeros(len(self.cameras), bool)
        for ordinal, area in walked:
            on = np.array([one.level == ordinal for one in self.cameras])
            found |= on & shapely.intersects(np.array(self.searched, dtype=object), area)
        return found

    def _seen(self, camera: Camera, least_px: float) -> shapely.Geometry:
        nearer = Camera.model_validate(camera.model_dump() | {"zone_interocular_px": least_px})
        return coverage(nearer, self.place.on(camera.level, camera.at_m).venue).some


def classes_of(cameras: Sequence[Camera]) -> tuple[Camera, ...]:
    """The kinds of camera among those of a scenario: by all but id, place and heading."""
    apart = {"id", "at_m", "level", "heading_deg"}
    kinds = {one.model_dump_json(exclude=apart): one for one in reversed(cameras)}
    return tuple(reversed(kinds.values()))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A lens's place, the headings there, and where it is held; None where that is the ceiling."""

    at_m: Point
    headings: list[float]
    on_m: Point | None


@dataclass(frozen=True, slots=True)
class _Hang:
    """A kind of camera by its number on a mount, at heights at which something there holds it."""

    level: Level
    spot: _Spot
    mount: int
    kind: int
    heights_m: list[float]


def _hangs(place: Place, classes: Sequence[Camera], mounting: Mounting) -> Iterator[_Hang]:
    """Each kind at each mount, no higher than a ceiling allows."""
    mount = 0
    for level in place.levels:
        venue = level.venue
        holds = cache(partial(Hold, venue))
        highest = max(venue.ceiling_m - BELOW_CEILING_M, 0.5)
        if venue.scene in OPEN_AIR:
            highest = np.inf
        for spot in _spots(level, mounting):
            for number, kind in enumerate(classes):
                heights = {min(one, highest) for one in mounting.heights_m or (kind.height_m,)}
                held = [
                    one for one in sorted(heights) if spot.on_m is None or holds(one).at(spot.on_m)
                ]
                yield _Hang(level, spot, mount, number, held)
            mount += 1


def _spots(level: Level, mounting: Mounting) -> Iterator[_Spot]:
    """Before walls and what stands on the floor, and under the ceiling."""
    floor = level.venue.floor
    for ring in (floor.exterior, *floor.interiors):
        step = ring.length / 4 if ring.length < PILLAR_M else mounting.spacing_m
        for along in np.arange(step / 2, ring.length, step).tolist():
            at, out = _before(ring, along, floor)
            if at is not None:
                x, y = shapely.get_coordinates(ring.interpolate(along))[0].tolist()
                yield _Spot(at, [out + turn for turn in mounting.turns_deg], (x, y))
    if mounting.ceiling_m is not None and level.venue.scene not in OPEN_AIR:
        yield from _ceiling(floor, mounting.ceiling_m, mounting.ceiling_turn_deg)


def _before(
    ring: shapely.LinearRing, along_m: float, floor: shapely.Polygon
) -> tuple[tuple[float, float] | None, float]:
    """A lens's place before a wall, and the direction away from that; None where there is none."""
    near = 0.05
    a, b = (shapely.get_coordinates(ring.interpolate(along_m + d))[0] for d in (-near, near))
    way = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
    for out in (np.array([-way[1], way[0]]), np.array([way[1], -way[0]])):
        at = (a + b) / 2 + 2 * BEFORE_M * out
        point = shapely.Point(at)
        if floor.contains(point) and floor.boundary.distance(point) >= BEFORE_M:
            return (round(float(at[0]), 3), round(float(at[1]), 3)), float(
                np.degrees(np.arctan2(out[1], out[0]))
            )
    return None, 0.0


def _ceiling(floor: shapely.Polygon, apart_m: float, turn_deg: float) -> Iterator[_Spot]:
    x0, y0, x1, y1 = floor.bounds
    headings = np.arange(0.0, 360.0, turn_deg).tolist()
    for x in np.arange(x0 + apart_m / 2, x1, apart_m).tolist():
        for y in np.arange(y0 + apart_m / 2, y1, apart_m).tolist():
            if floor.contains(shapely.Point(x, y)):
                yield _Spot((round(x, 3), round(y, 3)), headings, None)


def _hung(kind: Camera, hang: _Hang, mounting: Mounting) -> Iterator[Camera]:
    """A camera of each heading, height and tilt."""
    for heading in hang.spot.headings:
        told = kind.model_dump() | {
            "id": "c",
            "at_m": hang.spot.at_m,
            "level": hang.level.ordinal,
            "heading_deg": round((heading + 180) % 360 - 180, 1),
        }
        for height in hang.heights_m:
            for tilt in mounting.tilts_deg or (kind.tilt_deg,):
                yield Camera.model_validate(told | {"height_m": height, "tilt_deg": tilt})


def _named(camera: Camera, number: int) -> Camera:
    return Camera.model_validate(camera.model_dump() | {"id": f"c{number}"})
