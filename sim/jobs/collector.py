"""Python's collector of cycles, called seldom while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = (50_000, 20, 20)
"""Objects made and kept before the collector looks, and how often it then looks at older ones. A
day's log is hundreds of thousands of events, none of them in a cycle: looking at each of them each
700 objects takes a quarter of the time in which a day is told from what is kept."""
_lock, _users, _before = Lock(), 0, gc.get_threshold()


@contextmanager
def seldom() -> Iterator[None]:
    """Let the collector look seldom; as before once the last thread that asked for it is done."""
    global _users, _before
    with _lock:
        if not _users:
            _before = gc.get_threshold()
            gc.set_threshold(*SELDOM)
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                gc.set_threshold(*_before)
