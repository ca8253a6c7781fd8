"""What a path leads to: only plain files are opened, since a pipe waits and a device never ends.

They are read up to a stated size, and written whole or not at all.
"""

import json
import os
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from math import isfinite
from pathlib import Path
from typing import Any

NOTHING, FOLDER = "no such file", "a folder"
PART = ".part"
"""Ends the name of a file that is being written."""
KINDS = (
    (stat.S_ISDIR, FOLDER),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def oddity(path: Path) -> str | None:
    """What a path leads to instead of a plain file, in words for `got`; None: to a plain file.

    Links are followed; one that leads in a circle or nowhere is told as such, and nothing is
    ever opened.

    >>> oddity(Path(__file__)), oddity(Path(__file__).parent)
    (None, 'a folder')
    >>> oddity(Path("/dev/zero")), oddity(Path("no such file"))
    ('a device', 'no such file')
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "a link that leads nowhere" if path.is_symlink() else NOTHING
    except (OSError, ValueError) as err:  # ValueError: no possible path
        return getattr(err, "strerror", None) or "no possible path"
    if stat.S_ISREG(mode):
        return None
    return next((word for holds, word in KINDS if holds(mode)), "something that is no file")


class UnreadError(ValueError):
    """What a file is or holds instead of what was wanted, in words for `got`."""


def content(path: Path, most_bytes: int) -> bytes:
    """A plain file's bytes; UnreadError for anything else, and for more of them than `most_bytes`.

    >>> content(Path(__file__), 1_000_000)[:3]
    b'\"\"\"'
    """
    odd = oddity(path)
    if odd is not None:
        raise UnreadError(odd)
    try:
        # What the path leads to may have changed since: a pipe that nobody writes to does not wait.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123  # a descriptor
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadError("something that is no file")
            found = b"" if status.st_size > most_bytes else file.read(most_bytes + 1)
    except OSError as err:
        raise UnreadError(err.strerror or "something unreadable") from err
    size = max(status.st_size, len(found))
    if size > most_bytes:
        raise UnreadError(f"{size:,} bytes, more than the {most_bytes:,} that are read")
    return found


def text(path: Path, most_bytes: int) -> str:
    """A plain file's text in UTF-8, without the mark that may stand before it; UnreadError."""
    try:
        return content(path, most_bytes).decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise UnreadError(f"no UTF-8 ({err.reason} at byte {err.start})") from err


def from_json(written: str) -> Any:
    """What JSON says; UnreadError for what is none, for infinities, and for what is too deep.

    >>> from_json('{"a": [1, 2.5]}')
    {'a': [1, 2.5]}
    """
    try:
        return json.loads(written, parse_float=_finite, parse_constant=_finite)
    except RecursionError as err:
        raise UnreadError("JSON too deep to read") from err
    except ValueError as err:
        raise UnreadError(f"no JSON ({err})") from err


def no_place(folder: Path) -> str | None:
    """Why nothing can be written into a folder that is there or is to be made; None: it can."""
    place = folder
    while (odd := oddity(place)) == NOTHING and place != place.parent:
        place = place.parent
    if odd != FOLDER:
        return f"{odd or 'a file in use'}{'' if place == folder else f' at {place}'}"
    return None if os.access(place, os.W_OK | os.X_OK) else f"{place}, which may not be written to"


def no_file(path: Path) -> str | None:
    """Why a file cannot be written, or written anew, in a folder that exists; None: it can."""
    if (odd := oddity(path)) not in (None, NOTHING):
        return odd
    if not path.parent.is_dir():
        return f"no folder {path.parent}"
    return no_place(path.parent)


@contextmanager
def whole(path: Path, *, shared: bool = False) -> Iterator[Path]:
    """Where to write a file that appears under its name once it is complete, or not at all.

    A `shared` one may be written by several at once, as what is kept in the cache folder: the last
    counts. An error of the operating system names the file.
    """
    own = f".{os.getpid()}-{threading.get_native_id()}" if shared else ""
    part = path.with_name(f"{path.name}{own}{PART}")
    try:
        part.unlink(missing_ok=True)  # of one that was killed; or a pipe, which nobody would read
        yield part
        part.replace(path)
    except OSError as err:
        if err.errno is None or err.filename is not None:
            raise
        raise OSError(err.errno, err.strerror, str(path)) from err
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, written: str) -> None:
    """Write a text file in UTF-8, whole or not at all."""
    with whole(path) as part:
        part.write_text(written, encoding="utf-8")


def write_bytes(path: Path, written: bytes, *, shared: bool = False) -> None:
    """Write a file, whole or not at all; `shared` as for `whole`."""
    with whole(path, shared=shared) as part:
        part.write_bytes(written)


def write_arrays(
    path: Path, arrays: Mapping[str, Any], *, packed: bool = False, shared: bool = False
) -> None:
    """Write arrays by their names as numpy's own archive, whole or not at all."""
    import numpy as np  # here, since most of what this module is used for has no arrays

    save = np.savez_compressed if packed else np.savez
    with whole(path, shared=shared) as part, part.open("wb") as file:
        save(file, allow_pickle=False, **arrays)


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number[:40]} is no finite number")
    return value
