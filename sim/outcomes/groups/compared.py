"""Groups compared at every step, with intervals, and a correction for how many were looked at.

Labels are inputs of a generator: a difference tells of this scenario, its rendered people and of
chance, not of the public.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy.special import ndtri

from engine.measure.rates.intervals import Rate, rate
from sim.log import KINDS
from sim.outcomes.demography import labelled
from sim.outcomes.differences import Difference, difference
from sim.outcomes.facts import Facts
from sim.outcomes.groups.chance import holm, p_value
from sim.outcomes.groups.lengths import LENGTHS, Lasted, Length, alike, lasted
from sim.outcomes.groups.steps import STEPS, Step
from sim.reader import StoredRun

LEVEL, POWER = 0.05, 0.8
"""A finding's share of error over all that was looked at; the chance to find what is there."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group at one step: its share, how much that is more than the share of all others
    together, and the smallest such difference that would be found in 80 of 100 runs like this one;
    None where a group has no case, or nobody else has.
    """

    group: str
    share: Rate
    more: Difference | None
    could_miss: float | None


@dataclass(frozen=True, slots=True)
class Tested:
    """The groups of a label at a step. `p` is how often chance alone makes them differ as much,
    `p_corrected` the same for all labels and steps of the run together; None: nothing could differ.
    """

    step: Step | Length
    label: str
    groups: tuple[Group, ...] | tuple[Lasted, ...]
    p: float | None
    p_corrected: float | None

    @property
    def found(self) -> bool:
        """Whether groups are shown to differ here."""
        return self.p_corrected is not None and self.p_corrected < LEVEL

    def to_json(self) -> dict[str, Any]:
        """All of it, the step by its key and words."""
        words = "share_who" if isinstance(self.step, Step) else "how_long"
        step = {"step": self.step.key, "stage": self.step.stage, words: self.step.name}
        told = {"divides": self.step.divides, "label": self.label}
        tested = {"p": self.p, "p_corrected": self.p_corrected, "found": self.found}
        return {**step, **told, **tested, "groups": [asdict(one) for one in self.groups]}


@dataclass(frozen=True, slots=True)
class Compared(Tested):
    """Groups by how many of them got on to a step."""

    step: Step
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Held(Tested):
    """Groups by how long something took with them."""

    step: Length
    groups: tuple[Lasted, ...]


def of_run(run: StoredRun) -> list[Compared | Held]:
    """That of a complete run."""
    scenario = run.scenario()
    events = run.events(*KINDS.values())
    ages = scenario.crowd.demography.ages
    return compared(Facts.told(events, scenario.duration_s, (), ages), scenario.seed)


def compared(facts: Facts, seed: int = 0) -> list[Compared | Held]:
    """Every label at every step, in the order of the steps; `seed` deals the cases by chance."""
    labels = labelled(facts)
    counts = [
        (step, label, names, *_counts(names, group, happened))
        for step in STEPS
        for happened in [step.fold(facts)]
        for label, (names, group) in labels.items()
    ]
    spells = [
        (length, label, names, _spells(names, group, took_s))
        for length in LENGTHS
        for took_s in [length.fold(facts)]
        for label, (names, group) in labels.items()
    ]
    rngs = (np.random.default_rng((seed, number)) for number in range(len(counts) + len(spells)))
    p = [p_value(hits, cases, next(rngs)) for *_, hits, cases in counts]
    p += [alike(groups, next(rngs)) for *_, groups in spells]
    tests = max(sum(one is not None for one in p), 1)
    tested = list(zip(p, holm(p), strict=True))
    shares = [
        Compared(step, label, _groups(names, hits, cases, tests), *told)
        for (step, label, names, hits, cases), told in zip(counts, tested, strict=False)
    ]
    held = [
        Held(length, label, _lasted(names, groups), *told)
        for (length, label, names, groups), told in zip(spells, tested[len(counts) :], strict=True)
    ]
    return [*shares, *held]


def _spells(
    names: Sequence[str], group: Mapping[int, str], took_s: Mapping[int, float]
) -> list[list[float]]:
    """How long it took with each person, by group."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for person, seconds in took_s.items():
        if person in group:
            found[group[person]].append(seconds)
    return [*found.values()]


def _lasted(names: Sequence[str], groups: Sequence[Sequence[float]]) -> tuple[Lasted, ...]:
    return tuple(
        lasted(name, own_s, [one for k, each in enumerate(groups) if k != turn for one in each])
        for turn, (name, own_s) in enumerate(zip(names, groups, strict=True))
    )


def _counts(
    names: Sequence[str], group: Mapping[int, str], happened: Mapping[int, bool]
) -> tuple[list[int], list[int]]:
    """How often it happened, and of how many, by group."""
    cases = Counter(map(group.get, happened))
    hits = Counter(group.get(person) for person, hit in happened.items() if hit)
    return [hits[name] for name in names], [cases[name] for name in names]


def _groups(
    names: Sequence[str], hits: Sequence[int], cases: Sequence[int], tests: int
) -> tuple[Group, ...]:
    every, of = sum(hits), sum(cases)
    shares = [rate(*one) for one in zip(hits, cases, strict=True)]
    others = [rate(every - one.numerator, of - one.denominator) for one in shares]
    return tuple(
        Group(
            name,
            share,
            difference(share.to_json(), other.to_json()),
            _could_miss(every, of, share.denominator, tests),
        )
        for name, share, other in zip(names, shares, others, strict=True)
    )


def _could_miss(every: int, of: int, case: int, tests: int) -> float | None:
    """The difference found with POWER at LEVEL, shared by so many tests, between independent
    shares; the normal approximation (Fleiss 2003, 4.2).
    """
    if not 0 < case < of:
        return None
    share = every / of
    sure = ndtri(1 - LEVEL / tests / 2) + ndtri(POWER)
    return float(sure * sqrt(share * (1 - share) * (1 / case + 1 / (of - case))))
