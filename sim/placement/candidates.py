"""Where cameras may hang and how they may look: along walls, on pillars, under ceilings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from scenarios.mounts import BEFORE_M
from scenarios.place import Level, Place
from scenarios.schema import Camera
from sim.cameras.coverage import LEAST_ZONE_M2, Coverage, coverage
from sim.errors import SimError

PILLAR_M = 12.0
"""What stands on the floor and is less around is a pillar, with a mount on each of four sides."""
BELOW_CEILING_M = 0.3
"""Cameras hang at least so far below a ceiling."""


@dataclass(frozen=True, slots=True)
class Mounting:
    """How candidates are laid out: every `spacing_m` along walls, turned by `turns_deg` against
    straight away from it; over the floor in squares of `ceiling_m` (None: not there), every
    `ceiling_turn_deg`.
    """

    spacing_m: float = 6.0
    turns_deg: tuple[float, ...] = (-60.0, -30.0, 0.0, 30.0, 60.0)
    ceiling_m: float | None = 12.0
    ceiling_turn_deg: float = 45.0

    def __post_init__(self) -> None:
        if not 0.5 <= self.spacing_m <= 1000 or not self.turns_deg:
            raise SimError(f"spacing: got {self.spacing_m:g} m, wanted 0.5 to 1000 m")
        if self.ceiling_m is not None and not 0.5 <= self.ceiling_m <= 1000:
            raise SimError(f"ceiling: got {self.ceiling_m:g} m, wanted 0.5 to 1000 m")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where nobody may be recognised, such as before a clinic, on levels of an ordinal."""

    ordinal: int
    area: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Candidates:
    """Cameras that may be taken, and the number of the mount that each hangs on."""

    cameras: tuple[Camera, ...]
    place: tuple[int, ...]


def candidates(
    place: Place,
    classes: Sequence[Camera],
    mounting: Mounting | None = None,
    keep_out: Sequence[Zone] = (),
) -> Candidates:
    """All cameras of the classes that see enough floor to recognise somebody there, and nothing of
    what is kept out. Of a class all counts but where it hangs and looks, and its height and tilt
    are kept.
    """
    mounting = mounting or Mounting()
    found: list[Camera] = []
    places: list[int] = []
    mount = 0
    for level in place.levels:
        for at, headings in _mounts(level, mounting):
            held = [
                one
                for kind in classes
                for heading in headings
                if _useful(one := _camera(kind, level, at, heading), level, keep_out)
            ]
            held = [_named(one, len(found) + n) for n, one in enumerate(held)]
            found += held
            places += [mount] * len(held)
            mount += 1
    return Candidates(tuple(found), tuple(places))


def classes_of(cameras: Sequence[Camera]) -> tuple[Camera, ...]:
    """The kinds of camera among those of a scenario: by all but id, place and heading."""
    apart = {"id", "at_m", "level", "heading_deg"}
    kinds = {one.model_dump_json(exclude=apart): one for one in reversed(cameras)}
    return tuple(reversed(kinds.values()))


def _mounts(level: Level, mounting: Mounting) -> list[tuple[tuple[float, float], list[float]]]:
    """Places before walls and pillars and under the ceiling, and headings there."""
    floor = level.venue.floor
    found = []
    for ring in (floor.exterior, *floor.interiors):
        step = ring.length / 4 if ring.length < PILLAR_M else mounting.spacing_m
        for along in np.arange(step / 2, ring.length, step).tolist():
            at, out = _before(ring, along, floor)
            if at is not None:
                found.append((at, [out + turn for turn in mounting.turns_deg]))
    if mounting.ceiling_m is not None:
        found += _ceiling(floor, mounting.ceiling_m, mounting.ceiling_turn_deg)
    return found


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


def _ceiling(
    floor: shapely.Polygon, apart_m: float, turn_deg: float
) -> list[tuple[tuple[float, float], list[float]]]:
    x0, y0, x1, y1 = floor.bounds
    headings = np.arange(0.0, 360.0, turn_deg).tolist()
    return [
        ((round(x, 3), round(y, 3)), headings)
        for x in np.arange(x0 + apart_m / 2, x1, apart_m).tolist()
        for y in np.arange(y0 + apart_m / 2, y1, apart_m).tolist()
        if floor.contains(shapely.Point(x, y))
    ]


def _camera(kind: Camera, level: Level, at: tuple[float, float], heading: float) -> Camera:
    height = min(kind.height_m, max(level.venue.ceiling_m - BELOW_CEILING_M, 0.5))
    told = kind.model_dump() | {
        "id": "c",
        "at_m": at,
        "level": level.ordinal,
        "heading_deg": round((heading + 180) % 360 - 180, 1),
        "height_m": height,
    }
    return Camera.model_validate(told)


def _named(camera: Camera, number: int) -> Camera:
    return Camera.model_validate(camera.model_dump() | {"id": f"c{number}"})


def _useful(camera: Camera, level: Level, keep_out: Sequence[Zone]) -> bool:
    """Whether it recognises anybody, and nobody where that is not wanted."""
    seen: Coverage = coverage(camera, level.venue)
    if seen.some.area < LEAST_ZONE_M2:
        return False
    return not any(
        zone.ordinal == level.ordinal and seen.some.intersects(zone.area) for zone in keep_out
    )
