"""Large arrays that are held long, in pages of their own instead of the heap.

There each would leave a hole behind that smaller things soon settle in, so that the next array of
its size found no room and the process grew.
"""

import mmap
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray


def apart(values: NDArray[np.float32], rows: slice) -> NDArray[np.float32]:
    """A copy of some rows in place among the others, which take no memory and are 0.

    The pages go back to the system together with the array.

    >>> apart(np.ones((4, 2), np.float32), slice(1, 3)).tolist()
    [[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
    """
    held = np.frombuffer(_pages(values.nbytes), np.float32).reshape(values.shape)
    held[rows] = values[rows]
    return held


def _pages(count: int) -> mmap.mmap:
    """So many bytes, large pages if there are any: one by one they take six times as long."""
    if not hasattr(mmap, "MADV_HUGEPAGE"):
        return mmap.mmap(-1, count)
    pages = mmap.mmap(-1, count, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):  # a kernel may know of none
        pages.madvise(mmap.MADV_HUGEPAGE)
    return pages
