"""Longitude and latitude as metres of the place: its walls along x, its lower left corner near 0/0.

Round the middle of the place on an azimuthal equidistant map (Snyder, USGS PP 1395, ch. 25), which
within 5 km of it is true to a millimetre; then turned and moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, degrees, radians, sin
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.importers.survey.drawn import GRID_M
from scenarios.place import Finding, Own

STEP_DEG = 0.5
"""How finely directions of walls are told apart."""

Geometry = TypeVar("Geometry", bound=shapely.Geometry)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a place lies: its middle in degrees, and how it was turned and moved from there."""

    longitude_deg: float
    latitude_deg: float
    turned_deg: float = 0.0
    corner_m: tuple[float, float] = (0.0, 0.0)

    def metres(self, geometry: Geometry) -> Geometry:
        """A geometry in longitude and latitude, in metres of the place, without any height.

        >>> frame = Frame(13.369, 52.525)
        >>> [round(x, 2) for x in frame.metres(shapely.Point(13.370, 52.526)).coords[0]]
        [67.87, 111.28]
        """
        flat = _round(self.longitude_deg, self.latitude_deg)
        angle = radians(self.turned_deg)
        turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])

        def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
            east, north = flat(points[:, 0], points[:, 1])
            placed: NDArray[np.float64] = np.c_[east, north] @ turn - self.corner_m
            return np.round(placed / GRID_M) * GRID_M

        made: Any = shapely.transform(shapely.force_2d(geometry), moved)
        return made  # type: ignore[no-any-return]  # of the same kind as it came

    def degrees(self, at_m: tuple[float, float]) -> tuple[float, float]:
        """The latitude and longitude of a point of the place.

        >>> frame = Frame(13.369, 52.525, 30.0, (5.0, -7.0))
        >>> at_m = frame.metres(shapely.Point(13.370, 52.526)).coords[0]
        >>> [round(one, 6) for one in frame.degrees(at_m)]
        [52.526, 13.37]
        """
        angle = radians(self.turned_deg)
        x, y = at_m[0] + self.corner_m[0], at_m[1] + self.corner_m[1]
        east, north = x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
        longitude, latitude = _round(self.longitude_deg, self.latitude_deg)(
            east, north, inverse=True
        )
        return float(latitude), float(longitude)

    @property
    def own(self) -> Own:
        """How a map in degrees tells where something is: to .1 m."""
        return Own("latitude, longitude", 6, self.degrees)

    def told(self) -> Finding:
        """Where the place lies, in words."""
        x, y = (f"{0 - side:g}" for side in self.corner_m)
        at = f"{self.latitude_deg:.6f}, {self.longitude_deg:.6f} (latitude, longitude) is {x}, {y}"
        side = "north" if self.turned_deg > 0 else "south"
        turned = f"what lay {abs(self.turned_deg):.1f} degrees {side} of east lies along x"
        return Finding("placed", f"{at} m; {turned}", None, None, "brought to metres")


def frame_of(geometries: Sequence[shapely.Geometry]) -> Frame:
    """The frame in which the longest walls of these geometries, in degrees, lie along x."""
    west, south, east, north = shapely.total_bounds(np.array(geometries, dtype=object))
    middle = Frame((west + east) / 2, (south + north) / 2)
    turned_deg = direction_deg([middle.metres(one) for one in geometries])
    turned = Frame(middle.longitude_deg, middle.latitude_deg, turned_deg)
    placed = np.array([turned.metres(one) for one in geometries], dtype=object)
    left, low, _, _ = shapely.total_bounds(placed)
    corner = (float(np.floor(left)), float(np.floor(low)))
    return Frame(middle.longitude_deg, middle.latitude_deg, turned_deg, corner)


@cache
def _round(longitude_deg: float, latitude_deg: float) -> Any:
    """The map round a point, from degrees to metres."""
    from pyproj import Proj  # here, since most plans are in metres

    return Proj(proj="aeqd", lon_0=longitude_deg, lat_0=latitude_deg, ellps="WGS84")


def direction_deg(geometries: Sequence[shapely.Geometry]) -> float:
    """The direction, in degrees from x to y, -90 to 90, in which most length of walls lies.

    >>> round(direction_deg([shapely.affinity.rotate(shapely.box(0, 0, 60, 20), 31)]), 3)
    31.0
    """
    lines = [_edges(one) for one in geometries if not isinstance(one, shapely.Point)]
    edges = np.concatenate([np.zeros((0, 2)), *lines])
    lengths = np.hypot(*edges.T)
    if not lengths.any():
        return 0.0
    along_deg = np.degrees(np.arctan2(edges[:, 1], edges[:, 0])) % 180
    count = round(180 / STEP_DEG)
    held = np.bincount((along_deg // STEP_DEG).astype(int) % count, lengths, count)
    fullest = (held + np.roll(held, -1)).argmax()  # walls of one direction may lie in two bins
    fuller = fullest if held[fullest] >= held[(fullest + 1) % count] else fullest + 1
    most = (fuller % count) * STEP_DEG + STEP_DEG / 2
    off_deg = (along_deg - most + 90) % 180 - 90
    near = np.abs(off_deg) < 2 * STEP_DEG
    found = most + float(np.average(off_deg[near], weights=lengths[near]))
    return float(degrees(radians((found + 90) % 180 - 90)))


def _edges(geometry: shapely.Geometry) -> NDArray[np.float64]:
    """(n, 2) each side of its rings and lines, from corner to corner."""
    points, number = shapely.get_coordinates(geometry), _line_numbers(geometry)
    inside = number[1:] == number[:-1]
    sides: NDArray[np.float64] = np.diff(points, axis=0)[inside]
    return sides


def _line_numbers(geometry: shapely.Geometry) -> NDArray[np.int64]:
    """Of each coordinate, on which of the geometry's lines or rings it lies."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    lines = rings if len(rings) else shapely.get_parts(geometry)
    corners = [shapely.get_num_coordinates(line) for line in lines]
    return np.repeat(np.arange(len(lines)), corners)
