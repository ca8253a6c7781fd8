"""The stages of a run in their order, each loaded where it was kept and made where it was not."""

import shutil
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.packs.fetch import sha256
from sim.folder import RunFolder
from sim.jobs.notes import UNFINISHED, Notes
from sim.stages.answer import ANSWERED
from sim.stages.decide import DECIDED, JOINED
from sim.stages.fields import only, values
from sim.stages.film import FILMED
from sim.stages.outcomes import TOLD, TOLD_OF_FILM
from sim.stages.search import FOUND
from sim.stages.sightings import FILMED_TRUTH, OBSERVED
from sim.stages.stage import Given, Setting, Stage
from sim.stages.store import Kept, Shelf, Store
from sim.stages.watch import WATCHED
from sim.stages.world import WALKED, WINDOW


def _windowless(stage: Stage[Any]) -> Stage[Any]:
    """The stage as it is where all of a scenario is played, and not its window."""
    return replace(stage, reads=tuple(f for f in stage.reads if not f.startswith("window.")))


LINES: dict[str, tuple[Stage[Any], ...]] = {
    "scores": tuple(_windowless(s) for s in (WALKED, OBSERVED, FOUND, DECIDED, ANSWERED, TOLD)),
    "pixels": (WINDOW, FILMED, WATCHED, FILMED_TRUTH, JOINED, ANSWERED, TOLD_OF_FILM),
}
"""What a run of either fidelity is."""

Report = Callable[[str, float], None]
Told = dict[str, dict[str, Any]]


def kept_before(
    setting: Setting, stages: Sequence[Stage[Any]], shelves: Sequence[Shelf]
) -> frozenset[str]:
    """Names of the stages that would be loaded; their files are not looked at."""
    keys: dict[str, str] = {}
    found = set()
    for stage in stages:
        keys[stage.name] = stage.key(setting, values(setting.scenario, stage.reads), keys)
        held = (shelf.find(keys[stage.name]) for shelf in shelves)
        if any(kept is not None and stage.whole(kept.files) for kept in held):
            found.add(stage.name)
    return frozenset(found)


@dataclass
class Line:
    """One way through the stages, in a run's folder.

    Stages are looked for on `shelves`; what is made is added to the `store`. `told` says of each
    that is done its key, its `source` (made, or where it was kept) and the SHA-256 of its files;
    `unkept` why the store took nothing. Results that are loaded are `held` by their keys, if there
    is something to hold them, for other ways through the same stages.
    """

    setting: Setting
    folder: RunFolder
    report: Report
    shelves: Sequence[Shelf] = ()
    store: Store | None = None
    noted: Callable[[Told], None] = lambda _: None
    told: Told = field(default_factory=dict)
    unkept: str | None = None
    held: MutableMapping[str, Any] | None = None
    _results: dict[str, Any] = field(default_factory=dict)
    _loads: dict[str, Callable[[], Any]] = field(default_factory=dict)

    def play(self, stages: Sequence[Stage[Any]]) -> Any:
        """Go through the stages; what the last of them came to."""
        for stage in stages:
            self._pass(stage)
        shutil.rmtree(self.folder.path / UNFINISHED, ignore_errors=True)
        return self.result(stages[-1].name)

    def _pass(self, stage: Stage[Any]) -> None:
        keys = {name: one["key"] for name, one in self.told.items()}
        key = stage.key(self.setting, self._values(stage), keys)
        given = self._given(stage, key)
        kept = self._found(stage, key)
        if kept is None:
            self.report(stage.told, 0.0)
            self._clear(stage, given.notes)
            made = stage.make(given)
            stage.keep(made, self.folder)
            self.report(stage.told, 1.0)
            self._results[stage.name] = made
        else:
            self._loads[stage.name] = lambda: self._loaded(stage, key, given, kept.folder)
        files = self._hashes(stage) if kept is None else dict(kept.files)
        source = "made" if kept is None else kept.source
        self.told[stage.name] = {"key": key, "source": source, "files": files}
        self.noted(self.told)
        if self.store and kept is None:
            self._add(self.store, stage, key, files)

    def _loaded(self, stage: Stage[Any], key: str, given: Given, kept: Path) -> Any:
        """What a stage came to; where results are held it is loaded once, from where it is kept."""
        if self.held is None:
            return stage.load(given)
        if key not in self.held:
            self.held[key] = stage.load(replace(given, folder=RunFolder(kept), held=True))
        return self.held[key]

    def _clear(self, stage: Stage[Any], notes: Notes) -> None:
        """Take away what an earlier try left of it, but for jobs that are done."""
        whole = notes.whole()
        for file in stage.kept(self.folder.path):
            if file.relative_to(self.folder.path).as_posix() not in whole:
                file.unlink()

    def _hashes(self, stage: Stage[Any]) -> dict[str, str]:
        folder = self.folder.path
        return {file.relative_to(folder).as_posix(): sha256(file) for file in stage.kept(folder)}

    def _add(self, store: Store, stage: Stage[Any], key: str, files: dict[str, str]) -> None:
        """Keep a stage for later runs; where that cannot be, this one goes on."""
        try:
            store.add(stage.name, key, self.folder.path, files)
        except OSError as err:
            self.unkept = f"{store.folder}: {err.strerror or err}"

    def _found(self, stage: Stage[Any], key: str) -> Kept | None:
        """Bring the stage of that key into the folder if it is kept somewhere; what was brought."""
        for shelf in self.shelves:
            kept = shelf.find(key)
            if kept is not None and stage.whole(kept.files) and kept.copied(self.folder):
                return kept
        return None

    def given(self, stage: Stage[Any]) -> Given:
        """What a stage is given that stands on those it went through."""
        keys = {name: one["key"] for name, one in self.told.items()}
        return self._given(stage, stage.key(self.setting, self._values(stage), keys))

    def _values(self, stage: Stage[Any]) -> dict[str, Any]:
        return values(self.setting.scenario, stage.reads)

    def _given(self, stage: Stage[Any], key: str) -> Given:
        return Given(
            scenario=only(self.setting.scenario, stage.reads),
            setting=self.setting,
            folder=self.folder,
            notes=Notes(self.folder.path / UNFINISHED / key, self.folder.path),
            report=lambda share: self.report(stage.told, share),
            results=self.result,
        )

    def result(self, name: str) -> Any:
        """What a stage that it went through came to; loaded once it is asked for."""
        if name not in self._results:
            self._results[name] = self._loads.pop(name)()
        return self._results[name]
