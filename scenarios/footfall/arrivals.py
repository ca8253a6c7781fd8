"""Who comes, when, by which door, and with whom."""

from itertools import accumulate
from math import ceil
from typing import Annotated, NamedTuple

from pydantic import Field

from engine.misfit import formed
from engine.settings import WEEK_S, Share
from scenarios.fields.parts import Moment, Ordinal, Part, Point, Span
from scenarios.footfall.purposes import Purposes

Shops = Annotated[int, Field(ge=0, le=5000)]
"""As many as a plan may have."""


class Hour(Part):
    """Footfall from `from_s` until the next hour begins."""

    from_s: Moment
    """Where this step of the footfall begins."""
    people_per_h: Annotated[float, Field(ge=0, le=1e6)]
    """How many come from then on; the busiest station has some 200,000 (Shinjuku, 3.6 million a
    day).
    """


Profile = Annotated[tuple[Hour, ...], Field(max_length=7 * 24 * 12)]
"""A step for every five minutes of a week at most."""
Date = Annotated[str, formed("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date as 2026-05-02")]
Weight = Annotated[float, Field(ge=0, le=1e6)]


class Batch(NamedTuple):
    """People who come evenly spread from a time to another, how many on average."""

    from_s: float
    to_s: float
    people: float


def steps(profile: tuple[Hour, ...], until_s: float) -> list[Batch]:
    """The steps of a profile that begin before a time."""
    ends = [*(hour.from_s for hour in profile[1:]), until_s]
    pairs = zip(profile, ends, strict=True) if profile else ()
    spans = ((hour, hour.from_s, min(end_s, until_s)) for hour, end_s in pairs)
    return [Batch(a, b, hour.people_per_h * (b - a) / 3600) for hour, a, b in spans if a < until_s]


class Door(Part):
    """How people come and go by one entrance."""

    comes: Weight = 1.0
    """Of the place's footfall, beside the other entrances' weights."""
    goes: Weight = 1.0
    """Of those who leave, whichever way they came, beside the other entrances' weights."""
    profile: Profile = ()
    """People who come by it besides those of `arrivals.profile`, as one counted there."""


class Surge(Part):
    """People who come at once, as when a train empties or a show ends."""

    at_s: Moment
    """When it begins."""
    people: Annotated[float, Field(ge=0, le=1e5)]
    """How many on average; the largest stadiums hold 100,000."""
    over_s: Span = 90.0
    """They come evenly spread over this."""
    every_s: Annotated[float, Field(ge=60, le=WEEK_S)] | None = None
    """Again and again so much later; None: once. No line's trains come more often than each minute.
    """
    door: str | None = None
    """The entrance by which they come; None: any, as everybody else."""

    def batches(self, until_s: float) -> list[Batch]:
        """Each time it begins before a time, as far as it comes before that."""
        again = 1 if self.every_s is None else ceil(max(until_s - self.at_s, 0) / self.every_s)
        begins = [self.at_s + k * (self.every_s or 0.0) for k in range(again)]
        begins = [at_s for at_s in begins if at_s < until_s]
        ends = [min(at_s + self.over_s, until_s) for at_s in begins]
        pairs = zip(begins, ends, strict=True)
        return [Batch(a, b, self.people * (b - a) / self.over_s) for a, b in pairs]


class Day(Part):
    """Arrivals of a whole day, spread over its hours as at a place of that kind."""

    like: str
    """One of `scenarios.footfall.days`, such as mall-saturday."""
    people: Annotated[float, Field(ge=0, le=5e6)]
    """How many come from midnight to midnight; Shinjuku has 3.6 million."""


class Counts(Part):
    """Arrivals as somebody counted them at the doors; docs/scenarios.md has the columns."""

    file: str
    """Path of a CSV file, relative to the scenario's own file."""
    day: Date | None = None
    """Which day of it; None: its only one."""


class Shift(Part):
    """People who work in the place: they come before their shift, stay at their place of work, take
    breaks, and leave after it.
    """

    people: Annotated[int, Field(ge=1, le=10_000)]
    """How many: exactly so many come."""
    from_s: Moment
    """When it begins."""
    to_s: Moment
    """When it ends."""
    shop: str | None = None
    """Where they work; None: any, the larger its attraction the more of them."""
    door: str | None = None
    """The entrance by which they come and go; None: any, as everybody else."""
    early_s: Span = 600.0
    """They come evenly spread over this, before it begins: assumed, vary it."""
    breaks: Annotated[int, Field(ge=0, le=20)] = 1
    """Evenly over the shift, in a shop of food, or else in any other shop: assumed, vary it."""
    break_s: Span = 1800.0
    """How long each is: assumed, vary it."""
    listed_share: Share = 0.0
    """Share of them who are on the watchlist."""


class Returns(Part):
    """Groups who come again on the same day: the same people, with another errand."""

    share: Share
    """Of all groups."""
    after_s: Span
    """Mean time that they are away, exponential; who would come back after the end does not."""


class Sign(Part):
    """A sign that tells of cameras, on the floor's plan or on a wall."""

    at_m: Point
    """Where it is, x east and y north."""
    level: Ordinal = 0
    """On which it is."""
    facing_deg: Annotated[float, Field(ge=-3600, le=3600)]
    """Where its face looks, counter-clockwise from east; it is read from up to 75 degrees aside."""
    height_m: Annotated[float, Field(gt=0, le=100)] = 1.6
    """Of its middle over the floor: what it hangs on reaches as high. At the height of eyes unless
    said otherwise.
    """


class Avoiders(Part):
    """Listed people who keep away from cameras once they have seen a sign of them, and whoever goes
    with them.
    """

    share: Share
    """Of listed people: assumed, vary it."""
    sees_m: Annotated[float, Field(ge=0, le=1000)] = 10.0
    """They see a sign from so far, or where none is placed, a zone: assumed, vary it."""
    signs: Annotated[tuple[Sign, ...], Field(max_length=1000)] = ()
    """Where signs are; none: wherever a zone of recognition begins."""
    longer: Annotated[float, Field(ge=1, le=100)] = 1.5
    """They go round the zones if that is at most so many times as far, else they turn back:
    assumed, vary it.
    """


class Arrivals(Part):
    """Who comes, when, and with whom."""

    profile: Profile = ()
    """The place's footfall."""
    doors: dict[str, Door] = Field(default={})
    """Entrances that are not like all others, by name."""
    surges: Annotated[tuple[Surge, ...], Field(max_length=100)] = ()
    """People who come at once, as from trains and shows."""
    day: Day | None = None
    """What a day is like, instead of `profile`."""
    counts: Counts | None = None
    """Counted arrivals instead of those of `profile` and of the doors that were counted."""
    staff: Annotated[tuple[Shift, ...], Field(max_length=100)] = ()
    """People who work there, besides all others."""
    varies: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How far days differ: the coefficient of variation of a day's footfall; 0: not at all. At a
    city's counters it is .16 to .22 (City of Melbourne pedestrian counts, 2012 to 2017)."""
    listed_share: Share = 0.001
    """Share of passers-by who are on the watchlist."""
    group_sizes: Annotated[tuple[Share, ...], Field(min_length=1, max_length=50)] = (
        0.55, 0.3, 0.1, 0.05,
    )  # fmt: skip
    """Share of groups of 1, 2, 3, ... people; adds up to 1."""
    shops_visited: tuple[Shops, Shops] = (0, 3)
    """Fewest and most shops on one visit."""
    dwell_s: Annotated[float, Field(ge=0.001, le=43_200)] = 420.0
    """Mean time in a shop, exponential; at most half a day, for which shops are open."""
    purposes: Purposes | None = None
    """What groups come for, instead of `shops_visited` and `dwell_s`."""
    returns: Returns | None = None
    """Who comes again; None: nobody."""
    avoiders: Avoiders | None = None
    """Who keeps away from cameras; None: nobody."""
    speed_mps: Annotated[float, Field(ge=0.1, le=10)] | None = None
    """Mean free walking speed; None: that of `crowd.population`."""
    speed_sd_mps: Annotated[float, Field(ge=0, le=2)] | None = None
    """Its standard deviation between people; None: that of `crowd.population`."""

    def expected(self, duration_s: float) -> float:
        """How many people come on average until a time."""
        staff = sum(shift.people for shift in self.staff)
        return sum(batch.people for batch in self._batches(duration_s)) + staff

    def busiest_per_h(self, duration_s: float) -> float:
        """The largest footfall there is until a time, on average."""
        batches = self._batches(duration_s)
        rates = [3600 * batch.people / (batch.to_s - batch.from_s) for batch in batches]
        begins = [(one.from_s, rate) for one, rate in zip(batches, rates, strict=True)]
        ends = [(one.to_s, -rate) for one, rate in zip(batches, rates, strict=True)]
        return max(accumulate(rate for _, rate in sorted(begins + ends)), default=0.0)

    def _batches(self, until_s: float) -> list[Batch]:
        profiles = (self.profile, *(door.profile for door in self.doors.values()))
        steady = [batch for profile in profiles for batch in steps(profile, until_s)]
        return steady + [batch for surge in self.surges for batch in surge.batches(until_s)]
