"""The engine before the films, as `footfall engine watch` has it: it knows nothing of the truth."""

from collections.abc import Sequence
from pathlib import Path

from scenarios.schema import Camera
from sim.recognition.traffic import Traffic, traffic_of
from sim.stages.film import FILMED
from sim.stages.span import CAMERAS, TIMES, cameras_of, loads_of, span_of
from sim.stages.stage import Given, Stage, place, written


def _make(given: Given) -> Path:
    from sim.recognition import pixels  # as in sim.stages.film

    folder, cameras = given.result(FILMED), cameras_of(given.scenario)
    about = (cameras, given.scenario.engine, given.notes, given.report)
    pixels.look(*about, _traffic(given, cameras))
    return folder


def _traffic(given: Given, cameras: Sequence[Camera]) -> dict[str, Traffic]:
    """Of each camera by its id; empty where nothing overloads the engine."""
    from sim.cameras.scenes import frames_of  # as in sim.stages.film

    span, loads = span_of(given.scenario), loads_of(given.setting.scenario)
    if not loads:
        return {}
    counts = [frames_of(camera, span.duration_s) for camera in cameras]
    found = traffic_of(cameras, counts, span.start_s, loads)
    return {camera.id: one for camera, one in zip(cameras, found, strict=True)}


WATCHED = Stage(
    name="watch",
    told="Watch the feeds",
    reads=(*CAMERAS, *TIMES, "cameras.*.fps", "cameras.*.active_s", "engine"),
    inputs=("preset", "pack", "loads"),
    on=("film",),
    files=("watch/*/*", "watch/*/alerts/*"),
    make=_make,
    keep=written,
    load=place,
)
