"""Light on cloth, pixel by pixel: colour, key light with shadow, fill, sky and floor."""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.dress.fabrics import ACETATE, KNOWN, METAL, UNKNOWN, colour

Floats = NDArray[np.floating[Any]]

WRAP_CLOTH, WRAP_SKIN = 0.1, 0.2
"""How far light bleeds around an edge."""
BIAS_DM = 0.14
"""How much nearer to the light something has to be to throw a shadow."""
DIM = 0.3
"""Share of the light from all around that corners lose where the key does not reach."""

METALLIC, VARNISHED = 0.65, 0.04
"""Share of light that polished metal mirrors, in its colour, and acetate (refractive index 1.5)."""
LAMP = (2.0, 24)
"""Strength and exponent of the key light's gleam on what is polished."""
NOTHING = (np.float32(0),) * 9
"""The numbers of a corner before there is any."""


@nb.njit(cache=True, fastmath=True)
def lit(  # type: ignore[no-untyped-def]  # numba types
    winner, w1, w2, triangles, placed, facing, uv, edge, cloth, cloths, lamps, colours, depth,
    axes, low, scale,
) -> Floats:  # fmt: skip
    """Linear RGB (h, w, 3) of what `raster` found, 0 where nothing is.

    `placed`, `facing` (n, 3) are vertices and normals before the camera; `lamps` the directions
    of key and fill; `colours` (4, 3) key, fill, sky, ground; the rest is the shadow map.
    """
    height, width = winner.shape
    seen = np.zeros((height, width, 3), np.float32)
    lamps, colours = lamps.astype(np.float64), colours.astype(np.float64)
    axes, low = axes.astype(np.float64), low.astype(np.float64)
    albedo, known = np.zeros(3, np.float32), np.full(KNOWN, UNKNOWN)
    row, held, last = np.zeros(cloths.shape[1]), -1, -1
    first = second = third = NOTHING
    for y in range(height):
        for x in range(width):
            t = winner[y, x]
            if t < 0:
                continue
            if t != last:  # most pixels have the same triangle as their neighbour
                last, first = t, _corner(t, 0, triangles, facing, placed, uv, edge)
                second = _corner(t, 1, triangles, facing, placed, uv, edge)
                third = _corner(t, 2, triangles, facing, placed, uv, edge)
            if cloth[t] != held:
                held = cloth[t]
                for n in range(len(row)):
                    row[n] = cloths[held, n]
            b, c = w1[y, x], w2[y, x]
            a = 1 - b - c
            nx = a * first[0] + b * second[0] + c * third[0]
            ny = a * first[1] + b * second[1] + c * third[1]
            nz = a * first[2] + b * second[2] + c * third[2]
            px = a * first[3] + b * second[3] + c * third[3]
            py = a * first[4] + b * second[4] + c * third[4]
            pz = a * first[5] + b * second[5] + c * third[5]
            u = a * first[6] + b * second[6] + c * third[6]
            v = a * first[7] + b * second[7] + c * third[7]
            hem = a * first[8] + b * second[8] + c * third[8]
            flip = -1.0 if nz < -0.05 else 1.0
            scaled = flip / (np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9)
            nx, ny, nz = nx * scaled, ny * scaled, nz * scaled
            colour(row, u, v, hem, known, albedo)
            open_ = reached(px, py, pz, depth, axes, low, scale)
            wrap = WRAP_SKIN if row[0] == 0 else WRAP_CLOTH
            key = max(
                (nx * lamps[0, 0] + ny * lamps[0, 1] + nz * lamps[0, 2] + wrap) / (1 + wrap), 0
            )
            fill = max((nx * lamps[1, 0] + ny * lamps[1, 1] + nz * lamps[1, 2] + 0.3) / 1.3, 0)
            up, around = 0.5 + 0.5 * ny, 1 - DIM * (1 - open_)
            around *= 0.5 if flip < 0 else 1.0
            for n in range(3):
                ambient = (
                    colours[2, n] * up + colours[3, n] * (1 - up) + colours[1, n] * fill
                ) * around
                seen[y, x, n] = albedo[n] * (colours[0, n] * key * open_ + ambient)
            if row[0] == METAL or row[0] == ACETATE:
                polish(row[0] == METAL, nx, ny, nz, lamps, colours, open_, albedo, seen[y, x])
    return seen


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _corner(t, k, triangles, facing, placed, uv, edge) -> Any:  # type: ignore[no-untyped-def]  # numba types
    """Of a triangle's corner its normal, place, uv and edge, nine numbers."""
    i = np.uint32(triangles[t, k])
    return (
        facing[i, 0], facing[i, 1], facing[i, 2], placed[i, 0], placed[i, 1], placed[i, 2],
        uv[t, k, 0], uv[t, k, 1], edge[i],
    )  # fmt: skip


@nb.njit(cache=True, fastmath=True, forceinline=True)
def polish(metal, nx, ny, nz, lamps, colours, open_, albedo, into) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Add to the light `into` (3,) what a polished surface mirrors (Schlick 1994 at its edges)."""
    mx, my, mz = 2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1
    strength, power = LAMP
    lobe = max(mx * lamps[0, 0] + my * lamps[0, 1] + mz * lamps[0, 2], 0.0) ** power
    up, grazing = 0.5 + 0.5 * my, (1 - min(abs(nz), 1.0)) ** 5
    for n in range(3):
        facing = METALLIC * albedo[n] if metal else VARNISHED
        around = colours[2, n] * up + colours[3, n] * (1 - up)
        gleam = around + strength * lobe * colours[0, n] * open_
        if metal:
            into[n] *= 1 - METALLIC
        into[n] += (facing + (1 - facing) * grazing) * gleam


@nb.njit(cache=True, fastmath=True, forceinline=True)
def reached(px, py, pz, depth, axes, low, scale) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Share of the key light that reaches a place, from four looks into the shadow map."""
    across = (px * axes[0, 0] + py * axes[1, 0] + pz * axes[2, 0] - low[0]) * scale + 1
    along = (px * axes[0, 1] + py * axes[1, 1] + pz * axes[2, 1] - low[1]) * scale + 1
    high = px * axes[0, 2] + py * axes[1, 2] + pz * axes[2, 2] + BIAS_DM
    below, beside = np.floor(along - 0.5), np.floor(across - 0.5)
    fy, fx, last = along - 0.5 - below, across - 0.5 - beside, depth.shape[0] - 1
    i, j = int(below), int(beside)
    r, s = np.uint32(min(max(i, 0), last)), np.uint32(min(max(j, 0), last))
    q, p = np.uint32(min(max(i + 1, 0), last)), np.uint32(min(max(j + 1, 0), last))
    found = (1 - fy) * (1 - fx) if depth[r, s] < high else 0.0
    found += (1 - fy) * fx if depth[r, p] < high else 0.0
    found += fy * (1 - fx) if depth[q, s] < high else 0.0
    found += fy * fx if depth[q, p] < high else 0.0
    return found
