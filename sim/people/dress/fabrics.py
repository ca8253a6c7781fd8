"""Cloth as colour: stripes, checks, denim, prints, seams and buttons, pixel by pixel."""

from typing import TYPE_CHECKING, Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.people.dress.garments import Cloth

Floats = NDArray[np.floating[Any]]

PATTERNS = (
    "skin", "plain", "stripes", "checks", "denim", "knit", "print", "dots", "pinstripe", "quilt",
    "block", "shoe", "floral", "camouflage", "metal", "acetate", "crystal",
)  # fmt: skip
FRONTS = ("plain", "buttons", "zip", "lapel", "fly", "pouch")
SKIN, STRIPES, CHECKS, DENIM, KNIT = 0, 2, 3, 4, 5
PRINT, DOTS, PINSTRIPE, QUILT, BLOCK, SHOE, FLORAL, CAMOUFLAGE, METAL, ACETATE = range(6, 16)
BUTTONS, ZIP, LAPEL, FLY, POUCH = range(1, 6)
SOLE_DM = -8.02
"""Shoes are soles below this height of the base mesh."""
COLUMNS = 15
TURN_X, TURN_Y = 127.1, 311.7
"""By how much the sine that noise is made of turns from one swing to the next, radians."""
SLOTS = 64
KNOWN = (4 * SLOTS, 7)
"""What `colour` remembers of the last cells of each of four noises: a cell's two numbers and seed,
and the heights at its corners. At first all are UNKNOWN.
"""
UNKNOWN = 1e300
SINES = np.sin([[0.0, TURN_Y], [TURN_X, TURN_X + TURN_Y]])
COSINES = np.cos([[0.0, TURN_Y], [TURN_X, TURN_X + TURN_Y]])


def row(cloth: "Cloth") -> Floats:
    """(COLUMNS,) the cloth as `colour` reads it."""
    return np.array(
        [
            PATTERNS.index(cloth.pattern), *cloth.first, *cloth.second, cloth.scale_dm,
            cloth.rib_dm, FRONTS.index(cloth.front), cloth.strap, *cloth.strap_rgb, cloth.seed,
        ],
        np.float32,
    )  # fmt: skip


@nb.njit(cache=True, fastmath=True, forceinline=True)
def noise(x, y, seed, known, n) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """Smooth value noise, -1 to 1, about one swing a unit.

    Neighbours mostly lie in one cell, and sines cost the most: `known` remembers the last ones of
    noise `n`.
    """
    i, j = np.floor(x), np.floor(y)
    n = SLOTS * n + ((int(i) + 11 * int(j)) & (SLOTS - 1))
    if known[n, 0] != i or known[n, 1] != j or known[n, 2] != seed:
        _look_up(i, j, seed, known, n)
    fx, fy = x - i, y - j
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    left = known[n, 3] * (1 - fy) + known[n, 4] * fy
    right = known[n, 5] * (1 - fy) + known[n, 6] * fy
    return left * (1 - fx) + right * fx


@nb.njit(cache=True)
def _look_up(i, j, seed, known, n) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill row `n` of `known` for a cell."""
    known[n, 0], known[n, 1], known[n, 2] = i, j, seed
    angle = i * TURN_X + j * TURN_Y + seed * 74.7
    sine, cosine = np.sin(angle), np.cos(angle)
    for di in range(2):
        for dj in range(2):
            h = (sine * COSINES[di, dj] + cosine * SINES[di, dj]) * 43758.5453
            known[n, 3 + 2 * di + dj] = 2 * (h - np.floor(h)) - 1


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _mix(cloth, u, v, known) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """How much of the second colour shows at a place, 0 to 1."""
    kind, size, seed = int(cloth[0]), cloth[7], cloth[14]
    if kind == STRIPES:
        return 1.0 if (v / size + seed) % 1.0 < 0.35 else 0.0
    if kind == CHECKS:
        a = 1.0 if (u / size) % 1.0 < 0.45 else 0.0
        b = 1.0 if (v / size) % 1.0 < 0.45 else 0.0
        return 0.5 * (a + b)
    if kind == PINSTRIPE:
        return 0.8 if (u / size) % 1.0 < 0.12 else 0.0
    if kind == DOTS:
        a, b = (u / size) % 1.0 - 0.5, ((v / size + 0.5 * (np.floor(u / size) % 2)) % 1.0) - 0.5
        return 1.0 if a * a + b * b < 0.06 else 0.0
    if kind == FLORAL:
        return 1.0 if noise(u / size, v / size, seed, known, 0) > 0.28 else 0.0
    if kind == CAMOUFLAGE:
        half = 0.5 if noise(u / size + 9, v / size, seed + 1, known, 1) > -0.2 else 0.15
        return 0.5 + half * np.sign(noise(u / size, v / size, seed, known, 0))
    if kind == BLOCK:
        return 1.0 if v > size else 0.0
    if kind == PRINT and abs(u) < 0.75 and abs(v - 4.1) < 0.55:
        printed = noise(u * 3.1, v * (6.0 if seed > 0.5 else 2.2), seed * 97, known, 0)
        return 1.0 if printed > -0.05 else 0.0
    return 0.0


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _weave(cloth, u, v, known) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """How light the cloth itself is at a place, about 1."""
    kind, seed = int(cloth[0]), cloth[14]
    if kind == DENIM:
        worn = noise(u * 0.9, v * 0.45, seed, known, 2) * 0.16
        worn += noise(u * 9, v * 5, seed, known, 3) * 0.07
        knee = 0.35 * np.exp(-(((v + 2.0) / 1.8) ** 2) - (u / 0.8) ** 2)
        return 1.0 + worn + knee
    if kind == KNIT:
        return 1.0 + 0.1 * np.sin(u * 44.0) + 0.06 * noise(u * 8, v * 16, seed, known, 2)
    if kind == QUILT:
        return 0.72 + 0.42 * abs(np.sin(np.pi * v / 0.75)) ** 0.5
    fine, broad = noise(u * 7, v * 7, seed, known, 2), noise(u * 1.3, v * 1.1, seed + 3, known, 3)
    return 1.0 + 0.05 * fine + 0.05 * broad


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _sewn(cloth, u, v, edge) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """How much seams, ribs, zips and pockets darken a place, 1 where there are none."""
    front, rib, light = int(cloth[9]), cloth[8], 1.0
    if edge < rib:
        light *= 0.78 + 0.1 * np.sin(u * 50.0)
    elif edge < 0.14 and int(cloth[0]) != SKIN:
        light *= 0.85
    if v < -50.0:
        return light
    if front == BUTTONS:
        if abs(abs(u) - 0.17) < 0.02:
            light *= 0.8
        if u * u < 0.0036 and u * u + ((v + 20.0) % 0.85 - 0.4) ** 2 < 0.0036:
            light *= 0.45
    elif front == ZIP and abs(u) < 0.05:
        light *= 0.5
    elif front == LAPEL:
        fold = 0.55 * min(max((v - 1.2) / 3.0, 0.0), 1.0)
        if abs(edge - fold) < 0.035 and v > 1.6 and abs(u) < 1.6:
            light *= 0.62
        if abs(abs(u) - 1.3) < 0.45 and abs(v - 1.2) < 0.05:
            light *= 0.65
    elif front == FLY:
        if abs(u) < 0.03 and v > -0.4:
            light *= 0.75
        if abs(abs(u) - 1.5 - 0.5 * (v - 1.0)) < 0.035 and 0.2 < v < 1.1:
            light *= 0.75
    elif front == POUCH and abs(u) < 1.1 and abs(v - 1.25) < 0.75:
        light *= 0.72 if abs(u) > 1.04 or abs(v - 1.25) > 0.69 else 1.0
    return light


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _strapped(cloth, u, v) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """Whether a bag's strap lies over the place: 1 of a rucksack, 2 of a shoulder bag."""
    kind = int(cloth[10])
    if kind == 1:
        return v > 2.6 and abs(abs(u) - 1.35) < 0.2
    if kind == 2 and v > 0.0:
        if -2.4 < u < 1.35:
            return abs(v - 5.7 - 1.6 * (u - 1.3)) < 0.22
        around = u + 3 * np.pi if u < 0 else u
        return 2.0 < around < 7.0 and abs(v - 5.7 + 1.0 * (around - 1.9)) < 0.17
    return False


@nb.njit(cache=True, fastmath=True, forceinline=True)
def colour(cloth, u, v, edge, known, into) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `into` (3,) with the linear colour of a `row` at a place of it; `known` as in KNOWN."""
    kind = int(cloth[0])
    if kind == SKIN:
        for k in range(3):
            into[k] = cloth[1 + k]
        return
    if _strapped(cloth, u, v):
        for k in range(3):
            into[k] = cloth[11 + k]
        return
    if kind == SHOE:
        sole = v < SOLE_DM
        light = 1.0 + 0.06 * noise(u * 5, v * 5, cloth[14], known, 2)
        for k in range(3):
            into[k] = cloth[4 + k] if sole else cloth[1 + k] * light
        return
    if kind in (METAL, ACETATE):
        mottled = noise(u / cloth[7], v / cloth[7], 9 * cloth[14], known, 2)
        second = min(max(0.5 + 2.5 * mottled, 0.0), 1.0) if kind == ACETATE else 0.0
        for k in range(3):
            into[k] = cloth[1 + k] * (1 - second) + cloth[4 + k] * second
        return
    share, light = _mix(cloth, u, v, known), _weave(cloth, u, v, known)
    light *= _sewn(cloth, u, v, edge)
    for k in range(3):
        into[k] = (cloth[1 + k] * (1 - share) + cloth[4 + k] * share) * light
