"""Runs as people keep them: under a name of their own, or no longer."""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from dashboards.work.registry import forget, works
from engine.disk.files import UnreadError, text, write_text
from engine.disk.places import held_folder
from sim.damage import RECORD
from sim.errors import SimError
from sim.folder import OWN_NAME
from sim.reader import StoredRun

LONGEST = 80
"""Characters of a name."""
LARGEST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Weight:
    """What would go with a run: how many files, and their bytes."""

    files: int
    size_bytes: int


def own_name(run: StoredRun) -> str:
    """The name that somebody gave the run; empty: none, or one that cannot be read."""
    try:
        words = text(run.path / OWN_NAME, LARGEST_BYTES).split()
    except UnreadError:
        return ""
    return " ".join(words)[:LONGEST]


def give_name(run: StoredRun, name: str) -> None:
    """Give the run a name, in place of any before; an empty one takes it away."""
    words = " ".join(name.split())[:LONGEST]
    if words:
        write_text(run.path / OWN_NAME, words + "\n")
    else:
        (run.path / OWN_NAME).unlink(missing_ok=True)


def weight(run: StoredRun) -> Weight:
    """Of everything in its folder, whoever put it there."""
    sizes = [one.lstat().st_size for one in run.path.rglob("*") if not one.is_dir()]
    return Weight(len(sizes), sum(sizes))


def delete(run: StoredRun, runs: Path) -> None:
    """Delete a run of the folder `runs` for good, and what the registry tells of its making.

    SimError for one that is being played, that lies elsewhere, or that is a link; SettingsError for
    a folder that somebody writes into.
    """
    folder, wanted = run.path, "wanted a run that can be deleted"
    if run.state == "running":
        raise SimError(f"{folder}: got a run that is being played, {wanted}")
    beside = folder.resolve().parent == runs.resolve() and not folder.is_symlink()
    if not beside or not (folder / RECORD).is_file():
        raise SimError(f"{folder}: got no run folder in {runs} itself, {wanted}")
    with held_folder(folder):
        going = folder.with_name(f".deleted-{folder.name}-{secrets.token_hex(3)}")
        folder.rename(going)  # at once: nobody meets half of it
    shutil.rmtree(going)
    for work in works(runs):
        if work.out is not None and work.out.resolve() == folder.resolve():
            forget(work)
