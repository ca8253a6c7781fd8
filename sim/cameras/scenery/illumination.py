"""How much light falls on each point of a place, beside what its paints are drawn in."""

from typing import Any

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from scenarios.venue import Venue
from sim.cameras.scenery.places import Place

Floats = NDArray[np.floating[Any]]

MAP_M = 0.1
"""Cells in which distances on the floor are kept."""
SPILL_M = 1.6
"""Light from windows falls to 1/e over so much floor."""
GAMMA = 2.2
CORNER = ((0.34, 0.22), (0.16, 0.9))
"""Light that walls take from the floor beside them, and over what distance, near and far."""
CELL_M, CHEST_M, USUAL, SHARES = 0.5, 1.3, 0.45, (0.6, 1.2)
"""Light on people: its map's cells, its height, how much of a lamp's is usual, and its limits."""


class Distances:
    """How far points are from where a region ends: inside it, or with `outside` beside it."""

    def __init__(self, region: shapely.Geometry, venue: Venue, *, outside: bool = False) -> None:
        x0, y0, x1, y1 = venue.floor.bounds
        self.x0, self.y0 = x0 - 1, y0 - 1
        x, y = np.meshgrid(np.arange(self.x0, x1 + 1, MAP_M), np.arange(self.y0, y1 + 1, MAP_M))
        shapely.prepare(region)
        inside = shapely.contains_xy(region, x + MAP_M / 2, y + MAP_M / 2) != outside
        self.away_m = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5) * MAP_M

    def at(self, x_m: Floats, y_m: Floats) -> Floats:
        """Metres (n,), straight between the cells of a map."""
        cells = [(y_m - self.y0) / MAP_M - 0.5, (x_m - self.x0) / MAP_M - 0.5]
        found: Floats = map_coordinates(self.away_m, cells, order=1, mode="nearest")
        return found


class Illumination:
    """The light of one venue."""

    def __init__(self, venue: Venue, place: Place) -> None:
        self.place = place
        flat = [thing.outline for thing in venue.things if thing.top_m == 0]
        standing = [t.outline for t in venue.things if t.top_m > 0 and t.stand == "low"]
        ground = shapely.union_all([venue.floor, *flat])
        self.walls = Distances(shapely.difference(ground, shapely.union_all(standing)), venue)
        windows = shapely.union_all([shop.outline for shop in venue.shops])
        self.windows = Distances(windows, venue, outside=True) if venue.shops else None
        self.lamps = [
            (*thing.outline.centroid.coords[0], thing.top_m - 0.3)
            for thing in venue.things
            if thing.material == "lamp"
        ]

    def on_floor(self, x_m: Floats, y_m: Floats) -> Floats:
        """(n, 3) light on the floor, less in corners."""
        away = self.walls.at(x_m, y_m)
        kept = np.ones(len(x_m))
        for share, reach in CORNER:
            kept *= 1 - share * np.exp(-away / reach)
        lit: Floats = self.around(x_m, y_m, np.zeros(len(x_m))) * kept[:, None]
        return lit

    def around(self, x_m: Floats, y_m: Floats, z_m: Floats) -> Floats:
        """(n, 3) light at points, of level surfaces under lamps that send it
        downwards, by the inverse square law.
        """
        found = np.tile(np.array(self.place.ambient), (len(x_m), 1))
        for x, y, high in self.lamps:
            below = np.maximum(high - z_m, 0.6)
            away2 = (x_m - x) ** 2 + (y_m - y) ** 2
            share = high**2 * below**3 / (below**2 + away2) ** 2.5
            found += np.minimum(share, 1.6)[:, None] * np.array(self.place.lamp)
        if self.windows is not None and any(self.place.spill):
            share = np.exp(-self.windows.at(x_m, y_m) / SPILL_M) * np.exp(-np.maximum(z_m - 2, 0))
            found += share[:, None] * np.array(self.place.spill)
        return found


class Standing:
    """What share of a place's usual light, as drawn on people, reaches whoever stands where."""

    def __init__(self, venue: Venue, illumination: Illumination) -> None:
        self.x0, self.y0, x1, y1 = venue.floor.bounds
        x, y = np.meshgrid(np.arange(self.x0, x1, CELL_M), np.arange(self.y0, y1, CELL_M))
        chest = np.full(x.size, CHEST_M)
        there = illumination.around(x.ravel() + CELL_M / 2, y.ravel() + CELL_M / 2, chest)
        place = illumination.place
        usual = np.array(place.ambient) + USUAL * np.array(place.lamp)
        share = (there / usual) ** (1 / GAMMA)
        self.share = share.clip(*SHARES).reshape(*x.shape, 3)

    def at(self, x_m: float, y_m: float) -> Floats:
        """(3,) factors of drawn blue, green and red."""
        rows, columns = self.share.shape[:2]
        row = min(max(int((y_m - self.y0) / CELL_M), 0), rows - 1)
        column = min(max(int((x_m - self.x0) / CELL_M), 0), columns - 1)
        found: Floats = self.share[row, column]
        return found


def lit(bgr: Floats, light: Floats) -> Floats:
    """Drawn colours (n, 3) in that much light."""
    found: Floats = bgr * light ** (1 / GAMMA)
    return found
