"""A worker process's heap: memory that was freed stays at hand for the next frame."""

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Numbers of the parameters in glibc's malloc.h."""
KEPT_BYTES = 1 << 30
LARGEST_BYTES = 32 << 20
"""The most that glibc takes from the heap at once; a frame's input to the detector at 1080 lines
is 25 MB."""


def keep_freed() -> bool:
    """Let the process keep what it frees, up to a gigabyte; whether the C library can be told so.

    By default glibc gives blocks of megabytes back to the system at once, and each frame's next
    ones are paid for again, page by page: of a look at six faces on 1280 x 736 pixels that was 6 of
    100 ms, more than all other work around the models together.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # musl has none
        return False
    return bool(mallopt(MMAP_THRESHOLD, LARGEST_BYTES) and mallopt(TRIM_THRESHOLD, KEPT_BYTES))
