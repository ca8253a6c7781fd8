"""A stadium's own: turnstiles, barriers, banners, and ways in."""

import numpy as np

from sim.cameras.scenery.materials.bricks import bricks
from sim.cameras.scenery.materials.patterns import (
    Floats,
    Front,
    Paint,
    fitted,
    hue,
    lettering,
    matt,
    mixed,
    noise,
    over,
    plain,
    stripes,
    within,
)
from sim.cameras.scenery.solids import Face

CLUB_BGR = (122, 48, 26)


def turnstile(front: Front, face: Face) -> Paint:
    """A steel cabinet with a reader, and an arm across its lane."""
    up = front.up_m
    bgr = plain(len(up), (150, 154, 156))
    if face.part == "arm":
        return matt(bgr)
    bgr = mixed(bgr, CLUB_BGR, within(up, 0.2, 0.85, front.blur_up_m))
    bgr = mixed(bgr, (52, 54, 56), 1 - over(up, 0.1, front.blur_up_m))
    reader = (
        1 - over(np.abs(front.along_m - front.length_m / 2), 0.08, front.blur_along_m)
    ) * over(up, 0.9, front.blur_up_m)
    return Paint(mixed(bgr, (90, 210, 90), reader), 0.8 * reader)


def bars(front: Front, _face: Face) -> Paint:
    """Galvanised bars."""
    tone = 1 + 0.1 * noise(front.along_m, front.up_m, 0.3, 4, front.blur_up_m)
    return matt(plain(len(front.up_m), (148, 152, 154)) * tone[:, None])


def banner(front: Front, face: Face) -> Paint:
    """Cloth in the club's colours, with what is written on it."""
    up, along = front.up_m, front.along_m
    sway = 1 + 0.05 * np.sin(along * 5.0 + 0.6 * up)
    pale = face.number % 2 == 1
    bgr: Floats = plain(len(up), (206, 210, 212) if pale else CLUB_BGR) * sway[:, None]
    band = within(up, face.base_m + 0.1, face.base_m + 0.25, front.blur_up_m)
    bgr = mixed(bgr, CLUB_BGR if pale else (60, 180, 224), band)
    if front.length_m > 0.3:
        high = fitted(face.name, 0.5 * (face.top_m - face.base_m), 0.9 * front.length_m)
        at = front.length_m / 2, face.base_m + 0.58 * (face.top_m - face.base_m)
        bgr = mixed(
            bgr, CLUB_BGR if pale else (246, 246, 246), lettering(front, face.name, at, high)
        )
    return matt(bgr)


def open_way(front: Front, face: Face) -> Paint:
    """A gap in a brick wall under a lintel with its name, dim behind."""
    up, rise = front.up_m, front.blur_up_m
    along, height = front.behind(6.0)
    dim = mixed(plain(len(up), (70, 74, 76)), (104, 108, 110), over(height, 0.0, 1.0))
    dim = mixed(
        dim,
        (150, 158, 160),
        within(height, 2.4, 2.6, 0.1) * stripes(along, 3.0, 1.2, 0.1),
    )
    bgr = mixed(dim, bricks(front, face.number), over(up, 2.9, rise))
    lintel = within(up, 2.3, 2.9, rise)
    high = fitted(face.name, 0.42, 0.9 * front.length_m)
    ink = lettering(front, face.name, (front.length_m / 2, 2.6), high) * lintel
    bgr = mixed(mixed(bgr, CLUB_BGR, lintel), (246, 246, 246), ink)
    return matt(bgr)


def steel(front: Front, face: Face) -> Paint:
    """A bin of perforated steel with a dark mouth."""
    bgr = plain(len(front.up_m), (88, 92, 92))
    hole = stripes(front.along_m, 0.05, 0.02, front.blur_along_m) * stripes(
        front.up_m, 0.05, 0.02, front.blur_up_m
    )
    bgr = mixed(bgr, (40, 42, 42), hole)
    mouth = within(front.up_m, face.top_m - 0.25, face.top_m - 0.1, front.blur_up_m)
    return matt(mixed(bgr, 0.3 * hue(face.number) + 10, mouth))
