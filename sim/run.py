"""Plays a scenario: one seed in, one run folder out, by way of the stages."""

import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from threadpoolctl import threadpool_limits

from engine.disk.files import PART
from engine.disk.places import held_folder
from engine.measure.calibration.presets import Preset, check_pack, load_preset
from scenarios.bought.cameras import stands_for
from scenarios.errors import OVERRIDE, ScenarioError
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Scenario
from sim.begun import begun, unfinished
from sim.damage import damage
from sim.estimate import LONG_S, Estimate, field_behind, of_run, refuse
from sim.folder import SCHEMA, RunFolder
from sim.jobs.collector import seldom
from sim.jobs.notes import UNFINISHED, wait_for_others
from sim.owner import this_process
from sim.reader import StoredRun, read_run
from sim.response.answer import check
from sim.shapes import DIGEST, digest
from sim.stages.fields import dials, felt
from sim.stages.inputs import LIBRARIES, setting_of
from sim.stages.line import LINES, Line, kept_before
from sim.stages.outcomes import head
from sim.stages.stage import Setting
from sim.stages.store import FromRun, Shelf, Store

Report = Callable[[str, float], None]
Planned = Callable[[Path, Mapping[str, float]], None]
"""Called once before the first stage: seconds that each is expected to take, by what reports call
it; those that are kept already are not among them."""

ABOUT = (
    "name", "title", "description", "starts_at", "venue", "fidelity", "seed", "engine.pack",
    "engine.preset",
)  # fmt: skip
"""Fields that every run hangs on or tells."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """Where a run lies, what came of it, what was changed of the scenario, by field, where each
    stage comes from (`made`, or kept in a `run` or the `store`), and which fields of the scenario
    its fidelity does not feel; `unkept` says why nothing was kept for later runs, `damaged` what
    of the run that was to be taken over was not as it was kept.
    """

    folder: Path
    outcomes: dict[str, Any]
    overrides: dict[str, str]
    sources: dict[str, str] = field(default_factory=dict)
    unfelt: tuple[str, ...] = ()
    unkept: str | None = None
    damaged: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What came of it and where it lies: the object that --json prints."""
        return self.outcomes | {
            "run_dir": str(self.folder),
            "stages": self.sources,
            "unfelt": [*self.unfelt],
            "unkept": self.unkept,
            "damaged": [*self.damaged],
        }


def play(
    name_or_path: str,
    *,
    out: Path | None = None,
    numbered: bool = False,
    fidelity: str | None = None,
    seed: int | None = None,
    replication: int = 0,
    overrides: Mapping[str, str] | None = None,
    from_run: Path | None = None,
    store: Store | None = None,
    progress: Report | None = None,
    planned: Planned | None = None,
    within_s: float | None = LONG_S,
    held: MutableMapping[str, Any] | None = None,
) -> RunResult:
    """Play a scenario and keep every stage in a new run folder: `out`, or with `numbered` a further
    one of its name if that is there already. A stage that is the same in the folder `from_run` or
    in the store is taken from there; its results are `held` there by their keys for later calls.

    Raises ScenarioError for what the scenario refuses, for a changed field that the fidelity does
    not feel, and for what needs more than this machine has or longer than `within_s` (None: however
    long), by estimate; SimError if `from_run` is no run, EngineError if `out` holds something
    already, and for packs and feeds. Interrupted, the folder says so in run.json.
    """
    settled = _settled(fidelity, seed, overrides)
    loaded = load_scenario(name_or_path, settled)
    scenario, preset = loaded.scenario, load_preset(loaded.scenario.engine.preset)
    unfelt = _unfelt(scenario, settled)
    _refuse(preset, scenario)
    source = read_run(from_run) if from_run else None
    shelves: list[Shelf] = [FromRun(source)] if source else []
    shelves += [store] if store else []
    setting = setting_of(loaded, preset, replication)
    expected_s = _foreseen(loaded, setting, shelves, out, within_s)
    told = head(scenario, preset, replication) | {"overrides": settled, "unfelt": [*unfelt]}
    with begun(out or _named(scenario), numbered=numbered or out is None) as folder:
        keep_scenario(loaded, folder)
        told = _began(told, scenario) | {"hashes": folder.hashes({})}
        if planned:
            planned(folder.path, expected_s)
        played = _played(setting, folder, told, shelves, store, progress, held)
    return replace(played, damaged=tuple(map(str, damage(source)))) if source else played


def resume(
    folder: Path,
    *,
    store: Store | None = None,
    progress: Report | None = None,
    planned: Planned | None = None,
) -> RunResult:
    """Go on with a run that was killed, interrupted or failed, in its folder: stages, films and
    watched feeds that are whole are taken over, everything else is made.

    Raises SimError for a run that is complete or is being played, and for what is no run or was
    damaged; SettingsError if somebody else uses the folder.
    """
    unfinished(folder)
    with held_folder(folder):
        run = unfinished(folder)  # again: somebody may have been quicker
        wait_for_others(folder / UNFINISHED)
        loaded = Loaded(run.scenario(), run.place(), folder / "scenario.yaml", run.plan())
        preset = load_preset(loaded.scenario.engine.preset)
        _refuse(preset, loaded.scenario)
        told = _taken_up(run, head(loaded.scenario, preset, run.record["replication"]))
        for part in [one for one in folder.rglob(f"*{PART}") if not one.is_dir()]:
            part.unlink()
        shelves: list[Shelf] = [FromRun(run, "earlier")]
        shelves += [store] if store else []
        setting = setting_of(loaded, preset, told["replication"])
        expected_s = _foreseen(loaded, setting, shelves, folder, None)
        if planned:
            planned(folder, expected_s)
        return _played(setting, RunFolder(folder), told, shelves, store, progress)


def _taken_up(run: StoredRun, played: Mapping[str, Any]) -> dict[str, Any]:
    """What its run.json tells from now on."""
    ended = [*run.record.get("resumed", []), {"state": run.state, "at": _now()}]
    unsaid: dict[str, Any] = {"overrides": {}, "unfelt": []}
    return {**unsaid, **run.record, **played, **_playing(), "resumed": ended}


def _played(
    setting: Setting,
    folder: RunFolder,
    told: Mapping[str, Any],
    shelves: Sequence[Shelf],
    store: Store | None,
    progress: Report | None,
    held: MutableMapping[str, Any] | None = None,
) -> RunResult:
    """Go through the stages and keep run.json true."""
    with _recorded(folder, told) as record, threadpool_limits(1, "blas"), seldom():
        report = progress or (lambda *_: None)
        line = Line(setting, folder, report, shelves, store, record.note, held=held)
        outcomes = line.play(LINES[setting.scenario.fidelity])
        record.told["threshold"] = outcomes["threshold"]
    sources = {name: one["source"] for name, one in line.told.items()}
    overrides, unfelt = told["overrides"], tuple(told["unfelt"])
    return RunResult(folder.path, outcomes, overrides, sources, unfelt, line.unkept)


def estimated(
    name_or_path: str,
    *,
    out: Path | None = None,
    fidelity: str | None = None,
    seed: int | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Estimate:
    """What playing a scenario would need if no stage of it were kept; nothing is played.

    Raises ScenarioError for what the scenario refuses.
    """
    return of_run(*ready(name_or_path, _settled(fidelity, seed, overrides)), out)


def ready(name_or_path: str, overrides: Mapping[str, str]) -> tuple[Loaded, Preset]:
    """A scenario that could be played, and its preset; nothing is played.

    Raises ScenarioError as `play` does, but for what is too much for this machine.
    """
    loaded = load_scenario(name_or_path, overrides)
    preset = load_preset(loaded.scenario.engine.preset)
    _unfelt(loaded.scenario, overrides)
    _refuse(preset, loaded.scenario)
    return loaded, preset


def expected(
    name_or_path: str,
    *,
    fidelity: str | None = None,
    seed: int | None = None,
    store: Store | None = None,
) -> dict[str, float]:
    """Seconds that each stage of a run which is not in the store is expected to take, by what it is
    told as; nothing is played. Raises ScenarioError as `play` does.
    """
    loaded = load_scenario(name_or_path, _settled(fidelity, seed, None))
    preset = load_preset(loaded.scenario.engine.preset)
    _refuse(preset, loaded.scenario)
    shelves: list[Shelf] = [store] if store else []
    return _foreseen(loaded, setting_of(loaded, preset, 0), shelves, None, None)


def _foreseen(
    loaded: Loaded,
    setting: Setting,
    shelves: list[Shelf],
    out: Path | None,
    within_s: float | None,
) -> dict[str, float]:
    """Refuse what is too much, but for what is kept from before; how long each of the other stages
    is expected to take, by what it is told as.
    """

    def estimate(one: Loaded) -> Estimate:
        return of_run(one, setting.preset, out)

    stages = LINES[loaded.scenario.fidelity]
    kept, needs = kept_before(setting, stages, shelves), estimate(loaded)
    refuse(needs, within_s, kept=kept, blamed=field_behind(loaded, estimate))
    lasts_s = {part.name: needs.part_s(part) for part in needs.parts}
    return {stage.told: lasts_s.get(stage.name, 0.0) for stage in stages if stage.name not in kept}


def keep_scenario(loaded: Loaded, folder: RunFolder) -> None:
    """The scenario, after all overrides, and its venue: together they can be played again."""
    plan = f"venue{''.join(loaded.venue_path.suffixes)}"
    told = loaded.scenario.model_dump(mode="json") | {"venue": plan}
    folder.text("scenario.yaml", yaml.safe_dump(told, sort_keys=False))
    folder.copy(loaded.venue_path, plan)


def _settled(
    fidelity: str | None, seed: int | None, overrides: Mapping[str, str] | None
) -> dict[str, str]:
    settled = dict(overrides or {})
    if fidelity:
        settled["fidelity"] = fidelity
    if seed is not None:
        settled["seed"] = str(seed)
    return settled


def _unfelt(scenario: Scenario, settled: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that say something and that no stage of this fidelity reads, but for those of the
    window, which is for pixels; ScenarioError if any such field was changed for this run. A window
    may be taken away, since a shorter day has no room for it.
    """
    reads = [*ABOUT, *(read for stage in LINES[scenario.fidelity] for read in stage.reads)]
    for dial, value in settled.items():
        if dial != "window" and not felt(stands_for(dial), reads):
            raise ScenarioError(
                f"{OVERRIDE} {dial}: got {value!r}, wanted a field that a run in"
                f" {scenario.fidelity} feels: this one changes nothing there"
            )
    told = (dial for dial in dials(scenario) if not dial.startswith("window."))
    return tuple(dial for dial in told if not felt(dial, reads))


def _refuse(preset: Preset, scenario: Scenario) -> None:
    """Refuse, before anything is written, a preset of another pack or a rate it does not know, and
    a judge or policy that does not know its dials.

    In pixels with a threshold of its own, a scenario rests on no preset's scores.
    """
    if scenario.fidelity == "scores" or scenario.engine.threshold is None:
        check_pack(preset, scenario.engine)
    preset.threshold(scenario.engine, enrolled(scenario))
    check(scenario)


def enrolled(scenario: Scenario) -> int:
    """How many subjects are enrolled at least."""
    if scenario.fidelity == "pixels" and scenario.window:
        return scenario.window.watchlist
    return scenario.watchlist.size


def _named(scenario: Scenario) -> Path:
    return Path("runs") / dated_name(scenario.name, scenario.fidelity)


def dated_name(scenario: str, fidelity: str) -> str:
    """A new run's folder: by scenario, fidelity and time (UTC)."""
    return f"{scenario}-{fidelity}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _began(told: Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    """What a run.json tells from the beginning on."""
    return {
        "schema": SCHEMA,
        **told,
        "starts_at": scenario.starts_at,
        "duration_s": scenario.duration_s,
        "started_at": _now(),
        **_playing(),
    }


def _playing() -> dict[str, Any]:
    """By what it is played."""
    return {
        "versions": {name: version(name) for name in ("footfall", *LIBRARIES)},
        "process": asdict(this_process()),
    }


class Record:
    """A run's run.json: what was played, when, by which versions, and how far it is."""

    def __init__(self, folder: RunFolder, told: Mapping[str, Any]) -> None:
        self.folder, self.clock_s = folder, time.perf_counter()
        self.told, self.before_s = dict(told), float(told.get("wall_s", 0.0))

    def note(self, stages: Mapping[str, Mapping[str, Any]]) -> None:
        """These stages are done, beside those that an earlier try got done with."""
        self.told["stages"] = self.told.get("stages", {}) | dict(stages)
        self.keep("running")

    def keep(self, state: str) -> None:
        """Write it."""
        wall_s = round(self.before_s + time.perf_counter() - self.clock_s, 2)
        told = self.told | {"state": state, "wall_s": wall_s}
        self.folder.json("run.json", told | {DIGEST: digest(told)})


@contextmanager
def _recorded(folder: RunFolder, told: Mapping[str, Any]) -> Iterator[Record]:
    """Keep run.json true: running, then complete, interrupted or failed."""
    record = Record(folder, told)
    record.keep("running")
    try:
        yield record
    except KeyboardInterrupt as stop:
        record.keep("interrupted")
        stop.add_note(f"run folder: {folder.path} (`footfall run --resume` goes on with it)")
        raise
    except BaseException:
        record.keep("failed")
        raise
    stages = record.told.get("stages", {}).values()
    known = {name: sha for stage in stages for name, sha in stage["files"].items()}
    record.told["hashes"], record.told["sizes"] = folder.hashes(known), folder.sizes()
    record.keep("complete")
