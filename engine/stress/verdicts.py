"""Whether the figures of a stress run are what is wanted: one verdict for each."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from engine.stress.parts.capacity import WANTED_ERROR
from engine.stress.parts.search import WANTED_OVER_BETTER
from engine.stress.parts.throughput import WANTED_EFFICIENCY, WANTED_VS_INSIGHTFACE

WANTED_APART = 1
"""Streams by which searches of the part `density` may differ."""
FEWEST_ROUNDS = 5
"""By fewer nothing is judged: the range of four holds the true median with less than 90 %."""


class Verdict(StrEnum):
    """What a figure comes to."""

    holds = "holds"
    fails = "does not hold"
    unknown = "not measured"
    short = "too short to judge"


class Direction(StrEnum):
    """On which side of its bound a figure is wanted."""

    least = "at least"
    most = "at most"


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure of a part beside its bound. The verdict is that of `measured`, the median where
    it was measured several times; `decided` says whether the whole range from `low` to `high` is on
    the same side. `rounds` is how often it was measured where one side may be luck. Nothing
    measured, or too little: `why` says so.
    """

    part: str
    figure: str
    direction: Direction
    wanted: float
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""
    rounds: int | None = None

    @property
    def verdict(self) -> Verdict:
        """By the measured value itself, if there were rounds enough."""
        if self.measured is None:
            return Verdict.unknown
        if self.rounds is not None and self.rounds < FEWEST_ROUNDS:
            return Verdict.short
        return Verdict.holds if self._meets(self.measured) else Verdict.fails

    @property
    def decided(self) -> bool | None:
        """None: it was not measured, or too seldom."""
        if self.low is None or self.high is None or self.verdict is Verdict.short:
            return None
        return self._meets(self.low) == self._meets(self.high)

    def as_json(self) -> dict[str, Any]:
        """The fields, the verdict, and whether it is decided, by name."""
        return asdict(self) | {"verdict": self.verdict, "decided": self.decided}

    def _meets(self, value: float) -> bool:
        return value >= self.wanted if self.direction is Direction.least else value <= self.wanted


def judge(parts: Mapping[str, Any], rounds: int) -> list[Judged]:
    """Every figure that something is wanted of, from the JSON of the parts that were run, in which
    everything was measured so many times.
    """
    few = f"{rounds} rounds, wanted {FEWEST_ROUNDS}" if rounds < FEWEST_ROUNDS else ""
    return [
        replace(one, rounds=rounds, why=one.why or few) if one.part in ROUNDS else one
        for name, judged in JUDGES.items()
        if name in parts
        for one in judged(parts[name])
    ]


def _throughput(found: Mapping[str, Any]) -> Iterator[Judged]:
    bounds = {"efficiency": WANTED_EFFICIENCY, "vs_insightface": WANTED_VS_INSIGHTFACE}
    for name, wanted in bounds.items():
        yield Judged("throughput", name, Direction.least, wanted, **_spread(found[name]))


def _search(found: Mapping[str, Any]) -> Iterator[Judged]:
    for one in found["sizes"]:
        name, measured = f"over_better at {one['watchlist']:,}", _spread(one["over_better"])
        yield Judged("search", name, Direction.most, WANTED_OVER_BETTER, **measured)


def _capacity(found: Mapping[str, Any]) -> Iterator[Judged]:
    held = any(check["held_out"] for check in found["checks"])
    why, error = ("", found["largest_error"]) if held else ("no cell was held out", None)
    yield Judged("capacity", "largest_error", Direction.most, WANTED_ERROR, error, why=why)


def _density(found: Mapping[str, Any]) -> Iterator[Judged]:
    streams = found["repeats"]
    apart = float(max(streams) - min(streams)) if len(streams) > 1 else None
    why = "it was searched once: ask for more with --set repeats=3" if apart is None else ""
    yield Judged("density", "streams apart", Direction.most, WANTED_APART, apart, why=why)


JUDGES = {
    "throughput": _throughput,
    "search": _search,
    "capacity": _capacity,
    "density": _density,
}
ROUNDS = ("throughput", "search", "capacity")
"""The parts whose figures are told by rounds."""


def _spread(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"measured": found["median"], "low": found["low"], "high": found["high"]}
