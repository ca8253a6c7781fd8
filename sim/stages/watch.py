"""The engine before the films, as `footfall engine watch` has it: it knows nothing of the truth."""

from pathlib import Path

from sim.stages.film import FILMED
from sim.stages.span import CAMERAS, cameras_of
from sim.stages.stage import Given, Stage, place, written


def _make(given: Given) -> Path:
    from sim.recognition import pixels  # as in sim.stages.film

    folder = given.result(FILMED)
    pixels.look(cameras_of(given.scenario), given.scenario.engine, given.notes, given.report)
    return folder


WATCHED = Stage(
    name="watch",
    told="Watch the feeds",
    reads=(*CAMERAS, "engine"),
    inputs=("preset", "pack"),
    on=("film",),
    files=("watch/*/*", "watch/*/alerts/*"),
    make=_make,
    keep=written,
    load=place,
)
