"""The schedule of a layout's cameras: where each hangs, how it looks, and what faces have there."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from scenarios.bought.kinds import class_of
from scenarios.lenses import focal_m
from scenarios.loader import Loaded
from scenarios.mounts import held_by
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.coverage import ADULTS_M, coverage
from sim.world.manners import EYES_BELOW_CROWN_M

HEADS = (
    "camera", "level", "x, y (m)", "height (m), on", "heading", "tilt", "class", "picture", "lens",
    "field of view", "looks", "zone (m²)", "zone from, to (m)", "px/m there",
)  # fmt: skip
NONE = "–"


@dataclass(frozen=True, slots=True)
class Placed:
    """A camera, what it hangs on, and its zone of recognition, in which every adult can be
    recognised: square metres, from where to where it lies, seen from the camera, and the pixels a
    metre that a face of middle height has there, nearest and farthest. Without a zone these are
    nan.
    """

    camera: Camera
    level: str
    held_by: str
    zone: shapely.Geometry
    near_m: float
    far_m: float
    near_px_per_m: float
    far_px_per_m: float

    def cells(self) -> tuple[str, ...]:
        """As HEADS has it."""
        one, area = self.camera, self.zone.area
        there = (NONE, NONE)
        if area:
            there = (
                f"{self.near_m:.1f}, {self.far_m:.1f}",
                f"{self.near_px_per_m:.0f} to {self.far_px_per_m:.0f}",
            )
        return (
            one.id, self.level, f"{one.at_m[0]:.2f}, {one.at_m[1]:.2f}",
            f"{one.height_m:.2f}, {self.held_by}", f"{one.heading_deg:.1f}°",
            f"{one.tilt_deg:.1f}°", *bought(one), looks(one) or "always", f"{area:.1f}", *there,
        )  # fmt: skip


def bought(camera: Camera) -> tuple[str, str, str, str]:
    """Its class, its picture, its lens in millimetres and its field of view; a class and a lens are
    told of cameras whose pixels' size is.
    """
    lens = NONE if camera.imaging is None else f"{1000 * focal_m(camera):.1f} mm"
    picture = f"{camera.width_px} x {camera.height_px}"
    return class_of(camera) or NONE, picture, lens, f"{camera.fov_deg:.1f}°"


def looks(camera: Camera) -> str:
    """When it looks so, where it does not always: a preset of a camera that turns and zooms.

    >>> turning = Camera(id="a", at_m=(0, 0), heading_deg=0, active_s=((20, 60), (80, 120)))
    >>> looks(turning), looks(turning.model_copy(update={"active_s": ()}))
    ('20 to 60 s of every 60 s', '')
    """
    begins = [start for start, _ in camera.active_s]
    if not begins:
        return ""
    first, end = camera.active_s[0]
    every = {round(later - sooner, 6) for sooner, later in pairwise(begins)}
    if not every:
        return f"{first:g} to {end:g} s"
    return f"{first:g} to {end:g} s" + (
        f" of every {every.pop():g} s" if len(every) == 1 else f" and {len(begins) - 1} times more"
    )


def schedule(loaded: Loaded) -> list[Placed]:
    """Every camera of a layout, in the scenario's order."""
    return [_placed(camera, loaded) for camera in loaded.scenario.cameras]


def as_geojson(loaded: Loaded) -> dict[str, Any]:
    """Cameras as points and their zones as areas, metres of the plan: x east, y north."""
    features = []
    for one in schedule(loaded):
        told = one.camera.model_dump(mode="json", exclude={"at_m", "imaging"})
        at = shapely.Point(one.camera.at_m)
        features.append(_feature(at, {"kind": "camera", **told}))
        if one.zone.area:
            named = {"kind": "zone", "camera": one.camera.id, "level": one.camera.level}
            features.append(_feature(one.zone, named))
    return {"type": "FeatureCollection", "name": loaded.scenario.title, "features": features}


def _placed(camera: Camera, loaded: Loaded) -> Placed:
    level = loaded.place.on(camera.level, camera.at_m)
    zone = coverage(camera, level.venue).zone
    hung = held_by(camera, level.venue)
    return Placed(camera, level.name, hung, zone, *_there(camera, zone))


def _there(camera: Camera, zone: shapely.Geometry) -> tuple[float, float, float, float]:
    """How near and far the zone is on the floor, and the densities of faces there."""
    if zone.is_empty:
        return (float("nan"),) * 4
    corners = shapely.get_coordinates(zone)
    eye_m = sum(ADULTS_M) / 2 - EYES_BELOW_CROWN_M
    eyes = np.column_stack([corners, np.full(len(corners), eye_m)])
    depth = optics.project(camera, eyes)[1]
    away = shapely.distance(zone, shapely.Point(camera.at_m))
    far = float(np.hypot(*(corners - camera.at_m).T).max())
    density = optics.px_per_m(camera, depth[depth > optics.NEAREST_M])
    return float(away), far, float(density.max()), float(density.min())


def _feature(area: shapely.Geometry, told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": told, "geometry": mapping(area)}
