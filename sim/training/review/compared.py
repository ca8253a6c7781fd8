"""Trainees, or attempts of one, beside each other; and their ranks, where enough pairs tell them.

Those who met the same alerts are compared alert by alert. Ranks come as ranges: nobody stands
before somebody from whom the alerts do not tell them apart (Mohamad, Goeman & van Zwet 2022,
10.1002/sim.9382).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from engine.measure.rates.intervals import rate
from sim.errors import SimError
from sim.training.review.detection import sensitivity, together
from sim.training.review.figures import SURE, Figure, less
from sim.training.review.means import mean, percentile
from sim.training.review.verdicts import Verdicts

FEWEST, OF_A_KIND = 60, 20
"""Pairs of faces, and of either kind, that somebody must have judged to be ranked."""
WHY = (
    f"There is no ranking of people who judged fewer than {FEWEST} pairs, {OF_A_KIND} of either"
    " kind: with as many, half of them mated, the d' of an untrained operator (1.87) is known with"
    " a standard error of .38, half of what people differ by (SD .74, Beattie 2016). Below that"
    " more than a fifth of what ranks would tell is chance."
)


@dataclass(frozen=True, slots=True)
class Apart:
    """By how much the second of two is above the first: in d', in c, in the share right, and in
    seconds of the time taken; over the `same` alerts that both answered, or 0: over different ones.
    """

    first: str
    second: str
    same: int
    d_prime: Figure
    criterion: Figure
    right: Figure
    reaction_s: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = {name: getattr(self, name) for name in ("first", "second", "same")}
        names = ("d_prime", "criterion", "right", "reaction_s")
        return told | {name: getattr(self, name).to_json() for name in names}


def apart(first: str, one: Verdicts, second: str, other: Verdicts, sure: float = SURE) -> Apart:
    """The second less the first. If they share alerts, over these alone, in pairs."""
    ones, others = one.faces(), other.faces()
    mine, theirs = _shared(ones, others)
    same = len(mine)
    if same:
        ones, others = ones.take(np.array(mine)), others.take(np.array(theirs))
    before, after = (sensitivity(table, sure) for table in (ones, others))
    hang = together(ones, others) if same else 0.0
    return Apart(
        first,
        second,
        same,
        less(after.d_prime, before.d_prime, hang),
        less(after.criterion, before.criterion, hang),
        less(_right(others), _right(ones), _alike(ones, others) if same else 0.0),
        _longer(ones, others, paired=bool(same)),
    )


def _shared(one: Verdicts, other: Verdicts) -> tuple[list[int], list[int]]:
    """The rows of either that are about one alert: its number, who was seen and the score."""
    places = {about: row for row, about in enumerate(_about(other))}
    both = [(row, places[about]) for row, about in enumerate(_about(one)) if about in places]
    return [row for row, _ in both], [row for _, row in both]


def _about(table: Verdicts) -> list[tuple[Any, ...]]:
    columns = (table.alert, table.person, np.nan_to_num(table.score, nan=-2), table.mated)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _right(table: Verdicts) -> Figure:
    found = rate(int(table.right.sum()), len(table))
    return Figure(found.value, found.low, found.high, len(table))


def _alike(one: Verdicts, other: Verdicts) -> float:
    """The correlation of being right on the same alerts (phi; Newcombe 1998, method 10)."""
    if any(table.right.all() or not table.right.any() for table in (one, other)):
        return 0.0
    return float(np.corrcoef(one.right, other.right)[0, 1])


def _longer(one: Verdicts, other: Verdicts, *, paired: bool) -> Figure:
    if paired:
        longer = other.reaction_s - one.reaction_s
        return mean(longer[~np.isnan(longer)])
    known = [table.reaction_s[~np.isnan(table.reaction_s)] for table in (one, other)]
    return less(percentile(known[1], 0.5), percentile(known[0], 0.5))


@dataclass(frozen=True, slots=True)
class Rank:
    """Where somebody stands by d', from the best place that the alerts allow to the worst."""

    name: str
    best: int
    worst: int
    d_prime: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = {"name": self.name, "best": self.best, "worst": self.worst}
        return told | {"d_prime": self.d_prime.to_json()}


@dataclass(frozen=True, slots=True)
class Compared:
    """Everybody beside everybody; `ranks` are None, and `why` says so, where too few pairs were
    judged by any of them.
    """

    apart: tuple[Apart, ...]
    ranks: tuple[Rank, ...] | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        ranks = None if self.ranks is None else [one.to_json() for one in self.ranks]
        return {"apart": [one.to_json() for one in self.apart], "ranks": ranks, "why": self.why}


def compared(people: Mapping[str, Verdicts]) -> Compared:
    """Trainees or attempts by name; SimError for fewer than two."""
    if len(people) < 2:
        raise SimError(f"review: got {len(people)} to compare, wanted two or more")
    pairs = list(combinations(people, 2))
    told = tuple(apart(a, people[a], b, people[b]) for a, b in pairs)
    lacking = [name for name, table in people.items() if not enough(table)]
    if lacking:
        return Compared(told, None, f"{WHY} Too few here: {', '.join(lacking)}.")
    sure = 1 - (1 - SURE) / len(pairs)
    return Compared(told, _ranks(people, sure), "")


def enough(table: Verdicts) -> bool:
    """Whether somebody judged enough pairs to be ranked."""
    faces = table.faces()
    of_a_kind = min(int(faces.mated.sum()), int((~faces.mated).sum()))
    return len(faces) >= FEWEST and of_a_kind >= OF_A_KIND


def _ranks(people: Mapping[str, Verdicts], sure: float) -> tuple[Rank, ...]:
    """By d', the best first; differences hold together with 95 % (Bonferroni)."""
    above, below = dict.fromkeys(people, 0), dict.fromkeys(people, 0)
    for a, b in combinations(people, 2):
        more = apart(a, people[a], b, people[b], sure).d_prime
        if more.low is not None and more.low > 0:
            above[a], below[b] = above[a] + 1, below[b] + 1
        elif more.high is not None and more.high < 0:
            above[b], below[a] = above[b] + 1, below[a] + 1
    ranks = [
        Rank(name, 1 + above[name], len(people) - below[name], sensitivity(table).d_prime)
        for name, table in people.items()
    ]
    return tuple(sorted(ranks, key=lambda one: (-(one.d_prime.value or 0.0), one.name)))
