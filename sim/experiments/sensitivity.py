"""Which fields a scenario's outcomes hang on: Sobol's indices and Morris's screening, by SALib.

Sobol' (2001) with the estimators of Saltelli et al. (2010): the share of an outcome's variance,
over the ranges, that a field explains alone (first) and with all others (total). Morris (1991) with
Campolongo's mean of absolute effects: by how much the outcome changes when a field alone moves.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.designs.design import Design
from sim.experiments.designs.ranges import Range
from sim.experiments.playing.crew import Crew, play_missing
from sim.experiments.playing.player import What
from sim.experiments.replicate import columns_of
from sim.experiments.rows.folder import ExperimentFolder

Method = Literal["sobol", "morris"]
LEVELS = 4
"""Of Morris's grid, as Campolongo and others take."""
FEWEST_TRIED = {"sobol": 2, "morris": 2}
SEEDS = 1 << 32


@dataclass(frozen=True, slots=True)
class Effect:
    """What hangs on a field: for Sobol its `first` and `total` share of the variance, for Morris
    the mean `size` of an effect and its spread over the range; each with how far its 95 % interval
    reaches to either side, over the points that were tried.
    """

    field: str
    first: float | None = None
    first_reach: float | None = None
    total: float | None = None
    total_reach: float | None = None
    size: float | None = None
    size_reach: float | None = None
    spread: float | None = None

    def to_json(self, method: Method) -> dict[str, Any]:
        """What the method tells, under its name."""
        names = {
            "sobol": ("first", "first_reach", "total", "total_reach"),
            "morris": ("size", "size_reach", "spread"),
        }
        return {"field": self.field} | {name: getattr(self, name) for name in names[method]}


def tried(ranges: Sequence[Range], method: Method, count: int, seed: int) -> NDArray[np.float64]:
    """The points (n, fields) that a method asks for: `count` times two more than there are fields
    for Sobol, of which `count` is a power of two, `count` times one more for Morris.
    """
    _check(ranges, method, count)
    if method == "sobol":
        from SALib.sample import sobol

        found = sobol.sample(_problem(ranges), count, calc_second_order=False, seed=seed % SEEDS)
    else:
        from SALib.sample import morris

        found = morris.sample(_problem(ranges), count, num_levels=LEVELS, seed=seed % SEEDS)
    return np.asarray(found, np.float64)


def effects(
    ranges: Sequence[Range],
    method: Method,
    points: NDArray[np.float64],
    outcome: ArrayLike,
    seed: int,
) -> list[Effect]:
    """What hangs on each field, of an outcome (n,) at the points that the method asked for.

    An outcome that is the same everywhere hangs on none: all is 0.
    """
    values = np.asarray(outcome, np.float64)
    if values.min() == values.max():
        nought = dict.fromkeys(("first", "total") if method == "sobol" else ("size", "spread"), 0.0)
        return [Effect(one.field, **nought) for one in ranges]
    with warnings.catch_warnings():  # a field without any effect divides by nought in its intervals
        warnings.simplefilter("ignore", RuntimeWarning)
        told = _analysed(ranges, method, points, values, seed % SEEDS)
    return [
        Effect(one.field, **{name: _number(column[n]) for name, column in told.items()})
        for n, one in enumerate(ranges)
    ]


def told_effects(
    ranges: Sequence[Range],
    method: Method,
    points: NDArray[np.float64],
    outcomes: Mapping[str, ArrayLike],
    seed: int,
) -> dict[str, list[dict[str, Any]]]:
    """Of each outcome by its name, what hangs on each field, as JSON has it."""
    return {
        name: [one.to_json(method) for one in effects(ranges, method, points, values, seed)]
        for name, values in outcomes.items()
    }


def play_points(
    folder: ExperimentFolder,
    designs: Sequence[Design],
    of_point: Sequence[int],
    what: What,
    count: int,
    measures: Sequence[str],
    crew: Crew,
) -> dict[str, NDArray[np.float64]]:
    """By measure its mean (n,) over the same replications at each point.

    SimError for a measure that does not exist at one of them.
    """
    play_missing(folder, designs, what, range(count), crew)
    folder.gather()
    table = folder.figures()
    columns = [columns_of(table, one.name, count) for one in designs]
    found = {}
    for measure in measures:
        means = np.array([one[measure].mean() for one in columns])
        if np.isnan(means).any():
            raise SimError(
                f"measure: got {measure}, which does not exist in each replication with"
                f" {designs[int(np.isnan(means).argmax())].name}, wanted one that always does"
            )
        found[measure] = means[[*of_point]]
    return found


def _check(ranges: Sequence[Range], method: Method, count: int) -> None:
    if not ranges:
        raise SettingsError("vary: got nothing, wanted FIELD=LOW:HIGH for each field in question")
    if count < FEWEST_TRIED[method]:
        raise SettingsError(f"tries: got {count}, wanted {FEWEST_TRIED[method]} or more")
    if method == "sobol" and count & (count - 1):
        raise SettingsError(f"tries: got {count}, wanted a power of two for Sobol's points")


def _problem(ranges: Sequence[Range]) -> dict[str, Any]:
    return {
        "num_vars": len(ranges),
        "names": [one.field for one in ranges],
        "bounds": [[*one.ends] for one in ranges],
    }


def _analysed(
    ranges: Sequence[Range],
    method: Method,
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> dict[str, Any]:
    problem = _problem(ranges)
    if method == "sobol":
        from SALib.analyze import sobol

        told = sobol.analyze(problem, values, calc_second_order=False, seed=seed)
        names = {"first": "S1", "first_reach": "S1_conf", "total": "ST", "total_reach": "ST_conf"}
    else:
        from SALib.analyze import morris

        told = morris.analyze(problem, points, values, num_levels=LEVELS, seed=seed)
        names = {"size": "mu_star", "size_reach": "mu_star_conf", "spread": "sigma"}
    return {name: told[theirs] for name, theirs in names.items()}


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
