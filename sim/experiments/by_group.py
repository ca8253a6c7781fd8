"""Groups of people compared over replications: the share of each beside that of all others.

Days differ by more than people do, so a difference's spread is that between replications: of the
ratio of sums, by linearisation (Cochran 1977, 6.4), with Student's t. Labels are inputs of a
generator: a difference tells of this scenario and of chance, not of the public.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import stdtr, stdtrit

from sim.experiments.intervals import Floats
from sim.outcomes.groups.chance import ENOUGH, holm
from sim.outcomes.groups.compared import LEVEL, POWER
from sim.people.identities import ANCESTRIES, SEXES

FEWEST = 2
"""Replications that a spread needs."""
STEPS: Mapping[str, tuple[str, str]] = {
    "in_view": ("people_in_view", "passers_by"),
    "tpir": ("listed_found", "listed_opportunities"),
    "fpir": ("others_alerted", "others_opportunities"),
    "wrongful_stops": ("stopped_wrongly", "people_in_view"),
}
"""What is compared: of each group so many of as many."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One group at one step: its share of `cases` in all replications, by how much that is more
    than the share of all others, with its 95 % interval, `p` of no difference and that `adjusted`
    for all that was looked at, and the smallest difference that would be found in 80 of 100 such
    experiments. None where too few cases tell anything.
    """

    step: str
    label: str
    group: str
    cases: int
    share: float | None
    more: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted: float | None = None
    could_miss: float | None = None

    @property
    def found(self) -> bool:
        """Whether the group is shown to differ."""
        return self.adjusted is not None and self.adjusted < LEVEL


def by_group(figures: Mapping[str, Any], ages: Sequence[str]) -> list[Apart]:
    """Every group of every label at each step; `figures` are a design's, (replications,) each, with
    counts by group, and `ages` the bands of age as they are called.

    Of two groups the first is compared: the other differs by as much.
    """
    labels = {
        "sex": SEXES, "age": ages, "ancestry": ANCESTRIES,
        "tone": [str(tone) for tone in range(1, 11)],
    }  # fmt: skip
    found = [
        one
        for step, (hit, of) in STEPS.items()
        for label, groups in labels.items()
        for one in _of_label(figures, step, label, groups, hit, of)
    ]
    adjusted = holm([one.p for one in found])
    tests = max(sum(one.p is not None for one in found), 1)
    count = len(next(iter(figures.values())))
    return [
        replace(one, adjusted=p, could_miss=_could_miss(one, count, tests))
        for one, p in zip(found, adjusted, strict=True)
    ]


def _of_label(
    figures: Mapping[str, Any], step: str, label: str, groups: Sequence[str], hit: str, of: str
) -> Iterator[Apart]:
    def counts(what: str) -> Floats:
        names = [f"demography_{label}_{group}_{what}".replace(" ", "_") for group in groups]
        return np.array([figures[name] for name in names], float)

    hits, cases = counts(hit), counts(of)
    there = np.flatnonzero(cases.sum(1) > 0)
    for number in there[:1] if len(there) == 2 else there:
        told = _compared(hits[number], cases[number], hits.sum(0), cases.sum(0))
        many = int(cases[number].sum())
        yield Apart(step, label, groups[number], many, float(hits[number].sum() / many), **told)


def _compared(hits: Floats, cases: Floats, all_hits: Floats, all_cases: Floats) -> dict[str, float]:
    """A group beside all others; nothing where there are too few for Student's t."""
    rest_hits, rest = all_hits - hits, all_cases - cases
    if len(cases) < FEWEST or not rest.sum():
        return {}
    share = all_hits.sum() / all_cases.sum()
    fewest = min(cases.sum(), rest.sum()) * min(share, 1 - share)
    if fewest < ENOUGH:
        return {}
    off = [
        (some - some.sum() / many.sum() * many) / many.sum()
        for some, many in ((hits, cases), (rest_hits, rest))
    ]
    count = len(cases)
    spread = float(np.sqrt(count / (count - 1) * ((off[0] - off[1]) ** 2).sum()))
    if not spread:
        return {}
    more = float(hits.sum() / cases.sum() - rest_hits.sum() / rest.sum())
    half = float(stdtrit(count - 1, 0.975)) * spread
    p = 2 * float(stdtr(count - 1, -abs(more) / spread))
    return {"more": more, "low": more - half, "high": more + half, "p": p}


def _could_miss(one: Apart, count: int, tests: int) -> float | None:
    """The difference found with POWER at LEVEL, shared by so many tests."""
    if one.low is None or one.high is None:
        return None
    spread = (one.high - one.low) / 2 / float(stdtrit(count - 1, 0.975))
    sure = stdtrit(count - 1, 1 - LEVEL / tests / 2) + stdtrit(count - 1, POWER)
    return float(sure * spread)
