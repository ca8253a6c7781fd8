"""What outcomes.json must say: what was played, and every measure in the form that its line has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, Self

from pydantic import create_model, model_validator

from sim.outcomes.books import BOOKS
from sim.outcomes.measures import AT_CAMERA, MEASURES, Measure, named
from sim.shapes import Head, NonNegative, Number, Strict, checked

TIMES = ("alert_to_judgement", "alert_to_stop", "stop_to_disposal")
ROLES = ("operators", "officers")
HELD = ("wrong_person", "right_person")
"""Of which the outcomes tell how long it took, how busy they were, and how long they were held."""


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


class ToldHeld(Strict):
    """How long people were held."""

    total: NonNegative
    median: NonNegative | None
    low: NonNegative | None
    high: NonNegative | None
    longest: NonNegative | None
    count: Number

    @model_validator(mode="after")
    def _together(self) -> Self:
        """An interval has two ends."""
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high, or neither")
        return self


class ToldHead(Head):
    """What was played, by which threshold, and the counts that others are made of."""

    threshold: float
    warnings: list[str]
    alerts: Number
    false_alerts: Number
    one_in: NonNegative | None

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        """What is divided by false alerts is there where there are any, all of them alerts."""
        if self.false_alerts > self.alerts or (self.one_in is None) != (not self.false_alerts):
            raise ValueError("alerts, false_alerts and one_in that fit together")
        return self


def _model(name: str, base: type[Strict], fields: Mapping[str, Any]) -> type[Strict]:
    told: dict[str, Any] = {field: (kind, ...) for field, kind in fields.items()}
    return create_model(name, __base__=base, **told)


FORMS: dict[str, Any] = {
    "count": Number,
    "rate": ToldRate,
    "one_in": NonNegative | None,
    "table": dict[str, Any],
}
TABLES: dict[str, Any] = {
    "books": _model("Books", Strict, dict.fromkeys(BOOKS, Number)),
    "times_s": _model("AllTimes", Strict, dict.fromkeys(TIMES, ToldTimes | None)),
    "held_s": _model("AllHeld", Strict, dict.fromkeys(HELD, ToldHeld)),
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
    if measure.key == "cameras":
        camera = _model("ToldCamera", Strict, {key: _form(named(key)) for key in AT_CAMERA})
        return GenericAlias(dict, (str, camera))
    return TABLES.get(measure.key, FORMS.get(measure.form, Any))
