"""`footfall engine stress`: how much the engine bears, beside what the machine could do at best."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from dashboards.cli.engine.group import commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import Report, bars
from dashboards.cli.terminal.screen import bold
from dashboards.cli.terminal.tables import console, table
from dashboards.reports.stress import stress_page
from dashboards.reports.stress_tables import about, shown, verdicts
from engine.disk.files import write_text
from engine.errors import SettingsError
from engine.matching.gallery import Gallery
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.stress.load import Load
from engine.stress.machine import machine
from engine.stress.parts.capacity import capacity
from engine.stress.parts.density import DensityTerms, density
from engine.stress.parts.grid import Grid, grid, settings_of
from engine.stress.parts.search import search
from engine.stress.parts.server import ServerTerms, server
from engine.stress.parts.throughput import throughput
from engine.stress.strangers import strangers
from engine.stress.terms import QUICK, Terms, terms_from
from engine.stress.verdicts import Verdict, judge
from engine.vision.analyser import Analyser
from sim.overload.films import films_of
from sim.overload.loads import Loads, recorded
from sim.overload.overload import OverloadTerms, overload

FAILED = 1
"""Exit code where a figure does not hold and that was to be checked."""


class Result(Protocol):
    """What comes of a part."""

    def as_json(self) -> dict[str, Any]:
        """All of it, for JSON and the page."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What parts share: the terms, the load of the terms, more loads, a watchlist of nobody, and
    what is `done` so far.
    """

    terms: Terms
    load: Load
    loads: Loads
    strangers: Gallery
    done: dict[str, Any] = field(default_factory=dict)


def _throughput(bench: Bench, report: Report) -> Result:
    return throughput(bench.load, bench.terms, partial(report, "Throughput"))


def _search(bench: Bench, report: Report) -> Result:
    return search(bench.terms, partial(report, "Search"))


def _grid(bench: Bench, report: Report) -> Grid:
    settings = settings_of(bench.terms, bench.loads.rendered, bench.load)
    return grid(settings, bench.terms, partial(report, "Grid"))


def _capacity(bench: Bench, report: Report) -> Result:
    measured = bench.done.get("grid") or _grid(bench, report)
    return capacity(measured.cells, bench.terms)


def _density(bench: Bench, report: Report) -> Result:
    terms = bench.terms
    asked = DensityTerms(
        workers=terms.workers,
        target_fps=terms.fps,
        window_s=terms.window_s,
        bound_s=terms.bound_s,
        repeats=terms.repeats,
    )
    engine = EngineSettings(pack=terms.pack)
    return density(bench.load, bench.strangers, engine, asked, partial(report, "Density"))


def _server(bench: Bench, report: Report) -> Result:
    terms = bench.terms
    asked = ServerTerms(
        workers=terms.workers, bound_s=terms.bound_s, seconds=terms.server_s, seed=terms.seed
    )
    engine = EngineSettings(pack=terms.pack)
    return server(bench.load, bench.strangers, engine, asked, partial(report, "Server"))


def _overload(bench: Bench, report: Report) -> Result:
    terms = bench.terms
    asked = OverloadTerms(
        workers=terms.workers, draws=terms.draws, streams=terms.streams, seed=terms.seed
    )
    with films_of(terms.films, report) as films:
        return overload(films, asked, partial(report, "Overload"))


PARTS: dict[str, Callable[[Bench, Report], Result]] = {
    "throughput": _throughput,
    "search": _search,
    "grid": _grid,
    "capacity": _capacity,
    "density": _density,
    "server": _server,
    "overload": _overload,
}
"""Each part of a stress run, in the order in which they run."""


@commands.command("stress")
def stress_command(
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Recorded frames to look at. Default: rendered ones.")
    ] = None,
    parts: Annotated[
        str, typer.Option(help=f"What to measure: {', '.join(PARTS)}; several with commas.")
    ] = ",".join(PARTS),
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a setting: NAME=VALUE, see docs/stress.md."),
    ] = None,
    window: Annotated[
        float | None, typer.Option(min=0, help="Seconds over which `density` judges streams.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small and short, for a first look.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 1 if a figure does not hold.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how much the engine can take, beside bare models, and what more than that costs."""
    chosen = chosen_parts(parts)
    window_s = [] if window is None else [f"window_s={window}"]
    terms = terms_from(QUICK if quick else {}, [*(changes or ()), *window_s])
    check_files(html=html)
    with bars() as report:
        found = measure(chosen, terms, feeds or (), report)
    if html:
        write_text(html, stress_page(found))
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")
    else:
        _print(found, html)
    if check and any(one["verdict"] == Verdict.fails for one in found["verdicts"]):
        raise typer.Exit(FAILED)


def chosen_parts(told: str) -> list[str]:
    """The parts named, in their own order; SettingsError for another name."""
    names = [name.strip() for name in told.split(",") if name.strip()]
    unknown = [name for name in names if name not in PARTS]
    if unknown or not names:
        raise SettingsError(f"parts: got {told!r}, wanted some of {', '.join(PARTS)}")
    return [name for name in PARTS if name in names]


def measure(
    chosen: Sequence[str], terms: Terms, feeds: Sequence[str], report: Report
) -> dict[str, Any]:
    """Run the parts; everything found, as JSON."""
    analyser = Analyser(load_pack(terms.pack))
    loads = Loads(analyser, terms.seed)
    load = recorded(feeds, analyser) if feeds else loads.rendered(terms.faces, terms.size_px)
    nobody = strangers(terms.watchlist, analyser.dimension, terms.seed, analyser.pack.id)
    bench = Bench(terms, load, loads, nobody)
    for name in chosen:
        bench.done[name] = PARTS[name](bench, report)
    parts = {name: result.as_json() for name, result in bench.done.items()}
    return {
        "machine": machine(),
        "pack": analyser.pack.id,
        "terms": terms.model_dump(mode="json"),
        "load": about_load(load),
        "parts": parts,
        "verdicts": [one.as_json() for one in judge(parts)],
    }


def about_load(load: Load) -> dict[str, Any]:
    """What was offered."""
    pictures = len(load.pictures)
    return {
        "name": load.name,
        "size_px": list(load.size_px),
        "faces": load.faces,
        "pictures": pictures,
        "faces_found": round(load.faces * pictures),
    }


def _print(found: dict[str, Any], html: Path | None) -> None:
    screen = console()
    screen.print(about(found), markup=False)
    told = [shown(name, result) for name, result in found["parts"].items()]
    for part in [*told, verdicts(found)]:
        screen.print()
        screen.print(bold(part.title))
        screen.print(table(part.heads, part.rows), part.text, sep="\n")
    if html:
        screen.print(f"Page: {html}", soft_wrap=True, markup=False)
