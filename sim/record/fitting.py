"""Fitting the chain to rows of the record: what is kept of it, and where that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from engine.disk.files import write_arrays
from sim.record.areas import area_of
from sim.record.cases import AREA, MONTH, Case, Layout, case_of, layout
from sim.record.eras import ERAS, in_grid
from sim.record.families import Array
from sim.record.laplace import Question, fitted
from sim.record.parts import PARTS, Part
from sim.record.published import Deployment, record, record_hash
from sim.streams import Streams

KEPT = "draws.npz"
DRAWS = 1000
SEED = 1
SEEN = ("faces", "hours", "watchlist", "threshold")
"""Fields whose least and most are kept, to know what was never seen."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part's draws: `terms` (draws, terms) in the layout's order, `scales` (draws, scales) as
    logarithms, groups first; Pareto's k of the fit.
    """

    layout: Layout
    terms: Array
    scales: Array
    k: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learnt: draws by part, the record's hash, and least and most of what was seen, by
    field and era (hours, lists and thresholds of all eras together, under "").

    `visits`: the area of each row.
    """

    parts: Mapping[str, Drawn]
    record_hash: str
    seen: Mapping[str, tuple[float, float]]
    visits: tuple[str, ...]

    @property
    def last_month(self) -> int:
        """The last month of which there were rows."""
        return self.parts["faces"].layout.months[-1]


def fit(rows: Sequence[Deployment], seed: int = SEED, draws: int = DRAWS) -> Fitted:
    """Fit each part to the rows that have what it counts; only rows of the grids are read."""
    used = [row for row in rows if in_grid(row)]
    streams = Streams(seed)
    with threadpool_limits(1):
        parts = {
            part.name: fit_part(part, used, streams.rng(f"record fit {part.name}"), draws)
            for part in PARTS
        }
    visits = tuple(area_of(row.place) for row in used)
    return Fitted(parts, record_hash(), _seen(used), visits)


def fit_part(part: Part, rows: Sequence[Deployment], rng: np.random.Generator, draws: int) -> Drawn:
    """Fit one part."""
    told = [row for row in rows if part.counts(row) is not None and part.of(row) is not None]
    cases = [case_of(row) for row in told]
    order = layout(part.priors, cases, areas=part.area is not None, months=part.month is not None)
    answer = fitted(_question(part, order, told, cases), rng, draws)
    return Drawn(order, answer.terms, answer.scales, answer.k)


def _question(
    part: Part, order: Layout, rows: Sequence[Deployment], cases: Sequence[Case]
) -> Question:
    groups = part.groups
    beliefs = [part.priors.get(name, (0.0, 1.0)) for name in order.names]
    scales = [prior for prior in (part.area, part.month) if prior] + [*part.spreads.values()]
    return Question(
        family=part.family,
        y=np.array([part.counts(row) for row in rows], float),
        n=np.array([part.of(row) for row in rows], float),
        x=np.array([order.row(part.terms(case), case)[0] for case in cases]),
        mean=np.array([mean for mean, _ in beliefs]),
        sd=np.array([sd for _, sd in beliefs]),
        group=np.array([_group(name, groups) for name in order.names]),
        signs=np.array([part.signs.get(name, 0) for name in order.names], float),
        which=np.array([part.spread_of(case) for case in cases]),
        groups=len(groups),
        level=np.log([median for median, _ in scales]),
        give=np.array([sd for _, sd in scales]),
    )


def _group(name: str, groups: Sequence[str]) -> int:
    """Which scale a term's prior has."""
    for word, group in ((AREA, "area"), (MONTH, "month")):
        if name.startswith(word):
            return groups.index(group)
    return -1


def _seen(rows: Sequence[Deployment]) -> dict[str, tuple[float, float]]:
    cases = [case_of(row) for row in rows]
    told: dict[str, tuple[float, float]] = {}
    for field in SEEN:
        eras = [era.name for era in ERAS] if field == "faces" else [""]
        for era in eras:
            values = [
                value
                for case in cases
                if era in ("", case.era) and (value := getattr(case, field)) is not None
            ]
            if values:
                told[f"{field} {era}".strip()] = (min(values), max(values))
    return told


def keep(found: Fitted, file: Path) -> None:
    """Write draws into a file, about a megabyte: half precision tells far more than is known."""
    arrays: dict[str, Any] = {
        "record": np.array(found.record_hash), "visits": np.array(found.visits),
        "seen": np.array([*found.seen]), "bounds": np.array([*found.seen.values()]),
    }  # fmt: skip
    for name, drawn in found.parts.items():
        arrays |= {
            f"{name}.names": np.array(drawn.layout.names),
            f"{name}.months": np.array(drawn.layout.months, np.int64),
            f"{name}.terms": drawn.terms.astype(np.float16),
            f"{name}.scales": drawn.scales.astype(np.float16),
            f"{name}.k": np.array(round(drawn.k, 3)),
        }
    write_arrays(file, arrays, packed=True)


@cache
def shipped() -> Fitted:
    """The draws that ship with the record."""
    return load(files("sim.record").joinpath(KEPT).read_bytes())


def load(written: bytes) -> Fitted:
    """Draws from a file's bytes."""
    with np.load(BytesIO(written), allow_pickle=False) as arrays:
        parts = {part.name: _drawn(arrays, part.name) for part in PARTS}
        bounds = {
            str(name): (float(low), float(high))
            for name, (low, high) in zip(arrays["seen"], arrays["bounds"], strict=True)
        }
        visits = tuple(str(one) for one in arrays["visits"])
        return Fitted(parts, str(arrays["record"]), bounds, visits)


def _drawn(arrays: Any, name: str) -> Drawn:
    order = Layout(
        tuple(str(one) for one in arrays[f"{name}.names"]),
        tuple(int(one) for one in arrays[f"{name}.months"]),
    )
    terms, scales = (arrays[f"{name}.{what}"].astype(float) for what in ("terms", "scales"))
    return Drawn(order, terms, scales, float(arrays[f"{name}.k"]))


def fit_record(seed: int = SEED, draws: int = DRAWS) -> Fitted:
    """The same made anew from all rows of the record."""
    return fit(record(), seed, draws)
