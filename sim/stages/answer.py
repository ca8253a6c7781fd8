"""How operators and officers answer the alerts: the whole event log."""

from collections.abc import Sequence

import numpy as np

from engine.measure.calibration.separation import Separation
from engine.packs.pack import is_pack
from sim.events import Event
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import table_of
from sim.response.answer import answer
from sim.stages.decide import DECIDED
from sim.stages.span import CAMERAS, TIMES
from sim.stages.stage import Given, Stage
from sim.stages.world import WALKED, day_of
from sim.world.ways import Ways

EVENTS = "events.parquet"


def _make(given: Given) -> Sequence[Event]:
    found, setting = given.result(DECIDED), given.setting
    alerted = np.unique([alert.person for alert in found.alerts]).astype(np.int64)
    day = day_of(given, given.result(WALKED).ways_of(alerted[alerted >= 0]))
    ways = Ways(setting.place, given.scenario.officers.speed_mps)
    preset = setting.preset
    pack = given.scenario.engine.pack

    def separation() -> Separation | None:
        known = bool(found.alerts) and is_pack(pack, preset.pack_id)
        return Separation.of(preset.standin) if known else None

    plan = found.alerts, found.before, day, ways
    return answer(given.scenario, *plan, setting.streams, found.threshold, separation)


def _keep(events: Sequence[Event], folder: RunFolder) -> None:
    folder.table(EVENTS, Log(events).to_table())


def _load(given: Given) -> Sequence[Event]:
    return Log.from_table(table_of(given.folder.path / EVENTS)).events


ANSWERED = Stage(
    name="answer",
    told="Judge alerts, send officers",
    reads=(
        *TIMES,
        *CAMERAS,
        "cameras.*.at_m",
        "cameras.*.level",
        "operators",
        "officers",
        "engine.pack",
        "watchlist.right_to_arrest",
    ),
    inputs=("venue", "judge", "dispatch", "preset"),
    streams=("judgement", "operator", "notice", "stop"),
    on=("world", "decide"),
    files=(EVENTS,),
    make=_make,
    keep=_keep,
    load=_load,
)
