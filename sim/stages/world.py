"""Who comes, and where everybody walks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.disk.parquet import read_among
from scenarios.failures import Failure
from scenarios.footfall.arrivals import Surge
from scenarios.schema import Scenario
from sim.folder import RunFolder
from sim.reader import table_of
from sim.stages.span import TIMES, cameras_of, span_of
from sim.stages.stage import Given, Stage
from sim.tables import crowd_of, crowd_table, people_of, people_table
from sim.world.crowd import Crowd, People
from sim.world.day import Day
from sim.world.evacuation import evacuated
from sim.world.visitors import populate
from sim.world.walker import DT_S
from sim.world.ways import Ways

PEOPLE, CROWD = "people.parquet", "crowd.parquet"
DELTA = ("person", "tick", "x_cm", "y_cm")
GROUP = 1 << 15
"""Rows of the crowd that are read together: about a hundred people's, so that the ways of few are
read without those of all."""
MANY = 100
"""People whose ways lie in so many of these groups that nearly all would be read."""
NOBODY = Crowd(
    dt_s=DT_S,
    person=np.empty(0, np.int32),
    tick=np.empty(0, np.int32),
    x_m=np.empty(0, np.float32),
    y_m=np.empty(0, np.float32),
    level=np.empty(0, np.int8),
    heading_deg=np.empty(0, np.float32),
    first=np.zeros(1, np.int64),
)
READS = (*TIMES, "arrivals", "crowd", "watchlist.size", "planted.walks")


@dataclass(frozen=True)
class World:
    """The `people`, and where they walked; `rows` gives the crowd's table, `rows_of` at least the
    rows of some. Where it is `held` for long, all of it is kept once many were asked for.
    """

    people: People
    rows: Callable[[], pa.Table]
    rows_of: Callable[[NDArray[np.integer[Any]]], pa.Table]
    held: bool = False

    @cached_property
    def crowd(self) -> Crowd:
        """Where everybody walked."""
        return crowd_of(self.rows(), len(self.people))

    def holding(self, persons: NDArray[np.integer[Any]]) -> "World":
        """The same world with the rows of some people in memory, for who asks of them again."""
        few = self.rows_of(persons)

        def of(asked: NDArray[np.integer[Any]]) -> pa.Table:
            return few if np.isin(asked, persons).all() else self.rows_of(asked)

        return World(self.people, self.rows, of)

    def ways_of(self, persons: NDArray[np.integer[Any]]) -> Crowd:
        """The crowd, in which at least these people have rows."""
        if "crowd" in self.__dict__ or (self.held and len(persons) > MANY):
            return self.crowd
        return crowd_of(self.rows_of(persons), len(self.people))


def _make(given: Given) -> World:
    span, setting = span_of(given.scenario), given.setting
    failures, ways = setting.scenario.failures, Ways(setting.place)
    people, crowd = populate(
        _surging(given.scenario, failures),
        setting.place,
        setting.streams,
        ways,
        start_s=span.start_s,
        end_s=span.end_s + setting.followed_s if span.window else None,
        progress=given.report,
        zones=setting.zones,
        signs=setting.signs,
    )
    people, crowd = evacuated(people, crowd, setting.place, ways, failures)
    table = crowd_table(crowd)
    return World(people_of(people_table(people)), lambda: table, lambda _persons: table)


def _surging(scenario: Scenario, failures: Sequence[Failure]) -> Scenario:
    """With the people who come at once as something goes wrong, after all who come anyway."""
    surges = [
        Surge(at_s=one.from_s, people=one.much, over_s=one.to_s - one.from_s, door=one.what or None)
        for one in failures
        if one.kind == "crowd_surge"
    ]
    if not surges:
        return scenario
    arrivals = scenario.arrivals
    more = arrivals.model_dump() | {"surges": (*arrivals.surges, *surges)}
    return scenario.model_copy(update={"arrivals": type(arrivals).model_validate(more)})


def _keep(world: World, folder: RunFolder) -> None:
    folder.table(PEOPLE, people_table(world.people))
    folder.table(CROWD, world.rows(), delta=DELTA, row_group_size=GROUP)


def _load(given: Given) -> World:
    folder = given.folder.path
    return World(
        people_of(table_of(folder / PEOPLE)),
        lambda: table_of(folder / CROWD),
        lambda persons: table_of(folder / CROWD, read_among, column="person", among=persons),
        given.held,
    )


def day_of(given: Given, crowd: Crowd | None = None) -> Day:
    """What is played of the world, with the crowd or another that was read of it; of the scenario
    TIMES and CAMERAS are read.
    """
    world, span = given.result(WALKED), span_of(given.scenario)
    cameras = cameras_of(given.scenario)
    walked = world.crowd if crowd is None else crowd
    return Day(given.setting.place, world.people, walked, cameras, span.start_s, span.end_s)


def unwalked(given: Given) -> Day:
    """The same without anybody's way: for those who ask only who came."""
    return day_of(given, NOBODY)


WALKED = Stage(
    name="world",
    told="Walk the crowd",
    reads=READS,
    inputs=("venue", "walkers", "zones", "upheavals"),
    streams=(
        *("arrivals", "group", "shops", "dwell", "speed", "talks", "line"),
        *("line turns", "line end"),
        *("purpose", "stays", "place", "checks", "shift", "work", "returns", "shy"),
        *("person", "manner", "listing", "demography"),
    ),
    on=(),
    files=(PEOPLE, CROWD),
    make=_make,
    keep=_keep,
    load=_load,
)
WINDOW = replace(
    WALKED,
    reads=(*READS, "window.listed_share"),
    inputs=("venue", "walkers", "zones", "upheavals", "followed"),
)
"""In a window volunteers may be seeded, and people are followed a while beyond it."""
