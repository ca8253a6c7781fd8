"""Fronts of shops: glass with a room behind it, goods and dummies in the window, a fascia above."""

import numpy as np

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
from sim.cameras.scenery.solids import Face

PLASTER_BGR = (206.0, 212.0, 216.0)
PLINTH_M, GLASS_M, FASCIA_M = 0.25, 2.6, 3.4
"""Heights at which plinth, glass and fascia of a shopfront end."""
MULLION_M, DOOR_HALF_M = 2.0, 1.1
ROOM_M, ROOM_HIGH_M = 4.5, 2.9
"""How deep and high shops are behind their glass."""
DUMMY_M = 0.55
"""How far behind the glass dummies stand."""
ISLAND_M = 2.0
"""How far behind the glass low shelves stand."""
BOXES_M = ((0.26, 0.42), (0.09, 0.34), (0.42, 0.55))
"""Goods and their shelves: how wide and how high."""
LETTERS_M = 0.46
TOWN_M = 14.0
"""How far behind the doors the nearest houses stand."""


def shopfront(front: Front, face: Face) -> Paint:
    """Plinth, glass with a door and a lit room behind it, fascia with the name, plaster above."""
    up, along, number = front.up_m, front.along_m, face.number
    tint, blur, rise = hue(number), front.blur_along_m, front.blur_up_m
    inside = room(front, number)
    door = within(along, front.length_m / 2 - DOOR_HALF_M, front.length_m / 2 + DOOR_HALF_M, blur)
    bgr = mixed(0.94 * inside.bgr + 8, (226, 224, 220), 0.07 * (1 - door))
    frame = stripes(along + MULLION_M / 2 + 0.03, MULLION_M, 0.06, blur) * (1 - door)
    frame = np.maximum(frame, within(up, 2.2, 2.26, rise))
    jamb = within(np.abs(along - front.length_m / 2), DOOR_HALF_M - 0.05, DOOR_HALF_M + 0.07, blur)
    bgr = mixed(bgr, 0.25 * tint + 14, np.maximum(frame, jamb))
    bgr = mixed(bgr, 0.3 * tint + 24, (1 - over(up, PLINTH_M, rise)) * (1 - door))
    glow = inside.glow * (1 - np.maximum(frame, jamb))
    high = over(up, GLASS_M, rise)
    bgr = mixed(bgr, _fascia(front, face, tint), high)
    seam = np.maximum(stripes(along, 2.4, 0.015, blur), within(up, 4.05, 4.1, rise))
    upper = mixed(plain(len(up), PLASTER_BGR), (172, 180, 186), seam)
    bgr = mixed(bgr, upper, over(up, FASCIA_M, rise))
    bgr = mixed(bgr, (150, 154, 156), within(up, FASCIA_M, FASCIA_M + 0.05, rise))
    lit = _letters(front, face) * within(up, GLASS_M, FASCIA_M, rise)
    return Paint(bgr, np.clip(glow * (1 - high) + 0.8 * lit, 0, 1))


def room(front: Front, number: int) -> Paint:
    """What is seen through glass: floor, ceiling with lamps, a wall of goods, dummies in front."""
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.where(front.up_slope < 0, -front.up_m / front.up_slope, np.inf)
        above = np.where(front.up_slope > 0, (ROOM_HIGH_M - front.up_m) / front.up_slope, np.inf)
    depth = np.clip(np.minimum(np.minimum(below, above), ROOM_M), 0, ROOM_M)
    along, up = front.behind(depth)
    blur = front.blur_along_m * (1 + 0.3 * depth)
    bgr = _goods(along, up, number, blur)
    joint = np.maximum(stripes(along, 0.5, 0.014, blur), stripes(depth, 0.5, 0.014, 2 * blur))
    ground = mixed(plain(len(up), (116, 134, 148)), (84, 98, 110), joint)
    bgr = np.where((depth == below)[:, None], ground, bgr)
    lamps = stripes(along, 1.8, 0.7, blur) * stripes(depth, 1.5, 0.5, blur)
    roof = mixed(plain(len(up), (196, 204, 208)), (250, 254, 255), lamps)
    bgr = np.where((depth == above)[:, None], roof, bgr)
    bgr *= (0.96 - 0.07 * depth)[:, None]
    bgr = _islands(front, number, bgr)
    figures, clothes = _dummies(front, number)
    return Paint(mixed(bgr, clothes, figures), 0.8 * (1 - 0.5 * figures))


def kiosk(front: Front, face: Face) -> Paint:
    """A counter with a lit display, and a frieze with the name."""
    up, along, rise = front.up_m, front.along_m, front.blur_up_m
    tint = hue(face.number + 7)
    open_m = face.top_m - 0.5
    bgr = _goods(along, up * 1.4, face.number + 11, front.blur_along_m) * 0.9 + 20
    bgr = mixed(bgr, (58, 66, 72), 1 - over(up, 1.12, rise))
    bgr = mixed(bgr, 0.7 * tint + 30, 1 - over(up, 1.05, rise))
    slat = stripes(along, 0.12, 0.012, front.blur_along_m) * (1 - over(up, 1.05, rise))
    bgr = mixed(bgr, 0.4 * tint, slat)
    bgr = mixed(bgr, (40, 44, 48), 1 - over(up, 0.1, rise))
    frieze = over(up, open_m, rise)
    bgr = mixed(bgr, 0.8 * tint + 20, frieze)
    high = fitted(face.name, 0.34, 0.9 * front.length_m)
    ink = lettering(front, face.name, (front.length_m / 2, open_m + 0.25), high) * frieze
    bgr = mixed(bgr, (246, 248, 250), ink)
    return Paint(bgr, np.clip(0.6 * within(up, 1.12, open_m, rise) + 0.6 * ink, 0, 1))


def plaster(front: Front, _face: Face) -> Paint:
    """A smooth wall or pillar with a skirting and a rail."""
    bgr = plain(len(front.up_m), PLASTER_BGR)
    bgr = mixed(bgr, (112, 118, 122), 1 - over(front.up_m, 0.15, front.blur_up_m))
    rail = within(front.up_m, 1.0, 1.06, front.blur_up_m)
    joint = within(front.up_m, 2.9, 2.92, front.blur_up_m)
    return matt(mixed(mixed(bgr, (150, 140, 128), rail), (160, 166, 170), joint))


def doors(front: Front, face: Face) -> Paint:
    """Glass doors with the town behind, a header with the entrance's name, plaster above."""
    up, along, blur, rise = front.up_m, front.along_m, front.blur_along_m, front.blur_up_m
    bgr = _town(front)
    leaf = stripes(along + 0.04, 1.0, 0.08, blur)
    frame = np.maximum(leaf, 1 - over(up, 0.14, rise))
    for low, high in ((2.2, 2.28), (0.72, 0.76)):
        frame = np.maximum(frame, within(up, low, high, rise))
    dots = stripes(along, 0.12, 0.05, blur) * within(up, 1.38, 1.43, rise)
    bgr = mixed(bgr, (236, 236, 234), 0.7 * dots)
    glow = (1 - frame) * (1 - over(up, GLASS_M, rise))
    bgr = mixed(bgr, (72, 70, 68), frame)
    x = along - np.floor(along)
    pull = within(x, 0.1, 0.13, blur) + within(x, 0.87, 0.9, blur)
    bgr = mixed(bgr, (176, 180, 182), np.clip(pull, 0, 1) * within(up, 0.85, 1.3, rise))
    header = over(up, GLASS_M, rise)
    ink = _letters(front, face) * header
    bgr = mixed(mixed(bgr, (92, 80, 66), header), (246, 248, 250), ink)
    return Paint(mixed(bgr, PLASTER_BGR, over(up, FASCIA_M, rise)), glow)


def _town(front: Front) -> Floats:
    """Daylight behind glass: a pavement, houses with windows across the street, sky."""
    with np.errstate(divide="ignore", invalid="ignore"):
        floor = np.where(front.up_slope < 0, -front.up_m / front.up_slope, np.inf)
    along, up = front.behind(TOWN_M)
    house = np.floor(along / 7.0)
    blur = 0.02
    wall = plain(len(up), (150, 160, 176)) * (0.8 + 0.35 * chance(house, house * 0, 5))[:, None]
    pane = stripes(along % 7.0 + 0.2, 2.0, 1.0, blur) * stripes(up + 0.4, 3.0, 1.6, blur)
    wall = mixed(wall, (120, 112, 106), pane)
    roof = 7.5 + 3 * chance(house, house * 0, 6)
    bgr = mixed(wall, (244, 236, 228), over(up, roof, blur))
    reach = np.minimum(floor, TOWN_M)
    street = mixed(plain(len(up), (168, 172, 174)), (128, 128, 130), within(reach, 4.5, 9.5, blur))
    bgr = np.where((floor < TOWN_M)[:, None], street, bgr)
    return mixed(bgr, (238, 234, 230), np.full(len(up), 0.32))


def _fascia(front: Front, face: Face, tint: Floats) -> Floats:
    """A board in the shop's colour, some dark with bright letters, some pale with coloured ones."""
    pale = face.number % 3 == 1
    board = 0.3 * tint + 160 if pale else 0.75 * tint
    bgr = np.tile(board, (len(front.up_m), 1))
    letters = np.array(0.5 * tint if pale else (244, 248, 250))
    trim = within(front.up_m, GLASS_M, GLASS_M + 0.06, front.blur_up_m)
    return mixed(mixed(bgr, letters, _letters(front, face)), 0.3 * tint + 10, trim)


def _letters(front: Front, face: Face) -> Floats:
    high = fitted(face.name, LETTERS_M, 0.85 * front.length_m)
    return lettering(front, face.name, (front.length_m / 2, (GLASS_M + FASCIA_M) / 2 + 0.02), high)


def _goods(along: Floats, up: Floats, number: int, blur: Floats) -> Floats:
    """A wall of shelves, or of rails with clothes, in the shop's own colours."""
    clothes = number % 2 == 0
    wide, high = (0.11, 1.15) if clothes else BOXES_M[number // 2 % len(BOXES_M)]
    row = np.floor(up / high)
    column = np.floor((along + 0.07 * row) / wide)
    which = np.floor(4 * chance(column, row, number + 1)).astype(int)
    palette = np.stack([hue(number * 4 + k, 50, 90) for k in range(4)])
    bgr = palette[which] * (0.7 + 0.5 * chance(column, row, number + 2))[:, None]
    if clothes:
        hem = 0.25 + 0.3 * chance(np.floor(column / 5), row, number)
        shown = within(up - row * high, hem, np.full(len(up), 0.98), blur)
        bgr = mixed(plain(len(up), (182, 190, 196)), bgr, shown)
        bgr = mixed(bgr, (90, 96, 100), within(up - row * high, 1.0, 1.03, blur))
    else:
        tall = high * (0.45 + 0.45 * chance(column, row, number + 5))
        bgr = mixed(plain(len(up), (120, 130, 138)), bgr, 1 - over(up - row * high, tall, blur))
        bgr = mixed(bgr, (176, 190, 202), 1 - over(up - row * high, 0.035, blur))
    upright = stripes(along, 1.6, 0.07, blur)
    return mixed(bgr, (128, 136, 142), upright)


def _islands(front: Front, number: int, bgr: Floats) -> Floats:
    """The room with low shelves in its middle."""
    along, up = front.behind(ISLAND_M)
    place = np.floor(along / 2.6)
    x = along - place * 2.6 - 1.3
    there = chance(place, place * 0, number + 17) < 0.75
    high = 1.0 + 0.5 * chance(place, place * 0, number + 18)
    blur = front.blur_along_m * 1.5
    shown = (1 - over(np.abs(x), 0.95, blur)) * (1 - over(up, high, blur)) * (up > 0) * there
    goods = 0.92 * _goods(along, up, number + 1, blur)
    return mixed(bgr, mixed(goods, (168, 182, 194), over(up, high - 0.05, blur)), shown)


def _dummies(front: Front, number: int) -> tuple[Floats, Floats]:
    """Shares (n,) of pixels that show dummies in the window, one in most panes, and their
    colours; they are round, so that they are as wide from every side.
    """
    along, up = front.behind(DUMMY_M)
    pane = np.floor(along / MULLION_M + 0.5)
    x = along - pane * MULLION_M - 1.6 * (chance(pane, pane * 0, number) - 0.5)
    x = x / np.hypot(1, front.along_slope)
    there = chance(pane, pane * 0, number + 9) < 0.7
    z = up - 0.25
    half = np.interp(
        z,
        [0, 0.1, 0.5, 0.75, 1.05, 1.3, 1.42, 1.46],
        [0.16, 0.15, 0.2, 0.15, 0.14, 0.21, 0.12, 0.05],
    )
    body = (1 - over(np.abs(x), half, front.blur_along_m)) * within(z, 0.0, 1.46, front.blur_up_m)
    head = 1 - over(np.hypot(x / 0.8, z - 1.57), 0.115, front.blur_up_m)
    near = (np.abs(front.along_m - front.length_m / 2) > DOOR_HALF_M + 0.5) & (number % 2 == 0)
    shown: Floats = np.maximum(body, head) * (there & near)
    coat, legs = 0.7 * hue(number + 3) + 40, 0.4 * hue(number + 8) + 20
    bgr = mixed(np.tile(legs, (len(z), 1)), coat, over(z, 0.72, front.blur_up_m))
    bgr = mixed(bgr, (196, 206, 214), over(z, 1.42, front.blur_up_m))
    return shown, bgr * (1 - 0.5 * (x / np.maximum(half, 0.05)) ** 2).clip(0.45, 1)[:, None]
