"""Short-lived arrays, in memory that the process keeps instead of handing it back after each.

Painting a skin fills some hundred arrays of 4 to 25 MB one after another. Fresh pages for each took
a third of the time that drawing somebody's enrolment picture takes.
"""

import ctypes
from contextlib import suppress
from functools import cache

TRIM, MAPPED = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h: what may lie free at the heap's end,
and from which size on an array has pages of its own.
"""
KEPT_BYTES, LARGEST_BYTES = 256 << 20, 64 << 20


@cache
def keep() -> None:
    """Ask the allocator for it, once a process; others than glibc's are left as they are."""
    with suppress(AttributeError, OSError, TypeError):  # no such library, or none of that name
        libc = ctypes.CDLL(None)
        libc.mallopt(MAPPED, LARGEST_BYTES)
        libc.mallopt(TRIM, KEPT_BYTES)
