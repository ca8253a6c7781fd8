"""What of a scenario an experiment may begin with: which fields, over which range or values."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from engine.errors import SettingsError
from engine.measure.calibration.presets import load_preset
from scenarios.fields.changes import NUMBER
from scenarios.schema import Scenario
from scenarios.seams import DISPATCH, JUDGE, known
from sim.experiments.designs.ranges import Range

THRESHOLD, POSTS = "engine.threshold", "officers.posts_m"
USUAL = (
    THRESHOLD, "operators.count", POSTS, "officers.dispatch", "officers.notice",
    "officers.speed_mps", "officers.pursuit", "officers.radio_s", "operators.judge",
    "operators.confirm_true", "operators.confirm_false", "operators.judging_s",
    "operators.patience_s", "officers.patience_s", "officers.give_up_s", "officers.engage_s",
    "officers.identity_check_s", "officers.arrest_s", "watchlist.size", "arrivals.listed_share",
    "crowd.talk_share", "crowd.population",
)  # fmt: skip
"""Fields that are varied most, those that later stages feel first."""
FIXED = ("seed", "duration_s", "window.")
"""How a field begins that no design of an experiment changes: one seed is what they have in common,
days of other lengths have other counts, and the window is of films.
"""
AROUND = 0.03
"""Either side of a threshold: beyond it nearly everything or nothing is alerted."""
FROM_NOUGHT = {"_s": 60.0, "_share": 1.0}
"""How far a field is tried that is nought, by the end of its name."""
FEW = 5
"""Whole numbers that are each a value."""
MOST_POSTS = 12
"""Posts of which each number is offered; of more the first so many."""


def range_about(scenario: Scenario, field: str) -> Range:
    """A range of a number about its own value, within what the schema allows: from half of it to
    twice, of a threshold a little to either side.

    Raises SettingsError for a field that is no number.

    >>> from scenarios.loader import load_scenario
    >>> found = range_about(load_scenario("corridor").scenario, "officers.notice")
    >>> found.low, found.high, found.whole
    (0.42, 1.0, False)
    """
    own = own_value(scenario, field)
    if field == THRESHOLD:
        return Range(field, round(own - AROUND, 3), round(own + AROUND, 3), False)
    least, most = _allowed(*_part(scenario, field))
    whole = isinstance(own, int)
    low, high = sorted((own / 2, own * 2))
    if own == 0:
        high = next((far for end, far in FROM_NOUGHT.items() if field.endswith(end)), 2.0)
    low, high = max(low, least), min(high, most)
    if whole:
        low, high = float(-(-low // 1)), float(max(high // 1, low // 1 + 1))
    return Range(field, _short(low), _short(high), whole)


def choices(scenario: Scenario) -> dict[str, dict[str, str]]:
    """Of each field with some values to choose from, those as a change writes them, each with what
    it is called; officers are the first so many of the scenario's posts.

    >>> from scenarios.loader import load_scenario
    >>> choices(load_scenario("corridor").scenario)["officers.posts_m"]
    {'[[16.0, 30.0, 0]]': '1 officer', '[[16.0, 30.0, 0], [60.0, 30.0, 0]]': '2 officers'}
    """
    posts = scenario.officers.posts_m[:MOST_POSTS]
    first = {
        str([list(one) for one in posts[:count]]): "1 officer"
        if count == 1
        else f"{count} officers"
        for count in range(1, len(posts) + 1)
    }
    named = {
        "officers.dispatch": known(DISPATCH),
        "officers.pursuit": ["follow", "predict"],
        "operators.judge": known(JUDGE),
        "crowd.population": ["weidmann", "shopping", "corridor"],
    }
    found = {field: {name: name for name in names} for field, names in named.items()}
    return {POSTS: first, **found} if len(first) > 1 else found


def own_value(scenario: Scenario, field: str) -> float:
    """What a number is now; a threshold that none is set for is the one that the target asks for.

    SettingsError for a field that is no number.
    """
    own = getattr(*_part(scenario, field))
    if field == THRESHOLD and own is None:
        preset = load_preset(scenario.engine.preset)
        return round(preset.threshold(scenario.engine, scenario.watchlist.size), 3)
    if isinstance(own, bool) or not isinstance(own, int | float):
        raise SettingsError(f"vary: got {field}, wanted a field that is a number")
    return own


def values_about(scenario: Scenario, field: str) -> tuple[str, ...]:
    """A few values of a number, its own among them: the ends of the range about it and what lies
    between, or each of a few whole numbers.

    >>> from scenarios.loader import load_scenario
    >>> values_about(load_scenario("corridor").scenario, "officers.speed_mps")
    ('0.95', '1.9', '3.8')
    """
    about, own = range_about(scenario, field), own_value(scenario, field)
    if about.whole and about.high - about.low < FEW:
        return tuple(str(n) for n in range(int(about.low), int(about.high) + 1))
    between = own if about.low < own < about.high else _short((about.low + about.high) / 2)
    return tuple(f"{value:g}" for value in (about.low, between, about.high))


def _part(scenario: Scenario, field: str) -> tuple[BaseModel, str]:
    """The part of a scenario in which a field stands, and its name there."""
    *steps, last = field.split(".")
    part: Any = scenario
    for step in steps:
        if isinstance(part, Mapping):
            part = part[step]
        else:
            part = part[int(step)] if NUMBER.fullmatch(step) else getattr(part, step)
    return part, last


def _allowed(part: BaseModel, name: str) -> tuple[float, float]:
    """From where to where the schema lets a number be."""
    told = _schema(type(part))["properties"][name]
    kinds = [told, *told.get("anyOf", ())]
    least = [float(one["minimum"]) for one in kinds if "minimum" in one]
    most = [float(one["maximum"]) for one in kinds if "maximum" in one]
    return max(least, default=-1e9), min(most, default=1e9)


@cache
def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    return kind.model_json_schema()


def _short(value: float) -> float:
    """To two digits, as somebody would write it.

    >>> _short(0.425), _short(1250.0)
    (0.42, 1200.0)
    """
    return float(f"{value:.2g}")
