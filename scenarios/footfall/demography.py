"""What the people who come are like: sex, age, ancestry and skin tone, as shares."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Part

GROWN_YEARS = 16.0
"""Whoever is younger is a child, as the Census 2021 of England and Wales counts them."""
TOGETHER = 1e-6
"""Shares may add up to 1 but for this."""
Years = Annotated[float, Field(ge=3, le=95)]
"""Nobody younger or older is rendered."""
FieldPath = tuple[str | int, ...]


class AgeBand(NamedTuple):
    """So large a share of people is from one age to below another, evenly spread over it."""

    from_years: Years
    to_years: Years
    share: Share


AGES = (
    AgeBand(3, 16, 0.12), AgeBand(16, 25, 0.119), AgeBand(25, 35, 0.152), AgeBand(35, 45, 0.145),
    AgeBand(45, 55, 0.149), AgeBand(55, 65, 0.14), AgeBand(65, 75, 0.111), AgeBand(75, 85, 0.051),
    AgeBand(85, 95, 0.013),
)  # fmt: skip
"""Adults to 75 as in the Census 2021 of England and Wales; children (16 % there) and the oldest are
fewer, since fewer of them are out: assumed."""


class Ancestries(Part):
    """Shares by MakeHuman's three large shapes of faces; they add up to 1.

    After the Census 2021 of England and Wales (Office for National Statistics 2022: white 81.7 %,
    Asian 9.3 %, black 4.0 %), the other 5 % in proportion. Its groups are no shapes of faces, and
    most of its Asian group are South Asian, for whom there is no shape: assumed, vary it.
    """

    african: Share = 0.042
    """African faces."""
    asian: Share = 0.098
    """Asian faces."""
    caucasian: Share = 0.86
    """Caucasian faces."""


Scale = Annotated[tuple[Share, ...], Field(min_length=10, max_length=10)]


class Tones(Part):
    """Shares of the ten Monk skin tones, lightest first, among people of one ancestry; each row
    adds up to 1. About as rendered people have them: assumed, vary it.
    """

    african: Scale = (0.0, 0.0, 0.0, 0.0, 0.08, 0.28, 0.28, 0.23, 0.09, 0.04)
    """Of people with African faces."""
    asian: Scale = (0.0, 0.05, 0.0, 0.2, 0.63, 0.12, 0.0, 0.0, 0.0, 0.0)
    """Of people with Asian faces."""
    caucasian: Scale = (0.02, 0.25, 0.01, 0.3, 0.41, 0.01, 0.0, 0.0, 0.0, 0.0)
    """Of people with Caucasian faces."""


class Demography(Part):
    """Of whom the people who come are a sample, and so is who is listed."""

    female: Share = 0.51
    """Share of women and girls (Census 2021, England and Wales: 51.0 %)."""
    ages: Annotated[tuple[AgeBand, ...], Field(min_length=1, max_length=100)] = AGES
    """From, to, share; they add up to 1."""
    ancestry: Ancestries = Ancestries()
    """What shapes their faces have."""
    tones: Tones = Tones()
    """How light their skin is."""
    youngest_listed: Years = 18.0
    """Nobody on the watchlist is younger."""

    def share_below(self, years: float) -> float:
        """Of people younger than that.

        >>> round(Demography().share_below(20.5), 4)
        0.1795
        """
        parts = [
            band.share
            * min(max((years - band.from_years) / (band.to_years - band.from_years), 0), 1)
            for band in self.ages
        ]
        return sum(parts)


def demography_problems(people: Demography) -> Iterator[tuple[FieldPath, str]]:
    """What does not hold together, by the fields below `crowd.demography`."""
    yield from _sums(people)
    ends = [(band.from_years, band.to_years) for band in people.ages]
    told = [[low, high] for low, high in ends]
    if any(low >= high for low, high in ends):
        yield ("ages",), f"got bands {told}, wanted each to end above where it begins"
    elif any(one[1] > other[0] for one, other in pairwise(ends)):
        yield ("ages",), f"got bands {told}, wanted them rising, none in another"
    elif not any(band.share and band.to_years > GROWN_YEARS for band in people.ages):
        said = f"got nobody from {GROWN_YEARS:g} years on, wanted some: children come with them"
        yield ("ages",), said
    elif people.youngest_listed >= max(band.to_years for band in people.ages if band.share):
        said = f"got {people.youngest_listed:g}, wanted an age that some of crowd.demography.ages"
        yield ("youngest_listed",), f"{said} are above"


def _sums(people: Demography) -> Iterator[tuple[FieldPath, str]]:
    groups: dict[FieldPath, list[float]] = {("ages",): [band.share for band in people.ages]}
    names = [*Ancestries.model_fields]
    groups[("ancestry",)] = [getattr(people.ancestry, name) for name in names]
    groups |= {("tones", name): [*getattr(people.tones, name)] for name in names}
    for at, shares in groups.items():
        if abs(sum(shares) - 1) > TOGETHER:
            yield at, f"got shares that add up to {sum(shares):.9g}, wanted 1"
