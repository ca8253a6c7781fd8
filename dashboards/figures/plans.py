"""A plan as a drawing: floor, shops, doors, cameras and where they recognise faces, with a scale;
large, with a grid in metres and the names and places of cameras and posts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin
from typing import Any

from dashboards.figures.palette import Theme, colours
from dashboards.visible import escape

Ring = Sequence[Sequence[float]]
WIDE_PX, HIGH_PX = 400, 240
MARGIN = 0.03
"""Of the longer side, left around the plan."""
STEPS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Lengths of a scale, and distances of a grid's lines."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan's place on the drawing, which is in metres with y down: west and north are its corner.
    A line is `stroke` wide and letters are `letter` high, both in metres.
    """

    plan: Mapping[str, Any]
    named: Mapping[str, str]
    letter: float

    @property
    def longer(self) -> float:
        """The longer side."""
        west, south, east, north = self.plan["bounds"]
        return max(float(east - west), float(north - south))

    @property
    def stroke(self) -> float:
        """A thin line's width."""
        return self.longer / 300

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place of the plan on the drawing."""
        return x - self.plan["bounds"][0], self.plan["bounds"][3] - y

    def path(self, rings: Sequence[Ring], style: str) -> str:
        """An area, filled even-odd."""
        steps = "".join(
            "M" + "L".join("{:.1f} {:.1f}".format(*self.at(x, y)) for x, y in ring) + "Z"
            for ring in rings
        )
        rule = f"stroke-width:{self.stroke:.2f};fill-rule:evenodd;{style}"
        return f'<path d="{steps}" style="{rule}"/>' if steps else ""

    def line(self, one: tuple[float, float], other: tuple[float, float], style: str) -> str:
        """From one point of the drawing to another."""
        (x1, y1), (x2, y2) = one, other
        return (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" style="{style};'
            f'stroke-width:{self.stroke:.2f}"/>'
        )

    def words(self, text: str, at: tuple[float, float], colour: str, anchor: str = "middle") -> str:
        """A text with its foot at a point of the drawing."""
        style = (
            f"font:{self.letter:.2f}px sans-serif;fill:{self.named[colour]};text-anchor:{anchor};"
            f"paint-order:stroke;stroke:{self.named['paper']};stroke-width:{self.letter / 5:.2f}"
        )
        return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" style="{style}">{escape(text)}</text>'


def plan_svg(
    plan: dict[str, Any],
    title: str,
    theme: Theme = "light",
    *,
    measured: bool = False,
    letters: float = 17,
    laid: Callable[[Sheet], Iterable[str]] = lambda _: (),
) -> str:
    """The plan (of `dashboards.app.map.plan`) as an SVG element in a theme's colours; `measured`
    with a grid in metres, and the names and places of cameras and posts. Letters go `letters` times
    into its longer side. Over the floor lies what is `laid` there.
    """
    west, south, east, north = plan["bounds"]
    width, height = east - west, north - south
    sheet = Sheet(plan, colours(theme), max(width, height) / (62 if measured else letters))
    air, beneath = MARGIN * sheet.longer, 1.6 * sheet.letter
    left, foot = (2.4 * sheet.letter, 3.2 * sheet.letter) if measured else (air, beneath)
    view = (-left, -air, width + left + air, height + air + foot)
    drawn = [
        *_place(sheet, laid(sheet)),
        *(_measures(sheet) if measured else ()),
        *_scale(sheet, foot),
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="{" ".join(f"{one:.1f}" for one in view)}"'
        f' width="{WIDE_PX * (2 if measured else 1)}" height="{HIGH_PX * (2 if measured else 1)}"'
        f' preserveAspectRatio="xMidYMid meet"><title>{escape(title)}</title>{"".join(drawn)}</svg>'
    )


def _place(sheet: Sheet, laid: Iterable[str]) -> Iterator[str]:
    """Floor, what lies over it, shops, what stands about, doors, and cameras with their zones."""
    plan, named, path = sheet.plan, sheet.named, sheet.path
    yield path(plan["floor"], f"fill:{named['paper']};stroke:{named['neutral']}")
    yield from laid
    for shop in plan["shops"]:
        yield path([shop["ring"]], f"fill:{named['line']};stroke:{named['neutral']}")
    for ring in plan["low"]:
        yield path([ring], f"fill:{named['blind']}")
    for ring in plan["glass"]:
        yield path([ring], f"fill:{named['paper']};stroke:{named['officer']}")
    for door in plan["entrances"]:
        yield path([door["ring"]], f"fill:{named['officer']};opacity:.4")
    for camera in plan["cameras"]:
        yield path(camera["some"], f"fill:{named['camera']};opacity:.4")
        yield path(camera["zone"], f"fill:{named['camera']};opacity:.55")
        yield _disc(sheet, camera["at"], f"fill:{named['camera']}")
    for sign in plan["signs"]:
        yield _sign(sheet, sign["at"], sign["facing_deg"])


def _disc(sheet: Sheet, at: Sequence[float], style: str) -> str:
    x, y = sheet.at(*at)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 * sheet.stroke:.2f}" style="{style}"/>'


def _sign(sheet: Sheet, at: Sequence[float], facing_deg: float) -> str:
    """A board seen from above, with a point to where it faces."""
    (x, y), size, turn = sheet.at(*at), 3 * sheet.stroke, radians(facing_deg)
    ahead, aside = (cos(turn), -sin(turn)), (sin(turn), cos(turn))
    places = ((0, -1.6), (0.6, -1.6), (0.6, -0.6), (2, 0), (0.6, 0.6), (0.6, 1.6), (0, 1.6))
    points = " ".join(
        f"{x + size * (a * ahead[0] + b * aside[0]):.2f},"
        f"{y + size * (a * ahead[1] + b * aside[1]):.2f}"
        for a, b in places
    )
    return f'<polygon points="{points}" style="fill:{sheet.named["listed"]}"/>'


def _measures(sheet: Sheet) -> Iterator[str]:
    """The grid with its numbers; cameras above their points, posts below theirs."""
    west, south, east, north = sheet.plan["bounds"]
    step, letter = _step(sheet.longer / 14), sheet.letter
    style = f"stroke:{sheet.named['blind']};opacity:.5"
    for x in range(ceil(west / step) * step, floor(east) + 1, step):
        yield sheet.line(sheet.at(x, south), sheet.at(x, north), style)
        across, down = sheet.at(x, south)
        yield sheet.words(f"{x}", (across, down + 1.2 * letter), "soft")
    for y in range(ceil(south / step) * step, floor(north) + 1, step):
        yield sheet.line(sheet.at(west, y), sheet.at(east, y), style)
        across, down = sheet.at(west, y)
        yield sheet.words(f"{y}", (across - letter / 2, down + letter / 3), "soft", "end")
    for camera in sheet.plan["cameras"]:
        across, down = sheet.at(*camera["at"])
        yield sheet.words(_told(camera["id"], camera["at"]), (across, down - letter), "camera")
    here = [(number, one) for number, one in enumerate(sheet.plan["posts"], 1) if one is not None]
    for number, post in here:
        across, down = sheet.at(*post)
        yield _disc(sheet, post, f"fill:{sheet.named['officer']}")
        told = _told(f"post {number}", post)
        yield sheet.words(told, (across, down + 1.7 * letter), "officer")


def _told(name: str, at: Sequence[float]) -> str:
    """A thing's name and place.

    >>> _told("west", [13.0, 30.25])
    'west 13.0, 30.2'
    """
    return f"{name} {at[0]:.1f}, {at[1]:.1f}"


def _scale(sheet: Sheet, foot: float) -> Iterator[str]:
    """A bar with its length, and where north is."""
    west, south, *_ = sheet.plan["bounds"]
    long = _step(sheet.longer / 8)
    x, y = sheet.at(west, south)
    y += foot - 0.5 * sheet.letter
    style = f"stroke:{sheet.named['ink']}"
    yield sheet.line((x, y), (x + long, y), style)
    for end in (x, x + long):
        yield sheet.line((end, y - sheet.letter / 2), (end, y), style)
    told = f"{long} m · north is up"
    yield sheet.words(told, (x + long + sheet.letter / 2, y), "soft", "start")


def _step(least_m: float) -> int:
    """The shortest round length that is not shorter.

    >>> _step(8.6), _step(0.2), _step(5000)
    (10, 1, 1000)
    """
    return next((step for step in STEPS_M if step >= least_m), STEPS_M[-1])
