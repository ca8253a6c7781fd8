"""Maps of what a camera sees from everywhere on a level: detail, size, pose, blur, and who hides
whom, of an adult of middle stature who looks ahead.

    level = place.on(camera.level, camera.at_m)
    squares = ground(level)                    # once a level
    found = coverage_map(camera, squares)      # once a camera, or whenever it is moved
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.coverage.classes import IEC_2025
from sim.cameras.coverage.crowds import SECTORS, Crowding, visible_shares
from sim.cameras.coverage.squares import Ground
from sim.cameras.coverage.views import views
from sim.cameras.coverage.zones import ADULTS_M
from sim.cameras.sensor.exposure import GREY, shutter_s
from sim.cameras.sensor.imaging import PLAIN
from sim.cameras.sensor.lens import Lens
from sim.cameras.sensor.spread import blur_px, circle_px, streak_px
from sim.cameras.sightings import faces_camera
from sim.cameras.visibility import visible_area
from sim.world.manners import EYES_BELOW_CROWN_M

Floats = NDArray[np.floating[Any]]

STATURE_M = sum(ADULTS_M) / 2


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """One camera's map: a value a square of `ground` (n,), NaN where the face is not seen.

    `seen` is as in sightings: in the picture, large enough, hidden by no wall. `px_per_m` has a
    value where a face is in the picture, however small. `interocular_px` is that of a face turned
    to the camera, `pitch_deg` from how far above it is seen. Of people who walk: `visible_share`
    of a face that the others leave to be seen, `yaw_deg` by how much heads are turned away from the
    camera and `facing_share` how many are turned to its side, `blur_px` the spread of a point
    while the shutter is open; all means.
    """

    camera: Camera
    ground: Ground
    seen: NDArray[np.bool_]
    in_zone: NDArray[np.bool_]
    px_per_m: Floats
    interocular_px: Floats
    pitch_deg: Floats
    visible_share: Floats
    yaw_deg: Floats
    facing_share: Floats
    blur_px: Floats


def coverage_map(
    camera: Camera, ground: Ground, people: Crowding | None = None, stature_m: float = STATURE_M
) -> CoverageMap:
    """What the camera sees of people of that stature, before a crowd; None: before nobody."""
    eyes = np.stack([ground.x_m, ground.y_m, np.full(len(ground), stature_m)], 1)
    eyes[:, 2] -= EYES_BELOW_CROWN_M
    found = views(camera, eyes)
    pictured = _unhidden(camera, ground, found.framed)
    seen = pictured & found.large
    rows = np.flatnonzero(seen)
    walked = np.full((4, len(ground)), np.nan)
    walked[0, rows] = 1.0
    if people is not None:
        walked[0, rows] = visible_shares(camera, eyes[rows], people)
        walked[1:, rows] = _walked(camera, eyes[rows], found.bearing_deg[rows], people)
    density = np.where(pictured, found.px_per_m, np.nan)
    face = (np.where(seen, one, np.nan) for one in (found.interocular_px, found.pitch_deg))
    return CoverageMap(camera, ground, seen, seen & found.in_zone, density, *face, *walked)


def _unhidden(camera: Camera, ground: Ground, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the squares wanted (n,) no wall hides."""
    rows = np.flatnonzero(wanted)
    reach_m = optics.reach_m(Lens(camera).pinhole, INTEROCULAR_M * IEC_2025[0].px_per_m)
    area = visible_area(camera.at_m, ground.walls, reach_m)
    shapely.prepare(area)
    found = np.zeros(len(ground), np.bool_)
    found[rows] = shapely.contains_xy(area, ground.x_m[rows], ground.y_m[rows])
    return found


def _walked(camera: Camera, eyes_m: Floats, bearing_deg: Floats, people: Crowding) -> Floats:
    """(3, n) mean yaw, share that faces the camera, and blur, of people who walk as the crowd."""
    shares = people.heading_shares(eyes_m[:, 0], eyes_m[:, 1])
    heading_deg = np.arange(SECTORS) * 360 / SECTORS
    yaw = (heading_deg - bearing_deg[:, None] + 180) % 360 - 180
    turn = np.radians(heading_deg)
    way = np.stack([np.cos(turn), np.sin(turn), np.zeros(len(turn))], 1) * people.speed_mps
    velocity = optics.velocity_px_s(camera, eyes_m[:, None], way)
    imaging = camera.imaging or PLAIN
    open_s = shutter_s(imaging, GREY) if imaging.motion_blur else 0.0
    circle = circle_px(camera, imaging, optics.depth_m(camera, eyes_m))[:, None]
    blur = blur_px(imaging.softness_px, streak_px(velocity, open_s), circle)
    means = (np.abs(yaw), faces_camera(yaw), blur)
    return np.stack([(shares * one).sum(1) for one in means])
