"""A layout of cameras as a PDF: a page a level with the plan drawn to scale, and the schedule."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from dashboards.app.map.plan import plan
from dashboards.figures.palette import colours
from dashboards.reports.placing.schedule import HEADS, Placed, schedule
from engine.counts import counted
from scenarios.loader import Loaded

PAGE_IN = (11.69, 8.27)
"""A4, lying."""
ROWS = 22
"""Cameras on a page of the schedule."""
WIDTHS = (
    0.07,
    0.08,
    0.085,
    0.06,
    0.055,
    0.045,
    0.08,
    0.075,
    0.055,
    0.07,
    0.125,
    0.055,
    0.085,
    0.08,
)
"""Of the schedule's columns, in shares."""
NOTE = (
    "The zone of recognition is where a frontal face of every adult of 1.52 to 1.88 m has the"
    " pixels asked for between the eyes, whole in the picture, behind no wall.\nHeading: degrees"
    " counter-clockwise from east; tilt: down from level."
)


def camera_plan(loaded: Loaded, title: str) -> bytes:
    """The PDF; the same layout makes the same bytes."""
    placed, held = schedule(loaded), BytesIO()
    told = {"Title": title, "CreationDate": None, "Producer": "Footfall", "Creator": "Footfall"}
    levels = sorted({one.ordinal for one in loaded.place.levels})
    with PdfPages(held, metadata=told) as pages:
        for ordinal in levels:
            here = [one for one in placed if one.camera.level == ordinal]
            if here or len(levels) == 1:
                pages.savefig(_level(loaded, title, ordinal, here))
        for first in range(0, len(placed), ROWS):
            pages.savefig(_table(title, placed[first : first + ROWS]))
    return held.getvalue()


def _level(loaded: Loaded, title: str, ordinal: int, here: Sequence[Placed]) -> Figure:
    figure, named = Figure(figsize=PAGE_IN), colours("light")
    still = plan(loaded.place, ordinal, loaded.scenario, ())
    axes = figure.add_axes((0.06, 0.1, 0.9, 0.78))
    figure.text(0.06, 0.94, title, fontsize=14, weight="bold", color=named["ink"])
    told = f"{still['name']}, level {ordinal}: {counted(len(here), 'camera')}; metres, north is up"
    figure.text(0.06, 0.91, told, fontsize=9, color=named["soft"])
    figure.text(0.06, 0.03, NOTE, fontsize=6.5, color=named["soft"])
    level_plan(axes, still, here)
    return figure


def level_plan(axes: Axes, still: dict[str, Any], here: Sequence[Placed]) -> None:
    """A level's plan in metres, its cameras and their zones."""
    named = colours("light")
    _ground(axes, still, named)
    for one in here:
        _camera(axes, one, named)
    west, south, east, north = still["bounds"]
    axes.set_xlim(west - 1, east + 1)
    axes.set_ylim(south - 1, north + 1)
    axes.set_aspect("equal")
    axes.grid(color=named["line"], linewidth=0.4)
    axes.set_axisbelow(False)
    for spine in axes.spines.values():
        spine.set_color(named["line"])
    axes.tick_params(labelsize=7, colors=named["soft"])


def _ground(axes: Axes, still: dict[str, Any], named: dict[str, str]) -> None:
    _fill(axes, still["floor"], facecolor="white", edgecolor=named["neutral"], linewidth=0.8)
    for shop in still["shops"]:
        _fill(axes, [shop["ring"]], facecolor=named["quiet"], edgecolor=named["neutral"])
        xs, ys = zip(*shop["ring"], strict=True)
        middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        axes.text(*middle, shop["name"], fontsize=5, ha="center", va="center", color=named["soft"])
    for ring in [*still["low"], *still["glass"]]:
        _fill(axes, [ring], facecolor=named["line"], edgecolor=named["neutral"])
    for door in still["entrances"]:
        _fill(axes, [door["ring"]], facecolor=named["officer"], alpha=0.2, linewidth=0)


def _camera(axes: Axes, one: Placed, named: dict[str, str]) -> None:
    for part in shapely.get_parts(one.zone):
        if part.geom_type == "Polygon":
            rings = [[*ring.coords] for ring in (part.exterior, *part.interiors)]
            _fill(axes, rings, facecolor=named["camera"], alpha=0.4, linewidth=0)
    turn, (x, y) = one.camera.heading_deg, one.camera.at_m
    axes.plot(x, y, marker=(3, 0, turn - 90), markersize=7, color=named["camera"], linestyle="")
    axes.annotate(
        one.camera.id, (x, y), textcoords="offset points", xytext=(0, 6), fontsize=7,
        ha="center", weight="bold", color=named["ink"],
    )  # fmt: skip


def _fill(axes: Axes, rings: Sequence[Any], **style: Any) -> None:
    paths = [Path(list(ring), closed=True) for ring in rings if len(ring) > 2]
    if paths:
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), **{"linewidth": 0.5, **style}))


def _table(title: str, part: Sequence[Placed]) -> Figure:
    figure, named = Figure(figsize=PAGE_IN), colours("light")
    figure.text(0.06, 0.94, f"{title}: cameras", fontsize=14, weight="bold", color=named["ink"])
    figure.text(0.06, 0.03, NOTE, fontsize=6.5, color=named["soft"])
    axes = figure.add_axes((0.04, 0.08, 0.92, 0.82))
    axes.set_axis_off()
    drawn = axes.table(
        [one.cells() for one in part], colLabels=HEADS, colWidths=WIDTHS, loc="upper center",
        cellLoc="center",
    )  # fmt: skip
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(6.5)
    drawn.scale(1, 1.4)
    for (row, _), cell in drawn.get_celld().items():
        cell.set_edgecolor(named["line"])
        cell.set_text_props(weight="bold" if row == 0 else "normal")
    return figure
