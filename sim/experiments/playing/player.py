"""Plays replications in memory, in any process: stages are taken from the store or made once.

What a worker made or loaded stays in it for as long as its next piece of work needs it, so that the
answers to one day walk no crowd again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal, cast

import numpy as np
from threadpoolctl import threadpool_limits

from engine.measure.calibration.presets import load_preset
from engine.packs.fetch import sha256
from sim.errors import SimError
from sim.experiments.designs.design import SCORES, Design
from sim.experiments.rows.figures import alert_rows, figures
from sim.folder import RunFolder
from sim.jobs.collector import seldom
from sim.jobs.job import Progress
from sim.jobs.notes import Notes
from sim.stages.answer import ANSWERED
from sim.stages.decide import DECIDED, Decisions
from sim.stages.fields import only, values
from sim.stages.inputs import setting_of
from sim.stages.line import LINES
from sim.stages.span import span_of
from sim.stages.stage import Given, Setting, Stage
from sim.stages.store import Store
from sim.stages.world import WALKED, World
from sim.streams import Streams
from sim.world.ways import Ways

What = Literal["answer", "day"]
"""What differs from one replication to the next: how one day is answered, or the whole day."""
STAGES: tuple[Stage[Any], ...] = tuple(one for one in LINES[SCORES] if one.name != "outcomes")
BELOW = STAGES[:-1]
"""The stages before the answer."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Designs and replications that are played together, each design in each replication."""

    designs: tuple[Design, ...]
    replications: tuple[int, ...]
    what: What
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """Rows of figures, and wide rows of alerts."""

    figures: list[Row]
    alerts: list[Row]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A design that a process has read: its setting, and the fields that each stage reads."""

    setting: Setting
    reads: Mapping[str, Mapping[str, Any]]
    ways: Ways

    def keys(self, what: What, replication: int) -> dict[str, str]:
        """The stages' keys."""
        found: dict[str, str] = {}
        for stage in STAGES:
            setting = self.at(stage, what, replication)
            found[stage.name] = stage.key(setting, self.reads[stage.name], found)
        return found

    def at(self, stage: Stage[Any], what: What, replication: int) -> Setting:
        """The setting with the chance of a stage: of one day all answers share what is before."""
        shared = what == "answer" and stage.name != ANSWERED.name
        streams = Streams(self.setting.scenario.seed, 0 if shared else replication)
        return replace(self.setting, streams=streams)


def play_batch(batch: Batch, progress: Progress) -> Played:
    """Play all of it, in this process, one such call at a time.

    Raises SimError where the process has another version of the code.
    """
    played = Played([], [])
    with _alone, threadpool_limits(1, "blas"), seldom():
        _forget_but(key for one in _both(batch) for key in _keys(batch, *one))
        both = _both(batch)
        for number, (design, replication) in enumerate(both):
            told = _part(progress, number, len(both))
            told(0.0)
            _play(Chain.of(batch, design, replication, told), design, replication, played)
    return played


def make_kept(batch: Batch, names: Sequence[str], progress: Progress) -> None:
    """Have the stages of these names in the store, for each design and replication of a batch."""
    with _alone, threadpool_limits(1, "blas"), seldom():
        _forget_but(())
        asked = [(*one, name) for one in _both(batch) for name in names]
        for number, (design, replication, name) in enumerate(asked):
            told = _part(progress, number, len(asked))
            Chain.of(batch, design, replication, told).keep(name)
        _forget_but(())


@dataclass(frozen=True, slots=True)
class Chain:
    """One replication's way through the stages; each is made or loaded once somebody asks for it,
    unless this process holds it.
    """

    sheet: Sheet
    batch: Batch
    replication: int
    keys: Mapping[str, str]
    progress: Progress

    @classmethod
    def of(cls, batch: Batch, design: Design, replication: int, progress: Progress) -> "Chain":
        """That of a design; `progress` hears how far a stage is that is made."""
        sheet = sheet_of(design)
        return cls(sheet, batch, replication, sheet.keys(batch.what, replication), progress)

    def keep(self, name: str) -> None:
        """Have a stage in the store; where that cannot be, whoever needs it makes it."""
        stage, key, store = _stage(name), self.keys[name], self._store
        if store is None or store.find(key) is not None:
            return
        result = self.result(name)
        with TemporaryDirectory() as place, suppress(OSError):
            folder = RunFolder(Path(place))
            stage.keep(result, folder)
            files = {one.name: sha256(one) for one in stage.kept(folder.path)}
            store.add(name, key, folder.path, files)

    def result(self, name: str) -> Any:
        """What a stage comes to."""
        key = self.keys[name]
        if key not in _held:
            stage = _stage(name)
            folder = self._kept(stage, key)
            make_or_load = stage.make if folder is None else stage.load
            _held[key] = make_or_load(self._given(stage, folder or Path()))
            if stage.name == WALKED.name and folder is not None and self.batch.what == "answer":
                _held[key] = self._few(_held[key])
        return _held[key]

    def _few(self, world: World) -> World:
        """A loaded world with the ways of those about whom there are alerts: for every answer."""
        decisions = cast(Decisions, self.result(DECIDED.name))
        return world.holding(np.unique([alert.person for alert in decisions.alerts]).astype(int))

    def _kept(self, stage: Stage[Any], key: str) -> Path | None:
        """The store's folder with a stage that is whole there."""
        kept = self._store.find(key) if self._store else None
        if kept is None or not stage.whole(kept.files) or not kept.copied(RunFolder(kept.folder)):
            return None
        return kept.folder

    @property
    def _store(self) -> Store | None:
        return Store(self.batch.store) if self.batch.store else None

    def _given(self, stage: Stage[Any], folder: Path) -> Given:
        setting = self.sheet.at(stage, self.batch.what, self.replication)
        return Given(
            scenario=only(setting.scenario, stage.reads),
            setting=setting,
            folder=RunFolder(folder),
            notes=Notes(folder, folder),
            report=self.progress,
            results=self.result,
        )


def sheet_of(design: Design) -> Sheet:
    """A design as this process has read it; SimError where its code is not that of whoever asks."""
    key = design.key
    if key not in _sheets:
        if len(_sheets) >= MOST_SHEETS:
            _sheets.clear()
        _sheets[key] = _read(design)
    return _sheets[key]


def _read(design: Design) -> Sheet:
    with TemporaryDirectory() as folder:
        loaded = design.write(Path(folder))
        setting = setting_of(loaded, _preset(loaded.scenario.engine.preset))
    for name, wanted in design.inputs.items():
        if setting.inputs[name] != wanted:
            raise SimError(
                f"workers: got one with another {name} than that of whoever asks, wanted the same"
                " Footfall, libraries, packs and presets everywhere"
            )
    reads = {stage.name: values(loaded.scenario, stage.reads) for stage in STAGES}
    return Sheet(setting, reads, Ways(loaded.place, loaded.scenario.officers.speed_mps))


_preset = lru_cache(maxsize=8)(load_preset)
MOST_SHEETS = 1024
_sheets: dict[str, Sheet] = {}
_held: dict[str, Any] = {}
"""Results by their stages' keys, of the work that is done now."""
_alone = Lock()


def _forget_but(keys: Iterable[str]) -> None:
    wanted = {*keys}
    for key in [one for one in _held if one not in wanted]:
        del _held[key]


def _both(batch: Batch) -> list[tuple[Design, int]]:
    return [(design, number) for number in batch.replications for design in batch.designs]


def _part(progress: Progress, number: int, count: int) -> Progress:
    """How a part of several, all as long, tells how far it is."""
    return lambda share: progress((number + share) / count)


def _keys(batch: Batch, design: Design, replication: int) -> Iterator[str]:
    yield from sheet_of(design).keys(batch.what, replication).values()


def _play(chain: Chain, design: Design, replication: int, into: Played) -> None:
    events = chain.result(ANSWERED.name)
    del _held[chain.keys[ANSWERED.name]]  # nobody asks for it again
    scenario = chain.sheet.setting.scenario
    who = {"design": design.name, "replication": replication}
    told = (span_of(scenario).duration_s, scenario.briefed, scenario.crowd.demography.ages)
    into.figures.append(who | figures(events, *told))
    into.alerts.extend(who | row for row in alert_rows(events, scenario, chain.sheet.ways))


def _stage(name: str) -> Stage[Any]:
    return next(one for one in STAGES if one.name == name)
