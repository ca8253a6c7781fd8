"""What is kept of a fault that nobody foresaw: enough to mend it, and nothing secret."""

import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dashboards.visible import visible

KEPT = 20
"""Files with details that stay; older ones are deleted."""
LONGEST_LINE, LONGEST = 400, 64_000
"""Letters of a line and of a file."""
SECRET = re.compile(r"key|token|secret|passw", re.IGNORECASE)
"""In an option's name: its value is not told."""
VEILED = (
    (re.compile(r"(\w://)[^/\s@]+@"), r"\1…@"),
    (re.compile(r"\b[0-9a-fA-F]{64}\b|\b[A-Za-z0-9+/]{43}="), "…"),
    (re.compile(r"(?:[-+]?\d*\.\d*(?:e[-+]?\d+)?[\s,\]\[]+){4,}[-+.\d]*"), "… "),
)
"""Names and passwords in addresses, keys of 256 bits, and runs of numbers: parts of templates."""


def kept_details(err: BaseException, arguments: Sequence[str]) -> Path | None:
    """A new file with the traceback, the versions and the arguments; None if none can be written.

    It lies in the cache folder or else in the temporary one; only its owner may read it.
    """
    with suppress(Exception):
        content = details(err, arguments).encode("utf-8", "backslashreplace")
        for folder in _folders():
            with suppress(OSError):
                return _kept(folder, content)
    return None


def details(err: BaseException, arguments: Sequence[str]) -> str:
    """What the file says; no values of variables, which may be somebody's template."""
    told = [
        f"{datetime.now(UTC).isoformat(timespec='seconds')}, footfall {installed_version()}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {list(_unsecret(arguments))}",
        "".join(traceback.TracebackException.from_exception(err).format()),
    ]
    lines = veiled("\n".join(told)).splitlines()
    return "".join(f"{visible(line)[:LONGEST_LINE]}\n" for line in lines)[:LONGEST]


def veiled(text: str) -> str:
    """Text without what is secret or somebody's.

    >>> veiled("from https://ann:pw@example.org at 2.5 s")
    'from https://…@example.org at 2.5 s'
    >>> veiled("template [0.12, -0.3, 0.25, .5, 0.75, 0.1] of ann")
    'template [… of ann'
    """
    for pattern, instead in VEILED:
        text = pattern.sub(instead, text)
    return text


def _unsecret(arguments: Sequence[str]) -> Iterator[str]:
    hidden = False
    for one in arguments:
        name, is_option, value = one.partition("=")
        secret = one.startswith("-") and SECRET.search(name) is not None
        yield "…" if hidden else f"{name}=…" if secret and is_option else one
        hidden = secret and not (is_option and value)


def _folders() -> Iterator[Path]:
    chosen = os.environ.get("FOOTFALL_CACHE")
    with suppress(ImportError, RuntimeError):  # RuntimeError: a home of nobody
        from platformdirs import user_cache_path  # may be what is missing

        yield (Path(chosen).expanduser() if chosen else user_cache_path("footfall")) / "faults"
    yield Path(tempfile.gettempdir()) / f"footfall-faults-{_user()}"


def _kept(folder: Path, content: bytes) -> Path:
    """Write the file; OSError if the folder cannot be used or is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != _user():
        raise PermissionError(f"{folder} is not the user's own")
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    file = folder / f"{stamp}-{os.getpid()}-{os.urandom(2).hex()}.txt"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:  # noqa: PTH123  # a descriptor
        out.write(content)
    for old in sorted(folder.glob("*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def _user() -> int:
    return os.getuid() if sys.platform != "win32" else 0


def installed_version() -> str:
    """Footfall's, as its package says."""
    try:
        return version("footfall")
    except PackageNotFoundError:
        return "not installed"
