"""Fields of a scenario that an experiment varies: chosen, each with its values or its range."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from dashboards.app.start.fields import Field, changeable
from dashboards.visible import plain
from engine.errors import SettingsError
from scenarios.schema import Scenario
from sim.experiments.designs.dials import (
    FIXED,
    THRESHOLD,
    USUAL,
    choices,
    own_value,
    range_about,
    values_about,
)
from sim.experiments.designs.ranges import told_values

MOST_FIELDS = 8
FIRST = ("engine.threshold", "operators.count")
SPREAD_FIRST = ("engine.threshold", "officers.notice")
"""Fields that are there to begin with."""
Varied = dict[str, tuple[str, ...]]


def show(name: str, scenario: Scenario, spread: bool) -> Varied:
    """Fields to choose, and of each its values, or its low and high end if points are `spread`
    over ranges; nothing where one of them is not well written, which is told.
    """
    named = choices(scenario)
    every = _offered(scenario, {} if spread else named)
    key = f"{name}-{'spread' if spread else 'grid'}"
    chosen = st.multiselect(
        "Fields that are varied", list(every),
        [one for one in (SPREAD_FIRST if spread else FIRST) if one in every],
        max_selections=MOST_FIELDS, key=f"fields-{key}",
        help="The fields that are varied most stand first; any number of the scenario can be.",
    )  # fmt: skip
    varied: Varied = {}
    columns = st.columns(2)
    try:
        for number, field in enumerate(chosen):
            told, at = every[field], f"{key}-{field}"
            with columns[number % 2]:
                if spread:
                    varied[field] = _ends(told, scenario, at)
                elif field in named:
                    varied[field] = _some(told, named[field], at)
                else:
                    varied[field] = _values(told, scenario, at)
    except SettingsError as err:
        st.error(plain(str(err)))
        return {}
    return varied


def _offered(scenario: Scenario, named: dict[str, dict[str, str]]) -> dict[str, Field]:
    """Fields by name, the usual ones first: numbers, and those with values to choose from."""
    every = {one.field: one for one in changeable(scenario) if not one.field.startswith(FIXED)}
    order = dict.fromkeys([*USUAL, *every])
    fits = (name for name in order if name in every)
    found = {name: every[name] for name in fits if name in named or _is_number(scenario, name)}
    return {name: _set(one, scenario) for name, one in found.items()}


def _set(told: Field, scenario: Scenario) -> Field:
    """With a threshold that the scenario leaves to its target."""
    if told.field != THRESHOLD:
        return told
    return replace(told, value=f"{own_value(scenario, THRESHOLD):g}")


def _is_number(scenario: Scenario, field: str) -> bool:
    try:
        range_about(scenario, field)
    except SettingsError:
        return False
    return True


def _some(told: Field, named: dict[str, str], at: str) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            _label(told, named), list(named), list(named), format_func=named.__getitem__,
            key=f"some-{at}", help=told.meaning or None,
        )
    )  # fmt: skip


def _values(told: Field, scenario: Scenario, at: str) -> tuple[str, ...]:
    """Values between commas."""
    written = st.text_input(
        _label(told), ", ".join(values_about(scenario, told.field)), key=f"values-{at}",
        help=f"{told.meaning} Values between commas.",
    )  # fmt: skip
    return tuple(told_values([f"{told.field}={written}"])[told.field])


def _ends(told: Field, scenario: Scenario, at: str) -> tuple[str, str]:
    """From where to where, in whole numbers where the field has them."""
    about = range_about(scenario, told.field)
    kind = int if about.whole else float
    ends = []
    for side, column, usual in zip(
        ("from", "to"), st.columns(2), (about.low, about.high), strict=True
    ):
        ends.append(
            column.number_input(
                f"{_label(told)}, {side}", value=kind(usual), step=None if about.whole else 0.01,
                format=None if about.whole else "%g", key=f"{side}-{at}", help=told.meaning or None,
            )
        )  # fmt: skip
    return str(ends[0]), str(ends[1])


def _label(told: Field, named: Mapping[str, str] | None = None) -> str:
    """A field, its unit, and what it is now, if that is no long list."""
    unit = f", {told.unit}" if told.unit else ""
    now = (named or {}).get(told.value, told.value)
    return f"{told.field}{unit}" + ("" if now.startswith("[") else f" (now {now})")
