"""A station's own: stone walls, ticket gates, the board of departures and the clock."""

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
    noise,
    over,
    plain,
    stripes,
    tones,
    within,
)
from sim.cameras.scenery.signs import sign
from sim.cameras.scenery.solids import Face

HOUR, MINUTE = 10, 9
ROWS = (
    ("10:12", "Ashwell Junction", "1"), ("10:15", "Port Merrin", "4"),
    ("10:19", "Kelder Bridge", "2"), ("10:22", "Northmoor via Tarn", "6"),
    ("10:26", "Ashwell Junction", "1"), ("10:31", "Saltby Sands", "3"),
    ("10:34", "Great Hallow", "5"), ("10:40", "Port Merrin", "4"),
)  # fmt: skip
"""Invented places."""


def stone(front: Front, face: Face) -> Paint:
    """Ashlar with a dark plinth, tall windows high up, posters in a row below."""
    along, up = front.along_m, front.up_m
    blur, rise = front.blur_along_m, front.blur_up_m
    row = np.floor(up / 0.6)
    column = np.floor((along + 0.6 * (row % 2)) / 1.2)
    tone = (
        1
        + 0.09 * tones(column, row, face.number, 0.6, blur)
        + 0.06 * noise(along, up, 0.4, 3, blur)
    )
    bgr = plain(len(up), (166, 184, 194)) * tone[:, None]
    joint = np.maximum(
        stripes(along + 0.6 * (row % 2), 1.2, 0.012, blur), stripes(up, 0.6, 0.012, rise)
    )
    bgr = mixed(bgr, (128, 142, 150), joint)
    bgr = mixed(bgr, (84, 88, 92), 1 - over(up, 0.6, rise))
    bgr = mixed(bgr, (198, 208, 214), within(up, 5.0, 5.3, rise))
    window = within(along % 6.0, 1.6, 4.4, blur) * within(up, 5.9, 9.4, rise)
    pane = window * (1 - stripes(along, 0.7, 0.05, blur)) * (1 - stripes(up, 0.88, 0.05, rise))
    bgr = mixed(mixed(bgr, (104, 112, 118), window), (246, 240, 234), pane)
    shown, picture = _posters(front, 4.0, face.number)
    return Paint(mixed(bgr, picture, shown), np.clip(pane + 0.5 * shown, 0, 1))


def poster(front: Front, face: Face) -> Paint:
    """A plain wall with lit posters."""
    bgr = plain(len(front.up_m), (196, 202, 206))
    bgr = mixed(bgr, (92, 98, 104), 1 - over(front.up_m, 0.2, front.blur_up_m))
    shown, picture = _posters(front, 3.0, face.number)
    return Paint(mixed(bgr, picture, shown), 0.6 * shown)


def gate(front: Front, face: Face) -> Paint:
    """A ticket gate's cabinet: steel, a dark glass top, a lit arrow at its end."""
    up, along = front.up_m, front.along_m
    short = front.length_m < 0.5
    tone = 1 + 0.06 * noise(along * 0.2, up * 6, 0.1, 3, front.blur_up_m)
    bgr = plain(len(up), (150, 154, 156)) * tone[:, None]
    bgr = mixed(bgr, (52, 54, 58), over(up, face.top_m - 0.16, front.blur_up_m))
    bgr = mixed(bgr, (60, 62, 64), 1 - over(up, 0.08, front.blur_up_m))
    if not short:
        band = within(up, 0.5, 0.6, front.blur_up_m)
        return Paint(mixed(bgr, (150, 92, 30), band), np.zeros(len(up)))
    centre = along - front.length_m / 2
    lamp = 1 - over(np.hypot(centre, up - 0.72), 0.08, front.blur_up_m)
    go = face.number % 3 != 0
    bgr = mixed(bgr, (70, 220, 90) if go else (60, 60, 235), lamp)
    return Paint(bgr, lamp)


def board(front: Front, face: Face) -> Paint:
    """The board of departures: amber lines on black under a heading."""
    up, along = front.up_m, front.along_m
    high = face.top_m - face.base_m
    bgr, ink = plain(len(up), (26, 24, 22)), np.zeros(len(up))
    if front.length_m > 1.0:
        middle, row = front.length_m / 2, 0.8 * high / len(ROWS)
        for number, cells in enumerate(ROWS):
            at = face.top_m - 0.17 * high - (number + 0.5) * row
            for text, left in zip(cells, (0.03, 0.2, 0.92), strict=True):
                x = left * front.length_m + sign(text).wide_m(row) / 2
                ink = np.maximum(ink, lettering(front, text, (x, at), row))
        bgr = mixed(bgr, (60, 190, 250), ink)
        heading = over(up, face.top_m - 0.15 * high, front.blur_up_m)
        title = lettering(front, face.name, (middle, face.top_m - 0.075 * high), 0.13 * high)
        bgr = mixed(mixed(bgr, (150, 92, 30), heading), (250, 250, 250), title * heading)
        ink = np.maximum(ink, title)
    edge = np.minimum(
        np.minimum(along, front.length_m - along), np.minimum(up - face.base_m, face.top_m - up)
    )
    bgr = mixed(bgr, (96, 98, 100), 1 - over(edge, 0.05, front.blur_up_m))
    return Paint(bgr, np.clip(0.4 + ink, 0, 1))


def clock(front: Front, face: Face) -> Paint:
    """A round white face with two hands on a square black box."""
    x = front.along_m - front.length_m / 2
    y = front.up_m - (face.base_m + face.top_m) / 2
    radius = 0.44 * min(front.length_m, face.top_m - face.base_m)
    away, blur = np.hypot(x, y), front.blur_up_m
    bgr = plain(len(x), (40, 40, 42))
    if front.length_m < 0.5:
        return matt(bgr)
    disc = 1 - over(away, radius, blur)
    bgr = mixed(bgr, (236, 244, 248), disc)
    angle = np.arctan2(x, y) % (2 * np.pi)
    off = np.abs((angle + np.pi / 12) % (np.pi / 6) - np.pi / 12) * away
    bgr = mixed(
        bgr,
        (30, 30, 32),
        (1 - over(off, 0.02, blur)) * within(away, 0.8 * radius, 0.95 * radius, blur),
    )
    for turn, long, thick in (
        ((HOUR % 12 + MINUTE / 60) / 12, 0.55, 0.035),
        (MINUTE / 60, 0.82, 0.022),
    ):
        a = 2 * np.pi * turn
        ahead, aside = x * np.sin(a) + y * np.cos(a), x * np.cos(a) - y * np.sin(a)
        hand = within(ahead, -0.1 * radius, long * radius, blur) * (
            1 - over(np.abs(aside), thick, blur)
        )
        bgr = mixed(bgr, (24, 24, 26), hand)
    return Paint(bgr, 0.8 * disc)


def hanging(front: Front, face: Face) -> Paint:
    """A hanging sign: white on blue."""
    bgr = plain(len(front.up_m), (128, 70, 24))
    if front.length_m < 0.4:
        return matt(bgr)
    high = fitted(face.name, 0.75 * (face.top_m - face.base_m), 0.92 * front.length_m)
    ink = lettering(front, face.name, (front.length_m / 2, (face.base_m + face.top_m) / 2), high)
    return Paint(mixed(bgr, (250, 250, 248), ink), np.full(len(ink), 0.5))


def _posters(front: Front, every_m: float, number: int) -> tuple[Floats, Floats]:
    """Where posters hang, and what they show: fields of colour, a disc, lines of type."""
    slot = np.floor(front.along_m / every_m)
    x, y = front.along_m - slot * every_m - every_m / 2, front.up_m - 1.75
    blur = np.maximum(front.blur_along_m, front.blur_up_m)
    shown = (1 - over(np.abs(x), 0.62, blur)) * (1 - over(np.abs(y), 0.92, blur))
    which = np.floor(6 * chance(slot, slot * 0, number + 2)).astype(int)
    palette = np.stack([hue(number + 5 * k, 90, 130) for k in range(6)])
    bgr = mixed(palette[which], palette[(which + 2) % 6] * 0.6 + 90, np.clip(0.5 + y, 0, 1))
    disc = 1 - over(np.hypot(x - 0.25 * (which % 2 - 0.5), y - 0.25), 0.28, blur)
    bgr = mixed(bgr, palette[(which + 1) % 6] * 0.4 + 140, disc)
    type_ = (
        stripes(y + 2, 0.14, 0.06, blur)
        * within(y, -0.75, -0.3, blur)
        * (1 - over(np.abs(x), 0.45, blur))
    )
    bgr = mixed(bgr, (246, 248, 248), type_)
    frame = over(np.maximum(np.abs(x) - 0.58, np.abs(y) - 0.88), 0.0, blur)
    return shown, mixed(bgr, (60, 62, 64), frame)
