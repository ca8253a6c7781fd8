"""Who sees the review of a session: its instructor and observer once it is over, and whom the
instructor lets.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.disk.files import UnreadError, from_json, text
from sim.errors import SimError
from sim.folder import RunFolder
from sim.training.events import INSTRUCTOR, OBSERVER, Ended
from sim.training.store import FILE, Acts

SHARED = "shared.json"
WATCHES = (INSTRUCTOR, OBSERVER)
"""Roles that see the review of a session that is over, whoever shares it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the instructor lets others see once the session is over: those at its other `desks` the
    review; whoever instructs or observes another session of the exercise its figures, `beside`
    their own.
    """

    desks: bool = False
    beside: bool = False


def share(folder: Path, shared: Shared) -> None:
    """Keep what is shared of the session in that folder."""
    RunFolder(folder).json(SHARED, asdict(shared))


def shared_of(folder: Path) -> Shared:
    """What is shared, nothing unless somebody said so; SimError where that cannot be read."""
    file = folder / SHARED
    if not file.exists():
        return Shared()
    try:
        told = from_json(text(file, 1 << 12))
        return Shared(bool(told["desks"]), bool(told["beside"]))
    except (UnreadError, json.JSONDecodeError, KeyError, TypeError) as err:
        raise SimError(f"{file}: got {err}, wanted what is shared of a session") from err


def is_over(folder: Path) -> bool:
    """Whether the session in that folder was ended; it is not opened for it."""
    if not (folder / FILE).is_file():
        return False
    acts = Acts(folder / FILE)
    try:
        last = acts.last()
    finally:
        acts.close()
    return last is not None and isinstance(last.act, Ended)


def sees_review(folder: Path, role: str) -> bool:
    """Whether a role sees the review now."""
    return is_over(folder) and (role in WATCHES or shared_of(folder).desks)
