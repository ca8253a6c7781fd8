"""One frame of a scenario's window, as a camera would film it, without a run."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np

from engine.faces import Image
from engine.measure.calibration.presets import load_preset
from engine.names import perhaps
from engine.pictures.writing import write_picture
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.schema import Camera, Scenario, Window
from sim.cameras.frames import Filming
from sim.casting.everybody import everybody
from sim.casting.staging import staged
from sim.estimate import field_behind, of_frame, refuse
from sim.folder import RunFolder
from sim.stages.inputs import setting_of
from sim.stages.line import Line
from sim.stages.span import cameras_of, span_of
from sim.stages.store import Store
from sim.stages.world import WINDOW, World
from sim.streams import Streams
from sim.world.day import Day

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Pictured:
    """One person in a frame: `subject` is the row of the watchlist or -1, `face` who plays them,
    `pixels` how many show them.
    """

    person: int
    subject: int
    face: int
    distance_m: float
    eyes_px: tuple[float, float]
    pixels: int


@dataclass(frozen=True, slots=True)
class Still:
    """A frame and everybody in it, from near to far."""

    bgr: Image
    camera: str
    time_s: float
    people: tuple[Pictured, ...]

    def to_json(self) -> dict[str, Any]:
        """The truth of the frame."""
        told = [asdict(one) for one in self.people]
        return {"camera": self.camera, "time_s": self.time_s, "people": told}


def still(
    name_or_path: str,
    camera: str | None = None,
    at_s: float | None = None,
    *,
    seed: int | None = None,
    store: Store | None = None,
    progress: Report | None = None,
) -> Still:
    """The frame that a camera takes `at_s` after the scenario's start, inside its window; the
    window's first camera and the middle of it by default. People are cast as in pixels fidelity.

    Raises ScenarioError for a camera that is not there or a time outside the window.
    """
    report = progress or (lambda *_: None)
    overrides = {} if seed is None else {"seed": str(seed)}
    loaded = load_scenario(name_or_path, overrides | {"fidelity": "pixels"})
    setting, scenario = (
        setting_of(loaded, load_preset(loaded.scenario.engine.preset)),
        loaded.scenario,
    )
    window = cast(Window, scenario.window)  # without one, pixels are refused
    used = _camera(scenario, window, camera)
    number = _frame(window, used, at_s)
    of = partial(of_frame, preset=setting.preset)
    refuse(of(loaded), blamed=field_behind(loaded, of))
    with TemporaryDirectory() as folder:
        shelves = [store] if store else []
        line = Line(setting, RunFolder(Path(folder)), report, shelves, store)
        world: World = line.play([WINDOW])
        people, crowd = world.people, world.crowd
    span, streams = span_of(scenario), setting.streams
    cameras = cameras_of(scenario, used.id)
    day = Day(loaded.place, people, crowd, cameras, span.start_s, span.end_s)
    played = replace(day, people=staged(scenario, day, streams).people)
    report("Film the frame", 0.0)
    taken = _taken(used, played, streams, number)
    report("Film the frame", 1.0)
    return taken


def write_still(out: Path, taken: Still) -> None:
    """Keep the frame as a picture, whole or not at all."""
    write_picture(out, taken.bgr, jpeg_quality=90)


def _taken(camera: Camera, day: Day, streams: Streams, number: int) -> Still:
    filming = Filming(camera, day, everybody(), streams)
    bgr, taken, _ = filming.frame(number)
    counts = dict(
        zip(*(x.tolist() for x in np.unique(taken.owner, return_counts=True)), strict=True)
    )
    seen = [
        Pictured(
            person=person,
            subject=int(day.people.subject[person]),
            face=int(day.people.identity[person]),
            distance_m=round(figure.ahead_m, 2),
            eyes_px=(round(float(figure.eyes_px[0]), 1), round(float(figure.eyes_px[1]), 1)),
            pixels=counts[person],
        )
        for person, figure in taken.figures.items()
        if person in counts
    ]
    time_s = day.start_s + number / camera.fps
    return Still(bgr, camera.id, time_s, tuple(sorted(seen, key=lambda one: one.distance_m)))


def _camera(scenario: Scenario, window: Window, wanted: str | None) -> Camera:
    by_id = {camera.id: camera for camera in scenario.cameras}
    name = wanted or next(iter(window.cameras), scenario.cameras[0].id)
    if name not in by_id:
        raise ScenarioError(
            f"camera: got {name!r}, wanted one of {', '.join(by_id)}{perhaps(name, by_id)}"
        )
    return by_id[name]


def _frame(window: Window, camera: Camera, at_s: float | None) -> int:
    wanted = window.start_s + window.duration_s / 2 if at_s is None else at_s
    last = max(round(window.duration_s * camera.fps), 1) - 1
    place = (wanted - window.start_s) * camera.fps
    number = round(place) if isfinite(place) else -1
    if not 0 <= number <= last:
        said = f"{window.start_s:g} to {window.start_s + last / camera.fps:g}"
        raise ScenarioError(f"at: got {wanted:g} s, wanted a time in the window, {said} s")
    return number
