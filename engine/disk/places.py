"""Folders of one's own: of two commands that begin together no two get the same."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.disk.files import FOLDER, no_place, oddity
from engine.errors import SettingsError

IN_USE = "a folder in use"


def from_home(told: str) -> Path:
    """A path in which `~` and `~name` stand for people's homes; as it is where nobody is called so.

    >>> from_home("~nobody-of-that-name/x")
    PosixPath('~nobody-of-that-name/x')
    """
    try:
        return Path(told).expanduser()
    except RuntimeError:
        return Path(told)


@contextmanager
def own_folder(path: Path, *, numbered: bool = False) -> Iterator[Path]:
    """A new or empty folder, which nobody else who asks in this way gets while it is held.

    With `numbered` it is a new one in any case: of that name, or of it with the first free number.
    Where nothing was written into it until an error came, what was made here is taken away again.
    SettingsError for a place that cannot be written into, and for a folder with something in it or
    held by somebody else, in this process or in another.
    """
    missing = [one for one in (path, *path.parents) if not one.exists()]
    place, made = _new(path) if numbered else (path, _made(path))
    held = _held(place)
    try:
        if held is None or any(place.iterdir()):
            raise _refused(path, IN_USE)
        yield place
    except BaseException:
        if made and held is not None:
            with suppress(OSError):  # something was written
                for one in (place, *(other for other in missing if other != path)):
                    one.rmdir()
        raise
    finally:
        if held is not None:
            os.close(held)


def free_name(path: Path) -> Path:
    """The path, or it with the first number after it that nothing has yet."""
    number, place = 1, path
    while place.exists() or place.is_symlink():
        number += 1
        place = path.with_name(f"{path.name}-{number}")
    return place


@contextmanager
def held_folder(path: Path) -> Iterator[Path]:
    """A folder with whatever is in it, which nobody else who asks here gets while it is held.

    SettingsError for none, for one that cannot be written into, and for one held by somebody else.
    """
    odd = oddity(path) or "a file"
    if why := no_place(path) if odd == FOLDER else odd:
        raise SettingsError(f"{path}: got {why}, wanted a folder to go on in")
    held = _held(path)
    if held is None:
        raise SettingsError(f"{path}: got {IN_USE}, wanted one that nobody writes into")
    try:
        yield path
    finally:
        os.close(held)


def _new(path: Path) -> tuple[Path, bool]:
    """A folder that was not there before, under that name or the first free number after it."""
    number, place = 1, path
    while place.exists() or place.is_symlink() or not _made(place):
        number += 1
        place = path.with_name(f"{path.name}-{number}")
    return place, True


def _made(place: Path) -> bool:
    """Whether the folder was made; it was there already if not."""
    try:
        place.mkdir(parents=True)
    except FileExistsError:
        if why := no_place(place):
            raise _refused(place, why) from None
        return False
    except (OSError, ValueError) as err:
        raise _refused(place, no_place(place) or str(err)) from err
    return True


def _held(place: Path) -> int | None:
    """A descriptor that locks the folder until it is closed; None if somebody else has it."""
    folder = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as err:
        os.close(folder)
        if isinstance(err, BlockingIOError):
            return None
        raise _refused(place, f"a place without locks ({err.strerror})") from err
    return folder


def _refused(place: Path, got: str) -> SettingsError:
    return SettingsError(f"{place}: got {got}, wanted a new or empty folder")
