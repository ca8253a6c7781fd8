"""What outcomes.json must say: what was played, and every measure in the form that its line has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, create_model, model_validator

from sim.outcomes.books import BOOKS
from sim.outcomes.measures import MEASURES, Measure
from sim.shapes import Head, NonNegative, Number, Strict, checked

TIMES = ("alert_to_judgement", "alert_to_stop", "stop_to_disposal")
ROLES = ("operators", "officers")
"""Of which the outcomes tell how long it took, and how busy they were."""


class ToldRate(Strict):
    """A rate with its interval, and what it divides."""

    value: NonNegative | None
    low: NonNegative | None
    high: NonNegative | None
    numerator: Number
    denominator: Number
    divides: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Nothing to divide by has no value, and a value lies in its interval."""
        told = [one for one in (self.low, self.value, self.high) if one is not None]
        if len(told) not in (0, 3) or told != sorted(told):
            raise ValueError("low, value and high in that order, or none of them")
        return self


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
    "times_s": _model("AllTimes", Strict, dict.fromkeys(TIMES, ToldTimes | None)),
    "utilisation": _model("Busy", Strict, dict.fromkeys(ROLES, NonNegative | None)),
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
