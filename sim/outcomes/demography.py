"""What happened to people by sex, age, ancestry and skin tone: counts with what they are of.

Labels are inputs of a generator: counts by them say whom a run is made of, nothing about people.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.demography import AgeBand
from sim.events import PersonEntered
from sim.outcomes.books import BOOKS
from sim.outcomes.facts import Facts
from sim.people.identities import ANCESTRIES, SEXES

TONES = tuple(str(tone) for tone in range(1, 11))
STOPPED_WRONGLY = BOOKS.index("stopped_wrong_person")
COUNTED = (
    "passers_by", "people_in_view", "others_opportunities", "others_alerted",
    "listed_opportunities", "listed_found", "stopped_wrongly",
)  # fmt: skip
"""Of each group: those who came, of them those in view, of them those stopped wrongly; of those not
listed whom a camera could recognise, those alerted; of the listed, those alerted as themselves."""

Groups = dict[str, dict[str, dict[str, int]]]
"""COUNTED of each group of each label."""


def by_label(facts: Facts) -> Groups:
    """COUNTED of everybody of whom the log says what they are like."""
    people = {what: np.fromiter(who, np.int64, len(who)) for what, who in _counted(facts).items()}
    return {label: _counts(names, of, people) for label, (names, of) in labelled(facts).items()}


def labelled(facts: Facts) -> dict[str, tuple[Sequence[str], Mapping[int, str]]]:
    """Of each label its groups, and the group of everybody of whom the log says it."""
    told = [event for event in facts.of(PersonEntered) if event.sex]
    bands = [span(band) for band in facts.ages]
    return {
        "sex": (SEXES, {one.person: one.sex for one in told}),
        "age": (bands, dict(_banded(told, facts.ages))),
        "ancestry": (ANCESTRIES, {one.person: one.ancestry for one in told}),
        "tone": (TONES, {one.person: str(one.tone) for one in told}),
    }


def span(band: AgeBand) -> str:
    """A band's name.

    >>> span(AgeBand(3, 16, 0.12))
    '3 to 16'
    """
    return f"{band.from_years:g} to {band.to_years:g}"


def _banded(told: Sequence[PersonEntered], ages: tuple[AgeBand, ...]) -> Iterable[tuple[int, str]]:
    """Each one's number and band: the last that begins at their age or before, else the first."""
    names = [span(band) for band in ages]
    begins = [band.from_years for band in ages]
    old = np.array([-inf if one.age is None else one.age for one in told], np.float64)
    places = np.maximum(np.searchsorted(begins, old, "right") - 1, 0)
    for one, place in zip(told, places.tolist(), strict=True):
        yield one.person, names[place]


def _counted(facts: Facts) -> Mapping[str, set[int]]:
    """The people of each of COUNTED."""
    others, listed = (of(facts.opportunities) for of in (facts.others, facts.listed))
    ended = facts.ended
    everybody = (
        set(facts.entered),
        {person for person, rank in ended.items() if rank},
        others,
        others & facts.alerted,
        listed,
        listed & facts.found,
        {person for person, rank in ended.items() if rank == STOPPED_WRONGLY},
    )
    return dict(zip(COUNTED, everybody, strict=True))


def _counts(
    names: Sequence[str], group: Mapping[int, str], people: Mapping[str, NDArray[np.int64]]
) -> dict[str, dict[str, int]]:
    number = {name: k for k, name in enumerate(names)}
    none = len(names)
    most = max(one.max(initial=-1) for one in (*people.values(), np.array([*group], np.int64)))
    of = np.full(int(most) + 2, none)  # of nobody, too, whose number is -1
    of[[*group]] = [number.get(name, none) for name in group.values()]
    counts = {
        what: np.bincount(of[who], minlength=none)[:none].tolist() for what, who in people.items()
    }
    return {name: {what: count[k] for what, count in counts.items()} for name, k in number.items()}
