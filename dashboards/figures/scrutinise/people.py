"""Counts of people as squares: everybody who passed, one each, and those alerted up close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import cv2
import numpy as np

from dashboards.figures.palette import Theme, colours
from dashboards.visible import escape
from engine.faces import Image

MOST, MOST_ALERTED = 40_000, 4_000
"""Squares of the two pictures; of more people one stands for several."""
WIDE = 900.0
"""Of the picture, in its own units."""
ACROSS = 1.9
"""How much wider than high the field of people is."""
LARGEST = 26.0
"""No square of a person up close is wider."""
SEEN = 9.0
"""Nobody marked among everybody is drawn smaller."""
PIXELS = 1800
"""Of the picture on paper, across."""
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Shown:
    """Whole people of one kind: how `many`, and whether they are drawn `full` or as an outline."""

    many: int
    tone: str
    full: bool
    name: str


def kinds(told: Mapping[str, Any]) -> list[Shown]:
    """Those alerted in a deployment, as whole people, the expected number of each rounded."""
    found = []
    for tone, alerts, stops, who in (
        ("wrong", "false_alerts", "wrongful_stops", "not on the list"),
        ("right", "true_alerts", "right_stops", "on the list"),
    ):
        alerted = round(told[alerts]["expected"])
        stopped = min(round(told[stops]["expected"]), alerted)
        found.append(Shown(stopped, tone, True, f"{who}, alerted and stopped"))
        found.append(Shown(alerted - stopped, tone, False, f"{who}, alerted and let pass"))
    return found


def a_square(told: Mapping[str, Any]) -> tuple[int, int]:
    """How many people a square stands for in either picture."""
    alerts = sum(one.many for one in kinds(told))
    return max(ceil(told["faces"] / MOST), 1), max(ceil(alerts / MOST_ALERTED), 1)


def everybody(told: Mapping[str, Any], theme: Theme = "light") -> str:
    """All who pass, one square each, in which those alerted are marked, drawn larger to be seen."""
    laid = _laid(told)
    body = [_field(laid, colours(theme))]
    body += [_square(x, y, side, one, colours(theme)) for x, y, side, one in laid.marked]
    label = f"{told['faces']:,} people, a square for every {laid.each}; {in_words(told)}"
    return _svg(laid.rows * laid.size, body, label)


def everybody_bgr(told: Mapping[str, Any]) -> Image:
    """The same as pixels, for paper."""
    laid, scale = _laid(told), PIXELS / WIDE
    high = max(ceil(laid.rows * laid.size * scale), 1)
    picture = np.full((high, PIXELS, 3), _bgr("paper"), np.uint8)
    for place in range(laid.squares):
        column, row = place % laid.columns, place // laid.columns
        _box(picture, column * laid.size, row * laid.size, laid.size * 0.78, _bgr("line"), -1)
    for x, y, side, one in laid.marked:
        _box(picture, x, y, side, _bgr("paper"), -1)
        _box(picture, x, y, side, _bgr(one.tone), -1 if one.full else 3)
    return picture


@dataclass(frozen=True, slots=True)
class Laid:
    """Where everybody is drawn: `squares` of `size` in rows of `columns`, each for `each` people,
    and the corner, side and kind of those marked.
    """

    each: int
    squares: int
    columns: int
    rows: int
    size: float
    marked: list[tuple[float, float, float, Shown]]


def _laid(told: Mapping[str, Any]) -> Laid:
    each = a_square(told)[0]
    squares = max(ceil(told["faces"] / each), 1)
    columns = max(round(sqrt(squares * ACROSS)), 1)
    size = WIDE / columns
    people = [one for one in kinds(told) for _ in range(round(one.many / each))]
    marked = []
    for one, place in zip(people, _scattered(len(people), squares), strict=True):
        column, row = place % columns, place // columns
        side = max(size, SEEN)
        marked.append(((column + 0.5) * size - side / 2, (row + 0.5) * size - side / 2, side, one))
    return Laid(each, squares, columns, ceil(squares / columns), size, marked)


def _bgr(name: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colours("light")[name].removeprefix("#"))
    return blue, green, red


def _box(
    picture: Image, x: float, y: float, side: float, colour: tuple[int, int, int], line: int
) -> None:
    scale = PIXELS / WIDE
    corners = [(round(a * scale), round(b * scale)) for a, b in ((x, y), (x + side, y + side))]
    cv2.rectangle(picture, corners[0], corners[1], colour, line)


def alerted(told: Mapping[str, Any], theme: Theme = "light") -> str:
    """Those alerted, one square each: wrongly before rightly, and full where they are stopped."""
    each = a_square(told)[1]
    people = [one for one in kinds(told) for _ in range(round(one.many / each))]
    if not people:
        return ""
    columns = min(max(ceil(sqrt(len(people) * 8)), ceil(WIDE / LARGEST)), 400)
    size = WIDE / columns
    body = [
        _square((n % columns) * size + 1, (n // columns) * size + 1, size - 2, one, colours(theme))
        for n, one in enumerate(people)
    ]
    return _svg(ceil(len(people) / columns) * size, body, f"Those alerted: {in_words(told)}")


def legend(told: Mapping[str, Any], theme: Theme = "light") -> str:
    """What the squares are, with how many there are of each."""
    rest = round(told["faces"]) - sum(one.many for one in kinds(told))
    lines = [*kinds(told), Shown(max(rest, 0), "blind", True, "passed without an alert")]
    marks = (
        f'<span style="margin-right:1.4em;display:inline-block">{_mark(one, colours(theme))}'
        f"{one.many:,} {escape(one.name)}</span>"
        for one in lines
    )
    return f'<div class="facts">{"".join(marks)}</div>'


def in_words(told: Mapping[str, Any]) -> str:
    """The same for those who cannot see the picture."""
    return ", ".join(f"{one.many:,} {one.name}" for one in kinds(told))


def _mark(one: Shown, named: Mapping[str, str]) -> str:
    colour = named[one.tone]
    fill = colour if one.full else named["paper"]
    return (
        '<i style="display:inline-block;width:11px;height:11px;margin-right:6px;'
        f'background:{fill};border:1.5px solid {colour}"></i>'
    )


def _scattered(count: int, squares: int) -> list[int]:
    """Different squares, spread evenly by the golden ratio."""
    taken: dict[int, None] = {}
    n = 0
    while len(taken) < min(count, squares):
        n += 1
        place = int(n * GOLDEN % 1 * squares)
        while place in taken:
            place = (place + 1) % squares
        taken[place] = None
    return [*taken] + [0] * (count - len(taken))


def _field(laid: Laid, named: Mapping[str, str]) -> str:
    """The squares of everybody as one pattern: full rows, and what is left in the last."""
    size, columns = laid.size, laid.columns
    rows, left = divmod(laid.squares, columns)
    gap = size * 0.22
    pattern = (
        f'<defs><pattern id="people" width="{size:.4f}" height="{size:.4f}"'
        f' patternUnits="userSpaceOnUse"><rect x="{gap / 2:.3f}" y="{gap / 2:.3f}"'
        f' width="{size - gap:.3f}" height="{size - gap:.3f}" fill="{named["blind"]}"'
        ' fill-opacity="0.5"/></pattern></defs>'
    )
    fields = [(rows, columns, 0), (1 if left else 0, left, rows)]
    drawn = (
        f'<rect x="0" y="{y * size:.3f}" width="{wide * size:.3f}" height="{high * size:.3f}"'
        ' fill="url(#people)"/>'
        for high, wide, y in fields
        if high and wide
    )
    return pattern + "".join(drawn)


def _square(x: float, y: float, side: float, one: Shown, named: Mapping[str, str]) -> str:
    colour, paper = named[one.tone], named["paper"]
    line = max(side * 0.14, 0.8)
    fill, edge = (colour, paper) if one.full else (paper, colour)
    return (
        f'<rect x="{x + line / 2:.2f}" y="{y + line / 2:.2f}" width="{side - line:.2f}"'
        f' height="{side - line:.2f}" fill="{fill}" stroke="{edge}" stroke-width="{line:.2f}"/>'
    )


def _svg(high: float, body: Sequence[str], label: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDE:g} {high:.1f}" role="img"'
        f' aria-label="{escape(label)}" xmlns="http://www.w3.org/2000/svg">{"".join(body)}</svg>'
    )
