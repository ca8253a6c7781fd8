"""The planner's question put and answered: a scenario in, cameras and what they would do out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.errors import SimError
from sim.estimate import Estimate, of_run
from sim.estimate.need import Need
from sim.placement.candidates import Candidates, Mounting, Zone, candidates, classes_of
from sim.placement.demand import Gathered, Watched, gather
from sim.placement.solve import Limits, Placement, Problem, Standing, UnsolvableError, solve
from sim.placement.solve.ground import ground
from sim.streams import Streams
from sim.world.visitors import populate
from sim.world.ways import Ways

LAY_S, LOOK_S, LOOK_ROW_S = 0.012, 0.03, 2e-8
"""Processor time to lay a candidate out, to look through it, and that for each place of a person at
a tick, as measured on `shopping_centre`."""
LOOK_BYTES = 120.0
"""Memory for each place of a person at a tick while candidates are looked through."""
WORDS = {
    "world": "Walk the crowd",
    "lay out": "Lay out candidates",
    "look": "Look through candidates",
    "choose": "Choose cameras",
}


USUAL = Mounting()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: at most so many `cameras`, found within `within_s` or sooner within a `gap`,
    with `sample` passers-by looked at and at most `most_scanned` innocents scanned a day.
    """

    cameras: int
    within_s: float = 60.0
    gap: float = 0.01
    sample: int = 1000
    most_scanned: float | None = None
    mounting: Mounting = USUAL
    keep_out: tuple[Zone, ...] = ()

    def __post_init__(self) -> None:
        if self.cameras < 1:
            raise SimError(f"cameras: got {self.cameras}, wanted 1 or more")
        if self.sample < 1:
            raise SimError(f"sample: got {self.sample}, wanted 1 or more")
        if not 0 <= self.gap < 1:
            raise SimError(f"gap: got {self.gap:g}, wanted 0 to below 1")


@dataclass(frozen=True, slots=True)
class Step:
    """Cameras up to and with this one: how many listed people they recognise, how many others they
    scan, and how many false alerts they raise, all expected and in the span that is played.
    """

    camera: str
    recognised: float
    scanned: float
    false_alerts: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The cameras, the one that brings most first; `steps` of them, `own` of the scenario's own
    cameras all together, and how the search went.
    """

    cameras: tuple[Camera, ...]
    steps: tuple[Step, ...]
    own: Step
    placement: Placement
    trail: tuple[Standing, ...]
    candidates: int
    people: int
    on_list: int
    sampled: int

    def to_json(self) -> dict[str, Any]:
        """Everything."""
        found = self.placement
        return {
            "cameras": [camera.model_dump(mode="json") for camera in self.cameras],
            "recognised": found.value,
            "bound": found.bound,
            "gap": found.gap,
            "proof": found.proof,
            "greedy": found.greedy,
            "steps": [asdict(step) for step in self.steps],
            "own": asdict(self.own),
            "trail": [
                {"elapsed_s": one.elapsed_s, "recognised": one.value, "bound": one.bound}
                for one in self.trail
            ],
            "candidates": self.candidates,
            "people": self.people,
            "listed": self.on_list,
            "sampled": self.sampled,
        }


def needs(loaded: Loaded, preset: Preset, asked: Asked) -> Estimate:
    """What placing cameras would need."""
    whole = of_run(loaded, preset)
    count, rows = _many(loaded, asked.mounting), whole.amounts.get("crowd_rows", 0.0)
    parts = (
        *(part for part in whole.parts if part.name == "world"),
        Need("lay out", count * LAY_S),
        Need("look", count * (LOOK_S + rows * LOOK_ROW_S), rows * LOOK_BYTES),
        Need("choose", asked.within_s),
    )
    amounts = {name: whole.amounts[name] for name in ("people", "crowd_rows")}
    return Estimate(whole.about, {**amounts, "candidates": count}, parts, whole.machine)


def plan(
    loaded: Loaded,
    preset: Preset,
    asked: Asked,
    progress: Callable[[str, float], None] = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Layout:
    """Where cameras go in a scenario, of the kinds that it has; its own are among the candidates.

    The crowd is that of the scenario's day, on which nobody keeps away from cameras.
    """
    scenario, report = loaded.scenario, progress
    streams = Streams(scenario.seed)
    report(WORDS["world"], 0.0)
    people, crowd = populate(
        scenario,
        loaded.place,
        streams,
        Ways(loaded.place),
        progress=lambda share: report(WORDS["world"], share),
    )
    report(WORDS["lay out"], 0.0)
    laid = _with_own(
        scenario.cameras,
        candidates(loaded.place, classes_of(scenario.cameras), asked.mounting, asked.keep_out),
    )
    gathered = gather(
        laid.cameras,
        Watched(loaded.place, people, crowd, streams),
        scenario.engine,
        preset,
        scenario.watchlist.size,
        asked.sample,
        lambda share: report(WORDS["look"], share),
    )
    return _chosen(laid, len(scenario.cameras), gathered, asked, report, cancelled)


def _chosen(
    laid: Candidates,
    own: int,
    gathered: Gathered,
    asked: Asked,
    report: Callable[[str, float], None],
    cancelled: Callable[[], bool],
) -> Layout:
    limits = Limits(
        most=asked.cameras,
        place=np.array(laid.place),
        allowed=_allowed(len(laid.place), own, asked),
        scanned=gathered.scanned if asked.most_scanned is not None else None,
        most_scanned=asked.most_scanned,
    )
    trail: list[Standing] = []

    def told(one: Standing) -> None:
        trail.append(one)
        so_far = f"{WORDS['choose']}: {one.value:.2f} recognised, at most {one.bound:.2f}"
        report(so_far, min(one.elapsed_s / max(asked.within_s, 1e-9), 1.0))

    found = solve(
        Problem([gathered.listed], limits),
        gap=asked.gap,
        within_s=asked.within_s,
        cancelled=cancelled,
        progress=told,
    )
    report(WORDS["choose"], 1.0)
    if not found.chosen:
        raise UnsolvableError(
            "cameras: got none that recognises anybody within the limits, wanted more people who"
            " may be scanned, or other candidates"
        )
    order = _most_first(gathered, found.chosen)
    return Layout(
        cameras=tuple(laid.cameras[one] for one in order),
        steps=tuple(_step(laid, gathered, order[: n + 1]) for n in range(len(order))),
        own=_step(laid, gathered, range(own)),
        placement=found,
        trail=tuple(trail),
        candidates=len(laid.cameras),
        people=gathered.people,
        on_list=gathered.on_list,
        sampled=len(gathered.sampled),
    )


def _with_own(cameras: Sequence[Camera], laid: Candidates) -> Candidates:
    """The scenario's own cameras, each on a mount of its own, and then the others."""
    names = {camera.id for camera in cameras}
    others = tuple(
        Camera.model_validate(one.model_dump() | {"id": _free(one.id, names)})
        for one in laid.cameras
    )
    return Candidates(
        (*cameras, *others),
        (*range(len(cameras)), *(place + len(cameras) for place in laid.place)),
    )


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"p{name}"
    return name


def _allowed(count: int, own: int, asked: Asked) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Where something is kept out, the scenario's own cameras were not asked about it."""
    allowed = np.ones(count, bool)
    if asked.keep_out:
        allowed[:own] = False
    return allowed


def _most_first(gathered: Gathered, chosen: Sequence[int]) -> list[int]:
    """The chosen in the order of what each adds to those before."""
    whole, left, order = ground(gathered.listed), list(chosen), list[int]()
    while left:
        gains = whole.gains(whole.missed(order))
        order.append(max(left, key=lambda one: float(gains[one])))
        left.remove(order[-1])
    return order


def _step(laid: Candidates, gathered: Gathered, chosen: Sequence[int]) -> Step:
    taken = [*chosen]
    return Step(
        laid.cameras[taken[-1]].id,
        ground(gathered.listed).value(taken),
        ground(gathered.scanned).value(taken),
        float(gathered.false_alerts[taken].sum()),
    )


def _many(loaded: Loaded, mounting: Mounting) -> float:
    """About how many candidates there are at most."""
    kinds, count = len(classes_of(loaded.scenario.cameras)), 0.0
    for level in loaded.place.levels:
        floor = level.venue.floor
        count += floor.length / mounting.spacing_m * len(mounting.turns_deg)
        if mounting.ceiling_m is not None:
            count += floor.area / mounting.ceiling_m**2 * 360 / mounting.ceiling_turn_deg
    return kinds * count


def told_scenario(loaded: Loaded, cameras: Sequence[Camera], venue: str) -> Mapping[str, Any]:
    """The scenario with these cameras, its plan in the file `venue` beside it."""
    told: dict[str, Any] = loaded.scenario.model_dump(mode="json")
    told |= {"venue": venue, "cameras": [camera.model_dump(mode="json") for camera in cameras]}
    if told["window"]:
        told["window"] |= {"cameras": []}
    return told
