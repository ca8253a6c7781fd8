"""Whatever does not fit one of our schemas is told in our words, and never in pydantic's."""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from engine.matching import vault
from engine.misfit import WANTED, got, wanted, where
from engine.packs.manifest import Manifest
from engine.stress.terms import Terms
from engine.why.shapes import SaidAlert, Summary
from scenarios.importers.drawing.layers import Layers
from scenarios.schema import Scenario
from sim.outcomes import shape
from sim.shapes import Record
from sim.world.walkers.calibrated import Calibrated

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "scenarios", "sim", "dashboards")
READ = (Scenario, Layers, Terms, SaidAlert, Summary, Record, shape._shape())
"""Read from Python's values, as YAML, the command line and our own JSON give them."""
IN_JSON = (Manifest, vault._Head, vault._Inside, Calibrated)
"""Read from JSON's text."""
ODD = (
    None, True, "x", "", "A B", "9" * 5000, "\ud800", b"\xff", -1e300, 1e300, 1.5, math.nan,
    math.inf, -1, 0, 1281, 2**70, [], [1], [1, 2], [1, 2, 3], [[]] * 2017, {}, {3: 1}, {"": "x"},
    "2026-01-31T09:30", "2026-13-40",
)  # fmt: skip
STOCK = re.compile(
    r"Input should|should (be|have|match)|Field required|not permitted|Value error|unable to|"
    r"Invalid|valid|Tuple|dictionary|instance|validation|pydantic|\binput\b|isoformat",
)


def ways(kind: Any) -> Iterator[Callable[[Any], Any]]:
    """How a value comes to stand wherever a type has a place for one."""
    yield lambda value: value
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            for way in ways(field.annotation):
                yield lambda value, name=name, way=way: {name: way(value)}
        yield lambda value: {"surprise": value}
    elif get_origin(kind) is dict:
        for way in ways(get_args(kind)[1]):
            yield lambda value, way=way: {"a": way(value)}
    elif get_origin(kind) in (tuple, list):
        for way in ways(get_args(kind)[0]):
            yield lambda value, way=way: [way(value)]
    else:
        for inner in get_args(kind):
            yield from ways(inner)


def refused(schema: type[BaseModel], value: Any) -> list[Any]:
    """What pydantic has against a value, read as the schema's owner reads it."""
    try:
        if schema in IN_JSON:
            schema.model_validate_json(json.dumps(value) if isinstance(value, dict) else "{")
        elif isinstance(value, dict):
            schema.model_validate(value)
    except ValidationError as err:
        return err.errors(include_url=False)
    except (TypeError, UnicodeEncodeError):  # not JSON; a letter that no file has
        pass
    return []


def problems(schemas: tuple[type[BaseModel], ...]) -> list[Any]:
    return [
        problem
        for schema in schemas
        for way in ways(schema)
        for odd in ODD
        for problem in refused(schema, way(odd))
    ]


@pytest.fixture(scope="module")
def found():
    return problems((*READ, *IN_JSON))


def test_every_kind_of_misfit_that_can_be_has_its_words(found):
    assert {problem["type"] for problem in found} == set(WANTED)


def test_no_message_has_pydantic_s_own_words(found):
    assert len(found) > 10_000
    said = {wanted(problem) for problem in found}
    assert {one for one in said if STOCK.search(one) or not one} == set()
    assert not any("[" in where(one) for one in found if one["type"] == "string_type")
    assert all(len(got(one)) < 200 for one in found)


def test_every_schema_that_reads_a_file_is_among_these():
    defined = re.compile(r"class \w+\(BaseModel\)")
    homes = {
        file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if defined.search(file.read_text())
    }
    bases = {base.__module__ for schema in (*READ, *IN_JSON) for base in schema.__mro__}
    held = {inner.__module__ for schema in READ for inner in parts(schema)}
    assert homes <= bases | held


def parts(kind: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from parts(field.annotation)
    for inner in get_args(kind):
        yield from parts(inner)
