"""How near rendered people come to what those whom they play are like, and who comes nearest."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from sim.people.births import identity
from sim.people.identities import ANCESTRIES, SEXES
from sim.world.demography.labels import Labels
from sim.world.demography.passers_by import children
from sim.world.manners import suits

Floats = NDArray[np.floating[Any]]

CASTING = "casting.json"
"""The file that tells of passers-by and subjects how near they are played."""
YEAR, TONE, MANNER, ANCESTRY, SEX, PLAYS_CHILD, PLAYS_GROWN = 1.0, 6.0, 30.0, 40.0, 60.0, 1e3, 1e6
"""How far apart two people are by a year, a tone, a manner that does not suit the age, another
ancestry or sex, and where somebody grown plays a child or a child somebody grown; by what an
onlooker would notice first, the authors' choice."""
FAR_YEARS, FAR_TONES = 10.0, 2
"""Whoever is played by somebody that much older, younger, darker or lighter is told of."""


def labels_of(numbers: NDArray[np.int64], seed: int) -> Labels:
    """What rendered people are like, of the population `seed`."""
    rows = [_label(number, seed) for number in numbers.tolist()]
    sex, age, ancestry, tone = np.array(rows, np.float64).reshape(-1, 4).T
    return Labels(
        sex.astype(np.int8), age.astype(np.float32), ancestry.astype(np.int8), tone.astype(np.int8)
    )


@cache
def _label(number: int, seed: int) -> tuple[int, float, int, int]:
    who = identity(number, seed)
    return SEXES.index(who.sex), who.age, ANCESTRIES.index(who.ancestry), who.monk_tone


def nearest(wanted: Labels, manner: NDArray[np.int8], pool: Labels) -> NDArray[np.intp]:
    """Who of a pool (m,) plays each of some people (n,) in their manners, n at most m, so that all
    together are as near as can be.
    """
    _, found = linear_sum_assignment(apart(wanted, manner, pool))
    return np.asarray(found)


def apart(wanted: Labels, manner: NDArray[np.int8], pool: Labels) -> Floats:
    """(n, m) how far each of a pool is from what each of some people is like."""
    found = YEAR * _between(wanted.age, pool.age) + TONE * _between(wanted.tone, pool.tone)
    found += SEX * (wanted.sex[:, None] != pool.sex)
    found += ANCESTRY * (wanted.ancestry[:, None] != pool.ancestry)
    young, younger = children(wanted)[:, None], children(pool)
    found += PLAYS_CHILD * (young & ~younger) + PLAYS_GROWN * (~young & younger)
    for one in np.unique(manner).tolist():
        unsuited = np.array([not suits(one, age) for age in pool.age.tolist()], np.float64)
        found[manner == one] += MANNER * unsuited
    return found


def _between(one: NDArray[Any], other: NDArray[Any]) -> Floats:
    found: Floats = np.abs(one.astype(np.float64)[:, None] - other)
    return found


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of so many `people` how many are played by somebody of their sex, of their ancestry, of their
    tone but for one step, and child by child or grown by grown; how far ages differ at the median
    and at most, in years, 0 of nobody.
    """

    people: int
    sex: int
    ancestry: int
    tone: int
    grown: int
    years: float
    most_years: float

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self)


def nearness(wanted: Labels, played: Labels) -> Nearness:
    """How near those who play (n,) come to whom they play (n,)."""
    years = np.abs(wanted.age - played.age)
    tones = np.abs(wanted.tone.astype(int) - played.tone)
    return Nearness(
        people=len(wanted),
        sex=int((wanted.sex == played.sex).sum()),
        ancestry=int((wanted.ancestry == played.ancestry).sum()),
        tone=int((tones < FAR_TONES).sum()),
        grown=int((children(wanted) == children(played)).sum()),
        years=round(float(np.median(years)), 2) if len(years) else 0.0,
        most_years=round(float(years.max(initial=0.0)), 2),
    )


def told(near: Nearness) -> list[str]:
    """What readers should know where those who play are not what those whom they play are.

    >>> told(Nearness(40, 40, 40, 40, 40, 1.2, 6.0))
    []
    >>> told(Nearness(40, 38, 40, 40, 39, 1.2, 30.0))[0][:79]
    'of 40 people filmed, some are played by somebody who is not what they are: 2 of'
    """
    others = {
        "of another sex": near.people - near.sex,
        "of another ancestry": near.people - near.ancestry,
        "two tones or more lighter or darker": near.people - near.tone,
        "a child for somebody grown or the other way": near.people - near.grown,
    }
    said = [f"{count:,} {what}" for what, count in others.items() if count]
    if near.most_years > FAR_YEARS:
        said.append(f"ages up to {near.most_years:.0f} years apart")
    if not said:
        return []
    return [
        f"of {near.people:,} people filmed, some are played by somebody who is not what they are:"
        f" {', '.join(said)} (cast.parquet says who; outcomes go by what they are)"
    ]
