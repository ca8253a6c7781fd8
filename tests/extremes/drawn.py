"""Scenarios drawn from the whole schema, whatever its fields are: usual ones, extremes, and beyond.

A field that is added to the schema is drawn, too: strategies come from the types and bounds of the
model itself.
"""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from scenarios.schema import Scenario
from tests.places.halls import worlds

Path = tuple[str | int, ...]
HOSTILE = [0, -1, 1, 5e-7, 1e-308, 5e-324, 1e6, 1e7, 1e10, 1e12, 1e308, -1e308, 2**31, 2**63]
"""Numbers at which something once gave way."""
WORDS = ["", "~nobody", "/", "west", "coin", "2024-02-30", "x" * 300, "nul\0", "é"]
NEAR = 1e-6
CHANGES = 5
WINDOW = {"start_s": 40.0, "duration_s": 2.0, "watchlist": 4}
"""Of the hall that fields are changed of."""


def leaves(model: type[BaseModel], at: Path = ()) -> Iterator[tuple[Path, st.SearchStrategy[Any]]]:
    """Every field that holds no further fields, with what is drawn for it; of several, the first's.

    Parts that hold fields are drawn whole now and then, too.
    """
    for name, field in model.model_fields.items():
        here = (*at, name)
        inner = part_of(field.annotation)
        if inner is not None:
            first = {tuple: (0,), dict: ("west",)}.get(get_origin(field.annotation), ())
            yield from leaves(inner, (*here, *first))
        else:
            yield here, values(field.annotation, field.metadata)


def part_of(kind: Any) -> type[BaseModel] | None:
    """The model in a type: itself, or that of several or of none."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    found = (part_of(inner) for inner in get_args(kind))
    return next((one for one in found if one is not None), None)


def values(kind: Any, about: list[Any]) -> st.SearchStrategy[Any]:
    """What is drawn for a type with pydantic's notes about it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return values(inner[0], [*about, *(m for one in inner[1:] for m in notes(one))])
    if origin in (Union, types.UnionType):
        return st.one_of([values(one, about) for one in inner])
    if origin is Literal:
        return st.sampled_from([*inner, "nothing"])
    if origin is tuple:
        return several(inner)
    if hasattr(kind, "_fields"):
        return several(tuple(get_type_hints(kind, include_extras=True).values()))
    if origin is dict:
        return st.dictionaries(st.sampled_from(["margin", "x"]), values(inner[1], []), max_size=2)
    plain = {
        type(None): st.none(),
        bool: st.booleans(),
        str: st.sampled_from(WORDS),
        int: numbers(about).map(int),
        float: numbers(about),
    }
    return plain[kind]


def notes(one: Any) -> list[Any]:
    """What a Field says, or anything else that stands in Annotated."""
    return list(getattr(one, "metadata", [one]))


def several(inner: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Lists of a type, short or long, or a value of each of some types."""
    if inner[-1] is not Ellipsis:
        return st.tuples(*(values(one, []) for one in inner)).map(list)
    one = values(inner[0], [])
    return st.lists(one, max_size=4) | st.builds(lambda x, n: [x] * n, one, st.integers(1, 400))


def numbers(about: list[Any]) -> st.SearchStrategy[float]:
    """Inside of the bounds by size, on them, just beyond them, and far from them."""
    low = next((b for m in about for b in (bound(m, "ge"), bound(m, "gt")) if b is not None), None)
    high = next((b for m in about for b in (bound(m, "le"), bound(m, "lt")) if b is not None), None)
    edges = [edge + sign * NEAR * max(abs(edge), 1) for edge in (low, high) if edge is not None
             for sign in (-1, 0, 1)]  # fmt: skip
    inside = st.floats(0 if low is None else low, 1e6 if high is None else high)
    sized = st.floats(-6, 6).map(lambda power: min(max(10.0**power, low or 0), high or 1e6))
    return inside | sized | sized | st.sampled_from(edges or [0.0]) | st.sampled_from(HOSTILE)


def bound(note: Any, name: str) -> float | None:
    """A note's bound of that name."""
    found = getattr(note, name, None)
    return None if found is None else float(found)


FIELDS = list(leaves(Scenario))


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    """A hall by chance, and what its scenario says after some fields were changed."""
    world = draw(worlds)
    raw = world.scenario() | {"window": dict(WINDOW)}
    for _ in range(draw(st.integers(0, CHANGES))):
        path, strategy = draw(st.sampled_from(FIELDS))
        put(raw, path, draw(strategy))
    return world, raw


def put(raw: Any, path: Path, value: Any) -> None:
    """Set a value in a tree, made on the way where it is missing."""
    first, *rest = path
    if not rest:
        raw[first] = value
        return
    if isinstance(raw, dict) and not isinstance(raw.get(first), dict | list):
        raw[first] = [{}] if isinstance(rest[0], int) else {}
    if isinstance(raw, list) and not raw:
        raw.append({})
    put(raw[first], tuple(rest), value)
