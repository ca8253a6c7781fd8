"""A case: what is known of a deployment beforehand, and the terms that it brings to a fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from sim.record.areas import area_of
from sim.record.eras import ERAS, era_on
from sim.record.families import Array
from sim.record.published import Deployment

USUAL_FACES, USUAL_HOURS, USUAL_LIST, USUAL_THRESHOLD = 5_000.0, 5.5, 15_000.0, 0.60
"""Where logarithms and the threshold are 0: priors of levels are about such a deployment."""
TRIALS = ERAS[0].name
FACES, HOURS, LIST, THRESHOLD = "faces", "hours", "list", "threshold"
Amount = TypeVar("Amount", float, Array)
AREA, MONTH = "area ", "month "
"""So the names begin of terms that come in groups."""


@dataclass(frozen=True, slots=True)
class Case:
    """A deployment as it is planned. None: not known, and a term that reads it is left out.

    `month` counts months since the year 0; `faces` may be None only where they are foretold.
    """

    era: str
    month: int | None = None
    faces: float | None = None
    hours: float | None = None
    watchlist: float | None = None
    threshold: float | None = None
    setting: str | None = None
    area: str | None = None


def month_of(year: int, month: int) -> int:
    """Months since the year 0.

    >>> month_of(2024, 1) - month_of(2023, 12)
    1
    """
    return 12 * year + month - 1


def case_of(row: Deployment) -> Case:
    """A grid's row as a case; its day is known."""
    assert row.day is not None
    return Case(
        era_on(row.day).name, month_of(row.day.year, row.day.month), row.faces, row.hours,
        row.watchlist, row.threshold, row.setting, area_of(row.place),
    )  # fmt: skip


def value(case: Case, field: str) -> float | None:
    """A field as fits read it: a logarithm, or how far the threshold is above the usual one."""
    told = {
        FACES: case.faces, HOURS: case.hours, LIST: case.watchlist, THRESHOLD: case.threshold,
    }[field]  # fmt: skip
    if told is None or (field == LIST and case.era == TRIALS):
        return None  # rates of the trials were told without a list's size
    return float(scaled(field, told))


def scaled(field: str, told: Amount) -> Amount:
    """An amount of a field as fits read it.

    >>> float(scaled("faces", 5_000.0))
    0.0
    """
    found: Amount
    if field == THRESHOLD:
        found = told - USUAL_THRESHOLD
    else:
        usual = {FACES: USUAL_FACES, HOURS: USUAL_HOURS, LIST: USUAL_LIST}[field]
        found = np.log(told / usual)
    return found


@dataclass(frozen=True, slots=True)
class Layout:
    """The terms of a fit in their order: levels and slopes, then areas, then months."""

    names: tuple[str, ...]
    months: tuple[int, ...]

    def row(self, terms: Mapping[str, float], case: Case) -> tuple[Array, bool, int]:
        """(terms,) what a case multiplies each by; whether its area is unknown; and by how many
        months it lies beyond the last one.
        """
        told = np.zeros(len(self.names))
        for name, amount in terms.items():
            told[self.names.index(name)] = amount
        area = f"{AREA}{case.area}"
        seen = area in self.names
        if seen:
            told[self.names.index(area)] = 1.0
        if case.month is None or not self.months:
            return told, not seen, 0
        first = len(self.names) - len(self.months)
        told[first : first + sum(one <= case.month for one in self.months)] = 1.0
        return told, not seen, max(case.month - self.months[-1], 0)


def layout(fixed: Iterable[str], cases: Iterable[Case], *, areas: bool, months: bool) -> Layout:
    """The terms of these cases. A month's term is what changed since the one before."""
    every = list(cases)
    named = sorted({f"{AREA}{one.area}" for one in every}) if areas else []
    known = sorted({one.month for one in every if one.month is not None}) if months else []
    walked = range(known[0] + 1, known[-1] + 1) if known else ()
    return Layout((*fixed, *named, *(f"{MONTH}{one}" for one in walked)), tuple(walked))
