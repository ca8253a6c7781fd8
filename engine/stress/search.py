"""Search of a watchlist beside the better of numpy and FAISS, at growing sizes, on one thread."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from engine.matching.index import build_index
from engine.matching.watchlists import CANDIDATES
from engine.stress.repeats import Progress, Spread, in_turn, part_of, spread
from engine.stress.rivals import searches
from engine.stress.strangers import drawn, views
from engine.stress.terms import Terms

DIMENSION = 192
"""Numbers in a template of the pack `open`."""
HALVED_FROM = 1_000_000
"""Templates from which a list is kept in half precision: single would take 768 MB."""
MEASURED_S = 0.05
"""A measurement repeats a quick search for so long."""
WANTED_OVER_BETTER = 1.1


@dataclass(frozen=True, slots=True)
class Searched:
    """One size: `ours_ms`, each rival's, and ours over each rival's in runs beside each other."""

    watchlist: int
    ours_ms: Spread
    rivals_ms: dict[str, Spread]
    over: dict[str, Spread]

    @property
    def better(self) -> str:
        """The rival that leaves us furthest behind."""
        return max(self.over, key=lambda name: self.over[name].median)

    def as_json(self) -> dict[str, Any]:
        """The fields under their names, with the better rival's ratio."""
        return {
            "watchlist": self.watchlist,
            "ours_ms": self.ours_ms.as_json(),
            "rivals_ms": {name: one.as_json() for name, one in self.rivals_ms.items()},
            "over": {name: one.as_json() for name, one in self.over.items()},
            "better": self.better,
            "over_better": self.over[self.better].as_json(),
        }


@dataclass(frozen=True, slots=True)
class Search:
    """All sizes, for `probes` at once and the `best` of each."""

    probes: int
    best: int
    sizes: tuple[Searched, ...]

    def as_json(self) -> dict[str, Any]:
        """The fields under their names, and what is wanted."""
        sizes = [one.as_json() for one in self.sizes]
        wanted = {"over_better": WANTED_OVER_BETTER}
        return {"probes": self.probes, "best": self.best, "sizes": sizes, "wanted": wanted}


def search(terms: Terms, progress: Progress) -> Search:
    """Measure every size of the terms."""
    sizes = []
    for number, size in enumerate(terms.search_sizes):
        part = part_of(progress, number, len(terms.search_sizes))
        with threadpool_limits(1):  # as in a worker: the other cores have jobs of their own
            sizes.append(searched(size, terms, part))
    return Search(terms.search_probes, CANDIDATES, tuple(sizes))


def searched(size: int, terms: Terms, progress: Progress) -> Searched:
    """One size; rivals are built one after another, so that one at a time is in memory."""
    rng = np.random.default_rng([terms.seed, size])
    kind = np.float16 if size >= HALVED_FROM else np.float32
    templates = drawn(size, DIMENSION, rng, kind)
    probes = views(templates, terms.search_probes, rng)
    ours = build_index(templates)
    took_ms: dict[str, NDArray[np.float64]] = {}
    rivals = searches(templates, probes, CANDIDATES)
    for number, (name, build) in enumerate(rivals.items()):
        calls = [lambda: ours.nearest(probes, CANDIDATES), build()]
        part = part_of(progress, number, len(rivals))
        took_ms[name] = 1e3 * in_turn(calls, terms.rounds, part, MEASURED_S)
    return Searched(
        size,
        spread(np.concatenate([both[:, 0] for both in took_ms.values()])),
        {name: spread(both[:, 1]) for name, both in took_ms.items()},
        {name: spread(both[:, 0] / both[:, 1]) for name, both in took_ms.items()},
    )
