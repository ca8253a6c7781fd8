"""Which files of a run are not as they were kept, asked of all of them before any is shown."""

import shlex
from pathlib import Path

from engine.disk.files import oddity
from sim.errors import DamagedError
from sim.reader import StoredRun

RECORD, SCENARIO = "run.json", "scenario.yaml"


def missing(run: StoredRun) -> list[DamagedError]:
    """Files that are gone or of another size than was kept; none is opened for it."""
    sizes = run.record.get("sizes", {})
    return [err for name in sizes if (err := _amiss(run.path / name, sizes[name]))]


def damage(run: StoredRun) -> list[DamagedError]:
    """Files that are gone or hold something else than was kept; each is read once, and again when
    it was written anew.
    """
    found = []
    for name in run.record.get("hashes", {}):
        try:
            run.file(name)
        except DamagedError as err:
            found.append(err)
    return found


def remedy(*files: Path) -> str:
    """What to do about damaged files of a run: the command that plays it again and takes over what
    is still as it was kept; "" where what to play is damaged itself, or they lie in no run.

    Of a run whose run.json is damaged nothing can be taken over.
    """
    folder = next((one for one in files[0].parents if (one / SCENARIO).is_file()), None)
    if folder is None or any(_says_what(file, folder) for file in files):
        return ""
    command = f"footfall run {shlex.quote(str(folder / SCENARIO))}"
    if folder / RECORD in files:
        return command
    return f"{command} --from {shlex.quote(str(folder))}"


def _says_what(file: Path, folder: Path) -> bool:
    """Whether it says what was played, and where."""
    return file.parent == folder and file.name.startswith((SCENARIO, "venue."))


def _amiss(file: Path, size: int) -> DamagedError | None:
    odd = oddity(file)
    if odd is not None:
        return DamagedError(file, "", odd, "a file of this run")
    found = file.stat().st_size
    if found == size:
        return None
    return DamagedError(file, "", f"{found:,} bytes", f"the {size:,} that this run left there")
