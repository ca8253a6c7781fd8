"""A place as a picture: a panel a level, what was found drawn in where it is."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import shapely

from dashboards.figures.place.found import Entry, entries, line
from dashboards.figures.place.sheet import AIR_PX, HEAD_PX, Bounds, Sheet, bgr, hatches
from engine.counts import counted
from engine.drawing.lettering import broken, fitting, letter
from engine.faces import Image
from scenarios.place import Finding, Landing, Level, Link, Own, Place

LINE_PX, NUMBER_PX = 22, 26
LEGEND = (
    ("shop", "quiet"), ("way in", "right"), ("in the way", "neutral"), ("glass", "paper"),
    ("link", "officer"), ("seat, waiting, check", "camera"), ("found", "wrong"),
)  # fmt: skip
LEFT_OUT = "floor left out"
SHADE = 0.35
"""How much paper shows through what lies over the floor."""
MOST_TOLD = 30
"""Lines of findings below the panels."""
MOST_NUMBERED = 12
"""Of the findings that share a line, those that bear its number; all have a ring."""
MOST_LETTERED = 40
"""Of the shops of a level; names of more would lie over each other."""


def drawn(place: Place, findings: Sequence[Finding]) -> Image:
    """The levels of a place side by side, lowest first, each ordinal in one panel of one scale."""
    bounds, told = _bounds(place), entries(findings)
    levels = {level.ordinal for level in place.levels}
    ordinals = sorted(levels | {ordinal for ordinal, _ in place.left_out})
    panels = [_panel(place, ordinal, told, bounds) for ordinal in ordinals]
    columns = min(len(panels), max(1, round(len(panels) ** 0.5)))
    rows = [panels[k : k + columns] for k in range(0, len(panels), columns)]
    blank = np.full_like(panels[0], bgr("paper"))
    filled = [np.hstack([*row, *[blank] * (columns - len(row))]) for row in rows]
    return np.vstack([*filled, _legend(filled[0].shape[1], told, place)])


def _panel(place: Place, ordinal: int, told: Sequence[Entry], bounds: Bounds) -> Image:
    sheet = Sheet(bounds)
    levels = [one for one in place.levels if one.ordinal == ordinal]
    for on, floor in place.left_out:
        if on == ordinal:
            sheet.hatched(floor)
    for level in levels:
        _draw_level(sheet, level)
    for link in place.links:
        _draw_link(sheet, link, [one for one in link.landings if one.ordinal == ordinal])
    sheet.grid()
    for number, entry in enumerate(told, 1):
        _draw_found(sheet, str(number), [one for one in entry if one.ordinal in (ordinal, None)])
    sheet.ruler()
    name = levels[0].name if len(levels) == 1 else counted(len(levels), "floor")
    head = f"level {ordinal} ({name}): {_told(levels)}"
    wide_px = sheet.picture.shape[1] - 2 * AIR_PX
    letter(sheet.picture, fitting(head, wide_px), (AIR_PX, HEAD_PX - 8), bgr("ink"))
    return sheet.picture


def _draw_level(sheet: Sheet, level: Level) -> None:
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
        cv2.circle(sheet.picture, (x, y), 2, bgr("camera"), -1, cv2.LINE_AA)
        west, _, east, _ = shop.outline.bounds
        middle = shop.outline.representative_point()
        if len(venue.shops) <= MOST_LETTERED:
            sheet.words(shop.name, (middle.x, middle.y), east - west, "soft")
    for _, area in venue.marked:
        sheet.area(area, "camera", "camera", SHADE)
    for door in venue.entrances:
        sheet.area(door.area, "right", "right", SHADE)
        x, y = sheet.points(shapely.get_coordinates(door.area.centroid))[0].tolist()
        cv2.circle(sheet.picture, (x, y), 6, bgr("right"), 2, cv2.LINE_AA)


def _draw_link(sheet: Sheet, link: Link, landings: Sequence[Landing]) -> None:
    for landing in landings:
        sheet.area(landing.area, "officer", "officer", SHADE)
    ends = [sheet.points(shapely.get_coordinates(one.area.centroid))[0] for one in link.landings]
    if landings:
        cv2.polylines(sheet.picture, [np.array(ends)], False, bgr("officer"), 2, cv2.LINE_AA)


def _draw_found(sheet: Sheet, number: str, found: Sequence[Finding]) -> None:
    """A ring where each is, the first of them with the number of their line."""
    placed = [one.at_m for one in found if one.at_m is not None]
    for order, at_m in enumerate(placed):
        x, y = sheet.points(np.array([at_m]))[0].tolist()
        cv2.circle(sheet.picture, (x, y), 7, bgr("wrong"), 2, cv2.LINE_AA)
        if order < MOST_NUMBERED:
            letter(sheet.picture, number, (x + 9, y + 5), bgr("wrong"))


def _legend(wide_px: int, told: Sequence[Entry], place: Place) -> Image:
    """What the colours mean and what was found, by the number of its line."""
    lines = [*_lines(told, place.own, wide_px - 2 * AIR_PX)]
    strip = np.full((LINE_PX * (len(lines) + 2), wide_px, 3), bgr("paper"), np.uint8)
    x = AIR_PX
    for word, colour in (*LEGEND, *[(LEFT_OUT, "paper")] * bool(place.left_out)):
        cv2.rectangle(strip, (x, 6), (x + 12, 18), bgr(colour), -1)
        if word == LEFT_OUT:
            box = np.zeros(strip.shape[:2], bool)
            box[6:18, x : x + 12] = True
            strip[hatches(box)] = bgr("blind")
        edge = "officer" if word == "glass" else "soft"
        cv2.rectangle(strip, (x, 6), (x + 12, 18), bgr(edge), 1)
        _, _, wide, _ = letter(strip, word, (x + 18, 17), bgr("ink"))
        x += wide + 40
    for row, (number, said) in enumerate(lines, 2):
        y = LINE_PX * row - 5
        letter(strip, number, (AIR_PX, y), bgr("ink"))
        letter(strip, said, (AIR_PX + NUMBER_PX, y), bgr("ink"))
    return strip


def _lines(told: Sequence[Entry], own: Own | None, wide_px: int) -> Iterator[tuple[str, str]]:
    """Each line's number and words; where they go on in a further line, there is no number."""
    for number, entry in enumerate(told[:MOST_TOLD], 1):
        for row, said in enumerate(broken(line(entry, own), wide_px - NUMBER_PX)):
            yield ("" if row else str(number)), said
    if more := sum(len(one) for one in told[MOST_TOLD:]):
        yield "", f"and {more:,} more, as numbered"


def _told(levels: Sequence[Level]) -> str:
    area_m2 = sum(one.venue.floor.area for one in levels)
    shops = sum(len(one.venue.shops) for one in levels)
    ways = sum(len(one.venue.entrances) for one in levels)
    return f"{area_m2:,.0f} m2, {counted(shops, 'shop')}, {counted(ways, 'way')} in"


def _bounds(place: Place) -> Bounds:
    areas = [level.venue.floor for level in place.levels]
    areas += [shop.outline for level in place.levels for shop in level.venue.shops]
    areas += [thing.outline for level in place.levels for thing in level.venue.things]
    areas += [floor for _, floor in place.left_out]
    west, south, east, north = shapely.total_bounds(np.array(areas, dtype=object)).tolist()
    return west, south, east, north
