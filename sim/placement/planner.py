"""The planner's question put and answered: a scenario in, cameras and what they would do out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.estimate import Estimate, of_run
from sim.estimate.need import Need
from sim.placement.asked import Asked, costs
from sim.placement.candidates import Mounting, at_most, classes_of
from sim.placement.layout import Freed, Layout, Step
from sim.placement.limits import Groups, OnFoot, limits_of
from sim.placement.ready import WORDS, Ready, Report, prepare, silent
from sim.placement.solve import Placement, Problem, Standing, UnsolvableError, solve
from sim.placement.solve.ground import Ground, Grounds, ground, grounds
from sim.stages.store import Store

__all__ = [
    "WORDS",
    "Asked",
    "Layout",
    "Ready",
    "Step",
    "Stepping",
    "choose",
    "needs",
    "plan",
    "prepare",
    "told_scenario",
]

LAY_S, LOOK_S, LOOK_ROW_S = 0.012, 0.03, 2e-8
"""Processor time to lay a candidate out, to look through it, and that for each place of a person at
a tick, as measured on `shopping_centre`."""
LAYOUTS = 4
"""The optimum and three others are compared (`sim.placement.baselines`)."""
LOOK_BYTES = 120.0
"""Memory for each place of a person at a tick while candidates are looked through."""


def needs(loaded: Loaded, preset: Preset, asked: Asked, compared: int = 0) -> Estimate:
    """What placing cameras would need, and playing so many days with each layout compared."""
    whole = of_run(loaded, preset)
    count, rows = _many(loaded, asked.mounting), whole.amounts.get("crowd_rows", 0.0)
    walk = [part for part in whole.parts if part.name == "world"]
    look_s = asked.days * count * (LOOK_S + rows * LOOK_ROW_S)
    parts: tuple[Need, ...] = (
        *(replace(part, cpu_s=asked.days * part.cpu_s) for part in walk),
        Need("lay out", count * LAY_S),
        Need("look", look_s, rows * LOOK_BYTES),
        Need("choose", asked.within_s),
    )
    if compared:
        choosing_s, play_s = LAYOUTS * asked.within_s / 2, sum(part.cpu_s for part in whole.parts)
        parts += (Need("compare", choosing_s + LAYOUTS * compared * play_s),)
    amounts = {name: whole.amounts[name] for name in ("people", "crowd_rows")}
    return Estimate(whole.about, {**amounts, "candidates": count}, parts, whole.machine)


def plan(
    loaded: Loaded,
    preset: Preset,
    asked: Asked,
    progress: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
    store: Store | None = None,
) -> Layout:
    """Where cameras go in a scenario, of the kinds that it has; its own are among the candidates.

    The crowd is that of the scenario's day, or of several, on which nobody keeps away from cameras.
    """
    return choose(prepare(loaded, preset, asked, progress, store), asked, progress, cancelled)


def choose(
    ready: Ready,
    asked: Asked,
    progress: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Layout:
    """The best choice of candidates for what is asked; UnsolvableError where there is none."""
    progress(WORDS["choose"], 0.0)
    limits, seen, on_foot = limits_of(ready, asked)
    trail: list[Standing] = []

    def told(one: Standing) -> None:
        trail.append(one)
        so_far = f"{WORDS['choose']}: {one.value:.2f} recognised, at most {one.bound:.2f}"
        progress(so_far, min(one.elapsed_s / max(asked.within_s, 1e-9), 1.0))

    problem = Problem([day.listed for day in ready.days], limits, asked.worst)
    found = solve(
        problem, gap=asked.gap, within_s=asked.within_s, cancelled=cancelled, progress=told
    )
    progress(WORDS["choose"], 1.0)
    if not found.chosen:
        raise UnsolvableError(
            "cameras: got none that recognises anybody within the limits, wanted more people who"
            " may be scanned, a larger budget, or other candidates"
        )
    return _laid_out(ready, asked, problem, found, trail, seen, on_foot)


def _laid_out(
    ready: Ready,
    asked: Asked,
    problem: Problem,
    found: Placement,
    trail: Sequence[Standing],
    seen: Groups,
    on_foot: OnFoot,
) -> Layout:
    cameras, whole = ready.laid.cameras, grounds(problem)
    order = _most_first(whole, found.chosen)
    step = Stepping.of(ready, asked)

    def named(group: NDArray[np.integer[Any]]) -> tuple[str, ...]:
        return tuple(cameras[one].id for one in order if one in group)

    return Layout(
        cameras=tuple(cameras[one] for one in order),
        steps=tuple(step(order[: n + 1]) for n in range(len(order))),
        own=step(range(ready.own)),
        placement=found,
        trail=tuple(trail),
        candidates=len(cameras),
        people=_a_day([day.people for day in ready.days]),
        on_list=_a_day([day.on_list for day in ready.days]),
        sampled=sum(len(day.sampled) for day in ready.days),
        asked=asked,
        own_count=ready.own,
        kinds=tuple(ready.kinds[ready.laid.kind[one]] for one in order),
        seen=tuple((name, named(group)) for name, group in seen.items()),
        ways=tuple(Freed(way.length_m, named(group)) for way, group in on_foot),
    )


def _a_day(counts: Sequence[int]) -> float:
    """The average, a whole number where it is one."""
    whole, rest = divmod(sum(counts), len(counts))
    return sum(counts) / len(counts) if rest else whole


def _most_first(whole: Grounds, chosen: Sequence[int]) -> list[int]:
    """The chosen in the order of what each adds to those before."""
    left, order = list(chosen), list[int]()
    while left:
        worth = whole.with_each(order)
        order.append(max(left, key=lambda one: float(worth[one])))
        left.remove(order[-1])
    return order


@dataclass(frozen=True, slots=True)
class Stepping:
    """Tells what some of the candidates bring together, in the order in which they are taken."""

    ready: Ready
    whole: Grounds
    scanned: Ground
    prices: Mapping[str, float]

    @classmethod
    def of(cls, ready: Ready, asked: Asked) -> "Stepping":
        """For what is asked of a scenario."""
        whole = grounds(Problem([day.listed for day in ready.days], worst=asked.worst))
        return cls(ready, whole, ground(ready.scanned), costs(asked, ready.kinds))

    def __call__(self, chosen: Sequence[int]) -> Step:
        """Of at least one."""
        taken, laid = [*chosen], self.ready.laid
        return Step(
            laid.cameras[taken[-1]].id,
            self.whole.value(taken),
            self.scanned.value(taken),
            float(self.ready.false_alerts[taken].sum()),
            sum(self.prices.get(self.ready.kinds[laid.kind[one]], 0.0) for one in taken),
        )


def _many(loaded: Loaded, mounting: Mounting) -> float:
    """How many candidates there are at most, the scenario's own among them."""
    own = loaded.scenario.cameras
    return float(len(own) + at_most(loaded.place, classes_of(own), mounting))


def told_scenario(loaded: Loaded, cameras: Sequence[Camera], venue: str) -> Mapping[str, Any]:
    """The scenario with these cameras, its plan in the file `venue` beside it."""
    told: dict[str, Any] = loaded.scenario.model_dump(mode="json")
    told |= {"venue": venue, "cameras": [camera.model_dump(mode="json") for camera in cameras]}
    if told["window"]:
        told["window"] |= {"cameras": []}
    return told
