"""A venue: the floor people walk on, the doors they come through and the shops they visit."""

from dataclasses import dataclass
from typing import Literal

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
    weight of being visited; in those of `food` people eat.
    """

    name: str
    outline: shapely.Polygon
    door_m: tuple[float, float]
    attraction: float = 1.0
    material: str = "shopfront"
    food: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Where people stay in sight on the open floor: a `seat` with so many places, or an area in
    which so many can be `waiting`; `area` lies inside the floor.
    """

    name: str
    kind: Literal["seat", "waiting"]
    area: shapely.Polygon
    places: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where people pass one by one, as a ticket gate or a search: `lanes` side by side along the
    longer side of its area, each of which takes a time of that mean and standard deviation, in
    seconds. Those who come `in`, those who go `out`, or `both` are checked.
    """

    name: str
    area: shapely.Polygon
    lanes: int
    service_s: float
    service_sd_s: float = 0.0
    checks: Literal["in", "out", "both"] = "both"


@dataclass(frozen=True, slots=True)
class Venue:
    """One level of a building; x east, y north, metres from the venue's own origin.

    `floor` is the walkable polygon with its holes (shops, kiosks, pillars); whatever is not
    floor blocks sight, except `low` obstacles (benches, planters), which only block walking.
    `scene` is the kind of place, one of `SCENES`, and `wall` what its outer walls are made of;
    `things` is everything with a look of its own that is no shop and no entrance; `stays` and
    `checkpoints` lie on the floor and have none.
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
    stays: tuple[Stay, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()

    @property
    def marked(self) -> tuple[tuple[str, shapely.Polygon], ...]:
        """What of its floor is for staying or being checked: names and areas."""
        stays = [(one.name, one.area) for one in self.stays]
        return (*stays, *((one.name, one.area) for one in self.checkpoints))
