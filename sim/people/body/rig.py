"""The skeleton: which bone moves which part of the body, and a pose as turns of the bones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from sim.people import data

Floats = NDArray[np.floating[Any]]

FOLDER = "rigs/standard/"
TRUNK = ("pelvis", "belly", "chest", "neck")
"""From the hips up, each hanging on the one before."""
LIMBS = {
    "clavicle": "chest", "upperarm": "clavicle", "lowerarm": "upperarm", "hand": "lowerarm",
    "upperleg": "pelvis", "lowerleg": "upperleg", "foot": "lowerleg", "toes": "foot",
}  # fmt: skip
"""Bones that there are two of, and what they hang on."""
STARTS = {
    "pelvis": "spine05", "belly": "spine04", "chest": "spine02", "neck": "neck01",
    "clavicle": "clavicle", "upperarm": "upperarm01", "lowerarm": "lowerarm01", "hand": "wrist",
    "upperleg": "upperleg01", "lowerleg": "lowerleg01", "foot": "foot", "toes": "toe2-1",
}  # fmt: skip
"""The bone of the data at whose joint ours begins."""
PARTS = {
    "pelvis": ("root", "pelvis"), "belly": ("spine05", "spine04", "spine03"),
    "chest": ("spine02", "spine01", "breast"), "clavicle": ("clavicle", "shoulder"),
    "upperarm": ("upperarm",), "lowerarm": ("lowerarm",), "hand": ("wrist", "metacarpal"),
    "upperleg": ("upperleg",), "lowerleg": ("lowerleg",), "foot": ("foot",), "toes": ("toe",),
}  # fmt: skip
FINGERS = range(1, 6)
"""From the thumb."""


@dataclass(frozen=True, slots=True)
class Bone:
    """`start` are the vertices whose mean is its joint; `parent` -1 for the root."""

    name: str
    parent: int
    start: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rig:
    """Bones, parents first, and how much each base-mesh vertex hangs on them, (n, bones)."""

    bones: tuple[Bone, ...]
    weights: sp.csr_matrix

    def number(self, name: str) -> int:
        """Which bone has that name."""
        return next(k for k, bone in enumerate(self.bones) if bone.name == name)

    def joints(self, vertices: Floats) -> Floats:
        """(bones, 3) where a body's bones begin."""
        return np.stack([vertices[list(bone.start)].mean(0) for bone in self.bones])


def build_rig(vertices: Floats, quads: NDArray[np.int32], groups: NDArray[np.str_]) -> Rig:
    """The rig of the data, its 163 bones taken together to 52."""
    table = json.loads(data.archive().read(f"{data.ROOT}{FOLDER}rig.default.json"))
    names = _names()
    order = {name: k for k, name in enumerate(names)}
    bones = tuple(
        Bone(name, order.get(names[name], -1), _start(table[_source(name)]["head"], quads, groups))
        for name in names
    )
    return Rig(bones, _weights(order, len(vertices)))


def posed(rig: Rig, joints: Floats, turns: Mapping[str, Floats]) -> Floats:
    """(bones, 3, 4) how each bone moves points; `turns` (3, 3) are against the rest pose, not
    against the parent, whose turn a bone without one takes over.
    """
    moves = np.zeros((len(rig.bones), 3, 4))
    for k, bone in enumerate(rig.bones):
        held = np.eye(3, 4) if bone.parent < 0 else moves[bone.parent]
        turn = turns.get(bone.name, held[:, :3])
        moves[k, :, :3] = turn
        moves[k, :, 3] = held @ np.append(joints[k], 1) - turn @ joints[k]
    return moves


def skinned(weights: sp.csr_matrix, moves: Floats, points: Floats) -> NDArray[np.float32]:
    """(n, 3) points moved by a blend of their bones' moves (linear blend skinning)."""
    blend = (weights @ moves.reshape(len(moves), 12).astype(np.float32)).reshape(-1, 3, 4)
    moved = np.einsum("nij,nj->ni", blend[:, :, :3], points) + blend[:, :, 3]
    return np.asarray(moved, np.float32)


def _names() -> dict[str, str]:
    """Every bone's parent, parents first."""
    found = dict(zip(TRUNK, ("", *TRUNK), strict=False))
    for side in "LR":
        for name, parent in LIMBS.items():
            found[f"{name}.{side}"] = parent if parent in TRUNK else f"{parent}.{side}"
        for finger in FINGERS:
            above = f"hand.{side}"
            for joint in (1, 2, 3):
                found[f"finger{finger}-{joint}.{side}"] = above
                above = f"finger{finger}-{joint}.{side}"
    return found


def _source(name: str) -> str:
    stem, _, side = name.partition(".")
    source = STARTS.get(stem, stem)
    return f"{source}.{side}" if side else source


def _start(
    head: Mapping[str, Any], quads: NDArray[np.int32], groups: NDArray[np.str_]
) -> tuple[int, ...]:
    if head["strategy"] == "CUBE":
        return tuple(np.unique(quads[groups == head["cube_name"]]).tolist())
    if head["strategy"] == "MEAN":
        return tuple(head["vertex_indices"])
    return (head["vertex_index"],)


def _weights(order: Mapping[str, int], count: int) -> sp.csr_matrix:
    table = json.loads(data.archive().read(f"{data.ROOT}{FOLDER}weights.default.json"))["weights"]
    rows, columns, values = [], [], []
    for bone, pairs in table.items():
        column = order[_ours(bone, order)]
        for vertex, weight in pairs:
            rows.append(int(vertex))
            columns.append(column)
            values.append(weight)
    return sp.csr_matrix((np.array(values, np.float32), (rows, columns)), (count, len(order)))


def _ours(bone: str, order: Mapping[str, int]) -> str:
    """Our bone for one of the data; whatever is above the chest goes with the neck."""
    if bone in order:
        return bone
    stem, _, side = bone.partition(".")
    for name, prefixes in PARTS.items():
        if stem.startswith(prefixes):
            return name if name in TRUNK else f"{name}.{side}"
    return "neck"
