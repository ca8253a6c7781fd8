"""Bodies as tall as their people: below the neck everything is larger or smaller alike."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.body.rig import Rig
from sim.people.dress.tailor import Dressed

Floats = NDArray[np.floating[Any]]

BLEND_DM = 1.5
"""So far below the neck's joint growth sets in."""
LEAST, MOST = 0.4, 1.3
"""Bodies are never made smaller or larger than by these."""


def grown(held: Dressed, rig: Rig, eye_height_m: float) -> Dressed:
    """The body with its eyes so high above its soles; heads keep their size."""
    neck = held.joints[rig.number("neck")]
    carried = np.asarray(held.weights[:, len(rig.bones)].todense()).ravel() > 0
    low = float(held.vertices[~carried, 1].min())
    wanted = 10 * eye_height_m - (held.eyes[1] - neck[1])
    factor = float(np.clip(wanted / (neck[1] - low), LEAST, MOST))
    vertices = _scaled(held.vertices, neck, factor)
    vertices[carried] = held.vertices[carried]
    return replace(
        held, vertices=vertices.astype(np.float32), joints=_scaled(held.joints, neck, factor)
    )


def _scaled(points: Floats, neck: Floats, factor: float) -> Floats:
    share = np.clip((neck[1] - points[:, 1]) / BLEND_DM, 0, 1)[:, None]
    moved: Floats = neck + (points - neck) * (1 + (factor - 1) * share)
    return moved
