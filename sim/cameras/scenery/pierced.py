"""Surfaces with gaps that rays pass: bars, rails, panes, leaves, wheels, a row of roofs."""

from collections.abc import Mapping

import numba as nb
import numpy as np

WHOLE, BARS, RAIL, LEAVES, ROOFS, WHEELS, PANE = range(7)
GAPS: Mapping[tuple[str, str], int] = {
    ("bars", ""): BARS, ("glass", ""): RAIL, ("leaves", ""): LEAVES, ("vista", ""): ROOFS,
    ("skyline", ""): ROOFS, ("car", "body"): WHEELS, ("pane", ""): PANE,
}  # fmt: skip
"""Which gaps a part of a material has."""
BAR_M, EVERY_M = 0.022, 0.14
MULLION_M, BAY_M, TRANSOM_M = 0.05, 1.6, 2.2
"""How wide the posts of a glass wall are, how far apart, and at what height its cross-bar lies."""
DOT_M, DOTS_M, DOTS_AT_M = 0.05, 0.15, 0.95
"""Squares that keep people from walking into the glass: their side, distance and height."""
ROOF_M = (6.0, 5.0)
"""The lowest of far roofs, and how much higher others are."""


@nb.njit(cache=True)
def passes(gaps, along, up, length, base, top, seed) -> bool:  # type: ignore[no-untyped-def]  # numba types
    """Whether a ray that meets a wall there, metres along and up, goes on."""
    if gaps == BARS:
        frame = up > top - 0.04 or 0.12 < up < 0.16 or along < 0.04 or along > length - 0.04
        foot = up < 0.12 and along % 1.1 < 0.06
        return not (frame or foot or (up > 0.16 and along % EVERY_M < BAR_M))
    if gaps == RAIL:
        post = (along + 0.75) % 1.5 < 0.04
        return not (up > top - 0.05 or up < 0.08 or post)
    if gaps == PANE:
        edge = along < MULLION_M or along > length - MULLION_M or up < 0.1 or up > top - 0.06
        bar = along % BAY_M < MULLION_M or TRANSOM_M < up < TRANSOM_M + MULLION_M
        dot = DOTS_AT_M < up < DOTS_AT_M + DOT_M and along % DOTS_M < DOT_M
        return not (edge or bar or dot)
    if gaps == LEAVES:
        thick = 0.95 - 0.75 * ((up - base) / (top - base)) ** 1.5
        fine = _lattice(along * 14, up * 14, seed) * 0.5 + _lattice(along * 37, up * 37, seed) * 0.5
        return bool(fine > 0.18 + 0.62 * thick)
    if gaps == ROOFS:
        house = np.floor(along / 6.5 + _chance(seed, 1, 7))
        ridge = abs((along / 6.5 + _chance(seed, 1, 7)) % 1 - 0.5)
        return bool(up > ROOF_M[0] + ROOF_M[1] * _chance(int(house), seed, 3) - 2.2 * ridge)
    if gaps == WHEELS and up < 0.22:
        if length < 2.6:
            return bool(0.24 < along < length - 0.24)
        return bool(min(abs(along - 0.19 * length), abs(along - 0.8 * length)) > 0.3)
    return False


@nb.njit(cache=True)
def _chance(a, b, c) -> float:  # type: ignore[no-untyped-def]  # numba types
    """0 to 1 by three whole numbers."""
    mixed = (a * 73856093 ^ b * 19349663 ^ c * 83492791) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 12)) * 0x297A2D39) & 0x7FFFFFFF
    return float((mixed ^ (mixed >> 15)) & 0xFFFFFF) / 0x1000000


@nb.njit(cache=True)
def _lattice(x, y, seed) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Noise 0 to 1, smooth between whole numbers."""
    i, j = int(np.floor(x)), int(np.floor(y))
    u, v = x - i, y - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    low = _chance(i, j, seed) * (1 - u) + _chance(i + 1, j, seed) * u
    high = _chance(i, j + 1, seed) * (1 - u) + _chance(i + 1, j + 1, seed) * u
    return float(low * (1 - v) + high * v)
