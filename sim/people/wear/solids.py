"""Simple solids that worn things are put together from: sheets, tubes and balls of cloth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import NO_HEM, Cloth

Floats = NDArray[np.floating[Any]]
SHELL_DM = 0.05
"""Hair stays so far below a shell around the head."""


@dataclass(frozen=True, slots=True)
class Solid:
    """`points` (n, 3) in the base head's decimetres, `uv` (t, 3, 2) places on the cloth and `edge`
    (n,) how far a point is from a hem. Hair stays `beneath_dm` below it, if that is not 0.
    """

    points: Floats
    triangles: NDArray[np.int32]
    uv: Floats
    edge: Floats
    cloth: Cloth
    beneath_dm: float = 0.0


def sheet(grid: Floats, cloth: Cloth, beneath_dm: float = 0.0, hem: bool = True) -> Solid:
    """A sheet through a grid (a, b, 3) of points; its hem runs along the first column."""
    rows, columns = grid.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]
    triangles = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    ).astype(np.int32)
    around, along = _lengths(grid), _lengths(grid.transpose(1, 0, 2)).T
    widest = np.broadcast_to(around.max(1)[:, None], around.shape)
    spread = np.stack([widest, along], 2).reshape(-1, 2)
    edge = along.ravel() if hem else np.full(rows * columns, NO_HEM)
    points = grid.reshape(-1, 3)
    return Solid(
        points.astype(np.float32), triangles, spread[triangles].astype(np.float32),
        edge.astype(np.float32), cloth, beneath_dm,
    )  # fmt: skip


def tube(
    line: Floats, wide_dm: float, high_dm: float | Floats, cloth: Cloth, sides: int = 6
) -> Solid:
    """A tube along a line (n, 3): half as wide across as `wide_dm`, and as high upright, which may
    change along it: (n, 1, 1).
    """
    along = np.gradient(line, axis=0)
    along = along / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-9)
    across = np.cross(along, np.array([0.0, 1.0, 0.03]))
    across = across / (np.linalg.norm(across, axis=1, keepdims=True) + 1e-9)
    upright = np.cross(across, along)
    angle = np.linspace(0, 2 * np.pi, sides + 1)[None, :, None]
    ring = wide_dm * np.cos(angle) * across[:, None] + high_dm * np.sin(angle) * upright[:, None]
    return sheet(line[:, None] + ring, cloth, hem=False)


def ball(middle: Floats, half_dm: Floats, cloth: Cloth, around: int = 14) -> Solid:
    """A ball with three half sizes."""
    u, v = np.meshgrid(
        np.linspace(0, 2 * np.pi, around + 1),
        np.linspace(-np.pi / 2, np.pi / 2, around // 2 + 1),
        indexing="ij",
    )
    grid = np.stack([np.cos(v) * np.sin(u), np.sin(v), np.cos(v) * np.cos(u)], 2)
    return sheet(grid * half_dm + middle, cloth, hem=False)


def _lengths(grid: Floats) -> Floats:
    """(a, b) lengths along the first axis, from its start."""
    steps = np.linalg.norm(np.diff(grid, axis=0), axis=2)
    found: Floats = np.concatenate([np.zeros((1, grid.shape[1])), np.cumsum(steps, 0)])
    return found
