"""Where in a doorway people come in and go out."""

import itertools

import numpy as np
import shapely

from scenarios.venue import Entrance
from sim.world.routes import Points

JAMB_M = 0.2
SLACK_M = 1e-6
"""Whoever is a fifth of a side away from an outline is within it, also as it is rounded."""


class Doorway:
    """Places in a doorway, away from its jambs."""

    def __init__(self, entrance: Entrance) -> None:
        self.area = entrance.area
        corner, *ends = shapely.get_coordinates(self.area.exterior)[[0, 1, -2]]
        self._corner, self._sides = corner, [end - corner for end in ends]
        around = [self._at(*along) for along in itertools.product((0.0, 1.0), repeat=2)]
        whole = shapely.multipoints(np.array(around)).convex_hull
        self._open = bool(shapely.covers(self.area.buffer(SLACK_M), whole))

    def place(self, rng: np.random.Generator) -> Points:
        """Somewhere as far along two sides of its outline as is drawn, or the nearest place within
        a doorway that is no parallelogram.
        """
        place = self._at(*rng.uniform(0.2, 0.8, 2).tolist())
        if self._open or shapely.intersects_xy(self.area, *place):
            return place
        inner = self.area.buffer(-JAMB_M)
        room = self.area if inner.is_empty else inner
        near: Points = np.asarray(shapely.shortest_line(room, shapely.Point(place)).coords)[0]
        return near

    def _at(self, along: float, aside: float) -> Points:
        place: Points = self._corner + along * self._sides[0] + aside * self._sides[1]
        return place
