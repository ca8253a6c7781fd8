"""Things of a venue as upright solids: a car is a body and a cabin, a bench a seat on its feet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import shapely

from scenarios.things import Thing
from scenarios.venue import Venue
from sim.cameras.scenery.pierced import GAPS, WHOLE

ARM_M = 0.55
EAVES_M = 3.5
"""Below this, walls of houses are only those that stand on the floor."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a surface shows: `part` of a `material`, with what is written on it and a number that
    tells like things apart; it reaches from `base_m` to `top_m`.
    """

    material: str
    name: str
    number: int
    base_m: float
    top_m: float
    part: str = ""


@dataclass(frozen=True, slots=True)
class Solid:
    """An outline drawn upright between the base and the top of its face; `gaps` are those of
    `sim.cameras.scenery.pierced`.
    """

    outline: shapely.Polygon
    face: Face
    gaps: int = WHOLE


def solids(things: tuple[Thing, ...]) -> list[Solid]:
    """What low and hung things are made up of; solid and painted ones are the floor's."""
    found: list[Solid] = []
    for number, thing in enumerate(things):
        if thing.stand in ("low", "hung") and thing.top_m > 0:
            found += list(SHAPES.get(thing.kind, _whole)(thing, number))
    return [
        replace(solid, outline=part)
        for solid in found
        for part in shapely.get_parts(solid.outline)
        if part.area > 0
    ]


def _whole(thing: Thing, number: int) -> Iterator[Solid]:
    yield _part(thing, number, thing.outline, thing.base_m, thing.top_m)


def _part(
    thing: Thing, number: int, outline: shapely.Polygon, base_m: float, top_m: float, part: str = ""
) -> Solid:
    face = Face(thing.material, thing.name, number, base_m, top_m, part)
    return Solid(outline, face, GAPS.get((thing.material, part), WHOLE))


def _bench(thing: Thing, number: int) -> Iterator[Solid]:
    """A seat on two feet."""
    yield _part(thing, number, thing.outline, thing.top_m - 0.06, thing.top_m)
    x0, y0, x1, y1 = thing.outline.bounds
    long_x, thick = x1 - x0 > y1 - y0, 0.06
    for share in (0.12, 0.88):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        foot = (
            shapely.box(x - thick, y0 + 0.04, x + thick, y1 - 0.04)
            if long_x
            else shapely.box(x0 + 0.04, y - thick, x1 - 0.04, y + thick)
        )
        yield _part(thing, number, foot, 0.0, thing.top_m - 0.06, "foot")


def _planter(thing: Thing, number: int) -> Iterator[Solid]:
    """A trough, and two rows of leaves in it, one inside the other."""
    rim = 0.42
    yield _part(thing, number, thing.outline, 0.0, rim, "trough")
    for inset, top_m in ((0.0, 0.86), (0.14, 1.0)):
        leaves = thing.outline.buffer(-0.05 - inset, join_style="mitre")
        if leaves.area > 0:
            yield _part(thing, number, leaves, rim, rim + (thing.top_m - rim) * top_m)


def _car(thing: Thing, number: int) -> Iterator[Solid]:
    """A body on wheels and a narrower cabin; the outline's longer side is the car's length."""
    yield _part(thing, number, thing.outline, 0.0, 0.6 * thing.top_m, "body")
    x0, y0, x1, y1 = thing.outline.bounds
    ends, sides = (0.2, 0.14), 0.1
    if x1 - x0 > y1 - y0:
        long, wide = x1 - x0, y1 - y0
        cabin = shapely.box(x0 + ends[1] * long, y0 + sides, x1 - ends[0] * long, y1 - sides)
    else:
        long, wide = y1 - y0, x1 - x0
        cabin = shapely.box(x0 + sides, y0 + ends[1] * long, x1 - sides, y1 - ends[0] * long)
    if wide > 2 * sides:
        yield _part(thing, number, cabin, 0.6 * thing.top_m, thing.top_m, "cabin")


def _post(thing: Thing, number: int) -> Iterator[Solid]:
    """A shaft on a thicker foot; a lamp's has a head on top."""
    lamp = thing.material == "lamp"
    end_m = thing.top_m - 0.5 * lamp
    yield _part(thing, number, thing.outline, 0.0, 0.9, "foot")
    yield _part(thing, number, thing.outline.buffer(-0.03), 0.9, end_m, "shaft")
    if lamp:
        yield _part(
            thing, number, thing.outline.centroid.buffer(0.19, 4), end_m, thing.top_m, "head"
        )


def _turnstile(thing: Thing, number: int) -> Iterator[Solid]:
    """A cabinet, and an arm at the height of the hips that people push aside."""
    yield _part(thing, number, thing.outline, 0.0, thing.top_m)
    x0, y0, x1, y1 = thing.outline.bounds
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    along_x = x1 - x0 > y1 - y0
    for z_m, reach in ((0.86, ARM_M), (0.6, 0.7 * ARM_M)):
        arm = (
            shapely.box(x - 0.025, y1, x + 0.025, y1 + reach)
            if along_x
            else shapely.box(x1, y - 0.025, x1 + reach, y + 0.025)
        )
        yield _part(thing, number, arm, z_m, z_m + 0.05, "arm")


def houses(venue: Venue, height_m: Callable[[int], float]) -> Iterator[Solid]:
    """Gables and chimneys of houses, above where their neighbours' walls hide them; a stall on a
    market has neither.
    """
    for number, shop in enumerate(venue.shops):
        if shop.material != "terrace":
            continue
        top_m = height_m(number)
        face = Face(shop.material, shop.name, number, EAVES_M, top_m, "gable")
        yield Solid(shop.outline.buffer(-0.01), face)
        x0, y0, x1, _ = shop.outline.bounds
        stack = shapely.box(x0 + 0.1, y0 + 2.2, x0 + 1.3, y0 + 2.8)
        if number % 2 and x1 - x0 > 3:
            yield Solid(stack, Face("brick", "", number, top_m, top_m + 1.3))


SHAPES: Mapping[str, Callable[[Thing, int], Iterator[Solid]]] = {
    "bench": _bench,
    "planter": _planter,
    "car": _car,
    "post": _post,
    "turnstile": _turnstile,
}
