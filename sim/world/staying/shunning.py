"""Ways of those who keep away from cameras: round their zones once a sign is seen, or back."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import Place
from sim.errors import SimError
from sim.world.arriving.arrivals import Shunning
from sim.world.routes import Routes

Points = NDArray[np.float64]

STEP_M = 0.5
"""How finely one looks along a way for where a sign comes in sight; who sees one between two such
places only, does so from the way's start."""
OFF_M = 0.5
"""Ways round a zone keep so far away from it, so that two who go side by side do."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What becomes of a stretch: the places (n, 2) along which they go, whether they saw the sign
    by its end, and whether they went round a zone or, at its end, turn back.
    """

    places: Points
    seen: bool
    round: bool = False
    back: bool = False


class Zones:
    """The zones of a place, and the ways round them."""

    def __init__(self, place: Place, shunning: Shunning) -> None:
        self.place, self.shunning = place, shunning
        self._routes: dict[int, list[Routes]] = {}
        for zone in shunning.zones:
            shapely.prepare(zone)

    def met(self, here: Points, places: Points, floor: int, *, seen: bool) -> Turned:
        """How somebody at a place (2,) goes on along (n, 2) places of a level; the last is where
        they want to get to.
        """
        zone = self.shunning.zones[floor]
        way = np.concatenate([here[None], places])
        if not seen and self._sees_none(floor, way):
            return Turned(places, False)
        before, after = (way[:1], way) if seen else self._split(way, floor)
        if len(after) < 2 or not shapely.intersects(zone, shapely.LineString(after)):
            return Turned(places, True)
        around = self._around(floor, after[0], after[-1])
        walked = before[1:] if len(before) > 1 else before[:0]
        if around is None or _length(around) > self.shunning.longer * _length(after):
            return Turned(walked, True, back=True)
        return Turned(np.concatenate([walked, around[1:]]), True, round=True)

    def _sees_none(self, floor: int, way: Points) -> bool:
        """Whether no sign comes in sight on a way, for certain."""
        line = shapely.LineString(way)
        if self.shunning.signs:
            return not shapely.intersects(self.shunning.signs[floor], line)
        zone = self.shunning.zones[floor]
        return zone.is_empty or bool(shapely.distance(zone, line) > self.shunning.sees_m)

    def _in_sight(self, floor: int, places: NDArray[np.object_]) -> NDArray[np.bool_]:
        """From which points (n,) a sign is seen."""
        if self.shunning.signs:
            seen: NDArray[np.bool_] = shapely.intersects(self.shunning.signs[floor], places)
            return seen
        near: NDArray[np.bool_] = (
            shapely.distance(places, self.shunning.zones[floor]) <= self.shunning.sees_m
        )
        return near

    def _split(self, way: Points, floor: int) -> tuple[Points, Points]:
        """The way until a sign comes in sight, and from there on."""
        line = shapely.LineString(way)
        along = np.append(np.arange(0.0, line.length, STEP_M), line.length)
        near = self._in_sight(floor, shapely.line_interpolate_point(line, along))
        at_m = along[int(np.argmax(near))]
        turn = np.array(line.interpolate(at_m).coords)
        passed = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
        first = np.concatenate([way[passed < at_m], turn]) if at_m else way[:1]
        return first, np.concatenate([turn, way[passed > at_m]])

    def _around(self, floor: int, start: Points, end: Points) -> Points | None:
        """The shortest way that meets no zone; None: there is none."""
        ends = shapely.points([start, end])
        for routes in self._outside(floor):
            if not shapely.covers(routes.venue.floor, ends).all():
                continue
            try:
                return routes.path(start, end)
            except SimError:
                return None
        return None

    def _outside(self, floor: int) -> list[Routes]:
        """Ways over each piece of a floor that is left without the zones."""
        if floor not in self._routes:
            venue = self.place.levels[floor].venue
            left = venue.floor - self.shunning.zones[floor].buffer(OFF_M, join_style="mitre")
            pieces = [one for one in shapely.get_parts(left) if one.geom_type == "Polygon"]
            self._routes[floor] = [Routes(replace(venue, floor=one)) for one in pieces]
        return self._routes[floor]


def _length(way: Points) -> float:
    return float(np.hypot(*np.diff(way, axis=0).T).sum())
