"""All cameras of a place, level by level: what each covers, and where several do, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.place import Level, Place
from scenarios.schema import Camera, Scenario
from sim.cameras.coverage.classes import STANDARDS
from sim.cameras.coverage.crowds import Crowding, crowding, even
from sim.cameras.coverage.maps import CoverageMap, coverage_map
from sim.cameras.coverage.squares import STEP_M, Ground, ground
from sim.cameras.coverage.zones import Coverage, coverage
from sim.world.crowd import Crowd, People

Floats = NDArray[np.floating[Any]]
Walked = tuple[People, Crowd, tuple[float, float]]
"""Who came, where they walked, and the time that is looked at, from and to."""

OVERLAPS = 4
"""So many cameras and more over one place are one line of a table."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One level: its squares, the crowd on it, and of each of its cameras the map and the areas."""

    ground: Ground
    people: Crowding
    maps: tuple[CoverageMap, ...]
    areas: tuple[Coverage, ...]

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """Those that hang there."""
        return tuple(one.camera for one in self.maps)

    @property
    def seen_by(self) -> NDArray[np.int64]:
        """How many cameras see a face at each square (n,)."""
        return self._count([one.seen for one in self.maps])

    @property
    def recognised_by(self) -> NDArray[np.int64]:
        """In how many cameras' zones of recognition each square (n,) is."""
        return self._count([one.in_zone for one in self.maps])

    def best(self, field: str) -> Floats:
        """A field of the maps (n,) by the camera in which the face is largest, NaN without any."""
        size = np.stack([one.px_per_m for one in self.maps])
        chosen = np.nan_to_num(size, nan=-1.0).argmax(0)
        values = np.stack([getattr(one, field) for one in self.maps])
        found: Floats = np.take_along_axis(values, chosen[None], 0)[0]
        return found

    def _count(self, which: Sequence[NDArray[np.bool_]]) -> NDArray[np.int64]:
        found: NDArray[np.int64] = np.sum(which, axis=0, dtype=np.int64)
        return found

    def to_json(self) -> dict[str, Any]:
        """Areas in square metres, and their shares of the floor."""
        level = self.ground.level
        return {
            "level": level.ordinal,
            "name": level.name,
            "floor_m2": round(len(self.ground) * self.ground.square_m2, 2),
            "people_per_m2": round(float(self.people.density_per_m2.mean()), 4),
            "cameras": [
                {"id": one.camera.id} | self._one(one, areas)
                for one, areas in zip(self.maps, self.areas, strict=True)
            ],
            "together": self._together(),
        }

    def _area(self, which: NDArray[np.bool_]) -> dict[str, float]:
        m2 = float(which.sum()) * self.ground.square_m2
        return {"m2": round(m2, 2), "share": round(float(which.mean()), 4)}

    def _classes(self, px_per_m: Floats) -> dict[str, Any]:
        dense = np.nan_to_num(px_per_m)
        return {
            standard: {one.name: self._area(dense >= one.px_per_m) for one in classes}
            for standard, classes in STANDARDS.items()
        }

    def _one(self, found: CoverageMap, areas: Coverage) -> dict[str, Any]:
        told = {
            "seen": self._area(found.seen),
            "zone": self._area(found.in_zone),
            "every_adult_m2": round(float(areas.zone.area), 2),
            "some_adult_m2": round(float(areas.some.area), 2),
            "blind_m2": round(float(areas.blind.area), 2),
        }
        return told | self._classes(found.px_per_m) | {"in_zone": _means(found)}

    def _together(self) -> dict[str, Any]:
        seen, zone = self.seen_by, self.recognised_by
        return {
            "seen": self._area(seen > 0),
            "zone": self._area(zone > 0),
            "seen_by": self._by(seen),
            "recognised_by": self._by(zone),
        } | self._classes(self.best("px_per_m"))

    def _by(self, count: NDArray[np.int64]) -> dict[str, Any]:
        told = {f"{n}": self._area(count == n) for n in range(OVERLAPS)}
        return told | {f"{OVERLAPS} or more": self._area(count >= OVERLAPS)}


def _means(found: CoverageMap) -> dict[str, float] | None:
    """Means over the zone of recognition; None where there is no zone."""
    here = found.in_zone
    if not here.any():
        return None
    fields = ("interocular_px", "pitch_deg", "visible_share", "yaw_deg", "facing_share", "blur_px")
    return {name: round(float(getattr(found, name)[here].mean()), 3) for name in fields}


def site(
    scenario: Scenario,
    place: Place,
    crowd: Walked | float,
    step_m: float = STEP_M,
    report: Callable[[float], None] = lambda _: None,
) -> tuple[Covered, ...]:
    """The levels that have cameras, lowest first, before the people who came and where they walked,
    or before so many a square metre everywhere.
    """
    levels = {id(one): one for one in (place.on(c.level, c.at_m) for c in scenario.cameras)}
    found, done = [], 0
    for level in sorted(levels.values(), key=lambda one: one.ordinal):
        squares = ground(level, step_m)
        people = even(crowd) if isinstance(crowd, float) else crowding(squares, *crowd)
        maps, areas = [], []
        for camera in _on(level, place, scenario.cameras):
            maps.append(coverage_map(camera, squares, people))
            areas.append(coverage(camera, level.venue))
            done += 1
            report(done / len(scenario.cameras))
        found.append(Covered(squares, people, tuple(maps), tuple(areas)))
    return tuple(found)


def _on(level: Level, place: Place, cameras: Sequence[Camera]) -> list[Camera]:
    return [one for one in cameras if place.on(one.level, one.at_m) is level]
