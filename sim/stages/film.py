"""The window on film, each camera's frames with their truth, and the watchlist's pictures."""

from pathlib import Path

from sim.stages.span import CAMERAS, TIMES, outages_of
from sim.stages.stage import Given, Stage, place, written
from sim.stages.world import day_of


def _make(given: Given) -> Path:
    from sim.recognition import pixels  # a run in scores does not wait for what draws people

    folder, setting = given.folder.path, given.setting
    about = (given.scenario, day_of(given), setting.streams, given.notes, given.report)
    pixels.film(*about, outages_of(setting.scenario))
    return folder


FILMED = Stage(
    name="film",
    told="Film the people",
    reads=(
        *(*TIMES, *CAMERAS, "cameras", "window"),
        *("crowd.demography", "watchlist.size", "engine.preset"),
    ),
    inputs=("venue", "preset", "outages"),
    streams=("demography/subject", "doubles", "gait", "gaze", "loss", "sensor", "talk"),
    on=("world",),
    files=("cast.parquet", "subjects.parquet", "casting.json", "feeds/*", "watchlist/*"),
    make=_make,
    keep=written,
    load=place,
)
