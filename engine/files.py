"""What a path leads to: only plain files are opened, since a pipe waits and a device never ends."""

import stat
from pathlib import Path

KINDS = (
    (stat.S_ISDIR, "a folder"),
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
        return "a link that leads nowhere" if path.is_symlink() else "no such file"
    except (OSError, ValueError) as err:  # ValueError: no possible path
        return getattr(err, "strerror", None) or "no possible path"
    if stat.S_ISREG(mode):
        return None
    return next((word for holds, word in KINDS if holds(mode)), "something that is no file")
