"""Heat maps on a plan: what cameras make of a face at every place, a panel a quantity."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.figures.palette import BLIND, Theme, colours
from dashboards.figures.plans import Sheet, plan_svg
from dashboards.visible import escape
from sim.cameras.coverage import CoverageMap, Ground
from sim.cameras.coverage.classes import DORI_2014, IEC_2025
from sim.cameras.coverage.site import Covered

Floats = NDArray[np.floating[Any]]

SCALE = ("#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#fde725")
"""From little to much, told apart by everybody (viridis: van der Walt & Smith 2015, CC0)."""
WIDE_PX, MOST_HIGH_PX, KEY_PX, ROOM_PX = 620, 620, 22, 16
LETTERS = 45
BLIND_TOLD = "blind under the picture"
AROUND_M = 3.0
"""Of one camera's panels the plan is shown so far around what it sees."""
COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Heat:
    """A panel: what it shows, of each step the `least` value and what it is called, and the values
    (n,) on the floor's squares, NaN where there are none. Values below the first are the first.
    With `blind` it shows where cameras are blind under their pictures, too.
    """

    title: str
    least: tuple[float, ...]
    named: tuple[str, ...]
    values: Floats
    blind: bool = False

    def colour(self, step: int) -> str:
        """Of one step, of as many as there are."""
        last = max(len(self.least) - 1, 1)
        return SCALE[round(step * (len(SCALE) - 1) / last)]


def camera_heats(found: CoverageMap) -> list[Heat]:
    """The panels of one camera."""
    return _heats(lambda field: getattr(found, field), found.in_zone.astype(float))


def level_heats(found: Covered) -> list[Heat]:
    """The panels of all cameras of a level together: by the one in which a face is largest."""
    overlap = found.seen_by.astype(float)
    more = Heat(
        "Cameras that see a face", (1, 2, 3, 4), ("1", "2", "3", "4 or more"), _some(overlap)
    )
    return [*_heats(found.best, found.recognised_by.astype(float)), more]


def _heats(field: Callable[[str], Floats], zones: Floats) -> list[Heat]:
    def steps(title: str, name: str, least: tuple[float, ...], unit: str) -> Heat:
        return Heat(title, least, _between(least, unit), field(name))

    return [
        _classes("Detail, IEC 62676-4:2025", IEC_2025, field("px_per_m")),
        _classes("Detail, IEC 62676-4:2014 (DORI)", DORI_2014, field("px_per_m")),
        Heat("Zones of recognition", (1, 2, 3), ("1", "2", "3 or more"), _some(zones), True),
        steps("Pixels between the eyes", "interocular_px", (6, 12, 18, 24, 36, 48, 60), "px"),
        steps("Seen from above", "pitch_deg", (-90, 5, 10, 15, 20, 30, 45), "degrees"),
        steps("Head turned away, mean", "yaw_deg", (0, 30, 60, 80, 100, 120), "degrees"),
        steps("Share of a face that others leave", "visible_share",
              (0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98), ""),
        steps("Blur of people who walk", "blur_px", (0, 0.6, 0.8, 1, 1.5, 2, 4), "px"),
    ]  # fmt: skip


def _classes(title: str, classes: Sequence[Any], px_per_m: Floats) -> Heat:
    least = tuple(one.px_per_m for one in classes)
    named = tuple(f"{one.name} {one.px_per_m:g} px/m" for one in classes)
    with np.errstate(invalid="ignore"):
        return Heat(title, least, named, np.where(px_per_m >= least[0], px_per_m, np.nan))


def _between(least: tuple[float, ...], unit: str) -> tuple[str, ...]:
    """What steps are called.

    >>> _between((0, 5, 10), "px")
    ('below 5 px', '5 to 10 px', '10 px and more')
    """
    tail = f" {unit}" if unit else ""
    inner = [f"{low:g} to {high:g}{tail}" for low, high in pairwise(least[1:])]
    return (f"below {least[1]:g}{tail}", *inner, f"{least[-1]:g}{tail} and more")


def _some(count: Floats) -> Floats:
    return np.where(count > 0, count, np.nan)


def heat_sheet(
    plan: dict[str, Any], ground: Ground, heats: Sequence[Heat], title: str, theme: Theme = "light"
) -> str:
    """Panels (of a plan of `dashboards.app.map.plan`) as one SVG element, two in a row."""
    bare = plan | {"cameras": [one | {"some": [], "zone": []} for one in plan["cameras"]]}
    west, south, east, north = plan["bounds"]
    high = min(WIDE_PX * (north - south) / (east - west) + 2 * KEY_PX, MOST_HIGH_PX)
    keys = -(-max(len(one.least) for one in heats) // COLUMNS) * KEY_PX
    below, named = high + keys + 3 * KEY_PX, colours(theme)
    parts = [_panel(bare, ground, one, n, (high, below), theme) for n, one in enumerate(heats)]
    size = COLUMNS * (WIDE_PX + ROOM_PX), 2 * KEY_PX + -(-len(heats) // COLUMNS) * below
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}"'
        f' width="{size[0]:.0f}" height="{size[1]:.0f}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" style="fill:{named["paper"]}"/>'
        f"{_words(title, ROOM_PX, 28, 18, named['ink'])}{''.join(parts)}</svg>"
    )


def near(plan: dict[str, Any], found: CoverageMap) -> dict[str, Any]:
    """The part of a plan around a camera and what it sees."""
    some, (east, north) = ~np.isnan(found.px_per_m), found.camera.at_m
    x = np.array([east, *found.ground.x_m[some]])
    y = np.array([north, *found.ground.y_m[some]])
    low = x.min() - AROUND_M, y.min() - AROUND_M
    return plan | {"bounds": [*low, x.max() + AROUND_M, y.max() + AROUND_M]}


def _panel(
    plan: dict[str, Any],
    ground: Ground,
    heat: Heat,
    number: int,
    high_px: tuple[float, float],
    theme: Theme,
) -> str:
    named, (high, below) = colours(theme), high_px
    row, column = divmod(number, COLUMNS)
    x, y = column * (WIDE_PX + ROOM_PX) + ROOM_PX, 2 * KEY_PX + row * below
    drawn = plan_svg(
        plan, heat.title, theme, letters=LETTERS, laid=lambda one: _squares(one, ground, heat)
    )
    head, rest = drawn.split("<title>", 1)
    placed = f'<svg x="{x:.0f}" y="{y + 26:.0f}" width="{WIDE_PX}" height="{high:.0f}"'
    view = head[head.index("viewBox") : head.index(" width=")]
    inner = f'{placed} {view} preserveAspectRatio="xMidYMid meet"><title>{rest}'
    keys = "".join(_keys(heat, x, y + high + 34, named["soft"]))
    return _words(heat.title, x, y + 16, 15, named["ink"]) + inner + keys


def _keys(heat: Heat, x: float, y: float, ink: str) -> Iterator[str]:
    """The steps' colours and names, in two columns."""
    colours_of = [heat.colour(step) for step in range(len(heat.least))]
    named = [*zip(colours_of, heat.named, strict=True), *([(BLIND, BLIND_TOLD)] * heat.blind)]
    for step, (colour, name) in enumerate(named):
        across, down = divmod(step, -(-len(named) // COLUMNS))
        left, top = x + across * WIDE_PX / 2, y + down * KEY_PX
        yield f'<rect x="{left:.0f}" y="{top:.0f}" width="16" height="16" fill="{colour}"/>'
        yield _words(name, left + 24, top + 13, 13, ink)


def _words(text: str, x: float, y: float, size: int, ink: str) -> str:
    style = f"font:{size}px sans-serif;fill:{ink}"
    return f'<text x="{x:.0f}" y="{y:.0f}" style="{style}">{escape(text)}</text>'


def _squares(sheet: Sheet, ground: Ground, heat: Heat) -> Iterator[str]:
    """Runs of squares of one step, row by row."""
    if heat.blind:
        for camera in sheet.plan["cameras"]:
            yield sheet.path(camera["blind"], f"fill:{BLIND}")
    step = np.searchsorted(heat.least, heat.values, side="right") - 1
    shown = np.where(np.isnan(heat.values), -1, np.maximum(step, 0))
    side = ground.step_m
    for row, line in enumerate(ground.raster(shown, -1)):
        edges = np.flatnonzero(np.diff(line, prepend=-2, append=-2)).tolist()
        for first, last in pairwise(edges):
            if line[first] >= 0:
                x, y = sheet.at(ground.west_m + first * side, ground.south_m + (row + 1) * side)
                size = f'width="{(last - first) * side:.2f}" height="{side:.2f}"'
                look = f'fill="{heat.colour(int(line[first]))}" shape-rendering="crispEdges"'
                yield f'<rect x="{x:.2f}" y="{y:.2f}" {size} {look}/>'
