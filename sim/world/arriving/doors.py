"""Where in a doorway people come in and go out."""

import numpy as np
import shapely

from scenarios.venue import Entrance
from sim.world.routes import Points

JAMB_M = 0.2


def doorway(entrance: Entrance, rng: np.random.Generator) -> Points:
    """Somewhere in the doorway, away from its jambs: as far along two sides of its outline as is
    drawn, or the nearest place within a doorway that is no parallelogram.
    """
    a, b, *_, d = shapely.get_coordinates(entrance.area.exterior)[:-1]
    along = rng.uniform(0.2, 0.8, 2)
    place: Points = a + along[0] * (b - a) + along[1] * (d - a)
    if shapely.intersects_xy(entrance.area, *place):
        return place
    inner = entrance.area.buffer(-JAMB_M)
    room = entrance.area if inner.is_empty else inner
    near: Points = np.asarray(shapely.shortest_line(room, shapely.Point(place)).coords)[0]
    return near
