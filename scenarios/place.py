"""A place: the levels of a building or of a square, and the links by which one gets between them.

Every plan importer ends in this one type, whatever its file measured in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import shapely

from scenarios.venue import Checkpoint, Entrance, Shop, Stay, Venue

STOREY_M = 4.5
"""How much higher a storey lies than the one below where nobody says so; shops have 4 to 5 m."""
LinkKind = Literal["stairs", "escalator", "lift", "ramp"]


@dataclass(frozen=True, slots=True)
class Level:
    """One floor in one piece: its `ordinal` (0 the ground, rising), its name, which its plan bears,
    too, how high it lies over that of ordinal 0 in metres, and its plan.

    All levels of a place share x and y. Several may share an ordinal, side by side, such as
    platforms or the buildings of a campus; they differ in name then.
    """

    ordinal: int
    name: str
    height_m: float
    venue: Venue


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one steps on and off a link: `area` lies on the floor of a level of that ordinal."""

    ordinal: int
    area: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Link:
    """A way between levels; `landings` rise, two of them but for lifts.

    Stairs and ramps are `width_m` wide and as long to walk as `length_m`; an escalator carries
    people at `speed_mps` along it, one way only (`up`, or `down`). A lift holds `capacity` people
    and is back every `cycle_s` seconds. What nobody says is as below: assumed, vary it.
    """

    name: str
    kind: LinkKind
    landings: tuple[Landing, ...]
    width_m: float = 1.5
    length_m: float = 8.0
    up: bool = True
    down: bool = True
    speed_mps: float = 0.5
    capacity: int = 13
    cycle_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of a plan that is doubtful or wrong: what `kind` of fault, on which level and where
    (x, y in metres of the place; None: nowhere in particular), told in words, and what was done
    about it (empty: nothing).
    """

    kind: str
    told: str
    ordinal: int | None = None
    at_m: tuple[float, float] | None = None
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """Coordinates as the file of a place has them and its author's program shows them: what `at`
    makes of x, y in metres of the place, told in a `unit` with so many `digits` after the point.
    """

    unit: str
    digits: int
    at: Callable[[tuple[float, float]], tuple[float, float]]

    def rounded(self, at_m: tuple[float, float]) -> tuple[float, float]:
        """A point of the place as the file has it, as finely as it is told."""
        x, y = self.at(at_m)
        return round(x, self.digits) + 0.0, round(y, self.digits) + 0.0

    def told(self, at_m: tuple[float, float]) -> str:
        """The same in words.

        >>> Own("mm", 0, lambda at: (1000 * at[0], 1000 * at[1])).told((2.0, 3.5))
        '2000, 3500 mm'
        """
        x, y = self.rounded(at_m)
        return f"{x:.{self.digits}f}, {y:.{self.digits}f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Place:
    """Levels, lowest first, and links, each of its own name.

    `findings` is what its file left in doubt, `left_out` the floors that it shows and that are no
    part of the place, each with its ordinal; `own` tells where something is in the file, None where
    the file itself is in metres of the place.
    """

    name: str
    levels: tuple[Level, ...]
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    left_out: tuple[tuple[int, shapely.Polygon], ...] = field(default=(), compare=False)
    own: Own | None = field(default=None, compare=False)

    def on(self, ordinal: int, at_m: tuple[float, float]) -> Level:
        """Of the levels of an ordinal the one on whose floor a point (x, y) lies, or the nearest to
        it; KeyError for no such ordinal.
        """
        here = [one for one in self.levels if one.ordinal == ordinal]
        if not here:
            raise KeyError(ordinal)
        if len(here) == 1:
            return here[0]
        return min(here, key=lambda one: float(one.venue.floor.distance(shapely.Point(at_m))))

    def at(self, landing: Landing) -> Level:
        """The level on whose floor a landing lies, or most of it; KeyError for none."""
        here = [one for one in self.levels if one.ordinal == landing.ordinal]
        shares = [one.venue.floor.intersection(landing.area).area for one in here]
        if not any(shares):
            raise KeyError(landing.ordinal)
        return here[shares.index(max(shares))]

    @property
    def entrances(self) -> tuple[tuple[int, Entrance], ...]:
        """Every door to the outside and the ordinal of its level, lowest first; people's entrances
        and exits are numbered so.
        """
        return tuple((one.ordinal, door) for one in self.levels for door in one.venue.entrances)

    @property
    def shops(self) -> tuple[tuple[int, Shop], ...]:
        """Every shop and the ordinal of its level, lowest first; errands are numbered so."""
        return tuple((one.ordinal, shop) for one in self.levels for shop in one.venue.shops)

    @property
    def stays(self) -> tuple[tuple[int, Stay], ...]:
        """Every seat and waiting area and the ordinal of its level, lowest first."""
        return tuple((one.ordinal, stay) for one in self.levels for stay in one.venue.stays)

    @property
    def checkpoints(self) -> tuple[tuple[int, Checkpoint], ...]:
        """Every checkpoint and the number of its level, lowest first."""
        return tuple(
            (number, one)
            for number, level in enumerate(self.levels)
            for one in level.venue.checkpoints
        )

    @property
    def area_m2(self) -> float:
        """The walkable area of all levels."""
        return float(sum(one.venue.floor.area for one in self.levels))


def flat(venue: Venue) -> Place:
    """A place of one level."""
    return Place(venue.name, (Level(0, venue.name, 0.0, venue),))
