"""The folder that a run is begun in: a new or empty one, or one in which a run was killed before it
had anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from engine.disk.files import PART
from engine.disk.places import held_folder, own_folder
from sim.damage import damage, remedy
from sim.errors import SimError
from sim.folder import RunFolder
from sim.jobs.notes import UNFINISHED
from sim.reader import StoredRun, read_run

FIRST = ("scenario.yaml", "venue.*", "run.json")
"""What is written before the first stage, in that order: with the last a run can be gone on with.
Before all of it there is a folder for notes, by which what a run left is told from what people put
there.
"""


@contextmanager
def begun(named: Path, *, numbered: bool = False) -> Iterator[RunFolder]:
    """An empty folder of that name, or with `numbered` a further one if it is there already.

    What a run left there that was killed before its first run.json is taken away. SimError for a
    folder with another run, SettingsError for one that holds something else or is in use.
    """
    if not numbered:
        _check_no_run(named)
        if killed_at_once(named):
            with held_folder(named):
                _clear(named)
    with own_folder(named, numbered=numbered) as path:
        (path / UNFINISHED).mkdir()
        yield RunFolder(path)


def unfinished(folder: Path) -> StoredRun:
    """The run in a folder, which ended before its time; SimError for any other, and for none."""
    wanted = "wanted one that ended before its time"
    if killed_at_once(folder):
        raise SimError(
            f"{folder}: got a run that was killed before its first stage and left nothing to go on"
            f" with, {wanted}; `footfall run SCENARIO --out {folder}` begins it anew"
        )
    run = read_run(folder)
    if run.complete and (found := damage(run)):
        what = f"{found[0]}; the run is complete, but damaged"
        again = remedy(*(one.file for one in found))
        raise SimError(f"{what}: play it again: {again}" if again else what)
    if run.complete:
        raise SimError(f"{folder}: got a complete run, {wanted}: there is nothing to do")
    if run.state == "running":
        raise SimError(f"{folder}: got a run that {_player(run)} plays, {wanted}")
    return run


def killed_at_once(folder: Path) -> bool:
    """Whether there is what a run leaves that was killed before its first run.json, and no more."""
    if not (folder / UNFINISHED).is_dir() or (folder / "run.json").exists():
        return False
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*")} - {UNFINISHED}
    return all(any(fnmatch(name.removesuffix(PART), one) for one in FIRST) for name in names)


def _clear(folder: Path) -> None:
    """Take it away, unless somebody was quicker."""
    if killed_at_once(folder):
        for file in folder.iterdir():
            file.rmdir() if file.is_dir() else file.unlink()


def _check_no_run(folder: Path) -> None:
    """SimError for a folder with a run that is not complete: how it is gone on with."""
    try:
        run = read_run(folder)
    except SimError:  # whatever else lies there is told by whoever makes the folder
        return
    wanted = "wanted a new or empty folder"
    if run.state == "running":
        raise SimError(f"{folder}: got a run that {_player(run)} plays, {wanted}")
    if not run.complete:
        how = f"`footfall run --resume {folder}` goes on with it"
        raise SimError(f"{folder}: got a run that was {run.state}, {wanted}; {how}")


def _player(run: StoredRun) -> str:
    if run.player is None:
        return "a process"
    elsewhere = "" if run.player.here else f" of the machine {run.player.host}"
    return f"process {run.player.pid}{elsewhere}"
