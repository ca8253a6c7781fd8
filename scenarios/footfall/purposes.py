"""What groups come for: to shop, to eat, to sit, to wait for somebody, or only to pass."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from engine.counts import counted
from engine.settings import Share
from scenarios.fields.parts import Part
from scenarios.place import Place

Stops = Annotated[int, Field(ge=1, le=5000)]
"""As many as a plan may have shops."""


class Purpose(Part):
    """Groups who come for one thing. Nobody has measured these for your place: vary them."""

    share: Share
    """Of all groups."""
    stops: tuple[Stops, Stops] = (1, 1)
    """Fewest and most places at which they stop for it."""
    dwell_s: Annotated[float, Field(ge=0.001, le=43_200)]
    """Mean time at each, exponential; at most half a day."""


class Purposes(Part):
    """Groups by what they come for; those of no share here only pass through."""

    shop: Purpose | None = None
    """They visit shops that are not for eating, if there are such."""
    eat: Purpose | None = None
    """They visit shops of food."""
    sit: Purpose | None = None
    """They sit down on seats, in sight."""
    wait: Purpose | None = None
    """They wait for somebody in waiting areas, in sight."""

    @property
    def each(self) -> dict[str, Purpose]:
        """Those that are said, by name."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: one for name, one in said.items() if one}


def purpose_problems(purposes: Purposes, place: Place) -> Iterator[tuple[tuple[str, ...], str]]:
    """What does not fit the plan, by the fields below `arrivals.purposes`."""
    there = {
        "shop": (len(goods(place)), "shop"),
        "eat": (len(foods(place)), "shop of food"),
        "sit": (sum(stay.kind == "seat" for _, stay in place.stays), "seat"),
        "wait": (sum(stay.kind == "waiting" for _, stay in place.stays), "waiting area"),
    }
    for name, purpose in purposes.each.items():
        fewest, most = purpose.stops
        if not fewest <= most <= there[name][0]:
            wanted = f"fewest and most of {counted(*there[name])} on the plan"
            yield (name, "stops"), f"got [{fewest}, {most}], wanted {wanted}"
    if len(place.entrances) == 1 and passing(purposes) > 1e-6:
        said = f"got shares that leave {passing(purposes):.3g} who only pass, wanted none"
        yield (), f"{said}: with one entrance nobody can only walk through"


def passing(purposes: Purposes) -> float:
    """The share of groups who only pass through; less than 0 where shares add up to more than 1."""
    return 1.0 - sum(one.share for one in purposes.each.values())


def goods(place: Place) -> list[int]:
    """The numbers of the shops that are not for eating; of all, if all are."""
    return [k for k, (_, shop) in enumerate(place.shops) if not shop.food] or [
        *range(len(place.shops))
    ]


def foods(place: Place) -> list[int]:
    """The numbers of the shops in which people eat."""
    return [k for k, (_, shop) in enumerate(place.shops) if shop.food]
