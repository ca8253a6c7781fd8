"""`footfall place`: where cameras go so that most people looked for are recognised."""

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.door import complain
from dashboards.cli.placed import LAYOUT, SCENARIO, print_layout, write_layout
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars
from engine.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.measure.calibration.presets import Preset
    from scenarios.loader import Loaded
    from scenarios.place import Place
    from sim.estimate import Estimate
    from sim.placement.asked import Asked
    from sim.placement.layout import Layout

Many = Annotated[int | None, typer.Option(min=1, help="At most so many cameras.")]
Budget = Annotated[
    float | None,
    typer.Option(min=0, metavar="AMOUNT", help="They cost at most so much; needs --price."),
]
Prices = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        metavar="KIND=AMOUNT",
        help="Price of a kind of camera, named by the scenario's first of it; once for each.",
    ),
]
See = Annotated[
    list[str] | None,
    typer.Option(metavar="ENTRANCE", help="One camera must find half of those who come in here."),
]
KeepOut = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ZONE",
        help="No camera searches faces here: a shop's name (the floor before its door), a seat, a"
        " waiting area, a checkpoint, an entrance, or X1,Y1,X2,Y2[,LEVEL] in metres.",
    ),
]
FreeWay = Annotated[
    str | None,
    typer.Option(
        metavar="FROM:TO", help="One way between two entrances stays free of recognition."
    ),
]
Days = Annotated[int, typer.Option(min=1, max=1000, help="Days that are walked, others each.")]
Worst = Annotated[
    bool, typer.Option("--worst", help="Most recognised on the worst of the days, not on average.")
]
Heights = Annotated[
    list[float] | None,
    typer.Option("--height", metavar="M", help="Cameras may hang so high; may be given again."),
]
Tilts = Annotated[
    list[float] | None,
    typer.Option("--tilt", metavar="DEG", help="They may look down so much; may be given again."),
]
Spacing = Annotated[
    float, typer.Option(min=0.5, max=1000, metavar="M", help="Between mounts along walls.")
]
Ceiling = Annotated[
    float, typer.Option(min=0.5, max=1000, metavar="M", help="Between mounts under the ceiling.")
]
Within = Annotated[
    float, typer.Option(min=0, metavar="S", help="Longest time for choosing, in seconds.")
]
Gap = Annotated[
    float, typer.Option(min=0, max=0.99, help="Enough when no choice is better by more.")
]
Scanned = Annotated[
    float | None, typer.Option(min=0, help="Most innocents whose face may be found, expected.")
]
Out = Annotated[
    Path | None, typer.Option(help="A new or empty folder for the scenario with its cameras.")
]
Compare = Annotated[
    int | None,
    typer.Option(
        min=2,
        metavar="DAYS",
        help="Play so many further days with it, and with even spacing, pixel density and most"
        " faces found beside it.",
    ),
]
Page = Annotated[Path | None, typer.Option(help="Write a page with plans, schedule and figures.")]


@app.command()
def place(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    cameras: Many = None,
    budget: Budget = None,
    price: Prices = None,
    out: Out = None,
    html: Page = None,
    within: Within = 60.0,
    gap: Gap = 0.01,
    scanned: Scanned = None,
    see: See = None,
    keep_out: KeepOut = None,
    free_way: FreeWay = None,
    days: Days = 1,
    worst: Worst = False,
    spacing: Spacing = 6.0,
    ceiling: Ceiling = 12.0,
    height: Heights = None,
    tilt: Tilts = None,
    sample: Annotated[int, typer.Option(min=1, help="Passers-by looked at, a day.")] = 1000,
    compare: Compare = None,
    set_: Changes = None,
    fresh: Fresh = False,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Choose cameras for SCENARIO so that most listed people are recognised, with a bound."""
    from engine.measure.calibration.presets import check_pack, load_preset
    from scenarios.fields.changes import parsed
    from scenarios.loader import load_scenario
    from sim.placement.asked import Asked
    from sim.placement.candidates import Mounting
    from sim.placement.planner import needs

    loaded = load_scenario(scenario, parsed(set_ or []))
    preset = load_preset(loaded.scenario.engine.preset)
    check_pack(preset, loaded.scenario.engine)
    heights, tilts = tuple(height or ()), tuple(tilt or ())
    mounting = Mounting(spacing, ceiling_m=ceiling, heights_m=heights, tilts_deg=tilts)
    named = _named(loaded.place, price, see, keep_out, free_way)
    limits = {"budget": budget, "days": days, "worst": worst} | named
    asked = Asked(cameras, within, gap, sample, scanned, mounting, **limits)
    if out is None and not estimate:
        raise SettingsError("out: got nothing, wanted a new or empty folder to write into")
    needed = needs(loaded, preset, asked, compare or 0)
    if foreseen(needed, "--spacing", only=estimate, long=long, as_json=as_json) and out is not None:
        _place(loaded, preset, asked, needed, Telling(out, html, fresh, as_json, compare))


@dataclass(frozen=True, slots=True)
class Telling:
    """Where it is written, how it is told, and beside how many days of others."""

    out: Path
    html: Path | None
    fresh: bool
    as_json: bool
    compare: int | None


def _place(
    loaded: "Loaded", preset: "Preset", asked: "Asked", needed: "Estimate", to: Telling
) -> None:
    """Choose and tell; what ends the choosing ends it with the best choice so far."""
    from engine.disk.places import own_folder
    from engine.stream.bell import interruption
    from sim.placement.baselines import compared
    from sim.placement.planner import WORDS, choose, prepare
    from sim.stages.store import user_store

    store = None if to.fresh else user_store()
    with own_folder(to.out) as folder, bars() as report:
        report.plan({WORDS[part.name]: needed.part_s(part) for part in needed.parts})
        ready = prepare(loaded, preset, asked, report, store, _tell_unkept)
        with _kept_in(folder):
            with interruption() as told:
                layout = choose(ready, asked, report, told.is_set)
                write_layout(folder, loaded, layout, to.html)
                if told.is_set():
                    _tell(layout, loaded, folder, as_json=to.as_json)
            if to.compare is not None:
                heard = partial(report, WORDS["compare"])
                found = compared(ready, asked, layout.cameras, to.compare, store, heard)
                layout = replace(layout, compared=found)
                write_layout(folder, loaded, layout, to.html)
        _tell(layout, loaded, folder, as_json=to.as_json)


def _tell(layout: "Layout", loaded: "Loaded", folder: Path, *, as_json: bool) -> None:
    if as_json:
        where = {"scenario": str(folder / SCENARIO)}
        sys.stdout.write(json.dumps(layout.to_json() | where, indent=2) + "\n")
    else:
        print_layout(layout, loaded, folder)


def _named(
    place: "Place",
    prices: list[str] | None,
    see: list[str] | None,
    keep_out: list[str] | None,
    free_way: str | None,
) -> dict[str, Any]:
    """What is named on the command line, as it is asked; SettingsError for what names nothing."""
    from sim.placement.wanted import zone

    ends = None if free_way is None else tuple(free_way.split(":"))
    if ends is not None and (len(ends) != 2 or not all(ends)):
        raise SettingsError(f"free-way: got {free_way!r}, wanted two entrances, FROM:TO")
    return {
        "prices": tuple(_price(one) for one in prices or ()),
        "see": tuple(see or ()),
        "keep_out": tuple(zone(place, one) for one in keep_out or ()),
        "free_way": ends,
    }


def _price(told: str) -> tuple[str, float]:
    kind, _, amount = told.rpartition("=")
    try:
        if kind:
            return kind, float(amount)
    except ValueError:
        pass
    raise SettingsError(f"price: got {told!r}, wanted KIND=AMOUNT, such as west=1200")


def _tell_unkept(why: str) -> None:
    complain(f"what was looked at could not be kept for another question: {why}")


@contextmanager
def _kept_in(folder: Path) -> "Iterator[None]":
    """An interruption says where the best choice so far is."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if (folder / LAYOUT).exists():
            stop.add_note(f"the best choice so far and its bound are in {folder}")
        raise
