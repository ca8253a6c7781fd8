"""Patterns on surfaces, each averaged over what one pixel shows; colours are BGR, 0 to 255."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.cameras.scenery.signs import sign
from sim.cameras.scenery.solids import Face

Floats = NDArray[np.floating[Any]]
Colour = tuple[float, float, float]
TAPS = 4
"""Samples along a sign that is seen at a flat angle."""


@dataclass(frozen=True, slots=True)
class Front:
    """Points (n,) on one wall: `along_m` read from its left, `up_m`, how a ray that goes on moves
    along and up for each metre behind the wall, and how much of each one pixel shows, metres;
    the wall is `length_m` long.
    """

    along_m: Floats
    up_m: Floats
    along_slope: Floats
    up_slope: Floats
    blur_along_m: Floats
    blur_up_m: Floats
    length_m: float

    def behind(self, depth_m: float | Floats) -> tuple[Floats, Floats]:
        """Where the rays are so far behind the wall."""
        return self.along_m + depth_m * self.along_slope, self.up_m + depth_m * self.up_slope


@dataclass(frozen=True, slots=True)
class Ground:
    """Points (n,) on a level surface, how much one pixel shows of it east and north, and how far
    away the nearest kerb is.
    """

    x_m: Floats
    y_m: Floats
    blur_x_m: Floats
    blur_y_m: Floats
    kerb_m: Floats

    def take(self, rows: NDArray[np.intp]) -> "Ground":
        """Some of the points."""
        return Ground(*(getattr(self, one.name)[rows] for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours (n, 3), and what share (n,) of each shines by itself instead of being lit."""

    bgr: Floats
    glow: Floats


Painter = Callable[[Front, Face], Paint]


def matt(bgr: Floats) -> Paint:
    """Paint that does not shine."""
    return Paint(bgr, np.zeros(len(bgr)))


def plain(count: int, colour: Colour) -> Floats:
    """(count, 3) of one colour."""
    return np.tile(np.array(colour, np.float64), (count, 1))


def mixed(bgr: Floats, other: Floats | Colour, share: Floats) -> Floats:
    """Colours (n, 3) with shares (n,) of other ones."""
    found: Floats = bgr + share[:, None] * (np.asarray(other) - bgr)
    return found


def stripes(x: Floats, period: float, width: float, blur: float | Floats) -> Floats:
    """Share (n,) of each pixel within the first `width` of each period.

    >>> stripes(np.array([0.05, 0.5]), 1.0, 0.1, np.array([0.02, 0.02])).tolist()
    [1.0, 0.0]
    """
    wide = np.maximum(blur, 1e-5)

    def until(at: Floats) -> Floats:
        turns = np.floor(at / period)
        whole: Floats = turns * width + np.minimum(at - turns * period, width)
        return whole

    share: Floats = np.clip((until(x + wide / 2) - until(x - wide / 2)) / wide, 0, 1)
    return share


def over(x: Floats, edge: float | Floats, blur: float | Floats) -> Floats:
    """Share (n,) of each pixel beyond an edge."""
    share: Floats = np.clip((x - edge) / np.maximum(blur, 1e-5) + 0.5, 0, 1)
    return share


def within(x: Floats, low: float | Floats, high: float | Floats, blur: float | Floats) -> Floats:
    """Share (n,) of each pixel between two edges."""
    share: Floats = over(x, low, blur) * (1 - over(x, high, blur))
    return share


def chance(a: Floats, b: Floats, c: int) -> Floats:
    """(n,) 0 to 1, fixed by three whole numbers (after the finaliser of MurmurHash3)."""
    mixed_up = (a.astype(np.int64) * 73856093) ^ (b.astype(np.int64) * 19349663) ^ (c * 83492791)
    mixed_up = mixed_up.astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        mixed_up = (mixed_up ^ (mixed_up >> np.uint32(shift))) * np.uint32(factor)
    share: Floats = mixed_up / np.float64(2**32)
    return share


def tones(a: Floats, b: Floats, c: int, size_m: float, blur: Floats) -> Floats:
    """(n,) -.5 to .5 a tile of that size, towards 0 where a pixel shows many."""
    found: Floats = (chance(a, b, c) - 0.5) / (1 + (blur / size_m) ** 2)
    return found


def noise(x: Floats, y: Floats, size_m: float, c: int, blur: Floats) -> Floats:
    """(n,) -.5 to .5, smooth between points of a lattice, towards 0 where a pixel shows many."""
    u, v = x / size_m, y / size_m
    i, j = np.floor(u), np.floor(v)
    u, v = u - i, v - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    low = chance(i, j, c) * (1 - u) + chance(i + 1, j, c) * u
    high = chance(i, j + 1, c) * (1 - u) + chance(i + 1, j + 1, c) * u
    found: Floats = (low * (1 - v) + high * v - 0.5) / (1 + (blur / size_m) ** 2)
    return found


def hue(number: int, saturation: int = 70, value: int = 120) -> Floats:
    """(3,) a colour that differs from its neighbours'.

    >>> bool((hue(1) == hue(1)).all()), bool((hue(1) == hue(2)).all())
    (True, False)
    """
    hsv = [number * 67 % 180, saturation + number * 37 % 70, value + number * 53 % 80]
    bgr = cv2.cvtColor(np.array([[hsv]], np.uint8), cv2.COLOR_HSV2BGR)
    return np.asarray(bgr[0, 0], np.float64)


def lettering(front: Front, name: str, middle_m: tuple[float, float], high_m: float) -> Floats:
    """Share (n,) covered by a name written so high around a point of the wall."""
    shape, ink = sign(name), np.zeros(len(front.up_m))
    along, down = front.along_m - middle_m[0], middle_m[1] - front.up_m
    near = np.flatnonzero(
        (np.abs(along) < shape.wide_m(high_m) / 2 + front.blur_along_m)
        & (np.abs(down) < high_m / 2)
    )
    wide, fine = front.blur_along_m[near], front.blur_up_m[near]
    finest = np.maximum(fine, wide / TAPS)
    for tap in (np.arange(TAPS) + 0.5) / TAPS - 0.5:
        ink[near] += shape.cover(along[near] + tap * wide, down[near], high_m, finest) / TAPS
    return ink


def fitted(name: str, high_m: float, wide_m: float) -> float:
    """How high to write a name at most, so that it fits into a width."""
    return min(high_m, high_m * wide_m / max(sign(name).wide_m(high_m), 1e-6))
