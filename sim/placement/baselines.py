"""What others would do with as many cameras: even spacing, pixel density, faces found.

All choose of the same candidates within the same limits. Density is maximal covering of passers-by
by cameras before which their head is large enough once, whichever way they look; detection counts
whose face is found, recognised or not. Layouts are compared by what they are expected to get, and
by playing the same days with each (common random numbers): people come, walk and look alike.
"""

from collections.abc import Callable, Sequence

import numpy as np

from scenarios.schema import Camera
from sim.placement.asked import Asked
from sim.placement.candidates import Views
from sim.placement.layout import Beside, Step
from sim.placement.limits import limits_of
from sim.placement.paired import apart, enough, played
from sim.placement.planner import Stepping
from sim.placement.ready import Ready
from sim.placement.solve import Demand, Limits, Problem, solve
from sim.placement.solve.rules import Rules
from sim.stages.store import Store

EVEN, DENSITY, DETECTION, OPTIMUM = "even spacing", "density", "detection", "optimum"
LEVELS_APART_M = 1000.0
"""Mounts on different levels are as far from each other: levels are shared out first."""


def baselines(ready: Ready, asked: Asked) -> dict[str, tuple[int, ...]]:
    """The candidates that each way to choose takes."""
    limits, _, _ = limits_of(ready, asked)
    near = [day.near for day in ready.days]
    ones = [np.ones(len(day.sampled)) for day in ready.days]
    found = [Demand(d.scanned.chance, one) for d, one in zip(ready.days, ones, strict=True)]
    share = asked.within_s / 2

    def best(days: Sequence[Demand]) -> tuple[int, ...]:
        return solve(Problem(days, limits), gap=asked.gap, within_s=share).chosen

    return {EVEN: _even(ready, limits), DENSITY: best(near), DETECTION: best(found)}


def compared(
    ready: Ready,
    asked: Asked,
    optimum: Sequence[Camera],
    replications: int,
    store: Store | None,
    report: Callable[[float], None] = lambda _: None,
) -> tuple[Beside, ...]:
    """The optimum and each other layout, played on as many days, none of which the optimum was
    chosen for.
    """
    enough("compare", replications)
    numbers = {one.id: n for n, one in enumerate(ready.laid.cameras)}
    chosen = {OPTIMUM: tuple(numbers[one.id] for one in optimum)} | baselines(ready, asked)
    step, whole = Stepping.of(ready, asked), len(chosen) * replications
    shares: dict[str, list[float]] = {}
    for name, taken in chosen.items():
        cameras = [ready.laid.cameras[one] for one in taken]
        shares[name] = []
        for share in played(ready.loaded, cameras, asked.days, replications, store):
            shares[name].append(share)
            report(sum(map(len, shares.values())) / whole)
    best = shares[OPTIMUM]
    return tuple(
        _beside(name, [ready.laid.cameras[n] for n in taken], step(taken), shares[name], best)
        for name, taken in chosen.items()
    )


def _beside(
    name: str,
    cameras: Sequence[Camera],
    step: Step,
    shares: Sequence[float],
    best: Sequence[float],
) -> Beside:
    ids = tuple(one.id for one in cameras)
    more = None if name == OPTIMUM else apart(best, shares)
    return Beside(name, ids, step, tuple(shares), more)


def _even(ready: Ready, limits: Limits) -> tuple[int, ...]:
    """One mount after another, each as far as can be from those taken, the first nearest to the
    middle of the lowest level; there the camera with the largest zone.
    """
    laid, rules = ready.laid, Rules(limits, len(ready.laid.cameras))
    areas = np.array([one.area for one in Views(ready.loaded.place, laid.cameras, np.inf).searched])
    at = np.array([(*one.at_m, LEVELS_APART_M * one.level) for one in laid.cameras])
    lowest = at[:, 2] == at[:, 2].min()
    middle = at[lowest].mean(0)
    chosen: list[int] = []
    while (free := rules.open(chosen)).any():
        apart = np.linalg.norm(at[:, None] - at[chosen], axis=2).min(1) if chosen else None
        far = -np.linalg.norm(at - middle, axis=1) if apart is None else apart
        far = np.where(free, far, -np.inf)
        there = np.flatnonzero(far >= far.max() - 1e-9)
        chosen.append(int(there[np.argmax(areas[there])]))
    return tuple(chosen)
