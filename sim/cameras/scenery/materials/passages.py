"""What people sit on, and the ways between levels: chairs, steps, and the floors of landings."""

from collections.abc import Mapping

import numpy as np

from sim.cameras.scenery.fittings import Flight
from sim.cameras.scenery.materials.patterns import (
    Floats,
    Front,
    Ground,
    Paint,
    Painter,
    matt,
    mixed,
    over,
    plain,
    stripes,
)
from sim.cameras.scenery.solids import Face

STEP_M, NOSING_M = 0.17, 0.03
"""How high a step is, and how much of it its edge shows."""
RIB_M, BAND_M, PAVED_M = 0.12, 0.3, 0.06
"""Of landings: the ribs of an escalator's plate, the band of paving before stairs, its ribs."""
PLATES = ("escalator", "stairs", "lift")
"""Links whose landings look different from the floor around."""


def chair(front: Front, face: Face) -> Paint:
    """A moulded seat on a steel foot."""
    foot = face.base_m == 0
    return matt(plain(len(front.up_m), (92, 94, 96) if foot else (122, 84, 44)))


def stairs(front: Front, _face: Face) -> Paint:
    """Steps of pale stone with dark edges."""
    edge = stripes(front.up_m, STEP_M, NOSING_M, front.blur_up_m)
    return matt(mixed(plain(len(front.up_m), (158, 164, 168)), (70, 72, 76), edge))


def escalator(front: Front, _face: Face) -> Paint:
    """Ribbed steel, its steps edged in yellow."""
    edge = stripes(front.up_m, STEP_M, NOSING_M, front.blur_up_m)
    ribs = stripes(front.along_m, 0.02, 0.01, front.blur_along_m)
    bgr = mixed(plain(len(front.up_m), (108, 108, 108)), (64, 64, 66), ribs)
    return matt(mixed(bgr, (60, 190, 220), edge))


def ramp(front: Front, face: Face) -> Paint:
    """Smooth concrete with a paler edge."""
    edge = over(front.up_m, face.top_m - 0.05, front.blur_up_m)
    return matt(mixed(plain(len(front.up_m), (140, 144, 146)), (180, 184, 186), edge))


def plate(way: Flight, at: Ground, bgr: Floats) -> Floats:
    """A landing's floor (n, 3), of which so much is the colour of the floor around."""
    size = np.hypot(at.blur_x_m, at.blur_y_m)
    if way.towards is None:
        return plain(len(size), (96, 98, 100))
    back = (way.start - np.stack([at.x_m, at.y_m], 1)) @ way.towards
    if way.kind == "escalator":
        ribs = stripes(back, RIB_M, RIB_M / 2, size)
        yellow = 1 - over(back, 0.08, size)
        bgr = mixed(plain(len(size), (122, 124, 126)), (84, 86, 88), ribs)
        return mixed(bgr, (60, 190, 220), yellow)
    paved = (1 - over(back, 2 * BAND_M, size)) * stripes(back, PAVED_M, PAVED_M / 2, size)
    return mixed(bgr, (70, 160, 200), 0.8 * paved)


FITTED: Mapping[str, Painter] = {
    "chair": chair,
    "stairs flight": stairs,
    "escalator flight": escalator,
    "ramp flight": ramp,
}
"""Of what is built beside a plan's own things, by what its faces are called."""
