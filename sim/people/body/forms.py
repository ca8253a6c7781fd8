"""Simple solids that things are made of: boxes, tubes, rings, bulges, all as triangles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]
Triple = tuple[float, float, float]

SIDES, AROUND = 8, 28
"""Edges of a tube's section, and steps around a ring."""


@dataclass(frozen=True, slots=True)
class Solid:
    """Points (n, 3) and triangles (t, 3) over them."""

    points: Floats
    triangles: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Prop:
    """A solid of one colour, linear RGB, in a body's own decimetres."""

    solid: Solid
    rgb: Triple


def at(x: float, y: float, z: float) -> Floats:
    """A place or a way, decimetres."""
    return np.array([x, y, z])


def box(middle: ArrayLike, half: ArrayLike, axes: Floats | None = None) -> Solid:
    """A box with its own corners on each face; `axes` are its directions, as rows.

    >>> box((0, 0, 0), (1, 2, 3)).points.max(0).tolist()
    [1.0, 2.0, 3.0]
    """
    faces = []
    for axis in range(3):
        a, b = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1.0, 1.0):
            corner = np.zeros((4, 3))
            corner[:, axis] = sign
            corner[:, a], corner[:, b] = (-1, 1, 1, -1), (-1, -1, 1, 1)
            faces.append(corner)
    points = np.concatenate(faces) * np.asarray(half, float)
    turned = points if axes is None else points @ axes
    at = np.arange(24).reshape(6, 4)
    return Solid(turned + np.asarray(middle, float), _fanned(at))


def tube(start: ArrayLike, end: ArrayLike, radius: float) -> Solid:
    """A straight tube with closed ends."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    across, along = _square(b - a)
    angle = np.arange(SIDES) * 2 * np.pi / SIDES
    ring = radius * (np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * along)
    grid = np.stack([a + 0 * ring, a + ring, b + ring, b + 0 * ring])
    return sheet(grid[:, np.append(np.arange(SIDES), 0)])


def ring(middle: ArrayLike, radius: float, thick: float, axle: ArrayLike = (1, 0, 0)) -> Solid:
    """A tyre around an axle."""
    across, along = _square(np.asarray(axle, float))
    axis = np.asarray(axle, float) / np.linalg.norm(np.asarray(axle, float))
    u = np.linspace(0, 2 * np.pi, AROUND + 1)[:, None, None]
    v = np.linspace(0, 2 * np.pi, SIDES + 1)[None, :, None]
    out = np.cos(u) * across + np.sin(u) * along
    grid = out * (radius + thick * np.cos(v)) + axis * thick * np.sin(v)
    return sheet(grid + np.asarray(middle, float))


def bulge(
    middle: ArrayLike,
    half: ArrayLike,
    power: float,
    around: tuple[float, float] = (-np.pi, np.pi),
    upwards: tuple[float, float] = (-np.pi / 2, np.pi / 2),
) -> Solid:
    """A superellipsoid, or a part of it: power 1 is an ellipsoid, near 0 a box.

    `around` counts from z to x, `upwards` from below to above.
    """
    u, v = np.meshgrid(np.linspace(*around, 25), np.linspace(*upwards, 15))

    def rounded(values: Floats) -> Floats:
        found: Floats = np.sign(values) * np.abs(values) ** power
        return found

    across = rounded(np.cos(v))
    grid = np.stack([across * rounded(np.sin(u)), rounded(np.sin(v)), across * rounded(np.cos(u))])
    return sheet(grid.transpose(1, 2, 0) * np.asarray(half, float) + np.asarray(middle, float))


def sheet(grid: Floats) -> Solid:
    """A grid (a, b, 3) of points as triangles."""
    rows, columns = grid.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    corners = np.stack([at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]], -1)
    return Solid(grid.reshape(-1, 3), _fanned(corners.reshape(-1, 4)))


def together(solids: Sequence[Solid]) -> Solid:
    """Several as one."""
    counts = np.cumsum([0, *(len(one.points) for one in solids)])
    triangles = [one.triangles + start for one, start in zip(solids, counts, strict=False)]
    points = np.concatenate([one.points for one in solids])
    return Solid(points, np.concatenate(triangles).astype(np.int32))


def _fanned(quads: NDArray[np.intp]) -> NDArray[np.int32]:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)


def _square(axis: Floats) -> tuple[Floats, Floats]:
    """Two directions square to an axis and to each other."""
    other = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.8 * np.linalg.norm(axis) else np.eye(3)[1]
    across = np.cross(axis, other)
    across /= np.linalg.norm(across)
    along = np.cross(axis, across)
    return across, along / np.linalg.norm(along)
