"""How a camera sees faces that are turned to it, by where their eyes are: as `sightings.see` does,
with the same lens, limits and walls, and nobody in the way.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import direction, face_boxes, in_zone
from sim.cameras.visibility import large_enough, near_m

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Views:
    """Of eyes (n,) each, walls left aside: whether they are `framed`, in the picture and not too
    near, and `large` enough to be seen, too; of those framed the pixel density there, the pixels
    between the eyes of a face turned to the camera, whether that is in the zone of recognition,
    how far from above it is seen (`pitch_deg`), and the bearing of the camera from it.
    """

    framed: NDArray[np.bool_]
    large: NDArray[np.bool_]
    px_per_m: Floats
    interocular_px: Floats
    in_zone: NDArray[np.bool_]
    pitch_deg: Floats
    bearing_deg: Floats


def views(camera: Camera, eyes_m: Floats) -> Views:
    """What the camera makes of faces whose eyes are at points (n, 3)."""
    lens = Lens(camera)
    uv, depth = optics.project(lens.pinhole, eyes_m)
    framed = (depth > near_m(lens.pinhole)) & lens.holds(uv)
    large = framed & large_enough(lens.pinhole, depth)
    density = optics.px_per_m(lens.pinhole, np.maximum(depth, near_m(lens.pinhole)))
    box = face_boxes(np.where(framed[:, None], uv, 0.0), density, np.zeros(len(uv)))
    if not lens.straight:
        density = density * lens.scale((box[:, :2] + box[:, 2:]) / 2)
        box = lens.bent_boxes(box)
    bearing, elevation = direction(camera, eyes_m)
    frontal = INTEROCULAR_M * density
    zone = large & in_zone(camera, box, frontal)
    return Views(framed, large, density, frontal, zone, elevation, bearing)
