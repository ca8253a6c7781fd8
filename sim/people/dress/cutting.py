"""Cloth cut from a surface along lines: what stays keeps its place, its hems are straight."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a surface of n vertices: `blend` (k, n) takes them to the piece's k.

    `uv` (t, 3, 2) are the triangles' places on the cloth; `edge` (k,) says how far each vertex is
    from the nearest hem, as the lines measure it.
    """

    blend: sp.csr_matrix
    triangles: NDArray[np.int32]
    uv: Floats
    edge: Floats


def cut(triangles: NDArray[np.integer[Any]], uv: Floats, lines: Floats) -> Cut:
    """What of a surface lies above 0 in all of `lines` (k, n)."""
    count = lines.shape[1]
    fields, blend = np.asarray(lines, np.float64), sp.identity(count, format="csr")
    for number in range(len(fields)):
        if (fields[number, triangles] > 0).all():
            continue
        triangles, uv, ends = _clipped(triangles, uv, fields[number])
        added = _between(ends, fields[number])
        fields = np.concatenate([fields, (added @ fields.T).T], 1)
        fields[number, count:] = 0.0
        count = fields.shape[1]
        blend = sp.vstack([blend, added @ blend]).tocsr()
    used, local = np.unique(triangles, return_inverse=True)
    edge = fields[:, used].min(0).astype(np.float32)
    return Cut(blend[used], local.reshape(-1, 3).astype(np.int32), uv.astype(np.float32), edge)


def _between(ends: NDArray[np.int64], field: Floats) -> sp.csr_matrix:
    """(m, n) takes n vertices to the points on m edges where the field is 0."""
    a, b = field[ends[:, 0]], field[ends[:, 1]]
    share = a / (a - b)
    rows = np.repeat(np.arange(len(ends)), 2)
    values = np.stack([1 - share, share], 1).ravel()
    return sp.csr_matrix((values, (rows, ends.ravel())), (len(ends), len(field)))


def _clipped(
    triangles: NDArray[np.integer[Any]], uv: Floats, field: Floats
) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64]]:
    """Triangles where the field is above 0, their uv, and the edges (m, 2) of the new vertices,
    which are numbered on from those there are.
    """
    inside = field[triangles] > 0
    many = inside.sum(1)
    whole = many == 3
    one = _turned(triangles, uv, many == 1, inside)
    two = _turned(triangles, uv, many == 2, ~inside)
    pairs = np.concatenate([t[:, [0, k]] for t in (one[0], two[0]) for k in (1, 2)])
    keys, at = np.unique(pairs.min(1) * len(field) + pairs.max(1), return_inverse=True)
    ends, at = np.stack(np.divmod(keys, len(field)), 1), at + len(field)
    n, m = len(one[0]), len(two[0])
    tips = np.stack([one[0][:, 0], at[:n], at[n : 2 * n]], 1)
    (a, b), (corner, corner_uv) = (at[2 * n : 2 * n + m], at[2 * n + m :]), two
    quads = [np.stack([a, corner[:, 1], corner[:, 2]], 1), np.stack([a, corner[:, 2], b], 1)]
    ab, ac = (_crossing(*one, field, k) for k in (1, 2))
    tip_uv = np.stack([one[1][:, 0], ab, ac], 1)
    first, second = (_crossing(*two, field, k) for k in (1, 2))
    quad_uv = [
        np.stack([first, corner_uv[:, 1], corner_uv[:, 2]], 1),
        np.stack([first, corner_uv[:, 2], second], 1),
    ]
    kept = np.concatenate([triangles[whole], tips, *quads])
    return kept, np.concatenate([uv[whole], tip_uv, *quad_uv]), ends


def _turned(
    triangles: NDArray[np.integer[Any]], uv: Floats, rows: NDArray[np.bool_], odd: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Floats]:
    """Some triangles with their odd corner first, wound as before."""
    order = (odd[rows].argmax(1)[:, None] + np.arange(3)) % 3
    at = np.arange(len(order))[:, None]
    return triangles[rows][at, order].astype(np.int64), uv[rows][at, order]


def _crossing(corners: NDArray[np.int64], uv: Floats, field: Floats, k: int) -> Floats:
    """The uv where the edge from the first corner to the k-th meets the line."""
    a, b = field[corners[:, 0]], field[corners[:, k]]
    share = (a / (a - b))[:, None]
    found: Floats = uv[:, 0] + share * (uv[:, k] - uv[:, 0])
    return found
