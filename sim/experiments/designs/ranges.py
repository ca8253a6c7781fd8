"""Fields that an experiment varies: some values each, or a range each to draw points from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.stats import qmc

from engine.errors import SettingsError
from scenarios.fields.plain import Plain
from sim.experiments.designs.design import design_of
from sim.experiments.designs.named import Made
from sim.streams import Streams

MOST = 20_000
"""Points of one experiment; each is read and checked before any is played."""
Changes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Range:
    """A field from `low` to `high`, both taken; in `whole` numbers if both ends are written so."""

    field: str
    low: float
    high: float
    whole: bool

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where numbers are drawn: each whole number gets as much room."""
        return (self.low - 0.5, self.high + 0.5) if self.whole else (self.low, self.high)

    def told(self, value: float) -> str:
        """A drawn number as the field's value."""
        if not self.whole:
            return repr(float(value))
        return str(int(min(max(np.floor(value + 0.5), self.low), self.high)))


def told_values(told: Sequence[str]) -> dict[str, list[str]]:
    """Values by field from `FIELD=A,B,…`, each as YAML has it.

    >>> told_values(["officers.speed_mps=1.5,2", "officers.posts_m=[[1, 2]],[[1, 2], [3, 4]]"])
    {'officers.speed_mps': ['1.5', '2'], 'officers.posts_m': ['[[1, 2]]', '[[1, 2], [3, 4]]']}
    """
    found: dict[str, list[str]] = {}
    for one in told:
        field, values = _apart(one, "FIELD=A,B,…", found)
        try:
            read = yaml.load(f"[{values}]", Plain)  # a SafeLoader
        except (yaml.YAMLError, RecursionError, ValueError) as err:
            raise SettingsError(f"vary: got {one[:80]!r}, wanted values as YAML has them") from err
        if not read:
            raise SettingsError(f"vary: got {one[:80]!r}, wanted a value or more")
        found[field] = [_written(value) for value in read]
    return found


def told_ranges(told: Sequence[str]) -> list[Range]:
    """Ranges from `FIELD=LOW:HIGH`; both written as whole numbers mean whole numbers between them.

    >>> told_ranges(["operators.count=1:4", "officers.speed_mps=1.0:4"])[0].whole
    True
    """
    found: dict[str, Range] = {}
    for one in told:
        field, ends = _apart(one, "FIELD=LOW:HIGH", found)
        low, _, high = ends.partition(":")
        try:
            numbers = float(low), float(high)
        except ValueError:
            numbers = np.nan, np.nan
        if not -np.inf < numbers[0] < numbers[1] < np.inf:
            raise SettingsError(f"vary: got {one[:80]!r}, wanted FIELD=LOW:HIGH, low before high")
        whole = all(end.strip().lstrip("+-").isdecimal() for end in (low, high))
        found[field] = Range(field, *numbers, whole)
    return [*found.values()]


def grid(values: Mapping[str, Sequence[str]]) -> Iterator[Changes]:
    """Every combination, the last field's values quickest."""
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def hypercube(ranges: Sequence[Range], count: int, seed: int) -> list[Changes]:
    """Points spread so that each field has one in each of `count` equal parts of its range (Latin
    hypercube, McKay, Beckman & Conover 1979).
    """
    rng = Streams(seed).rng("latin hypercube")
    drawn = qmc.LatinHypercube(len(ranges), rng=rng).random(count)
    low, high = np.transpose([one.ends for one in ranges])
    return changes_of(ranges, low + drawn * (high - low))


def changes_of(ranges: Sequence[Range], points: NDArray[np.float64]) -> list[Changes]:
    """The changes of points (n, fields)."""
    return [
        {one.field: one.told(value) for one, value in zip(ranges, point, strict=True)}
        for point in points.tolist()
    ]


def designs_at(
    scenario: str, common: Mapping[str, str], points: Sequence[Changes]
) -> tuple[list[Made], list[int]]:
    """A design for each different point, called by its changes, and the design of each point.

    Raises SettingsError for too many, ScenarioError for one that the scenario refuses.
    """
    if not 1 <= len(points) <= MOST:
        raise SettingsError(f"points: got {len(points):,}, wanted 1 to {MOST:,}")
    number: dict[str, int] = {}
    made: list[Made] = []
    for point in points:
        name = ", ".join(f"{field}={value}" for field, value in point.items())
        if name not in number:
            number[name] = len(made)
            made.append(design_of(scenario, {**common, **point}, name))
    names = (", ".join(f"{field}={value}" for field, value in one.items()) for one in points)
    return made, [number[name] for name in names]


def _apart(told: str, wanted: str, known: Mapping[str, Any]) -> tuple[str, str]:
    field, sign, value = (part.strip() for part in told.partition("="))
    if not (field and sign and value):
        raise SettingsError(f"vary: got {told[:80]!r}, wanted {wanted}")
    if field in known:
        raise SettingsError(f"vary: got {field} twice, wanted it once")
    return field, value


def _written(value: Any) -> str:
    return (
        yaml.safe_dump(value, default_flow_style=True, width=1 << 20)
        .removesuffix("\n...\n")
        .strip()
    )
