"""The fields of a scenario that a run may change: what each is now, in which unit, and its meaning,
all of it as the schema has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
import yaml
from pydantic import BaseModel

from engine.counts import counted
from engine.misfit import SHORT
from scenarios.schema import Scenario

UNITS = {
    "_per_h": "an hour", "_mps": "m/s", "_deg": "degrees", "_px": "px", "_kbps": "kbit/s",
    "_lux": "lux", "_db": "dB", "_um": "µm", "_us": "µs", "_min_s": "s", "_s": "s", "_m": "m",
    "_k": "kelvin", "_e": "electrons", "_share": "0 to 1",
}  # fmt: skip
"""By the end of a field's name; the first that fits."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its path as a change names it, its value as a change would write it."""

    field: str
    value: str
    unit: str
    meaning: str


def fields(part: BaseModel, at: str = "") -> Iterator[Field]:
    """Every field of a scenario or of a part of it that stands at a path, in the schema's order.

    >>> from scenarios.loader import load_scenario
    >>> found = {one.field: one for one in fields(load_scenario("corridor").scenario)}
    >>> found["cameras.0.fov_deg"].value, found["cameras.0.fov_deg"].unit
    ('20.0', 'degrees')
    """
    for name, told in type(part).model_fields.items():
        value, here = getattr(part, name), f"{at}{name}"
        if isinstance(value, BaseModel):
            yield from fields(value, f"{here}.")
        elif inner := _parts(value):
            for key, one in inner.items():
                yield from fields(one, f"{here}.{key}.")
        else:
            unit = next((unit for end, unit in UNITS.items() if name.endswith(end)), "")
            meaning = " ".join((told.description or "").split()).replace("None:", "null:")
            yield Field(here, _written(value), unit, meaning)


def changeable(scenario: Scenario) -> Iterator[Field]:
    """Those that something comes of: a day, or counts, say who comes instead of a profile."""
    told = scenario.arrivals.day or scenario.arrivals.counts
    for one in fields(scenario):
        if not (told and one.field == "arrivals.profile"):
            yield one


def found(every: Sequence[Field], words: str) -> list[Field]:
    """Those in whose name or meaning all of the words stand.

    >>> some = [Field("seed", "1", "", ""), Field("officers.speed_mps", "1.9", "m/s", "")]
    >>> [one.field for one in found(some, "Speed off")]
    ['officers.speed_mps']
    """
    asked = words.lower().split()
    return [one for one in every if all(w in f"{one.field} {one.meaning}".lower() for w in asked)]


def show(scenario: Scenario, key: str) -> None:
    """All of them that a change can name, to be searched."""
    every = [*changeable(scenario)]
    with st.expander(f"What can be changed: {counted(len(every), 'field')}"):
        words = st.text_input("Find a field", key=key, placeholder="speed, threshold, camera …")
        some = found(every, words)
        heads = ("field", "value", "unit", "meaning")
        rows = {head: [getattr(one, head) for one in some] for head in heads}
        st.dataframe(
            rows, hide_index=True, height=240, placeholder="",
            alt="Fields of the scenario, one a row",
        )  # fmt: skip
        if not some:
            st.caption("No field has these words in its name or its meaning.")


def _parts(value: Any) -> dict[Any, BaseModel]:
    """The parts that a list or a mapping of them holds, by place or name; none for other values."""
    several = enumerate(value) if isinstance(value, tuple) else ()
    pairs = value.items() if isinstance(value, dict) else several
    return {key: one for key, one in pairs if isinstance(one, BaseModel)}


def _written(value: Any) -> str:
    """A value as YAML in one line, a long one cut."""
    told = yaml.safe_dump(_listed(value), default_flow_style=True, width=10**6, allow_unicode=True)
    return SHORT.repr(told.removesuffix("...\n").strip())[1:-1]


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
