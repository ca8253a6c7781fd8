"""What a session is played on: the stages of a scenario up to its alerts, kept in its folder."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from engine.disk.files import UnreadError, from_json, text
from engine.measure.calibration.presets import Preset, load_preset
from scenarios.failures import UPHEAVALS, Failure
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Scenario
from sim.errors import SimError
from sim.folder import RunFolder
from sim.reader import LARGEST_BYTES
from sim.response.answer import Answer, People, Walks
from sim.run import keep_scenario
from sim.stages.answer import ANSWERED, walks_of
from sim.stages.answer import ready as begin_answer
from sim.stages.decide import DECIDED, Decisions
from sim.stages.inputs import setting_of
from sim.stages.line import LINES, Line, kept_before
from sim.stages.search import FOUND
from sim.stages.sightings import OBSERVED
from sim.stages.stage import Given, Setting
from sim.stages.store import Kept, Shelf, Store
from sim.training.injects.later import laid_over
from sim.training.injects.scene import Scene, scene_of
from sim.training.probes import Probe, probes

GROUND, OVERTURNED = "ground.json", "overturned"
KEPT = LINES["scores"][:4]
"""World, sightings, search, decide: what a session's people change nothing of."""
Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Ground:
    """A session's scenario with its place, and what the engine says there in the order of time."""

    loaded: Loaded
    setting: Setting
    given: Given
    folder: Path

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.loaded.scenario

    @property
    def decisions(self) -> Decisions:
        """The alerts, and what happened before anybody answers them."""
        return self.given.result(DECIDED)

    def begin(self, people: People, from_s: float, until_s: float) -> Answer:
        """The answer to the alerts of a part of the day, before its first moment."""
        return begin_answer(self.given, people, (from_s, until_s))

    def scene(self) -> Scene:
        """What injects are made of."""
        return scene_of(self.given)

    def looks(self) -> Mapping[int, Sequence[Probe]]:
        """Of every alert the faces of its track that were searched, in the order of time."""
        observed = self.given.result(OBSERVED)
        names = [camera.id for camera in observed.cameras]
        about = (observed.sightings, self.given.result(FOUND), names)
        return probes(self.decisions.alerts, *about, self.setting.scenario.engine.lost_after_s)

    def walks(self, persons: Iterable[int]) -> Walks:
        """Where people walk, at least these."""
        return walks_of(self.given, np.unique(np.fromiter(persons, np.int64)))

    def overturned(self, failures: Sequence[Failure]) -> "Ground":
        """The same day with further surges and evacuations: up to the first of them nobody walks
        otherwise. It is made once, and kept in the session's folder.
        """
        told = self.loaded
        scenario = laid_over(told.scenario, failures)
        loaded = Loaded(scenario, told.place, told.path, told.venue_path)
        laid = [one for one in scenario.failures if one.kind in UPHEAVALS]
        name = blake2b(repr(laid).encode(), digest_size=8).hexdigest()
        folder = self.folder / OVERTURNED / name
        if not (folder / GROUND).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            line = Line(setting_of(loaded, self.setting.preset), RunFolder(folder), lambda *_: None)
            line.play(KEPT)
            RunFolder(folder).json(GROUND, {"stages": line.told})
        return _ground(loaded, self.setting.preset, folder, self.folder)


def lay(
    folder: Path,
    loaded: Loaded,
    preset: Preset,
    stages: Store | None = None,
    report: Report = lambda *_: None,
) -> float:
    """Make a scenario's stages up to its alerts in a folder, or take them from where they are kept;
    the threshold that its alerts met.
    """
    keep_scenario(loaded, RunFolder(folder))
    shelves: list[Shelf] = [stages] if stages else []
    line = Line(setting_of(loaded, preset), RunFolder(folder), report, shelves, stages)
    found: Decisions = line.play(KEPT)
    RunFolder(folder).json(GROUND, {"stages": line.told})
    return found.threshold


def ground(folder: Path, *, seated: bool) -> Ground:
    """What `lay` made. With somebody `seated` at the screens one operator is there, for all
    cameras.

    SimError for a folder without it, and for one that was made by another version.
    """
    loaded = load_scenario(str(folder / "scenario.yaml"))
    if seated:
        loaded = _alone(loaded)
    return _ground(loaded, load_preset(loaded.scenario.engine.preset), folder, folder)


def _ground(loaded: Loaded, preset: Preset, stages: Path, session: Path) -> Ground:
    """A scenario whose stages lie in a folder, of a session's folder."""
    setting = setting_of(loaded, preset)
    shelves: list[Shelf] = [_Own(stages, _kept(stages))]
    if len(kept_before(setting, KEPT, shelves)) < len(KEPT):
        wanted = "this one's: it would play another world from the same acts"
        raise SimError(f"{stages}: got stages of another version of the code, wanted {wanted}")
    line = Line(setting, RunFolder(stages), lambda *_: None, shelves)
    line.play(KEPT)
    return Ground(loaded, setting, line.given(ANSWERED), session)


def _alone(loaded: Loaded) -> Loaded:
    operators = loaded.scenario.operators
    one = operators.model_dump() | {"count": 1, "desks": ()}
    changed = {"operators": type(operators).model_validate(one)}
    scenario = loaded.scenario.model_copy(update=changed)
    return Loaded(scenario, loaded.place, loaded.path, loaded.venue_path)


def _kept(folder: Path) -> Mapping[str, Any]:
    file = folder / GROUND
    try:
        told = from_json(text(file, LARGEST_BYTES))["stages"]
        return {name: dict(one) for name, one in told.items()}
    except (UnreadError, json.JSONDecodeError, KeyError, AttributeError, TypeError) as err:
        raise SimError(f"{file}: got {err}, wanted what a session is played on") from err


@dataclass(frozen=True, slots=True)
class _Own:
    """The stages in the session's own folder, as they were told when they were made."""

    folder: Path
    told: Mapping[str, Any]

    def find(self, key: str) -> Kept | None:
        """The stage of that key."""
        for one in self.told.values():
            if one["key"] == key:
                return Kept(self.folder, one["files"], "session")
        return None
