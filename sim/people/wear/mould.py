"""The base head as a mould: worn things are shaped on it and then fitted to a person's own head."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.people.drawing.raster import Buffers
from sim.people.head.atlas import SIZE, atlas, unroll
from sim.people.head.mesh import SKIN, head_mesh

Floats = NDArray[np.floating[Any]]
CENTRE_DM = np.array([0.0, 7.43, 0.45])
"""The base head's middle, from which directions are counted: a `turn` to the person's left from
the front and a `lift` above the horizon, in radians.
"""
COLUMNS, ROWS = 240, 120
GAP, CROWN = 3, 30
"""Cells: gaps are closed so far; what goes all around so near to the pole covers it too."""
NEAREST = 12
"""What is worn follows the mean of so many places of the skin."""
EARS_SOFT = 5.0
"""Cells over which cloth smooths what stands out, as ears do."""
INNER = 0.3
"""Skin with more of the mouth's cavity than this is inside the mouth."""


@dataclass(frozen=True, slots=True)
class Mould:
    """The base head's radius (ROWS, COLUMNS) in every direction, without ears and softly over
    them; `tree` and `outer` are its outer skin, `ears` vertices of the left and the right ear.
    """

    bald: Floats
    soft: Floats
    tree: Any
    outer: NDArray[np.intp]
    ears: tuple[NDArray[np.intp], NDArray[np.intp]]

    def radius(self, turn: Floats, lift: Floats, ears: bool = True) -> Floats:
        """The head's radius in directions of any shape."""
        return sampled(self.soft if ears else self.bald, turn, lift)

    def lift(self, turn: Floats, height_dm: Floats, ears: bool = True) -> Floats:
        """How far above the horizon the head is first that high, from the crown down."""
        lifts = np.linspace(np.pi / 2, -np.pi / 3, 160)
        columns = np.broadcast_to(turn[:, None], (len(turn), 160))
        reached = self.radius(columns, np.broadcast_to(lifts, columns.shape), ears)
        heights = CENTRE_DM[1] + reached * np.sin(lifts)
        found: Floats = lifts[(heights <= height_dm[:, None]).argmax(1)]
        return found

    def fitted(self, points: Floats, vertices: Floats) -> Floats:
        """Points (n, 3) around the base head moved as the skin below them is on a person's."""
        far, near = self.tree.query(points, k=NEAREST)
        weight = 1 / (far + 0.02)
        weight /= weight.sum(1, keepdims=True)
        rows = self.outer[near]
        shift = vertices[rows] - atlas().base[rows]
        moved: Floats = points + (shift * weight[..., None]).sum(1)
        return moved.astype(np.float32)


def direction(turn: Floats, lift: Floats) -> Floats:
    """(..., 3) unit vectors.

    >>> direction(np.array(0.0), np.array(0.0)).tolist()
    [0.0, 0.0, 1.0]
    """
    level = np.cos(lift)
    return np.stack([level * np.sin(turn), np.sin(lift) + 0 * turn, level * np.cos(turn)], -1)


def angles(away: Floats) -> tuple[Floats, Floats]:
    """Turn and lift of vectors (..., 3)."""
    far = np.linalg.norm(away, axis=-1) + 1e-9
    lift = np.arcsin(np.clip(away[..., 1] / far, -1, 1))
    return np.arctan2(away[..., 0], away[..., 2]), lift


def sampled(grid: Floats, turn: Floats, lift: Floats) -> Floats:
    """Values of a grid (ROWS, COLUMNS) of directions, blended."""
    x = (turn / (2 * np.pi) + 0.5) % 1 * COLUMNS - 0.5
    y = (lift / np.pi + 0.5) * ROWS - 0.5
    around = np.concatenate([grid[:, -2:], grid, grid[:, :2]], 1).astype(np.float32)
    flat = np.broadcast_arrays(x + 2, y)
    columns, rows = (v.reshape(-1, flat[0].shape[-1]).astype(np.float32) for v in flat)
    found = cv2.remap(around, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32).reshape(flat[0].shape)


def reach(points: Floats, triangles: NDArray[np.int32], outer: bool = True) -> Floats:
    """(ROWS, COLUMNS) how far from the middle the outer or inner one of triangles over points lies,
    -1e9 where there is none.
    """
    turn, lift = angles(points)
    x, y = (turn / (2 * np.pi) + 0.5) * COLUMNS, (lift / np.pi + 0.5) * ROWS
    sign = 1 if outer else -1
    corner = np.stack([x, y, sign * np.linalg.norm(points, axis=1)], 1)[triangles]
    wide = np.ptp(corner[..., 0], axis=1) > COLUMNS / 2
    corner[..., 0] += np.where(wide[:, None] & (corner[..., 0] < COLUMNS / 2), COLUMNS, 0)
    flat = corner.reshape(-1, 3).astype(np.float32)
    apart = np.arange(len(flat), dtype=np.int32).reshape(-1, 3)
    buffers = Buffers(ROWS, COLUMNS)
    buffers.draw(flat, apart)
    flat[:, 0] -= COLUMNS
    buffers.draw(flat, apart)
    found = np.where(buffers.winner >= 0, sign * buffers.depth, -1e9)
    return _closed(found.astype(np.float32))


@cache
def mould() -> Mould:
    """The base head's."""
    mesh, held = head_mesh(), atlas()
    count = mesh.ranges[SKIN][1]
    base, triangles = held.base[:count], mesh.triangles[mesh.part == SKIN]
    pixel = unroll(base).astype(int).clip(0, SIZE - 1)
    ear = held.masks["ears"][pixel[:, 1], pixel[:, 0]] > 0.5
    bare = triangles[~ear[triangles].any(1)]
    outer = np.flatnonzero(held.cavity[:count] < INNER)
    left, right = (np.flatnonzero(ear & (side * base[:, 0] > 0)) for side in (1, -1))
    whole, bald = (_filled(reach(base - CENTRE_DM, some)) for some in (triangles, bare))
    return Mould(
        bald,
        np.maximum(_blurred(whole, EARS_SOFT), bald),
        cKDTree(base[outer]),
        outer,
        (left, right),
    )


def _closed(radius: Floats) -> Floats:
    """Without the gaps that triangles across a pole leave."""
    around = np.pad(radius, ((GAP, GAP), (0, 0)), mode="edge")
    around = np.pad(around, ((0, 0), (GAP, GAP)), mode="wrap")
    kernel = np.ones((2 * GAP + 1, 2 * GAP + 1))
    closed = np.asarray(cv2.morphologyEx(around, cv2.MORPH_CLOSE, kernel), np.float32)
    found = np.where(radius < 0, closed[GAP:-GAP, GAP:-GAP], radius)
    whole = np.flatnonzero((found > 0).all(1))
    if len(whole) and whole[-1] > ROWS - CROWN:
        above = found[whole[-1] :]
        above[above < 0] = found[whole[-1]].min()
    return np.asarray(found, np.float32)


def _filled(radius: Floats) -> Floats:
    """Gaps, at the poles and where ears were, filled from around them."""
    known = radius > 0
    filled, share = np.where(known, radius, 0).astype(np.float32), known.astype(np.float32)
    for _ in range(40):
        spread, weight = (_blurred(v, 1.5) for v in (filled, share))
        fresh = (share == 0) & (weight > 1e-3)
        filled = np.where(fresh, spread / np.maximum(weight, 1e-3), filled)
        share = np.where(fresh, 1, share)
    return np.asarray(filled, np.float32)


def _blurred(grid: Floats, width: float) -> Floats:
    around = np.concatenate([grid[:, -20:], grid, grid[:, :20]], 1)
    return np.asarray(cv2.GaussianBlur(around, (0, 0), width), np.float32)[:, 20:-20]
