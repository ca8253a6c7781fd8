"""What happened to people by sex, age, ancestry and skin tone: counts with what they are of.

Labels are inputs of a generator: counts by them say whom a run is made of, nothing about people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import inf

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
    people = _counted(facts)
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


def _banded(told: Iterable[PersonEntered], ages: tuple[AgeBand, ...]) -> Iterable[tuple[int, str]]:
    """Each one's number and band: the last that begins at their age or before, else the first."""
    begins = [(band.from_years, span(band)) for band in reversed(ages)]
    first = span(ages[0])
    for one in told:
        age = -inf if one.age is None else one.age
        yield one.person, next((name for begin, name in begins if begin <= age), first)


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
    names: Iterable[str], group: Mapping[int, str], people: Mapping[str, set[int]]
) -> dict[str, dict[str, int]]:
    counts = {
        what: Counter(group[person] for person in who if person in group)
        for what, who in people.items()
    }
    return {name: {what: count[name] for what, count in counts.items()} for name in names}
