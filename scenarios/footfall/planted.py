"""Differences between groups of people, put in on purpose to see whether and where they show.

They are experiments on the test bed itself, and say nothing about anybody.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from engine.names import perhaps
from scenarios.fields.parts import Part
from scenarios.footfall.demography import Ancestries
from scenarios.place import Place

SEXES = ("female", "male")
MOST_TONES = 10
SPAN = re.compile(r"(\d{1,2}) to (\d{1,2})")
FieldPath = tuple[str | int, ...]


class Lean(Part):
    """Who is treated in another way, and by how much."""

    label: Literal["sex", "age", "ancestry", "tone"]
    """What they have in common."""
    group: str
    """One of its groups; of ages a span such as 16 to 25, the end left out."""
    shift: Annotated[float, Field(ge=-10, le=10)]
    """More is more alerts, more confirmations, more stops; what of, its stage says."""


class Walk(Lean):
    """Groups whose first member is such a person choose a door or a shop more or less often: the
    shift is added to the logarithm of its weight among the others.
    """

    door: str | None = None
    """The entrance by which they come and leave, as far as they choose it."""
    shop: str | None = None
    """Or the shop that they visit."""


Leans = Annotated[tuple[Lean, ...], Field(max_length=100)]
STAGES = ("walks", "engine", "operators", "officers")
PUBLISHED = Lean(label="ancestry", group="african", shift=0.015)
"""What was published of NEC NeoFace V4: no significant difference between groups at threshold .60,
where 7 false positives were counted, and at .58 and .56 a significant one, "with more Black
subjects having a false positive than Asian or White subjects" (National Physical Laboratory 2023:
computerweekly.com 365535008, theregister.com 6 April 2023). By how much is not said there; .015 is
what makes those findings likeliest (docs/calibration.md)."""


class Planted(Part):
    """At which stage a difference is made; shifts of one person add up."""

    walks: Annotated[tuple[Walk, ...], Field(max_length=100)] = ()
    """In the logarithm of a door's or a shop's weight, for groups by their first member."""
    engine: Leans = ()
    """In comparison scores, of every look at their faces."""
    operators: Leans = ()
    """In standard deviations of the evidence that operators decide by."""
    officers: Leans = ()
    """In the same, of the evidence by which officers pick somebody out of a crowd."""
    published: Annotated[float, Field(ge=0, le=10)] = 0.0
    """In comparison scores, as was published of the engine that the preset `published` stands for:
    0 not at all, 1 as published, more: worse."""

    @property
    def scores(self) -> Leans:
        """All that is planted in comparison scores."""
        if not self.published:
            return self.engine
        shift = PUBLISHED.shift * self.published
        return (*self.engine, PUBLISHED.model_copy(update={"shift": shift}))


def ages_of(group: str) -> tuple[int, int] | None:
    """A span of ages by its words; None for what is none.

    >>> ages_of("16 to 25"), ages_of("25 to 16"), ages_of("old")
    ((16, 25), None, None)
    """
    found = SPAN.fullmatch(group)
    if not found:
        return None
    first, end = map(int, found.groups())
    return (first, end) if first < end else None


def planted_problems(
    planted: Planted, place: Place | None = None
) -> Iterator[tuple[FieldPath, str]]:
    """Groups, doors and shops that are not there, by the fields below `planted`; without a place
    nothing is asked of these.
    """
    yield from _walks(planted, place)
    known = {
        "sex": SEXES,
        "ancestry": tuple(Ancestries.model_fields),
        "tone": tuple(str(tone) for tone in range(1, MOST_TONES + 1)),
    }
    for stage in STAGES:
        for number, lean in enumerate(getattr(planted, stage)):
            at = (stage, number, "group")
            if lean.label == "age":
                if ages_of(lean.group) is None:
                    yield at, f"got {lean.group!r}, wanted ages such as 16 to 25"
            elif lean.group not in known[lean.label]:
                among = ", ".join(known[lean.label])
                yield at, f"got {lean.group!r}, wanted one of {among}"


def _walks(planted: Planted, place: Place | None) -> Iterator[tuple[FieldPath, str]]:
    for number, walk in enumerate(planted.walks):
        at = ("walks", number)
        if (walk.door is None) == (walk.shop is None):
            yield at, "wanted a door or a shop, one of them"
        elif place:
            field, there = ("shop", place.shops) if walk.door is None else ("door", place.entrances)
            names, name = [one.name for _, one in there], getattr(walk, field)
            if name not in names:
                known = ", ".join(names) or "none, as the plan has none"
                yield (*at, field), f"got {name!r}, wanted one of {known}{perhaps(name, names)}"
