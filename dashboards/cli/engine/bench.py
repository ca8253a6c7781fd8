"""What `footfall engine stress` measures, part by part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboards.cli.terminal.progress import Report, begun
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
from engine.stress.terms import Terms
from engine.stress.verdicts import judge
from engine.vision.analyser import Analyser
from sim.overload.films import films_of
from sim.overload.loads import Loads, recorded
from sim.overload.overload import OverloadTerms, overload


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
    return throughput(bench.load, bench.terms, begun(report, "Throughput"))


def _search(bench: Bench, report: Report) -> Result:
    return search(bench.terms, begun(report, "Search"))


def _grid(bench: Bench, report: Report) -> Grid:
    settings = settings_of(bench.terms, bench.loads.rendered, bench.load)
    return grid(settings, bench.terms, begun(report, "Grid"))


def _capacity(bench: Bench, report: Report) -> Result:
    measured = bench.done.get("grid") or _grid(bench, report)
    report("Capacity", None)
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
    return density(bench.load, bench.strangers, engine, asked, begun(report, "Density"))


def _server(bench: Bench, report: Report) -> Result:
    terms = bench.terms
    asked = ServerTerms(
        workers=terms.workers, bound_s=terms.bound_s, seconds=terms.server_s, seed=terms.seed
    )
    engine = EngineSettings(pack=terms.pack)
    return server(bench.load, bench.strangers, engine, asked, begun(report, "Server"))


def _overload(bench: Bench, report: Report) -> Result:
    terms = bench.terms
    asked = OverloadTerms(
        workers=terms.workers, draws=terms.draws, streams=terms.streams, seed=terms.seed
    )
    with films_of(terms.films, report) as films:
        return overload(films, asked, begun(report, "Overload"))


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


def measure(
    chosen: Sequence[str],
    terms: Terms,
    feeds: Sequence[str],
    report: Report,
    keep: Callable[[dict[str, Any]], None] = lambda _: None,
) -> dict[str, Any]:
    """Run the parts; everything found, as JSON. After each part `keep` is given what there is."""
    here = machine()  # first: what follows keeps it busy
    report("Make the load", None)
    analyser = Analyser(load_pack(terms.pack))
    loads = Loads(analyser, terms.seed)
    load = recorded(feeds, analyser) if feeds else loads.rendered(terms.faces, terms.size_px)
    nobody = strangers(terms.watchlist, analyser.dimension, terms.seed, analyser.pack.id)
    bench = Bench(terms, load, loads, nobody)
    about: dict[str, Any] = {
        "machine": here,
        "pack": analyser.pack.id,
        "terms": terms.model_dump(mode="json"),
        "load": about_load(load),
    }
    found = about
    for name in chosen:
        bench.done[name] = PARTS[name](bench, report)
        parts = {name: result.as_json() for name, result in bench.done.items()}
        found = about | {
            "parts": parts,
            "verdicts": [one.as_json() for one in judge(parts, terms.rounds)],
        }
        keep(found)
    return found


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
