"""Whether the figures of a stress run are what is wanted: one verdict for each."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from engine.stress.parts.capacity import WANTED_ERROR
from engine.stress.parts.search import WANTED_OVER_BETTER
from engine.stress.parts.throughput import WANTED_EFFICIENCY, WANTED_VS_INSIGHTFACE

WANTED_APART = 1
"""Streams by which searches of the part `density` may differ."""
NOT_RUN = "the part was not run"


class Verdict(StrEnum):
    """What a figure comes to."""

    holds = "holds"
    fails = "does not hold"
    unknown = "not measured"


class Direction(StrEnum):
    """On which side of its bound a figure is wanted."""

    least = "at least"
    most = "at most"


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure of a part beside its bound. The verdict is that of `measured`, the median where
    it was measured several times; `decided` says whether the whole range from `low` to `high` is on
    the same side. Nothing measured: `why` says so.
    """

    part: str
    figure: str
    direction: Direction
    wanted: float
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def verdict(self) -> Verdict:
        """By the measured value itself."""
        if self.measured is None:
            return Verdict.unknown
        return Verdict.holds if self._meets(self.measured) else Verdict.fails

    @property
    def decided(self) -> bool | None:
        """None: it was not measured, or only once."""
        if self.measured is None or self.low is None or self.high is None:
            return None
        return self._meets(self.low) == self._meets(self.high)

    def as_json(self) -> dict[str, Any]:
        """The fields, the verdict, and whether it is decided, by name."""
        return asdict(self) | {"verdict": self.verdict, "decided": self.decided}

    def _meets(self, value: float) -> bool:
        return value >= self.wanted if self.direction is Direction.least else value <= self.wanted


def judge(parts: Mapping[str, Any]) -> list[Judged]:
    """Every figure that something is wanted of, from the JSON of the parts that were run."""
    return [
        *_throughput(parts.get("throughput")),
        *_search(parts.get("search")),
        _capacity(parts.get("capacity")),
        _density(parts.get("density")),
    ]


def _throughput(found: Mapping[str, Any] | None) -> Iterator[Judged]:
    bounds = {"efficiency": WANTED_EFFICIENCY, "vs_insightface": WANTED_VS_INSIGHTFACE}
    for name, wanted in bounds.items():
        measured = _spread(found[name]) if found else {"why": NOT_RUN}
        yield Judged("throughput", name, Direction.least, wanted, **measured)


def _search(found: Mapping[str, Any] | None) -> Iterator[Judged]:
    most = Direction.most
    if not found:
        yield Judged("search", "over_better", most, WANTED_OVER_BETTER, why=NOT_RUN)
        return
    for one in found["sizes"]:
        name, measured = f"over_better at {one['watchlist']:,}", _spread(one["over_better"])
        yield Judged("search", name, most, WANTED_OVER_BETTER, **measured)


def _capacity(found: Mapping[str, Any] | None) -> Judged:
    held = any(check["held_out"] for check in found["checks"]) if found else False
    why = NOT_RUN if not found else "" if held else "no cell was held out"
    error = found["largest_error"] if found and held else None
    return Judged("capacity", "largest_error", Direction.most, WANTED_ERROR, error, why=why)


def _density(found: Mapping[str, Any] | None) -> Judged:
    streams = found["repeats"] if found else []
    apart = float(max(streams) - min(streams)) if len(streams) > 1 else None
    alone = "it was searched once: ask for more with --set repeats=3"
    why = NOT_RUN if not found else alone if apart is None else ""
    return Judged("density", "streams apart", Direction.most, WANTED_APART, apart, why=why)


def _spread(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"measured": found["median"], "low": found["low"], "high": found["high"]}
