"""The head as a smooth mesh: parts of the base mesh subdivided once, and kept for next time."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from engine.disk.files import write_bytes
from engine.packs.fetch import cache_folder
from sim.people import data
from sim.people.data import Target

Built = TypeVar("Built")

BUILD = "2"
"""Raised when what is kept changes."""
CUT_DM, HALF_WIDTH_DM = 5.55, 2.3
"""The head mesh reaches down to the shoulders and as far out."""
SKIN, LEFT_EYE, RIGHT_EYE, LASHES, TEETH, TONGUE = range(6)
JOINTS = slice(13606, 14598)
"""Helper vertices of joints in the base mesh."""
EYES = (slice(14598, 14670), slice(14670, 14742))
"""Vertices around the left and right eye's joint."""


@dataclass(frozen=True, slots=True)
class HeadMesh:
    """`smooth` (n, k) takes k coarse vertices to n fine ones; `part` says what a triangle shows.

    `lookup` takes base-mesh vertex numbers to coarse ones, -1 for those not kept; `targets` are
    in coarse numbers. `ranges` are the fine vertices of each part.
    """

    coarse: NDArray[np.float32]
    lookup: NDArray[np.int64]
    smooth: sp.csr_matrix
    triangles: NDArray[np.int32]
    part: NDArray[np.uint8]
    texture: NDArray[np.float32]
    ranges: tuple[tuple[int, int], ...]
    targets: dict[str, Target]

    def middle(self, coarse: NDArray[np.float32], vertices: slice) -> NDArray[np.float32]:
        """(3,) mean of base-mesh vertices."""
        mean: NDArray[np.float32] = coarse[self.lookup[vertices]].mean(0)
        return mean


@cache
def head_mesh() -> HeadMesh:
    """The head's mesh, built from the people data once and kept in the cache folder."""
    return kept(f"head-mesh-{BUILD}", _build)


def kept(name: str, build: Callable[[], Built]) -> Built:
    """What `build` makes, kept in the cache folder for next time under a name."""
    file = cache_folder() / "people" / f"{name}.pickle"
    if file.exists():
        with file.open("rb") as content:
            loaded: Built = pickle.load(content)
            return loaded
    built = build()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, pickle.dumps(built, protocol=5), shared=True)
    return built


def _build() -> HeadMesh:
    vertices, texture, quads, texture_quads, groups = data.base_mesh()
    corners = vertices[quads]
    near = (corners[:, :, 1].min(1) > CUT_DM) & (np.abs(corners[:, :, 0]).max(1) < HALF_WIDTH_DM)
    chosen = [
        (groups == "body") & near,
        groups == "helper-l-eye",
        groups == "helper-r-eye",
        np.char.find(groups, "eyelashes") >= 0,
        np.char.find(groups, "teeth") >= 0,
        groups == "helper-tongue",
    ]
    matrices, triangles, uv, part, ranges, offset = [], [], [], [], [], 0
    for number, faces in enumerate(chosen):
        matrix, fine, fine_uv = subdivide(
            quads[faces], texture[texture_quads[faces]], len(vertices)
        )
        matrices.append(matrix)
        triangles.append(np.concatenate([fine[:, [0, 1, 2]], fine[:, [0, 2, 3]]]) + offset)
        uv.append(np.concatenate([fine_uv[:, [0, 1, 2]], fine_uv[:, [0, 2, 3]]]))
        part.append(np.full(2 * len(fine), number, np.uint8))
        ranges.append((offset, offset + matrix.shape[0]))
        offset += matrix.shape[0]
    smooth = sp.vstack(matrices).tocsr()
    joints = np.arange(JOINTS.start, EYES[1].stop)
    keep = np.unique(np.concatenate([np.unique(smooth.indices), joints]))
    lookup = np.full(len(vertices), -1, np.int64)
    lookup[keep] = np.arange(len(keep))
    return HeadMesh(
        coarse=vertices[keep],
        lookup=lookup,
        smooth=smooth[:, keep].astype(np.float32).tocsr(),
        triangles=np.concatenate(triangles).astype(np.int32),
        part=np.concatenate(part),
        texture=np.concatenate(uv).astype(np.float32),
        ranges=tuple(ranges),
        targets=_kept_targets(lookup),
    )


def _kept_targets(lookup: NDArray[np.int64]) -> dict[str, Target]:
    kept = {}
    for name, (vertex, shift) in data.targets().items():
        coarse = lookup[vertex]
        if (coarse >= 0).any():
            kept[name] = (coarse[coarse >= 0].astype(np.int32), shift[coarse >= 0])
    return kept


def subdivide(
    quads: NDArray[np.int32], uv: NDArray[np.float32], count: int
) -> tuple[sp.csr_matrix, NDArray[np.int64], NDArray[np.float32]]:
    """One Catmull-Clark step (Catmull & Clark 1978) of quads (f, 4) over `count` vertices.

    Returns the matrix (new, count), the new quads (4 f, 4) and their corners' uv (4 f, 4, 2).
    Borders follow the border curve only, so that parts keep their rims.
    """
    used = np.unique(quads)
    local = np.full(count, -1, np.int64)
    local[used] = np.arange(len(used))
    ends = np.sort(np.stack([quads, np.roll(quads, -1, 1)], 2).reshape(-1, 2), 1)
    edges, inverse, faces_at = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(-1, 4)
    f, e, v = len(quads), len(edges), len(used)
    face_point = _rows(np.repeat(np.arange(f), 4), quads.ravel(), 0.25, (f, count))
    midpoint = _rows(np.repeat(np.arange(e), 2), edges.ravel(), 0.5, (e, count))
    edge_face = _rows(inverse.ravel(), np.repeat(np.arange(f), 4), 1.0, (e, f))
    border = faces_at == 1
    inner_edge = 0.5 * midpoint + 0.5 * (sp.diags(1 / faces_at) @ edge_face @ face_point)
    edge_point = sp.diags((~border) * 1.0) @ inner_edge + sp.diags(border * 1.0) @ midpoint
    vertex_point = _vertex_points(quads, edges, border, local, used, (face_point, midpoint))
    smooth = sp.vstack([vertex_point, edge_point, face_point]).tocsr()
    corner, side, middle = local[quads], inverse + v, np.arange(f) + v + e
    half, centre = (uv + np.roll(uv, -1, 1)) / 2, uv.mean(1)
    fine, fine_uv = [], []
    for k in range(4):
        fine.append(np.stack([corner[:, k], side[:, k], middle, side[:, k - 1]], 1))
        fine_uv.append(np.stack([uv[:, k], half[:, k], centre, half[:, k - 1]], 1))
    return smooth, np.concatenate(fine), np.concatenate(fine_uv)


def _vertex_points(
    quads: NDArray[np.int32],
    edges: NDArray[np.int32],
    border: NDArray[np.bool_],
    local: NDArray[np.int64],
    used: NDArray[np.int32],
    points: tuple[sp.csr_matrix, sp.csr_matrix],
) -> sp.csr_matrix:
    face_point, midpoint = points
    f, e, v, count = len(quads), len(edges), len(used), face_point.shape[1]
    itself = _rows(np.arange(v), used, 1.0, (v, count))
    at_face = _rows(local[quads].ravel(), np.repeat(np.arange(f), 4), 1.0, (v, f))
    at_edge = _rows(local[edges].ravel(), np.repeat(np.arange(e), 2), 1.0, (v, e))
    n = np.asarray(at_edge.sum(1)).ravel()
    face_mean = sp.diags(1 / np.asarray(at_face.sum(1)).ravel()) @ at_face @ face_point
    edge_mean = sp.diags(1 / n) @ at_edge @ midpoint
    inner = (
        sp.diags(1 / n) @ face_mean + sp.diags(2 / n) @ edge_mean + sp.diags((n - 3) / n) @ itself
    )
    on_border = np.zeros(v, bool)
    on_border[local[np.unique(edges[border])]] = True
    rim = edges[border]
    at_rim = _rows(local[rim].ravel(), np.repeat(np.flatnonzero(border), 2), 1.0, (v, e))
    neighbours = np.maximum(np.asarray(at_rim.sum(1)).ravel(), 1)
    outer = 0.5 * itself + 0.5 * sp.diags(1 / neighbours) @ at_rim @ midpoint
    return sp.diags((~on_border) * 1.0) @ inner + sp.diags(on_border * 1.0) @ outer


def _rows(
    row: NDArray[Any], column: NDArray[Any], value: float, shape: tuple[int, int]
) -> sp.csr_matrix:
    return sp.csr_matrix((np.full(len(row), value), (row, column)), shape)
