"""Random cameras of a place, filmed together in a short window in which nearly everybody is listed.

Layouts drawn of them meet the same crowd and need no films of their own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml

from engine.measure.calibration.presets import Preset, load_preset
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
PRESETS = {"open": "rendered", "second": "rendered-second"}
"""By which each pack's recognition is foretold, and its threshold set."""
WINDOW_CHANGES = {
    "fidelity": "pixels",
    "window.duration_s": "40",
    "window.listed_share": "0.95",
    "window.watchlist": "40",
}


@dataclass(frozen=True)
class Pool:
    """The scenario with those cameras alone, in `folder`, and its window's day, whose `passers_by`
    are in the place then.
    """

    loaded: Loaded
    folder: Path
    day: Day

    @property
    def passers_by(self) -> np.ndarray:
        """(n,) everybody who comes by in the window."""
        return self.day.passers_by

    @property
    def listed(self) -> np.ndarray:
        """(n,) those of them who are listed."""
        return self.passers_by[self.day.people.subject[self.passers_by] >= 0]


def pool(name: str, changes: dict[str, str], folder: Path, seed: int = 1) -> Pool:
    """Drawn of candidates along a library place's walls, of its kind that sees narrowest."""
    loaded = load_scenario(name, WINDOW_CHANGES | changes)
    kinds = classes_of(loaded.scenario.cameras)
    narrow = min(kinds, key=lambda kind: kind.fov_deg)
    laid = candidates(loaded.place, [narrow], MOUNTING).cameras
    near = _gathered(loaded, _day(loaded), laid, "open").near
    some = np.flatnonzero(near.chance.sum(0) >= 1)
    chosen = np.sort(np.random.default_rng(seed).choice(some, CAMERAS, replace=False))
    told = told_scenario(loaded, [laid[one] for one in chosen.tolist()], str(loaded.venue_path))
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(dict(told), sort_keys=False))
    drawn = load_scenario(str(file))
    return Pool(drawn, folder, _day(drawn))


def foretold(pool: Pool, pack: str) -> Gathered:
    """What the planner's model expects each camera to get of the window's people with a pack."""
    return _gathered(pool.loaded, pool.day, pool.loaded.scenario.cameras, pack)


def recognised(pool: Pool, pack: str) -> dict[str, set[int]]:
    """Whom a pack rightly alerts about on film, by each camera alone; all packs watch one film."""
    out = pool.folder / f"run-{pack}"
    changes = {"engine.pack": pack, "engine.threshold": str(_threshold(pool.loaded, pack))}
    play(
        str(pool.loaded.path),
        out=out, overrides=changes, fidelity="pixels", store=kept(), within_s=None,
    )  # fmt: skip
    found = {camera.id: set[int]() for camera in pool.loaded.scenario.cameras}
    for line in (out / "alerts.jsonl").read_text().splitlines():
        alert = json.loads(line)
        if alert["true"]:
            found[alert["camera"]].add(alert["person"])
    return found


def _preset(pack: str) -> Preset:
    return load_preset(PRESETS[pack])


def _threshold(loaded: Loaded, pack: str) -> float:
    """By the pack's preset for as many as are on the list."""
    assert loaded.scenario.window is not None
    asked = loaded.scenario.engine.model_copy(update={"threshold": None})
    return _preset(pack).threshold(asked, loaded.scenario.window.watchlist)


def _day(loaded: Loaded) -> Day:
    """The day of a scenario's window."""
    setting, store = setting_of(loaded, load_preset(loaded.scenario.engine.preset)), kept()
    with TemporaryDirectory() as folder:
        line = Line(setting, RunFolder(Path(folder)), lambda *_: None, [store], store)
        world = line.play([WINDOW])
        people, crowd = world.people, world.crowd
    span = span_of(loaded.scenario)
    return Day(loaded.place, people, crowd, (), span.start_s, span.end_s)


def _gathered(loaded: Loaded, day: Day, cameras: Sequence[Camera], pack: str) -> Gathered:
    """What the planner's model says of all people in the window."""
    scenario = loaded.scenario
    streams = setting_of(loaded, load_preset(scenario.engine.preset)).streams
    watched = Watched(loaded.place, day.people, _within(day.crowd, span_of(scenario)), streams)
    assert scenario.window is not None
    size, people = scenario.window.watchlist, len(day.people)
    return gather(cameras, watched, scenario.engine, _preset(pack), size, people)


def _within(crowd: Crowd, span: Span) -> Crowd:
    """Its rows of a span of time."""
    time_s = crowd.tick * crowd.dt_s
    rows = np.flatnonzero((time_s >= span.start_s) & (time_s < span.end_s))
    person = crowd.person[rows]
    first = np.searchsorted(person, np.arange(len(crowd.first)))
    columns = (crowd.tick, crowd.x_m, crowd.y_m, crowd.level, crowd.heading_deg)
    tick, *others = (column[rows] for column in columns)
    return Crowd(crowd.dt_s, person, tick, *others, first)
