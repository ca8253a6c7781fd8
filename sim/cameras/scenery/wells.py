"""Holes in a floor, seen into: voids down to the level below, and flights that lead down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.venue import Venue
from sim.cameras.scenery.fittings import WELL_M, Around, Flight
from sim.cameras.scenery.materials.patterns import Ground, mixed, plain, stripes

Floats = NDArray[np.floating[Any]]
Floor = Callable[[Ground], Floats]

SLAB_M, BELOW = 0.45, 0.62
"""How thick the floor between two levels is, and how bright the one below is beside this one."""
EDGE, DEEP, TREAD, NOSING = (176, 182, 186), (58, 58, 60), (132, 136, 138), (60, 62, 66)
GOING_M, NOSING_M = 0.3, 0.05
"""How deep a step is, and how wide its edge."""


@dataclass(frozen=True, slots=True)
class Void:
    """An opening through which one sees the floor so far below."""

    outline: shapely.Polygon
    drop_m: float
    floor: Floor

    def colours(self, at: Ground, towards: Floats) -> Floats:
        """(n, 3) of rays (n, 3) that come through the floor at points in the outline."""
        way = towards[:, :2] / np.maximum(-towards[:, 2:], 1e-6)
        x, y = at.x_m + SLAB_M * way[:, 0], at.y_m + SLAB_M * way[:, 1]
        free = shapely.contains_xy(self.outline, x, y)
        x, y = at.x_m + self.drop_m * way[:, 0], at.y_m + self.drop_m * way[:, 1]
        below = self.floor(Ground(x, y, at.blur_x_m, at.blur_y_m, np.full(len(x), np.inf)))
        edge = plain(len(x), EDGE)
        found: Floats = np.where(free[:, None], BELOW * below, edge)
        return found


@dataclass(frozen=True, slots=True)
class Descent:
    """The hole of a flight that leads down, of which one sees the first steps."""

    flight: Flight

    @property
    def outline(self) -> shapely.Polygon:
        """Of the hole."""
        return self.flight.strip(0.0, min(self.flight.run_m, WELL_M))

    def colours(self, at: Ground, towards: Floats) -> Floats:
        """(n, 3) of rays (n, 3) that come through the floor at points in the outline."""
        one = self.flight
        assert one.towards is not None
        slope = -one.rise_m / one.run_m
        along = (np.stack([at.x_m, at.y_m], 1) - one.start) @ one.towards
        aside = (np.stack([at.x_m, at.y_m], 1) - one.start) @ [-one.towards[1], one.towards[0]]
        on, over = towards[:, :2] @ one.towards, towards[:, :2] @ [-one.towards[1], one.towards[0]]
        closing = -(towards[:, 2] + slope * on)
        far = slope * along / np.where(closing > 1e-6, closing, np.inf)
        met, beside = along + far * on, aside + far * over
        within = np.abs(beside) < one.width_m / 2
        steps = (closing > 1e-6) & (met < min(one.run_m, WELL_M)) & within
        nosing = stripes(met, GOING_M, NOSING_M, np.hypot(at.blur_x_m, at.blur_y_m))
        bgr = mixed(plain(len(met), TREAD), NOSING, nosing)
        bgr *= np.clip(1 - 0.12 * met, 0.5, 1)[:, None]
        sides = np.where(within[:, None], plain(len(met), DEEP), 0.7 * plain(len(met), EDGE))
        return np.asarray(np.where(steps[:, None], bgr, sides))


Well = Void | Descent


def wells_of(venue: Venue, around: Around, floor: Floor) -> list[Well]:
    """The voids of a level, and the holes of the ways that lead down from it."""
    voids = [one.outline for one in venue.things if one.kind == "void"]
    made: list[Well] = [Void(outline, around.drop_m, floor) for outline in voids]
    down = [one for one in around.ways if not one.rises and one.towards is not None]
    return made + [Descent(one) for one in down]
