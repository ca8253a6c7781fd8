"""How long people of each group were held once they were stopped."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from scipy.stats import chi2, rankdata

from engine.measure.rates.intervals import Z
from sim.events import PersonDisposed, PersonStopped
from sim.outcomes.books import wrong
from sim.outcomes.differences import Difference
from sim.outcomes.durations import median_interval
from sim.outcomes.facts import Facts
from sim.outcomes.groups.chance import DRAWS, ENOUGH, ROUNDING, Counts

AT_ONCE = 2_000_000
"""Ranks dealt in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long something took with some people, once each: the `stage` it happens at, its `name` in
    words, whom it is about, and the fold that gives their seconds.
    """

    key: str
    stage: Literal["officers"] = "officers"
    name: str
    divides: str
    fold: Callable[[Facts], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Lasted:
    """One group's seconds: the median over its people with a 95 % interval (None: too few), the
    mean, and how much longer than with all others together, by Hodges & Lehmann's difference.
    """

    group: str
    people: int
    median_s: float | None
    low_s: float | None
    high_s: float | None
    mean_s: float | None
    longer: Difference | None


def lasted(group: str, own_s: Sequence[float], others_s: Sequence[float]) -> Lasted:
    """A group by its people's seconds and those of everybody else."""
    if not own_s:
        return Lasted(group, 0, None, None, None, None, None)
    low_s, high_s = median_interval(own_s)
    middle = float(np.median(own_s)), low_s, high_s, float(np.mean(own_s))
    return Lasted(group, len(own_s), *middle, longer(own_s, others_s))


def longer(own_s: Sequence[float], others_s: Sequence[float]) -> Difference | None:
    """The median of all differences of one of some values and one of others (Hodges & Lehmann
    1963), with its 95 % interval by the rank-sum test (Conover 1999, 5.4). None: too few.

    >>> told = longer([21, 22, 23, 24, 25], [11, 12, 13, 14, 15])
    >>> told.value, told.low, told.high
    (10.0, 7.0, 13.0)
    """
    pairs = len(own_s) * len(others_s)
    spread = sqrt(pairs * (len(own_s) + len(others_s) + 1) / 12)
    outside = int(pairs / 2 - Z * spread)
    if outside < 1:
        return None
    between = np.sort(np.subtract.outer(own_s, others_s).ravel())
    low, high = float(between[outside - 1]), float(between[-outside])
    return Difference(float(np.median(between)), low, high)


def alike(groups: Sequence[Sequence[float]], rng: np.random.Generator) -> float | None:
    """How often groups that do not differ would come to differ as much, by Kruskal & Wallis (1952):
    seconds of independent people in each group. None where nothing could differ.

    Where a group has few people, ranks are dealt to all anew, so the value holds for any number.

    >>> rng = np.random.default_rng(1)
    >>> alike([[1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]], rng) < 0.01
    True
    >>> alike([[1.0, 1.0], [1.0]], rng) is None
    True
    """
    some = [one for one in groups if len(one)]
    rank = rankdata(np.concatenate([*some, []]))
    if len(some) < 2 or rank.min() == rank.max():
        return None
    people = np.array([len(one) for one in some])
    found = float(_unlike(rank[None], people)[0])
    if people.min() >= ENOUGH:
        return float(chi2.sf(found, len(some) - 1))
    as_much, dealt = 0, 0
    while dealt < DRAWS:
        draws = min(max(AT_ONCE // len(rank), 1), DRAWS - dealt)
        anew = rng.permuted(np.broadcast_to(rank, (draws, len(rank))), axis=1)
        as_much += int((_unlike(anew, people) >= found - ROUNDING).sum())
        dealt += draws
    return (as_much + 1) / (DRAWS + 1)


def _unlike(rank: np.ndarray, people: Counts) -> np.ndarray:
    """Of ranks (draws, n), group after group of so many people, how far the groups are apart."""
    begins = np.cumsum(people) - people
    mean = np.add.reduceat(rank, begins, axis=1) / people
    off = people * (mean - rank.mean(1, keepdims=True)) ** 2
    return np.asarray(off.sum(1) / rank.var(1, ddof=1))


def _held(facts: Facts, *, wrongly: bool) -> dict[int, float]:
    """How long each of those stopped so was held, all their stops together; whoever is still held
    when the log ends is left out.
    """
    stopped = {stop.alert: stop for stop in facts.of(PersonStopped)}
    found: defaultdict[int, float] = defaultdict(float)
    for end in facts.of(PersonDisposed):
        if wrong(end) == wrongly:
            stop = stopped[end.alert]
            found[stop.person] += end.time_s - stop.time_s
    return dict(found)


LENGTHS = (
    Length(
        key="held_rightly",
        name="were held",
        divides="people stopped rightly",
        fold=lambda facts: _held(facts, wrongly=False),
    ),
    Length(
        key="held_wrongly",
        name="were held",
        divides="people stopped wrongly",
        fold=lambda facts: _held(facts, wrongly=True),
    ),
)
