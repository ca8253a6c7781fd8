"""Which sightings the engine would have detected and searched, and whom each is most like."""

from sim.folder import RunFolder
from sim.reader import table_of
from sim.recognition.scores import Searched, search
from sim.stages.sightings import OBSERVED
from sim.stages.span import CAMERAS, TIMES
from sim.stages.stage import Given, Stage
from sim.stages.world import unwalked
from sim.tables import searched_of, searched_table

SEARCHED = "searched.parquet"


def _make(given: Given) -> Searched:
    setting = given.setting
    return search(
        given.scenario,
        unwalked(given),
        given.result(OBSERVED).sightings,
        setting.preset,
        setting.streams,
        given.report,
    )


def _keep(found: Searched, folder: RunFolder) -> None:
    folder.table(SEARCHED, searched_table(found))


def _load(given: Given) -> Searched:
    return searched_of(table_of(given.folder.path / SEARCHED))


FOUND = Stage(
    name="search",
    told="Search the watchlist",
    reads=(
        *TIMES,
        *CAMERAS,
        "watchlist.size",
        "planted.engine",
        "planted.published",
        "engine.minimum_interocular_px",
        "engine.maximum_yaw_deg",
        "engine.maximum_pitch_deg",
    ),
    inputs=("preset",),
    streams=("detection", "probe", "stranger", "tail", "watchlist"),
    on=("world", "sightings"),
    files=(SEARCHED,),
    make=_make,
    keep=_keep,
    load=_load,
)
