"""A head's skin, eyes and teeth pixel by pixel: their colour, their form and the light on them."""

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.gloss import gloss
from sim.people.drawing.shadows import reached
from sim.people.head.atlas import SIZE
from sim.people.head.mesh import LEFT_EYE, RIGHT_EYE, SKIN, TEETH

Floats = NDArray[np.floating[Any]]

LASH_RGB, TOOTH_RGB, TONGUE_RGB = (0.012, 0.012, 0.012), (0.55, 0.5, 0.42), (0.3, 0.08, 0.07)
DULL = 0.02
"""How much lashes, teeth and tongue shine."""
CAVITY_RGB = (0.85, 0.92, 0.92)
"""What of the light is lost inside the mouth."""
BLED_RGB = (0.32, 0.14, 0.08)
"""Red light bleeds furthest under skin."""
IRIS_RAD, PUPIL = 0.43, 0.42
"""How wide an iris is from the eye's middle, and a pupil as a share of it."""


@nb.njit(cache=True, fastmath=True)
def lit(  # type: ignore[no-untyped-def]  # numba types
    buffers, triangles, part, corner, placed, own, normals, open_, cavity, canvas, eyes, paints,
    turn, lamps, colours, shadow, linear, alpha,
) -> None:  # fmt: skip
    """Fill `linear` (h, w, 3) and `alpha` (h, w) where `raster` found a head.

    `buffers` are the winner and both weights; `triangles`, `part` and `corner` are of those drawn,
    `placed` vertices before the camera, `own` and `normals` the head's own, `eyes` (2, 3) their
    middles, `paints` (2, 3) iris and white; the rest is as in `sim.people.drawing.shading`.
    """
    winner, weight1, weight2 = buffers
    depth, axes, low, scale = shadow
    albedo, around = np.zeros(3, np.float32), np.zeros(3, np.float32)
    facing, view, spread = np.zeros(3, np.float32), np.zeros(3, np.float32), np.zeros(6, np.float32)
    place, away = np.zeros(3, np.float32), np.zeros(3, np.float32)
    for y in range(winner.shape[0]):
        for x in range(winner.shape[1]):
            t = winner[y, x]
            if t < 0:
                continue
            b, c = weight1[y, x], weight2[y, x]
            a = 1 - b - c
            i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            seen = a * open_[i] + b * open_[j] + c * open_[k]
            for n in range(3):
                place[n] = a * placed[i, n] + b * placed[j, n] + c * placed[k, n]
                away[n] = a * normals[i, n] + b * normals[j, n] + c * normals[k, n]
            eye = part[t] == LEFT_EYE or part[t] == RIGHT_EYE
            if eye:
                seen, shine = 0.45 + 0.55 * seen, 0.0
                centre = eyes[0] if part[t] == LEFT_EYE else eyes[1]
                for n in range(3):
                    away[n] = a * own[i, n] + b * own[j, n] + c * own[k, n] - centre[n]
                _eye(away, paints, albedo)
            elif part[t] == SKIN:
                hollow = min((a * cavity[i] + b * cavity[j] + c * cavity[k]) * 1.3, 1.0)
                u = a * corner[t, 0, 0] + b * corner[t, 1, 0] + c * corner[t, 2, 0]
                v = a * corner[t, 0, 1] + b * corner[t, 1, 1] + c * corner[t, 2, 1]
                _sampled(canvas, u, v, spread)
                shine = _skin(spread, hollow, away, albedo)
            else:
                shine = DULL
                _plain(part[t], albedo)
            for n in range(3):
                facing[n] = turn[n, 0] * away[0] + turn[n, 1] * away[1] + turn[n, 2] * away[2]
                view[n] = -place[n]
            _unit(facing)
            _unit(view)
            share = reached(place[0], place[1], place[2], depth, axes, low, scale)
            key = gloss(facing, view, shine, eye, lamps, colours, around) * share
            for n in range(3):
                arriving = _arriving(facing, n, lamps, colours, share, seen)
                linear[y, x, n] = albedo[n] * arriving + key + around[n] * seen
            alpha[y, x] = 1.0


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _arriving(facing, n, lamps, colours, share, seen) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Light of colour n from key, fill and all around."""
    key = facing[0] * lamps[0, 0] + facing[1] * lamps[0, 1] + facing[2] * lamps[0, 2]
    fill = facing[0] * lamps[1, 0] + facing[1] * lamps[1, 1] + facing[2] * lamps[1, 2]
    up = 0.5 + 0.5 * facing[1]
    ambient = colours[2, n] * up + colours[3, n] * (1 - up)
    filled = colours[1, n] * max((fill + 0.3) / 1.3, 0)
    diffuse = max((key + BLED_RGB[n]) / (1 + BLED_RGB[n]), 0) * share
    arriving: float = diffuse * colours[0, n] + (filled + ambient) * seen
    return arriving


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _skin(spread, hollow, away, albedo) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Colour from the canvas, the normal tilted by its slopes; how much it shines."""
    for n in range(3):
        albedo[n] = spread[n] * (1 - CAVITY_RGB[n] * hollow)
    x, y, z = away[0], away[1], away[2]
    flat = math.sqrt(x * x + z * z) + 1e-6
    across_x, across_z = z / flat, -x / flat
    away[0] = x - spread[3] * across_x - spread[4] * y * across_z
    away[1] = y - spread[4] * (z * across_x - x * across_z)
    away[2] = z - spread[3] * across_z + spread[4] * y * across_x
    shine: float = spread[5] * (1 - hollow)
    return shine


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _plain(part, albedo) -> None:  # type: ignore[no-untyped-def]  # numba types
    for n in range(3):
        tooth = TOOTH_RGB[n] if part == TEETH else TONGUE_RGB[n]
        albedo[n] = tooth if part >= TEETH else LASH_RGB[n]


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _eye(away, paints, albedo) -> None:  # type: ignore[no-untyped-def]  # numba types
    """White, iris and pupil by the angle from the line of sight; `away` is made one long."""
    _unit(away)
    share = math.acos(min(max(away[2], -1.0), 1.0)) / IRIS_RAD
    spoke = math.atan2(away[1], away[0])
    rays = 1.1 + 0.25 * math.sin(23 * spoke) * math.sin(11 * spoke + 1.3) - 0.25 * share
    rim = 1.0 if share < 0.82 else max(0.25, 1 - (share - 0.82) * 4.2)
    pupil = min(max((PUPIL - share) / 0.05, 0.0), 1.0)
    edge = min(max(1 - (share - 1) / 0.05, 0.0), 1.0)
    shaded = max(0.35, 1 - 1.9 * max(0.0, away[1] - 0.05))
    for n in range(3):
        inner = paints[0, n] * rays * rim * 1.5 * (1 - pupil) + 0.004 * pupil
        albedo[n] = (paints[1, n] * (1 - edge) + inner * edge) * shaded


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _sampled(canvas, u, v, spread) -> None:  # type: ignore[no-untyped-def]  # numba types
    """The canvas (SIZE, SIZE, 6) between pixels; it goes on at its right where it begins."""
    x, y = (u - 0.5) % SIZE, min(max(v - 0.5, 0.0), SIZE - 1.0)
    column, row = min(int(x), SIZE - 1), min(int(y), SIZE - 2)
    p, q, beside = x - column, y - row, (column + 1) % SIZE
    for n in range(spread.shape[0]):
        above = canvas[row, column, n] * (1 - p) + canvas[row, beside, n] * p
        below = canvas[row + 1, column, n] * (1 - p) + canvas[row + 1, beside, n] * p
        spread[n] = above * (1 - q) + below * q


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _unit(vector) -> None:  # type: ignore[no-untyped-def]  # numba types
    long = math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2) + 1e-9
    for n in range(3):
        vector[n] /= long
