"""Search of a watchlist beside the better of numpy and FAISS, at growing sizes, on one thread."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from engine.matching.index import Rows, best_of, build_index
from engine.matching.watchlists import CANDIDATES
from engine.stress.repeats import Call, Progress, Spread, in_turn, part_of, spread
from engine.stress.rivals import searches
from engine.stress.strangers import Templates, drawn, views
from engine.stress.terms import Terms

DIMENSION = 192
"""Numbers in a template of the pack `open`."""
HALVED_FROM = 1_000_000
"""Templates from which a list is kept in half precision: single would take 768 MB."""
COMPARED_AT_ONCE = 65_536
MEASURED_S = 0.05
"""A measurement repeats a quick search for so long."""
ACCUSTOMED = 8
"""Searches before the first measurement, in which the index finds its quickest way."""
ASKED_FOR_RECALL = 64
WANTED_OVER_BETTER = 1.1
WANTED_RECALL = 1.0


@dataclass(frozen=True, slots=True)
class Searched:
    """One size: `ours_ms`, each rival's, and ours over each rival's in runs beside each other;
    `recall` is the share of the true best that we found, and `recalls` that of each rival (None,
    and empty: not measured).
    """

    watchlist: int
    ours_ms: Spread
    rivals_ms: dict[str, Spread]
    over: dict[str, Spread]
    recall: float | None = None
    recalls: dict[str, float] = field(default_factory=dict)

    @property
    def better(self) -> str:
        """The rival that leaves us furthest behind, of those who find as much as is wanted of us:
        less is found more quickly, and is no answer to the same question.
        """
        able = [name for name in self.over if self.recalls.get(name, 1.0) >= WANTED_RECALL]
        return max(able or self.over, key=lambda name: self.over[name].median)

    def as_json(self) -> dict[str, Any]:
        """The fields under their names, with the better rival's ratio."""
        return {
            "watchlist": self.watchlist,
            "ours_ms": self.ours_ms.as_json(),
            "rivals_ms": {name: one.as_json() for name, one in self.rivals_ms.items()},
            "over": {name: one.as_json() for name, one in self.over.items()},
            "better": self.better,
            "over_better": self.over[self.better].as_json(),
            "recall": self.recall,
            "recalls": self.recalls,
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
        wanted = {"over_better": WANTED_OVER_BETTER, "recall": WANTED_RECALL}
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
    for _ in range(ACCUSTOMED):
        ours.nearest(probes, CANDIDATES)
    took_ms: dict[str, NDArray[np.float64]] = {}
    recalls: dict[str, float] = {}
    true = Asked(templates, rng)
    rivals = searches(templates, CANDIDATES)
    for number, (name, build) in enumerate(rivals.items()):
        rival = build()
        recalls[name] = true.recall(rival(true.probes))
        calls: list[Call] = [partial(ours.nearest, probes, CANDIDATES), partial(rival, probes)]
        part = part_of(progress, number, len(rivals))
        took_ms[name] = 1e3 * in_turn(calls, terms.rounds, part, MEASURED_S)
    return Searched(
        size,
        spread(np.concatenate([both[:, 0] for both in took_ms.values()])),
        {name: spread(both[:, 1]) for name, both in took_ms.items()},
        {name: spread(both[:, 0] / both[:, 1]) for name, both in took_ms.items()},
        true.recall(ours.nearest(true.probes, CANDIDATES)[0]),
        recalls,
    )


class Asked:
    """Probes of which the best are known: views of those enrolled, and as many strangers."""

    def __init__(self, templates: Templates, rng: np.random.Generator) -> None:
        half = ASKED_FOR_RECALL // 2
        asked = [views(templates, half, rng), drawn(half, templates.shape[1], rng)]
        self.probes = np.concatenate(asked).astype(np.float32)
        parts = (
            (self.probes.astype(np.float64) @ part.T).astype(np.float32)
            for part in np.array_split(templates, -(-len(templates) // COMPARED_AT_ONCE))
        )
        self.best, _ = best_of(parts, CANDIDATES)
        """Rows by scores in double precision; of equals the first are the best."""

    def recall(self, rows: Rows) -> float:
        """Share of the best that is among these rows, one line a probe."""
        pairs = zip(self.best, rows, strict=True)
        return float(np.mean([np.isin(true, found).mean() for true, found in pairs]))
