"""From where signs that tell of cameras are seen."""

from collections.abc import Sequence

import numpy as np
import shapely

from scenarios.footfall.arrivals import Sign
from scenarios.mounts import mounted_m
from scenarios.place import Place
from sim.cameras.visibility import sight, visible_area, wall_segments

ASIDE_DEG, STEPS = 75.0, 32
"""A sign is read up to so far aside from the way it faces: assumed; and in so many steps its reach
is drawn round.
"""


def seen_from(signs: Sequence[Sign], place: Place, sees_m: float) -> tuple[shapely.Geometry, ...]:
    """Of each level, in the place's order, where some sign on it is within reach, faces whoever is
    there, and nothing hides it.
    """
    found: dict[int, list[shapely.Geometry]] = {id(level): [] for level in place.levels}
    for sign in signs:
        level = place.on(sign.level, sign.at_m)
        at_m = mounted_m(sign.at_m, sign.facing_deg, level.venue)
        free = visible_area(at_m, wall_segments(sight(level.venue)), sees_m)
        found[id(level)].append(free & _before(at_m, sign.facing_deg, sees_m))
    return tuple(shapely.union_all(found[id(level)]) for level in place.levels)


def _before(at_m: tuple[float, float], facing_deg: float, sees_m: float) -> shapely.Polygon:
    turn = np.radians(facing_deg + np.linspace(-ASIDE_DEG, ASIDE_DEG, STEPS))
    arc = np.asarray(at_m) + sees_m * np.stack([np.cos(turn), np.sin(turn)], 1)
    return shapely.Polygon([at_m, *arc])
