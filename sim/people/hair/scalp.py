"""Where hair grows: roots spread over the skin, and the head that strands have to stay out of."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.head.atlas import SIZE, atlas, unroll
from sim.people.head.mesh import SKIN, head_mesh
from sim.people.skin.canvas import Painted

Floats = NDArray[np.floating[Any]]

CANDIDATES = 60_000
LOWEST_DM = 6.0
"""Nothing grows below, in the base mesh."""
NECK_DM = 0.6
"""How far hair stays from the skull's middle where there is no head, below the chin."""
TO_CENTRE_DM = np.array([0, 0.15, -0.85], np.float32)
"""The middle of the skull, from the point between the eyes."""


@dataclass(frozen=True, slots=True)
class Roots:
    """Where strands may grow: corners of the skin's triangle and their weights, pixel of the atlas
    and place on the base head.
    """

    corner: NDArray[np.int32]
    weight: Floats
    pixel: NDArray[np.int64]
    base: Floats


@cache
def roots() -> Roots:
    """Candidate roots, evenly over the outer skin of the base head above the neck."""
    mesh, held = head_mesh(), atlas()
    skin = mesh.part == SKIN
    triangles = mesh.triangles[skin]
    corners = held.base[triangles]
    edge = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(edge, axis=1) * (corners[:, :, 1].mean(1) > LOWEST_DM)
    rng = np.random.default_rng(1)
    triangle = rng.choice(len(triangles), CANDIDATES, p=area / area.sum())
    cut = np.sort(rng.random((CANDIDATES, 2)), 1)
    weight = np.stack([cut[:, 0], cut[:, 1] - cut[:, 0], 1 - cut[:, 1]], 1)
    place = (corners[triangle] * weight[:, :, None]).sum(1)
    pixel = unroll(place).astype(int).clip(0, SIZE - 1)
    outer = np.linalg.norm(held.place[pixel[:, 1], pixel[:, 0]] - place, axis=1) < 0.06
    return Roots(
        triangles[triangle[outer]],
        weight[outer].astype(np.float32),
        pixel[outer],
        place[outer].astype(np.float32),
    )


class Skull:
    """The head's radius in every direction, so that strands stay outside."""

    def __init__(self, vertices: Floats, centre: Floats) -> None:
        self.centre = centre
        away = vertices - centre
        row, column = self._cell(away)
        grid = np.zeros((48, 96), np.float32)
        radius = np.linalg.norm(away, axis=1)
        np.maximum.at(grid, (row.astype(int).clip(0, 47), column.astype(int).clip(0, 95)), radius)
        grid = np.where(grid == 0, cv2.dilate(grid, np.ones((3, 3))), grid)
        grid = np.where(grid == 0, NECK_DM, grid).astype(np.float32)
        around = np.concatenate([grid[:, -4:], grid, grid[:, :4]], 1)
        self.grid = np.ascontiguousarray(cv2.GaussianBlur(around, (0, 0), 1.0))

    def outside(
        self, place: Floats, off: Floats, lying: bool = False
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Points (n, 3) moved to at least `off` (n,) from the head, and which were moved;
        `lying` ones are brought to exactly there.
        """
        moved, inside = np.asarray(place, np.float32).copy(), np.zeros(len(place), np.bool_)
        _pushed(
            moved, inside, np.asarray(off, np.float32), np.float32(self.centre), self.grid, lying
        )
        return moved, inside

    def _cell(self, away: Floats) -> tuple[Floats, Floats]:
        far = np.sqrt((away * away).sum(1)) + 1e-9
        turn = np.arctan2(away[:, 0], away[:, 2])
        lift = np.arcsin(np.clip(away[:, 1] / far, -1, 1))
        return (lift / np.pi + 0.5) * 48, (turn / (2 * np.pi) + 0.5) * 96


@nb.njit(cache=True, fastmath=True)
def _pushed(points, inside, off, centre, grid, lying) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Move points (n, 3) out to the radius that `grid` (48, 96 + 8) has in their direction."""
    rows, columns = grid.shape
    for i in range(points.shape[0]):
        x, y, z = points[i, 0] - centre[0], points[i, 1] - centre[1], points[i, 2] - centre[2]
        far = math.sqrt(x * x + y * y + z * z) + 1e-9
        row = (math.asin(min(max(y / far, -1.0), 1.0)) / math.pi + 0.5) * rows - 0.5
        column = (math.atan2(x, z) / (2 * math.pi) + 0.5) * (columns - 8) + 3.5
        r, c = int(min(max(row, 0.0), rows - 1.001)), int(min(max(column, 0.0), columns - 1.001))
        p, q = min(max(row - r, 0.0), 1.0), column - c
        above = grid[r + 1, c] * (1 - q) + grid[r + 1, c + 1] * q
        need = (grid[r, c] * (1 - q) + grid[r, c + 1] * q) * (1 - p) + above * p + off[i]
        if far < need or lying:
            inside[i] = True
            grow = need / far
            points[i, 0] = centre[0] + x * grow
            points[i, 1] = centre[1] + y * grow
            points[i, 2] = centre[2] + z * grow


@dataclass(frozen=True, slots=True)
class Scalp:
    """One person's skin with what grows from it, by root: `place` and `normal` (n, 3) in
    decimetres, `base` the same place on the base head, `above` the hairline, `thick` and `beard`
    densities from 0 to 1. `eyes` is the point between the eyes, `centre` the skull's middle.
    """

    place: Floats
    normal: Floats
    base: Floats
    above: Floats
    thick: Floats
    beard: Floats
    eyes: Floats
    centre: Floats
    skull: Skull


def fitted(painted: Painted, vertices: Floats, normals: Floats, eyes: Floats) -> Scalp:
    """The roots moved to a person's own head, with what was painted there."""
    held, mesh = roots(), head_mesh()
    column, row = held.pixel[:, 0], held.pixel[:, 1]
    normal = _blended(normals, held.corner, held.weight)
    centre = eyes + TO_CENTRE_DM
    skin = vertices[: mesh.ranges[SKIN][1]]
    return Scalp(
        place=_blended(vertices, held.corner, held.weight),
        normal=normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9),
        base=held.base,
        above=painted.scalp[row, column],
        thick=painted.thick[row, column],
        beard=painted.beard[row, column],
        eyes=eyes,
        centre=centre,
        skull=Skull(skin[skin[:, 1] > eyes[1] - 1.1], centre),
    )


@nb.njit(cache=True, fastmath=True)
def _blended(values, corner, weight) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    """(n, 3) of the values (v, 3) at each root's corners, by weight."""
    found = np.zeros(corner.shape, np.float32)
    for i in range(corner.shape[0]):
        for k in range(3):
            for n in range(3):
                found[i, n] += weight[i, k] * values[corner[i, k], n]
    return found
