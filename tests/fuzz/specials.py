"""Paths that lead to no plain file, or to more of one than anybody could read."""

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

GIANT_BYTES = 4 << 30


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    """Its address may not be long, so that it is bound from its folder."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


def _loop(path: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, GIANT_BYTES)


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


SPECIALS: dict[str, Callable[[Path], object]] = {
    "pipe": _pipe,
    "socket": _socket,
    "folder": lambda path: path.mkdir(),
    "loop": _loop,
    "zero": _link_to("/dev/zero"),
    "random": _link_to("/dev/urandom"),
    "full": _link_to("/dev/full"),
    "stdin": _link_to("/dev/stdin"),
    "memory": _link_to("/proc/self/mem"),
}
"""Neither to be read nor to be written."""
UNREADABLE = SPECIALS | {
    "dangling": _link_to("nowhere"),
    "nothing": lambda _: None,
    "sparse": _sparse,
    "empty": lambda path: path.touch(),
    "zeros": lambda path: path.write_bytes(bytes(4096)),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 16),
}
"""Not to be read as anything."""
UNWRITABLE = {name: SPECIALS[name] for name in ("pipe", "socket", "folder", "loop", "zero", "full")}
"""A file cannot be written there, and a folder only at `folder`."""
NAMES = (
    "[/x]", "[red]ann", "[link=http://a.b]ann[/link]", ":smile:", "ann\x1b[31m", "ann\x1b]0;x\x07",
    "ann\nben", "ann\rben", "\u202enna", "-rf", "--help", "%s%n", "{0}", "$(id)", "<b>ann</b>",
    "名前", "e\u0301", " ann ", "ann\x9b31m", "'\"`;",
)  # fmt: skip
"""Of people, files and scenarios."""
