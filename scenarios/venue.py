"""A venue: the floor people walk on, the doors they come through and the shops they visit."""

from dataclasses import dataclass

import shapely

from scenarios.things import Thing


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door to the outside; `area` lies inside the floor, metres."""

    name: str
    area: shapely.Polygon
    material: str = "doors"


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop: `door_m` (x, y) stands on the floor in front of it; `attraction` is a relative
    weight of being visited.
    """

    name: str
    outline: shapely.Polygon
    door_m: tuple[float, float]
    attraction: float = 1.0
    material: str = "shopfront"


@dataclass(frozen=True, slots=True)
class Venue:
    """One level of a building; x east, y north, metres from the venue's own origin.

    `floor` is the walkable polygon with its holes (shops, kiosks, pillars); whatever is not
    floor blocks sight, except `low` obstacles (benches, planters), which only block walking.
    `scene` is the kind of place, one of `SCENES`, and `wall` what its outer walls are made of;
    `things` is everything with a look of its own that is no shop and no entrance.
    """

    name: str
    floor: shapely.Polygon
    entrances: tuple[Entrance, ...]
    shops: tuple[Shop, ...]
    low: tuple[shapely.Polygon, ...] = ()
    ceiling_m: float = 5.0
    scene: str = "mall"
    wall: str = "plaster"
    things: tuple[Thing, ...] = ()
