"""Colours of floor, ceiling and walls at the points that rays meet; all BGR, 0 to 255."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.cameras.signs import SIGN_PX_PER_M, Sign

Floats = NDArray[np.floating[Any]]

TILE_M, GROUT_M = 0.6, 0.008
FLOOR_BGR, GROUT_BGR = (176.0, 186.0, 194.0), (140.0, 148.0, 154.0)
PANEL_M, LAMP_M = 0.6, 2.4
PLASTER_BGR = (206.0, 212.0, 216.0)
PLINTH_M, GLASS_M, FASCIA_M = 0.25, 2.6, 3.4
"""Heights at which plinth, glass and fascia of a shopfront end."""
MULLION_M, MULLION_HALF_M = 2.0, 0.03
ROOM_M = 2.2
"""How far behind the glass a shop's shelves stand."""
DOOR_HALF_M = 1.1


@dataclass(frozen=True, slots=True)
class Front:
    """Points (n,) on one wall: `along_m` read from its left, `up_m`, and how a ray that goes on
    moves along and up for each metre behind the wall.
    """

    along_m: Floats
    up_m: Floats
    along_slope: Floats
    up_slope: Floats

    def behind(self, depth_m: float) -> tuple[Floats, Floats]:
        """Where the rays are so far behind the wall."""
        return self.along_m + depth_m * self.along_slope, self.up_m + depth_m * self.up_slope


def floor(x_m: Floats, y_m: Floats, away_m: Floats) -> Floats:
    """Tiles of slightly different tones, with grout, in pools of light, darker at walls."""
    column, row = np.floor(x_m / TILE_M), np.floor(y_m / TILE_M)
    tone = 1 + 0.06 * (chance(column, row, 1) - 0.5)
    pool = 1 + 0.05 * np.cos(x_m * 2 * np.pi / 6) * np.cos(y_m * 2 * np.pi / 6)
    shade = 1 - 0.4 * np.exp(-away_m / 0.25)
    grout = (x_m % TILE_M < GROUT_M) | (y_m % TILE_M < GROUT_M)
    colour = np.where(grout[:, None], GROUT_BGR, FLOOR_BGR)
    lit: Floats = colour * (tone * pool * shade)[:, None]
    return lit


def ceiling(x_m: Floats, y_m: Floats) -> Floats:
    """Panels with lamps in rows."""
    seam = (x_m % PANEL_M < 0.015) | (y_m % PANEL_M < 0.015)
    lamp = (x_m % LAMP_M < PANEL_M) & (y_m % LAMP_M < 2 * PANEL_M)
    tone = np.where(lamp, 252.0, np.where(seam, 176.0, 200.0))
    colour: Floats = tone[:, None] * np.array([0.99, 1.0, 1.0])
    return colour


def shopfront(front: Front, length_m: float, number: int, sign: Sign) -> Floats:
    """Plinth, glass with a door and shelves behind it, fascia with the name, plaster above."""
    up, along = front.up_m, front.along_m
    tint = hue(number)
    colour = np.tile(PLASTER_BGR, (len(up), 1))
    glass = up < GLASS_M
    colour[glass] = 0.82 * _room(front, number)[glass] + 22
    post = np.abs((along + MULLION_M / 2) % MULLION_M - MULLION_M / 2) < MULLION_HALF_M
    transom = np.abs(up - 2.15) < MULLION_HALF_M
    door = np.abs(along - length_m / 2) < DOOR_HALF_M
    colour[glass & (post | transom)] = 0.35 * tint
    colour[(up < PLINTH_M) & ~door] = 0.3 * tint + 20
    jamb = np.abs(np.abs(along - length_m / 2) - DOOR_HALF_M) < 2 * MULLION_HALF_M
    colour[glass & jamb] = 0.25 * tint + 10
    fascia = (up >= GLASS_M) & (up < FASCIA_M)
    colour[fascia] = _lettered(along[fascia], up[fascia], length_m, tint, sign)
    return colour


def doors(front: Front, length_m: float, sign: Sign) -> Floats:
    """Glass doors to the daylight, a header with the entrance's name, plaster above."""
    along, up = front.along_m, front.up_m
    _, outside = front.behind(12.0)
    sky = np.clip(0.5 + outside / 6, 0, 1)[:, None]
    colour = (1 - sky) * (168.0, 172.0, 174.0) + sky * (236.0, 228.0, 220.0)
    pane = np.abs((along + 0.5) % 1.0 - 0.5) < 0.035
    frame = pane | (np.abs(up - 2.2) < 0.035) | (up < 0.1) | (np.abs(up - 1.05) < 0.02)
    colour[frame] = (72.0, 70.0, 68.0)
    header = up >= GLASS_M
    colour[header] = _lettered(along[header], up[header], length_m, np.array([96.0, 84, 72]), sign)
    colour[up >= FASCIA_M] = PLASTER_BGR
    return colour


def kiosk(front: Front, number: int) -> Floats:
    """A counter below, posters up to the ceiling."""
    along, up = front.along_m, front.up_m
    tint = hue(number + 7)
    poster = chance(np.floor(along / 1.0), np.floor(up / 1.2), 3)[:, None]
    colour = 0.75 * tint + 60 * poster
    colour[up < 1.05] = 0.5 * tint
    colour[np.abs(up - 1.05) < 0.04] = (70.0, 78.0, 84.0)
    return colour


def plaster(front: Front) -> Floats:
    """A bare wall with a skirting."""
    colour = np.tile(PLASTER_BGR, (len(front.up_m), 1))
    colour[front.up_m < 0.12] *= 0.7
    return colour


def hue(number: int) -> Floats:
    """(3,) a colour that differs from its neighbours'.

    >>> bool((hue(1) == hue(1)).all()), bool((hue(1) == hue(2)).all())
    (True, False)
    """
    hsv = [number * 67 % 180, 70 + number * 37 % 70, 120 + number * 53 % 80]
    bgr = cv2.cvtColor(np.array([[hsv]], np.uint8), cv2.COLOR_HSV2BGR)
    return np.asarray(bgr[0, 0], np.float64)


def chance(a: Floats, b: Floats, c: int) -> Floats:
    """(n,) 0 to 1, fixed by three whole numbers (after the finaliser of MurmurHash3)."""
    mixed = (a.astype(np.int64) * 73856093) ^ (b.astype(np.int64) * 19349663) ^ (c * 83492791)
    mixed = mixed.astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    share: Floats = mixed / np.float64(2**32)
    return share


def _room(front: Front, number: int) -> Floats:
    """Shelves with goods, seen through the glass; lamps above."""
    along, up = front.behind(ROOM_M)
    shelf, column = np.floor(up / 0.45), np.floor(along / 0.35)
    goods = np.stack([chance(column, shelf, number * 3 + k) for k in range(3)], 1)
    tint = hue(number)
    colour: Floats = 60 + 0.25 * tint + 70 * (0.5 * goods + 0.5 * goods.mean(1, keepdims=True))
    board = (up % 0.45 < 0.05) | (along % 1.4 < 0.06)
    colour[board] = (88.0, 96.0, 104.0)
    colour[up > 2.25] = (196.0, 206.0, 212.0)
    colour[(up > 2.45) & (along % 1.8 < 0.9)] = 250.0
    colour[up < 0.1] = (120.0, 130.0, 138.0)
    return colour


def _lettered(along: Floats, up: Floats, length_m: float, tint: Floats, sign: Sign) -> Floats:
    """A fascia in its colour with the sign in its middle."""
    wide = sign.cover.shape[1] / SIGN_PX_PER_M
    x = np.rint((along - (length_m - wide) / 2) * SIGN_PX_PER_M).astype(int)
    y = np.rint((FASCIA_M - 0.1 - up) * SIGN_PX_PER_M).astype(int)
    on = (x >= 0) & (x < sign.cover.shape[1]) & (y >= 0) & (y < sign.cover.shape[0])
    ink = np.zeros((len(along), 1))
    ink[on, 0] = sign.cover[y[on], x[on]] / 255.0
    colour: Floats = tint * (1 - ink) + 245.0 * ink
    return colour
