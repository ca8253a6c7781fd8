"""Plays a scenario: one seed in, one run folder out. The only file that knows all the parts."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from threadpoolctl import threadpool_limits

from engine.measure.bounds import standing_of
from engine.measure.presets import Preset, check_pack, load_preset
from engine.places import own_folder
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Scenario
from sim.cameras.sightings import Sightings, observe
from sim.folder import SCHEMA, RunFolder, crowd_table, people_table, sightings_table
from sim.log import Log
from sim.recognition import pixels, scores
from sim.recognition.claims import Recognition, happenings
from sim.response.answer import answer, check
from sim.response.horizon import followed_s
from sim.streams import Streams
from sim.study.outcomes import outcomes
from sim.world.day import Day
from sim.world.flow import populate
from sim.world.routes import Routes

Report = Callable[[str, float], None]

LIBRARIES = ("numpy", "opencv-python-headless", "onnxruntime", "insightface", "simpy", "shapely")


@dataclass(frozen=True, slots=True)
class RunResult:
    """Where a run lies, what came of it, and what was changed of the scenario, by field."""

    folder: Path
    outcomes: dict[str, Any]
    overrides: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """What came of it and where it lies: the object that --json prints."""
        return self.outcomes | {"run_dir": str(self.folder)}


def play(
    name_or_path: str,
    *,
    out: Path | None = None,
    numbered: bool = False,
    fidelity: str | None = None,
    seed: int | None = None,
    replication: int = 0,
    overrides: Mapping[str, str] | None = None,
    progress: Report | None = None,
) -> RunResult:
    """Play a scenario and keep every stage in a new run folder: `out`, or with `numbered` a further
    one of its name if that is there already.

    Raises ScenarioError for what the scenario refuses, EngineError if `out` holds something
    already, and for packs and feeds. Interrupted, the folder says so in run.json.
    """
    report, settled = progress or (lambda *_: None), _settled(fidelity, seed, overrides)
    loaded = load_scenario(name_or_path, settled)
    preset = load_preset(loaded.scenario.engine.preset)
    _refuse(preset, loaded.scenario)
    head = _head(loaded.scenario, preset, replication)
    with (
        _folder(loaded.scenario, out, numbered=numbered) as folder,
        _kept(folder, head | {"overrides": settled}, loaded.scenario) as record,
        threadpool_limits(1, "blas"),
    ):
        body = _stages(loaded, replication, folder, report)
        record["threshold"] = body["threshold"]
        told = head | body
        folder.json("outcomes.json", told)
    return RunResult(folder.path, told, settled)


def _stages(loaded: Loaded, replication: int, folder: RunFolder, report: Report) -> dict[str, Any]:
    """Every stage in turn, each kept before the next begins; what came of it, as JSON."""
    scenario, streams = loaded.scenario, Streams(loaded.scenario.seed, replication)
    folder.text("scenario.yaml", yaml.safe_dump(scenario.model_dump(mode="json"), sort_keys=False))
    folder.text("venue.geojson", loaded.venue_path.read_text(encoding="utf-8"))
    routes = Routes(loaded.venue)
    day = _day(loaded, routes, streams, folder, report)
    if scenario.fidelity == "pixels":
        sightings, recognition = _in_pixels(scenario, day, streams, folder, report)
    else:
        sightings, recognition = _in_scores(scenario, day, streams, report)
    folder.table("sightings.parquet", sightings_table(sightings))
    folder.lines("alerts.jsonl", [asdict(alert) for alert in recognition.alerts])
    before = happenings(day, sightings, recognition)
    alerts, threshold = recognition.alerts, recognition.threshold
    events = answer(scenario, alerts, before, day, routes, streams, threshold)
    folder.table("events.parquet", Log(events).to_table())
    return {"threshold": threshold} | outcomes(events, day.duration_s).to_json()


def _day(
    loaded: Loaded, routes: Routes, streams: Streams, folder: RunFolder, report: Report
) -> Day:
    """People and where they walk; of a window, those inside it, followed a while beyond."""
    scenario = loaded.scenario
    window = scenario.window if scenario.fidelity == "pixels" else None
    start_s = window.start_s if window else 0.0
    end_s = window.start_s + window.duration_s if window else scenario.duration_s
    people, crowd = populate(
        scenario,
        loaded.venue,
        streams,
        routes,
        start_s=start_s,
        end_s=end_s + followed_s(scenario) if window else None,
        progress=partial(report, "Walk the crowd"),
    )
    folder.table("people.parquet", people_table(people))
    folder.table("crowd.parquet", crowd_table(crowd), delta=("person", "tick", "x_cm", "y_cm"))
    filmed = (window.cameras if window else ()) or tuple(c.id for c in scenario.cameras)
    cameras = tuple(camera for camera in scenario.cameras if camera.id in filmed)
    return Day(loaded.venue, people, crowd, cameras, start_s, end_s)


def _in_scores(
    scenario: Scenario, day: Day, streams: Streams, report: Report
) -> tuple[Sightings, Recognition]:
    seen = partial(report, "Look through the cameras")
    sightings = observe(day.cameras, day.venue, day.people, day.crowd, streams, progress=seen)
    preset, searched = load_preset(scenario.engine.preset), partial(report, "Search the watchlist")
    return sightings, scores.recognise(scenario, day, sightings, preset, streams, searched)


def _in_pixels(
    scenario: Scenario, day: Day, streams: Streams, folder: RunFolder, report: Report
) -> tuple[Sightings, Recognition]:
    path, filming = folder.path, partial(report, "Film the people")
    kin, kin_of = pixels.film(scenario, day, streams, path, filming)
    folder.table("people.parquet", people_table(day.people, kin, kin_of))
    pixels.look(day, scenario.engine, path, partial(report, "Watch the feeds"))
    return pixels.sightings(day, path), pixels.recognised(day, path)


def _settled(
    fidelity: str | None, seed: int | None, overrides: Mapping[str, str] | None
) -> dict[str, str]:
    settled = dict(overrides or {})
    if fidelity:
        settled["fidelity"] = fidelity
    if seed is not None:
        settled["seed"] = str(seed)
    return settled


def _refuse(preset: Preset, scenario: Scenario) -> None:
    """Refuse, before anything is written, a preset of another pack or a rate it does not know, and
    a judge or policy that does not know its dials.

    In pixels with a threshold of its own, a scenario rests on no preset's scores.
    """
    if scenario.fidelity == "scores" or scenario.engine.threshold is None:
        check_pack(preset, scenario.engine)
    preset.threshold(scenario.engine, _listed(scenario))
    check(scenario)


def _listed(scenario: Scenario) -> int:
    """How many subjects are enrolled at least."""
    if scenario.fidelity == "pixels" and scenario.window:
        return scenario.window.watchlist
    return scenario.watchlist.size


def _head(scenario: Scenario, preset: Preset, replication: int) -> dict[str, Any]:
    """What was played, and on what its scores rest."""
    window = scenario.window if scenario.fidelity == "pixels" else None
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "fidelity": scenario.fidelity,
        "seed": scenario.seed,
        "replication": replication,
        "preset": scenario.engine.preset,
        "preset_origin": preset.origin,
        "reading": standing_of(scenario.engine.preset),
        "window": window.model_dump(include={"start_s", "duration_s"}) if window else None,
    }


@contextmanager
def _folder(scenario: Scenario, out: Path | None, *, numbered: bool) -> Iterator[RunFolder]:
    """An empty folder: `out`, or a new one under runs/ named by scenario, fidelity and time."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    named = Path("runs") / f"{scenario.name}-{scenario.fidelity}-{stamp}"
    with own_folder(out or named, numbered=numbered or out is None) as path:
        yield RunFolder(path)


@contextmanager
def _kept(folder: RunFolder, head: dict[str, Any], scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Keep run.json true: running, then complete, interrupted or failed."""
    began, clock = datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
    record: dict[str, Any] = {
        "schema": SCHEMA,
        **head,
        "starts_at": scenario.starts_at,
        "duration_s": scenario.duration_s,
        "started_at": began,
        "versions": {name: version(name) for name in ("footfall", *LIBRARIES)},
    }

    def keep(state: str) -> None:
        wall_s = round(time.perf_counter() - clock, 2)
        folder.json("run.json", record | {"state": state, "wall_s": wall_s})

    keep("running")
    try:
        yield record
    except KeyboardInterrupt as stop:
        keep("interrupted")
        stop.add_note(f"run folder: {folder.path}")
        raise
    except BaseException:
        keep("failed")
        raise
    record["hashes"] = folder.hashes()
    keep("complete")
