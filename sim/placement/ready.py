"""Candidates of a scenario and what each would get of its days, made or taken from the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, vstack

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.placement.asked import Asked, costs
from sim.placement.candidates import Candidates, candidates, classes_of
from sim.placement.demand import Gathered, gather, walked
from sim.placement.kept import (
    CANDIDATES,
    DEMAND,
    demand_key,
    keep_demand,
    keep_laid,
    laid_key,
    load_demand,
    load_laid,
    once,
)
from sim.placement.solve import Demand
from sim.placement.wanted import door
from sim.stages.store import Store

WORDS = {
    "world": "Walk the crowd",
    "lay out": "Lay out candidates",
    "look": "Look through candidates",
    "choose": "Choose cameras",
    "compare": "Play layouts beside each other",
}
Report = Callable[[str, float], None]


def silent(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A scenario's candidates, the scenario's own first, and what they would get of each day;
    `kinds` are their kinds by the id of the first camera of each.
    """

    loaded: Loaded
    laid: Candidates
    days: tuple[Gathered, ...]
    kinds: tuple[str, ...]

    @property
    def own(self) -> int:
        """How many of them the scenario has."""
        return len(self.loaded.scenario.cameras)

    @property
    def scanned(self) -> Demand:
        """Innocents whose face is found, of the average day."""
        return averaged([day.scanned for day in self.days])

    @property
    def false_alerts(self) -> NDArray[np.float64]:
        """(candidates,) of the average day."""
        found: NDArray[np.float64] = np.mean([day.false_alerts for day in self.days], 0)
        return found


def prepare(
    loaded: Loaded,
    preset: Preset,
    asked: Asked,
    progress: Report = silent,
    store: Store | None = None,
    unkept: Callable[[str], None] = silent,
) -> Ready:
    """Candidates and what they would get, from the store if they are kept there; `unkept` is told
    why they could not be kept.
    """
    kinds = classes_of(loaded.scenario.cameras)
    names = tuple(kind.id for kind in kinds)
    costs(asked, names)  # refused before the work
    _areas(loaded, asked)

    def lay() -> Candidates:
        progress(WORDS["lay out"], 0.0)
        return _with_own(
            loaded.scenario.cameras, kinds, candidates(loaded.place, kinds, asked.mounting)
        )

    laid = once(
        store, CANDIDATES, laid_key(loaded, preset, asked.mounting), lay, keep_laid, load_laid,
        unkept,
    )  # fmt: skip
    progress(WORDS["lay out"], 1.0)
    days = tuple(
        once(
            store,
            DEMAND,
            demand_key(loaded, preset, laid, asked.sample, number),
            _Looking(loaded, preset, laid, asked, progress, number),
            keep_demand,
            load_demand,
            unkept,
        )
        for number in range(asked.days)
    )
    progress(WORDS["look"], 1.0)
    return Ready(loaded, laid, days, names)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Walks one of the days and looks through all candidates at it."""

    loaded: Loaded
    preset: Preset
    laid: Candidates
    asked: Asked
    progress: Report
    number: int

    def __call__(self) -> Gathered:
        scenario = self.loaded.scenario
        self._report("world", 0.0)  # told before it compiles, which takes a minute once
        day = walked(self.loaded, self.number, lambda share: self._report("world", share))
        self._report("look", 0.0)
        return gather(
            self.laid.cameras,
            day,
            scenario.engine,
            self.preset,
            scenario.watchlist.size,
            self.asked.sample,
            lambda share: self._report("look", share),
        )

    def _report(self, part: str, share: float) -> None:
        self.progress(WORDS[part], (self.number + share) / self.asked.days)


def averaged(days: Sequence[Demand]) -> Demand:
    """One demand of all the days, of which a choice gets what it gets a day on average."""
    if len(days) == 1:
        return days[0]
    weight = np.concatenate([day.weight for day in days]) / len(days)
    return Demand(csc_array(vstack([day.chance for day in days])), weight)


def _areas(loaded: Loaded, asked: Asked) -> None:
    """What is named must be there."""
    for name in asked.see:
        door(loaded.place, name, "see")
    for name in asked.free_way or ():
        door(loaded.place, name, "free-way")


def _with_own(cameras: Sequence[Camera], kinds: Sequence[Camera], laid: Candidates) -> Candidates:
    """The scenario's own cameras, each on a mount of its own, and then the others."""
    names = {camera.id for camera in cameras}
    others = tuple(
        Camera.model_validate(one.model_dump() | {"id": _free(one.id, names)})
        for one in laid.cameras
    )
    return Candidates(
        (*cameras, *others),
        (*range(len(cameras)), *(place + len(cameras) for place in laid.place)),
        (*(_kind(kinds, one) for one in cameras), *laid.kind),
    )


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"p{name}"
    return name


def _kind(kinds: Sequence[Camera], camera: Camera) -> int:
    """The number of its kind: classes_of puts the same kind together."""
    return next(n for n, kind in enumerate(kinds) if len(classes_of([kind, camera])) == 1)
