"""What clothes are cut from: skin, a close suit around the body and a skirt, on one rig."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from sim.people import data
from sim.people.body.rig import Rig, build_rig
from sim.people.head.mesh import kept, subdivide

Floats = NDArray[np.floating[Any]]
BUILD = "6"
"""Raised when what is kept changes."""
SHAPES = "macrodetails"
"""The folder of the large shapes; those of height and proportions, in folders below, nobody has."""
SKIN, SUIT, SKIRT = "body", "helper-tights", "helper-skirt"
SKIN_TOP_DM = 6.35
"""The head's own mesh takes over above."""
SLEEVE_DM = -100.0
"""Along the cloth sleeves begin here, so that they are told from the trunk."""
SKIRT_ROUNDS = 40
"""Rounds of smoothing that share out what a skirt hangs on between both legs."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One mesh in the base mesh's pose. `smooth` takes the base mesh's vertices to its n.

    `arm` (n,) is how much each hangs on an arm, `along` how far it is from the shoulder along it,
    in decimetres; `side` +1 on the left and -1 on the right.
    """

    smooth: sp.csr_matrix
    base: Floats
    triangles: NDArray[np.int32]
    weights: sp.csr_matrix
    near: sp.csr_matrix
    """(n, n) takes each vertex to the mean of itself and its neighbours."""
    arm: Floats
    along: Floats
    uv: Floats
    """(triangles, 3, 2) around and along the limb or trunk that a triangle belongs to, in dm."""

    @property
    def side(self) -> Floats:
        """+1 on the left, -1 on the right."""
        found: Floats = np.sign(self.base[:, 0])
        return found


@dataclass(frozen=True, slots=True)
class Mannequin:
    """The base mesh's vertices, its large shapes, its rig and what clothes are cut from."""

    vertices: Floats
    targets: dict[str, data.Target]
    rig: Rig
    skin: Surface
    suit: Surface
    skirt: Surface


@cache
def mannequin() -> Mannequin:
    """Read from the people data once and kept in the cache folder."""
    return kept(f"mannequin-{BUILD}", _build)


def _build() -> Mannequin:
    vertices, texture, quads, texture_quads, groups = data.base_mesh()
    rig = build_rig(vertices, quads, groups)
    joints = rig.joints(vertices)

    def fine(group: str) -> Surface:
        faces = groups == group
        smooth, corners, _ = subdivide(quads[faces], texture[texture_quads[faces]], len(vertices))
        return _surface(smooth, corners.astype(np.int32), vertices, rig, joints)

    low = (groups == SKIN) & (vertices[quads][:, :, 1].max(1) < SKIN_TOP_DM)
    used, local = np.unique(quads[low], return_inverse=True)
    picks = sp.csr_matrix(
        (np.ones(len(used)), (range(len(used)), used)), (len(used), len(vertices))
    )
    return Mannequin(
        vertices,
        data.targets(SHAPES),
        rig,
        _surface(picks, local.reshape(-1, 4).astype(np.int32), vertices, rig, joints),
        fine(SUIT),
        _evened(fine(SKIRT), rig),
    )


def _surface(
    smooth: sp.csr_matrix, quads: NDArray[np.int32], vertices: Floats, rig: Rig, joints: Floats
) -> Surface:
    base = np.asarray(smooth @ vertices, np.float32)
    weights = sp.csr_matrix(smooth @ rig.weights)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
    on_arm = [
        k
        for k, b in enumerate(rig.bones)
        if b.name.startswith(("upperarm", "lowerarm", "hand", "finger"))
    ]
    arm = np.asarray(weights[:, on_arm].sum(1)).ravel()
    along, around = _arm_places(base, rig, joints)
    uv = _spread(base, triangles, arm, along, around)
    return Surface(smooth, base, triangles, weights, _neighbours(quads, len(base)), arm, along, uv)


def _neighbours(quads: NDArray[np.int32], count: int) -> sp.csr_matrix:
    ends = np.stack([quads, np.roll(quads, -1, 1)], 2).reshape(-1, 2)
    edges = sp.csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (count, count))
    near = ((edges + edges.T + sp.identity(count)) > 0).astype(np.float32)
    return sp.csr_matrix(sp.diags(1 / np.asarray(near.sum(1)).ravel()) @ near)


def _arm_places(base: Floats, rig: Rig, joints: Floats) -> tuple[Floats, Floats]:
    """How far along the nearer arm's upper and lower half, and the angle around it."""
    along, around = np.zeros(len(base)), np.zeros(len(base))
    for side in "LR":
        shoulder, elbow, wrist = (
            joints[rig.number(f"{b}.{side}")] for b in ("upperarm", "lowerarm", "hand")
        )
        upper, lower = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
        rows = np.flatnonzero(base[:, 0] > 0 if side == "L" else base[:, 0] <= 0)
        first, second = (elbow - shoulder) / upper, (wrist - elbow) / lower
        on_upper = (base[rows] - shoulder) @ first
        on_lower = (base[rows] - elbow) @ second
        bent = on_upper > upper
        along[rows] = np.where(bent, upper + np.maximum(on_lower, 0), on_upper)
        axis = np.where(bent[:, None], second, first)
        away = base[rows] - np.where(bent[:, None], elbow, shoulder)
        away = away - (away * axis).sum(1, keepdims=True) * axis
        across = np.cross(axis, [0.0, 0.0, 1.0])
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        ahead = np.cross(across, axis)
        around[rows] = np.arctan2((away * across).sum(1), (away * ahead).sum(1))
    return along.astype(np.float32), around


def _spread(
    base: Floats,
    triangles: NDArray[np.int32],
    arm: Floats,
    along: Floats,
    around: Floats,
    legs: bool = True,
) -> Floats:
    """(t, 3, 2) places on the cloth, without a jump inside any triangle."""
    corner = base[triangles]
    sleeve = arm[triangles].mean(1) > 0.5
    leg = ~sleeve & (corner[..., 1].mean(1) < -0.3) & legs
    middle = np.where(corner[..., 0].mean(1) > 0, 1.0, -1.0)
    down = np.clip((0.5 - corner[..., 1]) / 8, 0, 1)
    leg_x = middle[:, None] * (1.1 + 1.1 * down)
    trunk = np.arctan2(corner[..., 0], corner[..., 2] - 0.3)
    limb = np.arctan2(corner[..., 0] - leg_x, corner[..., 2] - 0.1)
    angle = np.where(sleeve[:, None], around[triangles], np.where(leg[:, None], limb, trunk))
    angle = np.where(
        (np.ptp(angle, axis=1) > np.pi)[:, None] & (angle < 0), angle + 2 * np.pi, angle
    )
    radius = np.where(sleeve, 0.5, np.where(leg, 0.8, 1.5))[:, None]
    v = np.where(sleeve[:, None], SLEEVE_DM - along[triangles], corner[..., 1])
    return np.stack([angle * radius, v], 2).astype(np.float32)


def _evened(skirt: Surface, rig: Rig) -> Surface:
    """A skirt that the knees do not fold: it hangs on thighs and hips, shared out evenly."""
    into = np.arange(len(rig.bones))
    for side in "LR":
        for bone in ("lowerleg", "foot", "toes"):
            into[rig.number(f"{bone}.{side}")] = rig.number(f"upperleg.{side}")
    merge = sp.csr_matrix((np.ones(len(into)), (range(len(into)), into)), (len(into),) * 2)
    weights = (skirt.weights @ merge).toarray()
    for _ in range(SKIRT_ROUNDS):
        weights = skirt.near @ weights
    uv = _spread(skirt.base, skirt.triangles, skirt.arm, skirt.along, skirt.arm, legs=False)
    return replace(skirt, weights=sp.csr_matrix(weights.astype(np.float32)), uv=uv)
