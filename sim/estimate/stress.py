"""What a stress run needs, part by part: much of it is told by its own terms, the rest by costs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from pathlib import Path

from engine.measure.calibration.presets import load_preset
from engine.stress.terms import Terms
from scenarios.loader import Loaded, load_scenario
from sim.estimate import costs as c
from sim.estimate.machine import this_machine
from sim.estimate.need import Estimate, Need
from sim.estimate.runs import of_run
from sim.reader import read_run

PICTURES = 4
"""Of a load of rendered people."""
LOOPS = 4
"""What frames are measured by in a round, in runs of the farm: it, the bare models in the same
time, and insightface's loop in some twice that."""
RIVALS = 5
"""Of a search."""
TRIALS = 8
"""Of a search for the density: up from the guess or down, then halved."""
RATES, OFFERS = 10, 1.5
"""Of random arrivals, and how often each is offered on average."""
WINDOWS, WARM_S = 2, 2.0
"""Of a trial of the density."""


def of_stress(parts: Sequence[str], terms: Terms, out: Path | None = None) -> Estimate:
    """Of a stress run's parts by their names, in that order; ScenarioError and SimError for films
    of the terms that cannot be.
    """
    named = parts if "capacity" not in parts or "grid" in parts else ["grid", *parts]
    load = _shared("load", terms, c.BEGUN_S + _rendered(terms.faces))
    needs = [need for name in named for need in (NEEDS[name](terms) if name in NEEDS else ())]
    searched = max((*terms.search_sizes, *terms.grid_watchlists, terms.watchlist))
    amounts = {"rounds": terms.rounds, "templates": searched}
    return Estimate("a stress run", amounts, (load, *needs), this_machine(out))


def _throughput(terms: Terms) -> list[Need]:
    each_s = _run(terms, terms.size_px, terms.faces)
    taken_s = c.FARM_S * 2 + (terms.rounds + 1) * LOOPS * each_s
    return [_shared("throughput", terms, taken_s)]


def _search(terms: Terms) -> list[Need]:
    taken_s = 0.0
    for size in terms.search_sizes:
        once_s = max(c.SEARCHED_S, size * terms.search_probes * c.PROBE_ENTRY_S)
        taken_s += size * c.INDEXED_S + terms.rounds * RIVALS * 2 * once_s
    return [Need("search", taken_s, max(terms.search_sizes) * c.TEMPLATE_BYTES)]


def _grid(terms: Terms) -> list[Need]:
    sizes = [(faces, size) for faces in terms.grid_faces for size in terms.grid_sizes_px]
    drawn_s = sum(_rendered(faces) for faces, _ in sizes)
    once_s = sum(_run(terms, size, faces) for faces, size in sizes) * len(terms.grid_watchlists)
    once_s += _run(terms, terms.size_px, terms.faces)
    return [_shared("grid", terms, c.FARM_S + drawn_s + (terms.rounds + 1) * once_s)]


def _density(terms: Terms) -> list[Need]:
    trial_s = WARM_S + WINDOWS * terms.window_s
    return [_shared("density", terms, c.FARM_S * 2 + terms.repeats * TRIALS * trial_s)]


def _server(terms: Terms) -> list[Need]:
    return [_shared("server", terms, c.FARM_S * 2 + RATES * OFFERS * terms.server_s)]


def _overload(terms: Terms) -> list[Need]:
    """The films are played, looked at on one thread, and once more for real."""
    filmed = _filmed(terms.films)
    whole = of_run(filmed, load_preset(filmed.scenario.engine.preset))
    watch = next(need for need in whole.parts if need.name == "watch")
    looked = Need("overload", 2 * watch.cpu_s + c.FARM_S, watch.memory_bytes)
    played = () if Path(terms.films).is_dir() else whole.parts
    return [*(replace(need, name=f"{need.name}, to overload") for need in played), looked]


def _filmed(films: str) -> Loaded:
    """The scenario of which there are films or will be."""
    if Path(films).is_dir():
        run = read_run(Path(films))
        return Loaded(run.scenario(), run.place(), run.path / "scenario.yaml", run.plan())
    return load_scenario(films, {"fidelity": "pixels"})


def _run(terms: Terms, size_px: tuple[int, int], faces: float) -> float:
    """Seconds of one run of the farm: a first try's frames and then as long as is asked."""
    look_s = c.WATCHED_FRAME_S * prod(size_px) / c.WATCHED_PIXELS + faces * c.WATCHED_FACE_S
    return terms.work_s + c.TRIED_FRAMES * look_s


def _rendered(faces: int) -> float:
    return PICTURES * faces * c.PORTRAIT_S


def _shared(name: str, terms: Terms, taken_s: float) -> Need:
    """A part that takes so long, however many processes are kept busy in that time."""
    return Need(name, taken_s, terms.workers * c.WORKER_BYTES)


NEEDS: dict[str, Callable[[Terms], list[Need]]] = {
    "throughput": _throughput,
    "search": _search,
    "grid": _grid,
    "density": _density,
    "server": _server,
    "overload": _overload,
}
"""By the names of the parts; `capacity` is reckoned from the grid."""
