"""What a planned deployment will bring: counts with intervals, and a warning wherever the plan is
unlike anything that was seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.counts import counted
from sim.errors import SimError
from sim.record.areas import area_of
from sim.record.cases import TRIALS, Case, month_of
from sim.record.chain import Counts, luck, play
from sim.record.eras import ERAS, era_on, in_grid, span_of
from sim.record.families import Array
from sim.record.fitting import SEED, Fitted, shipped
from sim.record.parts import SETTINGS
from sim.record.published import record
from sim.record.scores import LEVELS, interval, median

PLAYED = 8_000
TOLD = (
    "alerts", "true_alerts", "false_alerts", "engagements", "wrongful_stops", "arrests",
    "other_disposals",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2016, 2035
HIGH_STREET = "high street/hotspot"
KINDS = (HIGH_STREET, *SETTINGS)
BOUNDS = {"faces": (1, 5_000_000), "watchlist": (1, 50_000_000), "hours": (0.1, 24.0)}
THRESHOLDS = (0.0, 1.0)
RECENT = 6
"""Months whose count of rows stands for each month to come."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A deployment as it is planned; None for what is not known.

    `era`: a year, month or day. `setting`: a kind of place. `place`: its name, which tells more
    where the record has been there.
    """

    era: str
    faces: int | None = None
    watchlist: int | None = None
    threshold: float | None = None
    hours: float | None = None
    setting: str | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        """Raise SimError for a field that could not be meant."""
        for field, (least, most) in BOUNDS.items():
            self._check(field, least, most)
        self._check("threshold", *THRESHOLDS)
        first, _ = span_of(self.era)
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise SimError(f"era: got {self.era!r}, wanted one from {FIRST_YEAR} to {LAST_YEAR}")
        told = {*KINDS, *(row.setting for row in record())}
        if self.setting is not None and self.setting not in told:
            wanted = ", ".join([*KINDS, *sorted(told - {*KINDS})])
            raise SimError(f"setting: got {self.setting!r}, wanted one of {wanted}")

    def _check(self, field: str, least: float, most: float) -> None:
        told = getattr(self, field)
        if told is not None and not least <= told <= most:  # not so for NaN, either
            raise SimError(f"{field}: got {told!r}, wanted a number from {least:,} to {most:,}")


@dataclass(frozen=True, slots=True)
class Foretold:
    """Draws of each count, what was asked, and what to be warned of."""

    asked: Planned
    counts: Counts
    warnings: tuple[str, ...]
    found: Fitted

    def to_json(self) -> dict[str, Any]:
        """Each count's median and intervals; faces too where they were not given."""
        names = TOLD if self.asked.faces is not None else ("faces", *TOLD)
        told: dict[str, Any] = {"asked": asdict(self.asked)}
        told |= {name: summary(self.counts[name]) for name in names}
        last = self.found.last_month
        rests = {
            "record_sha256": self.found.record_hash,
            "rows": len(self.found.visits),
            "last_month": f"{last // 12}-{last % 12 + 1:02d}",
        }
        return told | {"warnings": [*self.warnings], "rests_on": rests}


def summary(draws: Array) -> dict[str, Any]:
    """Median, 50 % and 95 % interval, in whole numbers.

    >>> summary(np.arange(101.0))["interval_50"]
    [25, 75]
    """
    told: dict[str, Any] = {"median": int(median(draws))}
    for level in LEVELS:
        told[f"interval_{100 * level:.0f}"] = [int(end) for end in interval(draws, level)]
    return told


def predict(
    asked: Planned, found: Fitted | None = None, seed: int = SEED, draws: int = PLAYED
) -> Foretold:
    """Foretell a planned deployment. The same plan and seed give the same draws."""
    known = shipped() if found is None else found
    chance = luck(seed, draws)
    cases = candidates(asked, known)
    shares = np.array([share for _, share in cases])
    at = np.searchsorted(np.cumsum(shares) / shares.sum(), chance.of("when"), side="right")
    told: dict[str, Array] = {}
    for number, (case, _) in enumerate(cases):
        chosen = np.flatnonzero(at == number)
        if not len(chosen):
            continue
        which = {name: chosen % len(drawn.terms) for name, drawn in known.parts.items()}
        for name, counts in play(known, case, chance.part(chosen), which).items():
            told.setdefault(name, np.empty(draws))[chosen] = counts
    return Foretold(asked, told, tuple(_warnings(asked, [case for case, _ in cases], known)), known)


def candidates(asked: Planned, found: Fitted) -> list[tuple[Case, float]]:
    """The cases that a plan may mean, with shares: a month in an era each, as often as deployments
    took place in it; a month to come as often as in the last ones.
    """
    first, last = span_of(asked.era)
    rows = [row.day for row in record() if in_grid(row) and row.day is not None]
    end = found.last_month
    recent = sum(end - RECENT < month_of(day.year, day.month) <= end for day in rows) / RECENT
    shares: dict[tuple[str, int | None], float] = {}
    for day in rows:
        if first <= day <= last:
            key = (era_on(day).name, month_of(day.year, day.month))
            shares[key] = shares.get(key, 0.0) + 1.0
    for month in range(month_of(first.year, first.month), month_of(last.year, last.month) + 1):
        if month > end:
            shares[(ERAS[-1].name, month)] = recent
    if not shares:
        era = era_on(first).name
        shares[(era, None if era == TRIALS else month_of(first.year, first.month))] = 1.0
    return [(_case(asked, era, month), share) for (era, month), share in shares.items()]


def _case(asked: Planned, era: str, month: int | None) -> Case:
    area = None if asked.place is None else area_of(asked.place)
    return Case(
        era, month, asked.faces, asked.hours, asked.watchlist, asked.threshold, asked.setting, area
    )


def _warnings(asked: Planned, cases: list[Case], found: Fitted) -> Iterator[str]:
    eras = {case.era for case in cases}
    if TRIALS in eras:
        yield (
            "era: no row from before April 2023 tells faces and alerts of one deployment; this"
            " stands on totals of the trials, on 1 false alert for every 1,000 people, and on"
            " what is believed of the rest. The list's size and the threshold change little there"
        )
    if len(eras) > 1:
        yield (
            f"era: {asked.era} lies in {len(eras)} eras, between which what counted as a face"
            " changed; both are played. Name a month"
        )
    ahead = max((case.month or 0) for case in cases) - found.last_month
    if ahead > 0:
        yield f"era: up to {counted(ahead, 'month')} after the last row; it may have changed since"
    for field, seen in _seen(eras, found).items():
        told = getattr(asked, field)
        if told is not None and not seen[0] <= told <= seen[1]:
            low, high = (f"{end:,g}" for end in seen)
            yield f"{field}: {told:,g} was never seen; rows have {low} to {high}"
    if asked.setting is not None and asked.setting not in KINDS:
        yield f"setting: no counted row is of {asked.setting}; it is taken for {HIGH_STREET}"
    if asked.place is not None and area_of(asked.place) not in found.visits:
        yield f"place: no row is of {asked.place}; it is taken for any place"


def _seen(eras: set[str], found: Fitted) -> Mapping[str, tuple[float, float]]:
    """Least and most of each field; of faces in these eras together."""
    if eras == {TRIALS}:
        return {}
    ends = [found.seen[name] for era in eras if (name := f"faces {era}") in found.seen]
    faces = {"faces": (min(low for low, _ in ends), max(high for _, high in ends))}
    return faces | {field: found.seen[field] for field in ("watchlist", "hours", "threshold")}
