"""One panel of a place's picture: where metres lie on it, with a grid and a scale."""

from collections.abc import Iterator
from math import ceil, floor

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from dashboards.figures.palette import COLOURS
from dashboards.figures.plans import STEPS_M
from engine.drawing.lettering import extent, fitting, letter
from engine.faces import Image

LONGER_PX = 1200
"""The longer side of a panel's plan."""
AIR_PX, HEAD_PX, FOOT_PX = 60, 34, 44
"""Around the plan, room for the grid's numbers; above it, and below it for the scale."""
MOST_LINES, BAR = 12, 0.25
"""Of the grid along the longer side; a scale is at most so much of that side."""
FAINT, HATCH_PX = 0.72, 9
"""How much of what lies under a line of the grid shows through, and how far apart hatches are."""
Colour = tuple[int, int, int]
Bounds = tuple[float, float, float, float]


class Sheet:
    """One panel; `bounds` are west, south, east and north of what is drawn, in metres."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = west, south, east, north = bounds
        self.longer_m = max(east - west, north - south)
        self.scale = LONGER_PX / self.longer_m
        self.west, self.north = west, north
        high = ceil((north - south) * self.scale) + 2 * AIR_PX + HEAD_PX + FOOT_PX
        wide = ceil((east - west) * self.scale) + 2 * AIR_PX
        self.picture: Image = np.full((high, wide, 3), bgr("paper"), np.uint8)

    def points(self, coordinates: NDArray[np.float64]) -> NDArray[np.int32]:
        """(n, 2) pixels of metres."""
        x = (coordinates[:, 0] - self.west) * self.scale + AIR_PX
        y = (self.north - coordinates[:, 1]) * self.scale + AIR_PX + HEAD_PX
        placed: NDArray[np.int32] = np.c_[x, y].round().astype(np.int32)
        return placed

    def area(self, area: shapely.Polygon, fill: str, edge: str, shade: float = 0.0) -> None:
        """A polygon with its holes; the paper shows through by `shade`."""
        rings = self._rings(area)
        over = self.picture.copy() if shade else self.picture
        cv2.fillPoly(over, rings, bgr(fill), cv2.LINE_AA)
        if shade:
            cv2.addWeighted(over, 1 - shade, self.picture, shade, 0, self.picture)
        cv2.polylines(self.picture, rings, True, bgr(edge), 1, cv2.LINE_AA)

    def hatched(self, area: shapely.Polygon) -> None:
        """A polygon that is only hinted at."""
        rings, inside = self._rings(area), np.zeros(self.picture.shape[:2], np.uint8)
        cv2.fillPoly(inside, rings, 1)
        self.picture[hatches(inside.astype(bool))] = bgr("blind")
        cv2.polylines(self.picture, rings, True, bgr("blind"), 1, cv2.LINE_AA)

    def words(self, text: str, at_m: tuple[float, float], wide_m: float, colour: str) -> None:
        """A line around a point, cut short where it has no room."""
        room_px = int(wide_m * self.scale)
        if room_px < 24:
            return
        said = fitting(text, room_px)
        x, y = self.points(np.array([at_m]))[0].tolist()
        letter(self.picture, said, (x - room_px // 2, y + 5), bgr(colour))

    def grid(self) -> None:
        """Lines at whole metres over all that was drawn, with their numbers around it."""
        west, south, east, north = self.bounds
        step = next((one for one in STEPS_M if self.longer_m <= MOST_LINES * one), STEPS_M[-1])
        (left, top), (right, foot) = self.points(np.array([(west, north), (east, south)])).tolist()
        over = self.picture.copy()
        for x in _whole(west, east, step):
            at = int(self.points(np.array([(x, north)]))[0, 0])
            cv2.line(over, (at, top), (at, foot), bgr("soft"), 1)
            _centred(over, f"{x:g}", (at, foot + 18))
        for y in _whole(south, north, step):
            at = int(self.points(np.array([(west, y)]))[0, 1])
            cv2.line(over, (left, at), (right, at), bgr("soft"), 1)
            said = f"{y:g}"
            letter(over, said, (left - 8 - extent(said, (0, 0))[2], at + 5), bgr("soft"))
        plan = slice(top, foot + 1), slice(left, right + 1)
        over[plan] = cv2.addWeighted(over[plan], 1 - FAINT, self.picture[plan], FAINT, 0)
        self.picture[:] = over

    def ruler(self) -> None:
        """A scale below the plan, as long as a round number of metres."""
        fitting_m = [one for one in STEPS_M if one <= BAR * self.longer_m]
        long_m = fitting_m[-1] if fitting_m else STEPS_M[0]
        y, left = self.picture.shape[0] - FOOT_PX + 6, AIR_PX
        right = left + round(long_m * self.scale)
        for half, colour in ((left, "ink"), ((left + right) // 2, "paper")):
            end = right if half > left else (left + right) // 2
            cv2.rectangle(self.picture, (half, y), (end, y + 7), bgr(colour), -1)
        cv2.rectangle(self.picture, (left, y), (right, y + 7), bgr("ink"), 1)
        said = f"{long_m} m; the grid is in metres from the place's own corner"
        letter(self.picture, said, (right + 10, y + 10), bgr("ink"))

    def _rings(self, area: shapely.Polygon) -> list[NDArray[np.int32]]:
        return [self.points(shapely.get_coordinates(ring)) for ring in shapely.get_rings(area)]


def hatches(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of a mask (h, w), what lies on slanted lines."""
    rows, columns = np.indices(inside.shape)
    slanted: NDArray[np.bool_] = inside & ((rows + columns) % HATCH_PX < 2)
    return slanted


def bgr(name: str) -> Colour:
    """A colour of the palette for OpenCV.

    >>> bgr("right")
    (95, 117, 0)
    """
    red, green, blue = bytes.fromhex(COLOURS[name].removeprefix("#"))
    return blue, green, red


def _whole(low: float, high: float, step: int) -> Iterator[int]:
    """The multiples of a step from one number to another."""
    yield from range(ceil(low / step) * step, floor(high / step) * step + 1, step)


def _centred(picture: Image, said: str, at: tuple[int, int]) -> None:
    letter(picture, said, (at[0] - extent(said, (0, 0))[2] // 2, at[1]), bgr("soft"))
