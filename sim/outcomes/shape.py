"""What outcomes.json must say: what was played, and every measure in the form that its line has."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any

from pydantic import create_model

from sim.errors import DamagedError
from sim.outcomes.books import BOOKS
from sim.outcomes.demography import COUNTED
from sim.outcomes.measures import AT_CAMERA, MEASURES, Measure, measures, named
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


class ToldSpotting(Strict):
    """What officers who were briefed found."""

    officers: Number
    faces: Number
    spotted: Number
    listed_spotted: ToldRate
    wrong: ToldRate
    busy: NonNegative | None


class ToldHead(Head):
    """What was played, by which threshold, and the counts that others are made of."""

    briefed: ToldSpotting | None = None
    threshold: float
    warnings: list[str]
    alerts: Number
    false_alerts: Number
    one_in: NonNegative | None


def _model(name: str, base: type[Strict], fields: Mapping[str, Any]) -> type[Strict]:
    told: dict[str, Any] = {field: (kind, ...) for field, kind in fields.items()}
    return create_model(name, __base__=base, **told)


GROUP = _model("ToldGroup", Strict, dict.fromkeys(COUNTED, Number))
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
    "demography": GenericAlias(dict, (str, GenericAlias(dict, (str, GROUP)))),
}
"""Of measures that are tables of their own."""


def check_outcomes(told: Mapping[str, Any], file: Path) -> None:
    """DamagedError for the first field that is not as its measure has it, or that does not fit the
    others.
    """
    checked(_shape(), told, file)
    _check_sums(told, file)
    for at, of in (("", told), *((f"cameras.{name}.", one) for name, one in _cameras(told))):
        for measure in measures("rate"):
            if measure.key in of:
                _check_interval(of[measure.key], file, f"{at}{measure.key}", "value")
    for name, held in told["held_s"].items():
        if None in (held["low"], held["high"]) and held["low"] != held["high"]:
            _check_interval(held, file, f"held_s.{name}", "median")
    _check_groups(told, file)


def _cameras(told: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    cameras: dict[str, Any] = told["cameras"]
    return cameras.items()


def _check_sums(told: Mapping[str, Any], file: Path) -> None:
    """Alerts are true or false, and what is divided by false ones is there where there are any."""
    alerts, true, false, one_in = (
        told[name] for name in ("alerts", "true_alerts", "false_alerts", "one_in")
    )
    if false != alerts - true:
        wanted = f"{alerts - true:,} ({alerts:,} alerts less {true:,} true)"
        raise DamagedError(file, "false_alerts", f"{false:,}", wanted)
    if (one_in is None) != (not false):
        wanted = "a number" if false else "none"
        got = "none" if one_in is None else f"{one_in:g}"
        raise DamagedError(file, "one_in", got, f"{wanted}, at {false:,} false alerts")


def _check_groups(told: Mapping[str, Any], file: Path) -> None:
    """The groups of each label hold everybody."""
    fpir, tpir = told["fpir"], told["tpir"]
    everybody = {
        "passers_by": told["passers_by"],
        "people_in_view": told["people_in_view"],
        "others_opportunities": fpir["denominator"],
        "others_alerted": fpir["numerator"],
        "listed_opportunities": tpir["denominator"],
        "listed_found": tpir["numerator"],
        "stopped_wrongly": told["books"]["stopped_wrong_person"],
    }
    for label, groups in told["demography"].items():
        for name, wanted in everybody.items():
            found = sum(group[name] for group in groups.values())
            if found != wanted:
                raise DamagedError(
                    file, f"demography.{label}", f"{found:,} {name}", f"{wanted:,} in all groups"
                )


def _check_interval(told: Mapping[str, Any], file: Path, field: str, middle: str) -> None:
    """A value lies in its interval, and what has nothing to divide by has neither."""
    ends = [told[name] for name in ("low", middle, "high")]
    if None not in ends and ends == sorted(ends):
        return
    if ends == [None, None, None]:
        return
    low, value, high = ("none" if one is None else f"{one:g}" for one in ends)
    raise DamagedError(file, f"{field}.{middle}", value, f"one between low {low} and high {high}")


@cache
def _shape() -> type[Strict]:
    return _model("ToldOutcomes", ToldHead, {one.key: _form(one) for one in MEASURES})


def _form(measure: Measure) -> Any:
    if measure.key == "cameras":
        camera = _model("ToldCamera", Strict, {key: _form(named(key)) for key in AT_CAMERA})
        return GenericAlias(dict, (str, camera))
    return TABLES.get(measure.key, FORMS.get(measure.form, Any))
