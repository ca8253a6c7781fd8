"""How operators and officers answer the alerts: the whole event log."""

from collections.abc import Mapping, Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.separation import Separation
from engine.packs.pack import is_pack
from sim.events import Event
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import table_of
from sim.recognition.troubles import in_the_dark
from sim.response.answer import Answer, People, Walks, begin_answer
from sim.stages.decide import DECIDED
from sim.stages.sightings import OBSERVED
from sim.stages.span import CAMERAS, TIMES
from sim.stages.stage import Given, Stage
from sim.stages.world import WALKED, day_of
from sim.world.ways import Ways

EVENTS = "events.parquet"


def _make(given: Given) -> Sequence[Event]:
    return ready(given).played()


def ready(
    given: Given, people: People | None = None, span: tuple[float, float] = (-inf, inf)
) -> Answer:
    """The answer before its first moment: to the alerts from one moment until before another, by
    the scenario's judge and policy or by `people`.
    """
    found, setting = given.result(DECIDED), given.setting
    alerts = [alert for alert in found.alerts if span[0] <= alert.time_s < span[1]]
    alerted = np.unique([alert.person for alert in alerts]).astype(np.int64)
    walks = walks_of(given, alerted)
    ways = Ways(setting.place, given.scenario.officers.speed_mps)
    preset = setting.preset
    pack = given.scenario.engine.pack

    def separation() -> Separation | None:
        known = bool(alerts) and is_pack(pack, preset.pack_id)
        return Separation.of(preset.standin) if known else None

    about = (given.scenario, alerts, found.before, walks.day, ways, setting.streams)
    return begin_answer(*about, found.threshold, separation, walks.seen, people)


def walks_of(given: Given, persons: NDArray[np.int64]) -> Walks:
    """Where people walk, these (-1: nobody) at least; everybody, where somebody was briefed."""
    everybody = given.scenario.briefed is not None
    crowd = None if everybody else given.result(WALKED).ways_of(persons[persons >= 0])
    return Walks(day_of(given, crowd), _seen(given, persons))


def _seen(given: Given, persons: NDArray[np.int64]) -> Mapping[int, NDArray[np.float64]] | None:
    """When cameras have these people in their pictures, for officers who go by that."""
    if given.scenario.officers.pursuit == "follow":
        return None
    observed = given.result(OBSERVED)
    sightings, names = observed.sightings, [camera.id for camera in observed.cameras]
    shown = np.isin(sightings.person, persons) & (sightings.visible_share > 0)
    rows = np.flatnonzero(shown & ~in_the_dark(given.scenario.failures, sightings, names))
    person, time_s = sightings.person[rows], sightings.time_s[rows]
    return {one: np.unique(time_s[person == one]) for one in persons.tolist()}


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
        "failures",
        "briefed",
        "planted.operators",
        "planted.officers",
        "engine.pack",
        "watchlist.right_to_arrest",
        "watchlist.categories",
    ),
    inputs=("venue", "judge", "dispatch", "preset"),
    streams=(
        *("judgement", "operator", "notice", "stop", "spotted"),
        *("contest", "disposal", "custody", "category"),
    ),
    on=("world", "sightings", "decide"),
    files=(EVENTS,),
    make=_make,
    keep=_keep,
    load=_load,
)
