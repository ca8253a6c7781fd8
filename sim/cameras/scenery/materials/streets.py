"""A street's own: terraced houses over shops, cars, lamp posts, and what lies at the far end."""

import numpy as np

from sim.cameras.scenery.materials.bricks import bricks
from sim.cameras.scenery.materials.patterns import (
    Floats,
    Front,
    Paint,
    chance,
    fitted,
    hue,
    lettering,
    matt,
    mixed,
    over,
    plain,
    stripes,
    within,
)
from sim.cameras.scenery.materials.shops import room
from sim.cameras.scenery.solids import Face

SHOP_M, FASCIA_M, SILL_M = 2.5, 3.15, 0.55
"""Heights at which a shop's glass and fascia end, and where its glass begins."""
STOREY_M, BAY_M = 2.7, 2.6
CAR_PAINTS = ((60, 58, 56), (168, 170, 172), (40, 36, 120), (110, 66, 36), (176, 180, 182))


def terrace(front: Front, face: Face) -> Paint:
    """A house of brick or render with sash windows, some lit, over a shop with its name."""
    up, along, number = front.up_m, front.along_m, face.number
    blur, rise = front.blur_along_m, front.blur_up_m
    rendered = number % 3 == 1
    wall = plain(len(up), (170, 190, 200)) * 0.9 if rendered else bricks(front, number)
    if face.part == "gable":
        return matt(mixed(wall, (92, 96, 100), over(up, face.top_m - 0.15, rise)))
    window, pane, lit = _sashes(front, face)
    bgr = mixed(mixed(wall, (198, 204, 208), window), _panes(front, lit), pane)
    bgr = mixed(bgr, (176, 184, 190), within(up, face.top_m - 0.35, face.top_m, rise))
    glow = pane * (0.15 + 0.85 * lit)
    shop, shine = _shop(front, face)
    low = 1 - over(up, FASCIA_M, rise)
    pier = 1 - within(along, 0.25, front.length_m - 0.25, blur)
    bgr = mixed(bgr, shop, low)
    bgr = mixed(bgr, wall * 0.9, low * pier)
    return Paint(bgr, glow * (1 - low) + shine * low * (1 - pier))


def _shop(front: Front, face: Face) -> tuple[Floats, Floats]:
    """Stall riser, glass with a lit room, and a fascia with lit letters."""
    up, along, rise, blur = front.up_m, front.along_m, front.blur_up_m, front.blur_along_m
    tint, inside = hue(face.number + 2, 90, 70), room(front, face.number)
    door = within(along, front.length_m - 1.6, front.length_m - 0.6, blur)
    frame = np.maximum(stripes(along + 0.03, 1.9, 0.07, blur), within(up, 2.05, 2.11, rise))
    solid = np.maximum(frame, (1 - over(up, SILL_M, rise)) * (1 - door))
    solid = np.maximum(solid, within(np.abs(along - front.length_m + 1.1), 0.46, 0.54, blur))
    bgr = mixed(inside.bgr * np.array([0.78, 0.92, 1.0]), 0.55 * tint + 8, solid)
    high = over(up, SHOP_M, rise)
    size = fitted(face.name, 0.42, 0.8 * front.length_m)
    ink = lettering(front, face.name, (front.length_m / 2, (SHOP_M + FASCIA_M) / 2), size) * high
    bgr = mixed(mixed(bgr, 0.7 * tint, high), (206, 240, 252), ink)
    return bgr, np.clip(inside.glow * (1 - solid) * (1 - high) + 0.9 * ink, 0, 1)


def _sashes(front: Front, face: Face) -> tuple[Floats, Floats, Floats]:
    """Shares of window with its surround, of glass, and of lit glass."""
    up, along, blur, rise = front.up_m, front.along_m, front.blur_along_m, front.blur_up_m
    bays = max(round(front.length_m / BAY_M), 1)
    wide = front.length_m / bays
    bay, storey = np.floor(along / wide), np.floor((up - FASCIA_M) / STOREY_M)
    x, y = along - (bay + 0.5) * wide, up - FASCIA_M - storey * STOREY_M
    there = (up > FASCIA_M) & (FASCIA_M + (storey + 1) * STOREY_M < face.top_m + 0.9)
    window = (1 - over(np.abs(x), 0.62, blur)) * within(y, 0.55, 2.2, rise) * there
    glass = (1 - over(np.abs(x), 0.48, blur)) * within(y, 0.7, 2.05, rise) * there
    bar = np.maximum(1 - over(np.abs(x), 0.02, blur), 1 - over(np.abs(y - 1.38), 0.035, rise))
    lit = (chance(bay, storey, face.number + 31) < 0.4).astype(np.float64)
    return window, glass * (1 - bar), lit


def _panes(front: Front, lit: Floats) -> Floats:
    """Curtains before a lamp, or the sky in the glass."""
    x = front.along_m
    curtain = 0.85 + 0.1 * np.sin(x * 31) * (front.blur_along_m < 0.05)
    warm = plain(len(x), (110, 190, 236)) * curtain[:, None]
    return mixed(plain(len(x), (96, 84, 76)), warm, lit)


def vista(front: Front, face: Face) -> Paint:
    """Houses far away in the haze, a few windows lit."""
    x, y = np.floor(front.along_m / 1.6), np.floor(front.up_m / 2.6)
    blur = np.maximum(front.blur_along_m, front.blur_up_m)
    house = np.floor(front.along_m / 6.5)
    bgr = plain(len(x), (104, 92, 96)) * (0.8 + 0.35 * chance(house, house * 0, 3))[:, None]
    there = (chance(x, y, face.number + 4) < 0.35) & (front.up_m > 1.0) & (front.up_m < 5.4)
    shape = within(front.along_m % 1.6, 0.4, 1.1, blur) * within(front.up_m % 2.6, 0.8, 2.0, blur)
    lit = shape * there
    return Paint(mixed(bgr, (120, 190, 235), lit), lit)


def skyline(front: Front, _face: Face) -> Paint:
    """Houses far away by day."""
    x, y = front.along_m % 2.2, front.up_m % 2.8
    blur = np.maximum(front.blur_along_m, front.blur_up_m)
    house = np.floor(front.along_m / 6.5)
    warm = chance(house, house * 0, 8)
    bgr = mixed(plain(len(x), (150, 152, 154)), (104, 124, 152), warm)
    bgr *= (0.7 + 0.4 * chance(house, house * 0, 3))[:, None]
    pane = within(x, 0.6, 1.5, blur) * within(y, 0.9, 2.2, blur) * (front.up_m < 8.0)
    return matt(mixed(bgr, (96, 92, 88), pane))


def car(front: Front, face: Face) -> Paint:
    """A parked car: wheels, lamps and lines on its body, glass in its cabin."""
    up, along, blur = front.up_m, front.along_m, front.blur_up_m
    paint: Floats = np.array(CAR_PAINTS[face.number % len(CAR_PAINTS)])
    long = front.length_m > 2.6
    if face.part == "cabin":
        bgr: Floats = np.tile(paint, (len(up), 1))
        edge = np.minimum(along, front.length_m - along)
        glass = over(edge, 0.09, blur) * within(up, face.base_m + 0.03, face.top_m - 0.08, blur)
        if long:
            glass *= 1 - within(along, front.length_m / 2 - 0.05, front.length_m / 2 + 0.05, blur)
        return matt(mixed(bgr, (62, 56, 50), glass))
    bgr = np.tile(paint, (len(up), 1)) * (0.75 + 0.3 * up / face.top_m)[:, None]
    bgr = mixed(bgr, (30, 30, 32), 1 - over(up, 0.27, blur))
    return _wheels(front, bgr) if long else _lamps(front, bgr, face)


def _wheels(front: Front, bgr: Floats) -> Paint:
    up, along, blur = front.up_m, front.along_m, front.blur_up_m
    for at in (0.19 * front.length_m, 0.8 * front.length_m):
        away = np.hypot(along - at, up - 0.31)
        bgr = mixed(bgr, (18, 18, 19), 1 - over(away, 0.37, blur))
        bgr = mixed(bgr, (128, 130, 132), 1 - over(away, 0.2, blur))
    seams = stripes(along + 0.4, 1.2, 0.012, front.blur_along_m) * over(up, 0.3, blur)
    return matt(
        mixed(
            bgr,
            (20, 20, 20),
            0.6 * seams * (1 - over(np.abs(along / front.length_m - 0.5), 0.3, blur)),
        )
    )


def _lamps(front: Front, bgr: Floats, _face: Face) -> Paint:
    side = np.abs(front.along_m - front.length_m / 2) - 0.36 * front.length_m
    lamp = (1 - over(np.abs(side), 0.15, front.blur_along_m)) * within(
        front.up_m, 0.55, 0.72, front.blur_up_m
    )
    plate = (
        1 - over(np.abs(front.along_m - front.length_m / 2), 0.26, front.blur_along_m)
    ) * within(front.up_m, 0.36, 0.48, front.blur_up_m)
    bgr = mixed(bgr, (120, 200, 214), plate)
    return Paint(mixed(bgr, (40, 40, 170), lamp), 0.3 * lamp)


def lamp(front: Front, face: Face) -> Paint:
    """A lamp post: a dark shaft, and its lantern."""
    if face.part == "head":
        return Paint(plain(len(front.up_m), (170, 232, 255)), np.ones(len(front.up_m)))
    return matt(plain(len(front.up_m), (44, 46, 42)))
