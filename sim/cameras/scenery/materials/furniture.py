"""What stands about: benches, plants, rails, glass walls."""

import numpy as np

from sim.cameras.scenery.materials.patterns import (
    Front,
    Paint,
    matt,
    mixed,
    noise,
    over,
    plain,
    stripes,
    within,
)
from sim.cameras.scenery.pierced import BAY_M, DOT_M, DOTS_AT_M, MULLION_M
from sim.cameras.scenery.solids import Face


def wood(front: Front, face: Face) -> Paint:
    """Slats of wood on steel feet."""
    if face.part == "foot":
        return matt(plain(len(front.up_m), (70, 72, 74)))
    grain = 1 + 0.25 * noise(front.along_m * 0.15, front.up_m, 0.02, 3, front.blur_up_m)
    bgr = plain(len(front.up_m), (84, 118, 150)) * grain[:, None]
    gap = stripes(front.along_m, 0.1, 0.012, front.blur_along_m)
    return matt(mixed(bgr, (40, 50, 58), 0.6 * gap))


def leaves(front: Front, face: Face) -> Paint:
    """Leaves over a trough of pale stone."""
    up, along = front.up_m, front.along_m
    if face.part == "trough":
        bgr = plain(len(up), (150, 158, 164))
        return matt(mixed(bgr, (110, 116, 120), 1 - over(up, 0.08, front.blur_up_m)))
    fine = noise(along, up, 0.045, 3, front.blur_up_m) + noise(along, up, 0.12, 4, front.blur_up_m)
    share = np.clip((up - face.base_m) / (face.top_m - face.base_m), 0, 1)
    tone = (0.45 + 0.6 * share) * (1 + 0.9 * fine)
    bgr = mixed(plain(len(up), (48, 108, 70)), (70, 150, 120), np.clip(0.3 + fine, 0, 1))
    return matt(bgr * np.clip(tone, 0.15, 1.6)[:, None])


def glass(front: Front, _face: Face) -> Paint:
    """The steel of a glass balustrade; the glass itself lets everything through."""
    return matt(plain(len(front.up_m), (164, 168, 170)))


def pane(front: Front, _face: Face) -> Paint:
    """The dark posts of a glass wall and pale squares on it; the glass lets everything through."""
    dots = within(front.up_m, DOTS_AT_M, DOTS_AT_M + DOT_M, front.blur_up_m)
    posts = stripes(front.along_m, BAY_M, MULLION_M, front.blur_along_m)
    return matt(mixed(plain(len(front.up_m), (66, 62, 60)), (226, 226, 222), dots * (1 - posts)))
