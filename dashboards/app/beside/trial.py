"""A finished run played again from a later stage on, with something changed; kept for a while."""

import json
import shutil
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dashboards.app.broken import REFUSED
from dashboards.app.runs import runs_folder
from engine.disk.places import free_name
from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.errors import SimError
from sim.reader import StoredRun, read_run
from sim.run import dated_name, play
from sim.stages.inputs import setting_of
from sim.stages.line import LINES, kept_before
from sim.stages.store import FromRun

PLACE = ".tried"
"""The folder of trials in that of the runs."""
MOST = 12
"""Kept; those tried longest ago go first."""
LATER = frozenset({"decide", "answer", "outcomes"})
"""Stages that take seconds."""
_ONE = threading.Lock()
_HELD: dict[tuple[str, int], dict[str, Any]] = {}
"""Results of the earlier stages of the run that was tried last, by its folder and when its run.json
was written: some hundred megabytes of a day, and the next dial loads none of it.
"""


class EarlierError(SimError):
    """Stages before the later ones that a trial would have to make anew, as they are told."""


def tried(run: StoredRun, changes: Mapping[str, str]) -> StoredRun:
    """The run with these changes, from a trial that was kept or played now: only what the changes
    reach is made anew.

    Raises EarlierError where that is more than the LATER stages, ScenarioError for what the
    scenario refuses.
    """
    with _ONE:
        folder = _folder(run, changes)
        try:
            found = read_run(folder)
        except SimError:
            found = None
        if found is None or not found.complete:
            check(run, changes)
            shutil.rmtree(folder, ignore_errors=True)
            play(_scenario(run), out=folder, overrides=changes, from_run=run.path, held=_held(run))
            found = read_run(folder)
        folder.touch()
        _forget(folder.parent)
        return found


def ahead(run: StoredRun, changes: Mapping[str, str]) -> threading.Thread | None:
    """Begin to play a trial that nobody asked for yet, once for the run that is looked at: what
    every dial stands on is loaded by it, before the first one is turned. What is refused is told
    when somebody asks for it.
    """
    written = _written(run)
    if written in _HELD:
        return None
    _held(run)
    begun = threading.Thread(target=_quietly, args=(run, changes), daemon=True)
    begun.start()
    return begun


def _quietly(run: StoredRun, changes: Mapping[str, str]) -> None:
    with suppress(*REFUSED):
        tried(run, changes)


def keep(trial: StoredRun) -> StoredRun:
    """Put a trial among the runs."""
    record = trial.record
    name = dated_name(str(record["scenario"]), str(record["fidelity"]))
    folder = free_name(runs_folder() / name)
    trial.path.rename(folder)
    return read_run(folder)


def check(run: StoredRun, changes: Mapping[str, str]) -> None:
    """EarlierError if a stage before the later ones is not the same in the run: it reads what is
    changed, or the run was played by another version.
    """
    loaded = load_scenario(_scenario(run), changes)
    stages = LINES[loaded.scenario.fidelity]
    preset = load_preset(loaded.scenario.engine.preset)
    setting = setting_of(loaded, preset, int(run.record["replication"]))
    same = kept_before(setting, stages, [FromRun(run)])
    anew = [stage.told.lower() for stage in stages if stage.name not in same | LATER]
    if anew:
        raise EarlierError(", ".join(anew))


def _scenario(run: StoredRun) -> str:
    return str(run.file("scenario.yaml"))


def _held(run: StoredRun) -> dict[str, Any]:
    """What is held of the run; what was held of any other is let go."""
    written = _written(run)
    for other in [one for one in _HELD if one != written]:
        del _HELD[other]
    return _HELD.setdefault(written, {})


def _written(run: StoredRun) -> tuple[str, int]:
    """Its folder, and when its run.json was written."""
    return str(run.path.resolve()), (run.path / "run.json").stat().st_mtime_ns


def _folder(run: StoredRun, changes: Mapping[str, str]) -> Path:
    told = json.dumps([*_written(run), sorted(changes.items())])
    return runs_folder() / PLACE / blake2b(told.encode(), digest_size=10).hexdigest()


def _forget(place: Path) -> None:
    held = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for folder in held[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)
