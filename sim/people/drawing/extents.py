"""How far a mesh reaches, and what of it can throw a shadow on the part that is drawn."""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@nb.njit(cache=True)
def extent(points) -> tuple[Floats, Floats]:  # type: ignore[no-untyped-def]  # numba types
    """The least and the largest (k,) of points (n, k).

    >>> low, high = extent(np.array([[1.0, 5.0], [2.0, 3.0]]))
    >>> low.tolist(), high.tolist()
    ([1.0, 3.0], [2.0, 5.0])
    """
    low, high = points[0].copy(), points[0].copy()
    for i in range(points.shape[0]):
        for k in range(points.shape[1]):
            low[k] = min(low[k], points[i, k])
            high[k] = max(high[k], points[i, k])
    return low, high


@nb.njit(cache=True)
def furthest(triangles, near, height, lowest) -> float:  # type: ignore[no-untyped-def]  # numba types
    """How near (n,) to the light the furthest corner is of all triangles (m, 3) of which something
    is above a height, infinite if nothing is; `height` (n,) is that of the corners.
    """
    found = np.inf
    for t in range(triangles.shape[0]):
        a, b, c = np.uint32(triangles[t, 0]), np.uint32(triangles[t, 1]), np.uint32(triangles[t, 2])
        if max(height[a], height[b], height[c]) >= lowest:
            found = min(found, near[a], near[b], near[c])
    return found


@nb.njit(cache=True)
def reaching(triangles, near, least) -> NDArray[np.int32]:  # type: ignore[no-untyped-def]  # numba types
    """Those of the triangles (m, 3) of which some corner is at least so near (n,)."""
    kept, count = np.empty_like(triangles), 0
    for t in range(triangles.shape[0]):
        a, b, c = np.uint32(triangles[t, 0]), np.uint32(triangles[t, 1]), np.uint32(triangles[t, 2])
        if max(near[a], near[b], near[c]) >= least:
            kept[count, 0], kept[count, 1], kept[count, 2] = a, b, c
            count += 1
    found: NDArray[np.int32] = kept[:count]
    return found
