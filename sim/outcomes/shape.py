"""What outcomes.json must say: what was played, and every measure in the form that its line has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, create_model

from sim.outcomes.books import BOOKS
from sim.outcomes.measures import MEASURES, Measure
from sim.shapes import Head, NonNegative, Number, Strict, checked

Busy = dict[str, NonNegative | None]


class ToldRate(Strict):
    """A rate with its interval, and what it divides."""

    value: NonNegative | None
    low: NonNegative | None
    high: NonNegative | None
    numerator: Number
    denominator: Number
    divides: str


class ToldTimes(Strict):
    """How long something took."""

    median: NonNegative
    p95: NonNegative
    count: Number


class ToldHead(Head):
    """What was played, by which threshold."""

    threshold: float
    warnings: list[str]


def _model(name: str, base: type[Strict], fields: Mapping[str, Any]) -> type[Strict]:
    told: dict[str, Any] = {field: (kind, ...) for field, kind in fields.items()}
    return create_model(name, __base__=base, **told)


FORMS: dict[str, Any] = {
    "count": Number,
    "rate": ToldRate,
    "one_in": Annotated[float, Field(gt=0)] | None,
    "table": dict[str, Any],
}
TABLES: dict[str, Any] = {
    "books": _model("Books", Strict, dict.fromkeys(BOOKS, Number)),
    "times_s": dict[str, ToldTimes | None],
    "utilisation": Busy,
}
"""Of measures that are tables of their own."""


def check_outcomes(told: Mapping[str, Any], file: Path) -> None:
    """DamagedError for the first field that is not as its measure has it."""
    checked(_shape(), told, file)


@cache
def _shape() -> type[Strict]:
    return _model("ToldOutcomes", ToldHead, {one.key: _form(one) for one in MEASURES})


def _form(measure: Measure) -> Any:
    return TABLES.get(measure.key, FORMS.get(measure.form, Any))
