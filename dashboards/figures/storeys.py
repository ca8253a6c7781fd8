"""A place as a picture: a panel a level, what was found drawn in where it is."""

from collections.abc import Sequence
from math import ceil

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from dashboards.figures.palette import COLOURS
from engine.counts import counted
from engine.drawing.lettering import fitting, letter
from engine.faces import Image
from scenarios.place import Finding, Landing, Level, Link, Place

LONGER_PX = 1200
"""The longer side of a panel's plan."""
AIR_PX, HEAD_PX, LINE_PX = 24, 34, 22
LEGEND = (
    ("shop", "quiet"), ("way in", "right"), ("in the way", "neutral"), ("glass", "paper"),
    ("link", "officer"), ("seat, waiting, check", "camera"), ("found", "wrong"),
)  # fmt: skip
SHADE = 0.35
"""How much paper shows through what lies over the floor."""
MOST_TOLD = 30
"""Findings below the panels."""
MOST_LETTERED = 40
"""Of the shops of a level; names of more would lie over each other."""
Colour = tuple[int, int, int]


def drawn(place: Place, findings: Sequence[Finding]) -> Image:
    """The levels of a place side by side, lowest first, each ordinal in one panel of one scale."""
    bounds = _bounds(place)
    ordinals = sorted({level.ordinal for level in place.levels})
    panels = [_panel(place, ordinal, findings, bounds) for ordinal in ordinals]
    columns = min(len(panels), max(1, round(len(panels) ** 0.5)))
    rows = [panels[k : k + columns] for k in range(0, len(panels), columns)]
    blank = np.full_like(panels[0], _bgr("paper"))
    filled = [np.hstack([*row, *[blank] * (columns - len(row))]) for row in rows]
    return np.vstack([*filled, _legend(filled[0].shape[1], findings)])


class _Sheet:
    """One panel and where metres lie on it."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        self.scale = LONGER_PX / max(east - west, north - south)
        self.west, self.north = west, north
        high = ceil((north - south) * self.scale) + 2 * AIR_PX + HEAD_PX
        wide = ceil((east - west) * self.scale) + 2 * AIR_PX
        self.picture: Image = np.full((high, wide, 3), _bgr("paper"), np.uint8)

    def points(self, coordinates: NDArray[np.float64]) -> NDArray[np.int32]:
        """(n, 2) pixels of metres."""
        x = (coordinates[:, 0] - self.west) * self.scale + AIR_PX
        y = (self.north - coordinates[:, 1]) * self.scale + AIR_PX + HEAD_PX
        placed: NDArray[np.int32] = np.c_[x, y].round().astype(np.int32)
        return placed

    def area(self, area: shapely.Polygon, fill: str, edge: str, shade: float = 0.0) -> None:
        """A polygon with its holes; the paper shows through by `shade`."""
        rings = [self.points(shapely.get_coordinates(ring)) for ring in shapely.get_rings(area)]
        over = self.picture.copy() if shade else self.picture
        cv2.fillPoly(over, rings, _bgr(fill), cv2.LINE_AA)
        if shade:
            cv2.addWeighted(over, 1 - shade, self.picture, shade, 0, self.picture)
        cv2.polylines(self.picture, rings, True, _bgr(edge), 1, cv2.LINE_AA)

    def words(self, text: str, at_m: tuple[float, float], wide_m: float, colour: str) -> None:
        """A line around a point, cut short where it has no room."""
        room_px = int(wide_m * self.scale)
        if room_px < 24:
            return
        said = fitting(text, room_px)
        x, y = self.points(np.array([at_m]))[0].tolist()
        letter(self.picture, said, (x - room_px // 2, y + 5), _bgr(colour))


def _panel(
    place: Place, ordinal: int, findings: Sequence[Finding], bounds: tuple[float, ...]
) -> Image:
    west, south, east, north = bounds
    sheet = _Sheet((west, south, east, north))
    levels = [one for one in place.levels if one.ordinal == ordinal]
    for level in levels:
        _draw_level(sheet, level)
    for link in place.links:
        _draw_link(sheet, link, [one for one in link.landings if one.ordinal == ordinal])
    for number, one in enumerate(findings, 1):
        if one.at_m is not None and one.ordinal in (ordinal, None):
            (x, y), colour = sheet.points(np.array([one.at_m]))[0].tolist(), _bgr("wrong")
            cv2.circle(sheet.picture, (x, y), 7, colour, 2, cv2.LINE_AA)
            letter(sheet.picture, str(number), (x + 9, y + 5), colour)
    name = levels[0].name if len(levels) == 1 else f"{len(levels)} floors"
    head = f"level {ordinal} ({name}): {_told(levels)}"
    wide_px = sheet.picture.shape[1] - 2 * AIR_PX
    letter(sheet.picture, fitting(head, wide_px), (AIR_PX, HEAD_PX - 8), _bgr("ink"))
    return sheet.picture


def _draw_level(sheet: _Sheet, level: Level) -> None:
    venue = level.venue
    sheet.area(venue.floor, "line", "ink")
    for shop in venue.shops:
        sheet.area(shop.outline, "quiet", "ink")
    for thing in venue.things:
        if thing.kind == "glass":
            sheet.area(thing.outline, "paper", "officer")
        elif thing.stand in ("solid", "low"):
            sheet.area(thing.outline, "neutral", "neutral", SHADE)
    for shop in venue.shops:
        x, y = sheet.points(np.array([shop.door_m]))[0].tolist()
        cv2.circle(sheet.picture, (x, y), 2, _bgr("camera"), -1, cv2.LINE_AA)
        west, _, east, _ = shop.outline.bounds
        middle = shop.outline.representative_point()
        if len(venue.shops) <= MOST_LETTERED:
            sheet.words(shop.name, (middle.x, middle.y), east - west, "soft")
    for _, area in venue.marked:
        sheet.area(area, "camera", "camera", SHADE)
    for door in venue.entrances:
        sheet.area(door.area, "right", "right", SHADE)
        x, y = sheet.points(shapely.get_coordinates(door.area.centroid))[0].tolist()
        cv2.circle(sheet.picture, (x, y), 6, _bgr("right"), 2, cv2.LINE_AA)


def _draw_link(sheet: _Sheet, link: Link, landings: Sequence[Landing]) -> None:
    for landing in landings:
        sheet.area(landing.area, "officer", "officer", SHADE)
    ends = [sheet.points(shapely.get_coordinates(one.area.centroid))[0] for one in link.landings]
    if landings:
        cv2.polylines(sheet.picture, [np.array(ends)], False, _bgr("officer"), 2, cv2.LINE_AA)


def _legend(wide_px: int, findings: Sequence[Finding]) -> Image:
    """What the colours mean and what was found, by its number."""
    lines = [f"{number}  {told(one)}" for number, one in enumerate(findings[:MOST_TOLD], 1)]
    if (more := len(findings) - MOST_TOLD) > 0:
        lines.append(f"and {more:,} more, as numbered")
    strip = np.full((LINE_PX * (len(lines) + 2), wide_px, 3), _bgr("paper"), np.uint8)
    x = AIR_PX
    for word, colour in LEGEND:
        cv2.rectangle(strip, (x, 6), (x + 12, 18), _bgr(colour), -1)
        edge = "officer" if word == "glass" else "soft"
        cv2.rectangle(strip, (x, 6), (x + 12, 18), _bgr(edge), 1)
        _, _, wide, _ = letter(strip, word, (x + 18, 17), _bgr("ink"))
        x += wide + 40
    for row, line in enumerate(lines, 2):
        at = (AIR_PX, LINE_PX * row - 5)
        letter(strip, fitting(line, wide_px - 2 * AIR_PX), at, _bgr("ink"))
    return strip


def told(finding: Finding) -> str:
    """A finding as a line.

    >>> told(Finding("gap", "a gap of 0.04 m", 1, (2.0, 3.5), "closed"))
    'level 1 at 2, 3.5: a gap of 0.04 m; closed'
    """
    at = f" at {finding.at_m[0]:g}, {finding.at_m[1]:g}" if finding.at_m else ""
    where = f"level {finding.ordinal}{at}: " if finding.ordinal is not None else ""
    return where + finding.told + (f"; {finding.mended}" if finding.mended else "")


def _told(levels: Sequence[Level]) -> str:
    area_m2 = sum(one.venue.floor.area for one in levels)
    shops = sum(len(one.venue.shops) for one in levels)
    ways = sum(len(one.venue.entrances) for one in levels)
    return f"{area_m2:,.0f} m2, {counted(shops, 'shop')}, {counted(ways, 'way')} in"


def _bounds(place: Place) -> tuple[float, float, float, float]:
    areas = [level.venue.floor for level in place.levels]
    areas += [shop.outline for level in place.levels for shop in level.venue.shops]
    areas += [thing.outline for level in place.levels for thing in level.venue.things]
    west, south, east, north = shapely.total_bounds(np.array(areas, dtype=object)).tolist()
    return west, south, east, north


def _bgr(name: str) -> Colour:
    """A colour of the palette for OpenCV.

    >>> _bgr("right")
    (95, 117, 0)
    """
    red, green, blue = bytes.fromhex(COLOURS[name].removeprefix("#"))
    return blue, green, red
