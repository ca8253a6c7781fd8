"""Pandas stays away from processes that hold no data frame, though pyarrow would load it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

PANDAS, ARROW = "pandas", "pyarrow"


class _Refuser(MetaPathFinder):
    """Finds no pandas, however much there is."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name == PANDAS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def spare_pandas() -> None:
    """Let pyarrow, if it is here, take its first look for pandas now, and find none.

    It looks when it is first given values, lest they be a data frame's, and that loads a fifth of a
    second's worth of modules. It looks again once somebody asks it for a data frame. For a process
    with one thread: others could find none meanwhile.
    """
    if ARROW not in sys.modules or PANDAS in sys.modules:
        return
    with _refused():
        sys.modules[ARROW].array([])


@contextmanager
def _refused() -> Iterator[None]:
    refuser = _Refuser()
    sys.meta_path.insert(0, refuser)
    try:
        yield
    finally:
        sys.meta_path.remove(refuser)
