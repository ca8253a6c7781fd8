"""Random cameras of a place, filmed together in a short window in which nearly everybody is listed.

Layouts drawn of them meet the same crowd and need no films of their own.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml

from engine.measure.calibration.presets import load_preset
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Camera
from sim.folder import RunFolder
from sim.placement.candidates import Mounting, candidates, classes_of
from sim.placement.demand import Gathered, Watched, gather
from sim.placement.planner import told_scenario
from sim.run import play
from sim.stages.inputs import setting_of
from sim.stages.line import Line
from sim.stages.span import Span, span_of
from sim.stages.world import WINDOW
from sim.world.crowd import Crowd
from sim.world.day import Day
from tests.bench.coverage.films import kept

MOUNTING = Mounting(spacing_m=5.0, ceiling_m=None)
CAMERAS = 8
"""So many are drawn, of those in whose zone of recognition somebody's head is in the window: films
of most others show nobody.
"""
WINDOW_CHANGES = {
    "fidelity": "pixels",
    "window.duration_s": "12",
    "window.listed_share": "0.95",
    "window.watchlist": "40",
}


@dataclass(frozen=True)
class Pool:
    """The scenario with those cameras alone, in `folder`, and what each would get of its window's
    people, of whom `passers_by` are in the place then.
    """

    loaded: Loaded
    folder: Path
    gathered: Gathered
    passers_by: np.ndarray
    listed: np.ndarray


def pool(name: str, changes: dict[str, str], folder: Path, seed: int = 1) -> Pool:
    """Drawn of candidates along a library place's walls, of its kind that sees narrowest."""
    loaded = load_scenario(name, WINDOW_CHANGES | changes)
    kinds = classes_of(loaded.scenario.cameras)
    narrow = min(kinds, key=lambda kind: kind.fov_deg)
    laid = candidates(loaded.place, [narrow], MOUNTING).cameras
    some = np.flatnonzero(_gathered(loaded, laid)[0].near.chance.sum(0) >= 1)
    chosen = np.sort(np.random.default_rng(seed).choice(some, CAMERAS, replace=False))
    told = told_scenario(loaded, [laid[one] for one in chosen.tolist()], str(loaded.venue_path))
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(dict(told), sort_keys=False))
    drawn = load_scenario(str(file))
    gathered, day = _gathered(drawn, drawn.scenario.cameras)
    listed = day.passers_by[day.people.subject[day.passers_by] >= 0]
    return Pool(drawn, folder, gathered, day.passers_by, listed)


def recognised(pool: Pool) -> dict[str, set[int]]:
    """Whom the engine rightly alerts about on film, by each camera alone."""
    file, out = str(pool.loaded.path), pool.folder / "run"
    play(file, out=out, fidelity="pixels", store=kept(), within_s=None)
    found = {camera.id: set[int]() for camera in pool.loaded.scenario.cameras}
    for line in (out / "alerts.jsonl").read_text().splitlines():
        alert = json.loads(line)
        if alert["true"]:
            found[alert["camera"]].add(alert["person"])
    return found


def _gathered(loaded: Loaded, cameras: tuple[Camera, ...]) -> tuple[Gathered, Day]:
    """What the planner's model says of all people in the window."""
    scenario, preset = loaded.scenario, load_preset(loaded.scenario.engine.preset)
    setting, store = setting_of(loaded, preset), kept()
    with TemporaryDirectory() as folder:
        line = Line(setting, RunFolder(Path(folder)), lambda *_: None, [store], store)
        world = line.play([WINDOW])
        people, crowd = world.people, world.crowd
    span = span_of(scenario)
    day = Day(loaded.place, people, crowd, (), span.start_s, span.end_s)
    watched = Watched(loaded.place, people, _within(crowd, span), setting.streams)
    assert scenario.window is not None
    size = scenario.window.watchlist
    return gather(cameras, watched, scenario.engine, preset, size, len(people)), day


def _within(crowd: Crowd, span: Span) -> Crowd:
    """Its rows of a span of time."""
    time_s = crowd.tick * crowd.dt_s
    rows = np.flatnonzero((time_s >= span.start_s) & (time_s < span.end_s))
    person = crowd.person[rows]
    first = np.searchsorted(person, np.arange(len(crowd.first)))
    columns = (crowd.tick, crowd.x_m, crowd.y_m, crowd.level, crowd.heading_deg)
    tick, *others = (column[rows] for column in columns)
    return Crowd(crowd.dt_s, person, tick, *others, first)
