"""What run.json and a run's tables must hold: whoever reads a field or a column finds it as it is
named here.

Fields and columns beside these are let pass: a later version may tell more, and nobody reads them.
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from engine.misfit import SHORT, got, wanted, where
from scenarios.fields.parts import TimeOfDay
from sim.errors import DamagedError
from sim.log import schema

DIGEST = "digest"
"""The field of run.json with the hash of all others; no other file tells that of run.json."""

NonNegative = Annotated[float, Field(ge=0)]
Time = Annotated[float, Field(ge=0, le=7 * 86_400)]
Span = Annotated[float, Field(gt=0, le=7 * 86_400)]
"""Seconds; no scenario is longer than a week."""
Number = Annotated[int, Field(ge=0)]
M = TypeVar("M", bound=BaseModel)


def _moment(told: str) -> str:
    try:
        datetime.fromisoformat(told)
    except ValueError as err:
        raise ValueError("a date and time as 2026-01-31T09:30") from err
    return told


Moment = Annotated[str, AfterValidator(_moment)]
"""A date and time as ISO 8601 writes it."""


class Strict(BaseModel):
    """Base of what is read: a number is no string, and NaN no number."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", allow_inf_nan=False)


class Stretch(Strict):
    """What part of a scenario was played."""

    start_s: Time
    duration_s: Span


class Reading(Strict):
    """How a run's rates may be read."""

    label: str
    statement: str


class Head(Strict):
    """What was played, as run.json and outcomes.json both tell it."""

    scenario: str
    title: str
    fidelity: Literal["scores", "pixels"]
    seed: Number
    replication: Number
    preset: str
    preset_origin: str
    window: Stretch | None
    reading: Reading | None = None


class KeptStage(Strict):
    """A stage that is done: its key, where it came from, and the SHA-256 of its files."""

    key: str
    source: str
    files: dict[str, str]


class Playing(Strict):
    """The process that plays a run."""

    pid: Number
    began: str
    host: str


class Ended(Strict):
    """An earlier try that ended before its time: how, when it was taken up again."""

    state: str
    at: Moment


class Record(Head):
    """run.json."""

    state: Literal["complete", "running", "interrupted", "failed"]
    starts_at: TimeOfDay
    duration_s: Span
    started_at: Moment
    versions: dict[str, str]
    overrides: dict[str, str] = {}
    unfelt: list[str] = []
    stages: dict[str, KeptStage] = {}
    hashes: dict[str, str] = {}
    sizes: dict[str, Number] = {}
    threshold: float | None = None
    wall_s: NonNegative = 0.0
    process: Playing | None = None
    resumed: list[Ended] = []


WHOLE, REAL, WORD, YES = "whole numbers", "finite numbers", "words", "yes or no"
IS: dict[str, Callable[[pa.DataType], bool]] = {
    WHOLE: pa.types.is_integer,
    REAL: pa.types.is_floating,
    WORD: pa.types.is_string,
    YES: pa.types.is_boolean,
}
FACE = {
    "person": WHOLE, "time_s": REAL, "interocular_px": REAL, "frontal_px": REAL, "yaw_deg": REAL,
    "pitch_deg": REAL, "visible_share": REAL, "distance_m": REAL, "in_zone": YES,
}  # fmt: skip
"""What is told of a face that a camera has in its picture."""
BOX_PX = ("x1_px", "y1_px", "x2_px", "y2_px")
COLUMNS: dict[str, dict[str, str]] = {
    "people.parquet": {
        "person": WHOLE, "arrival_s": REAL, "exit_s": REAL, "group": WHOLE, "subject": WHOLE,
        "identity": WHOLE, "height_m": REAL, "speed_mps": REAL, "entrance": WHOLE, "exit": WHOLE,
        "manner": WORD, "child": YES, "given_up": YES, "sex": WORD, "age": REAL, "ancestry": WORD,
        "tone": WHOLE, "staff": YES, "avoided": WHOLE,
    },
    "crowd.parquet": dict.fromkeys(
        ("person", "tick", "x_cm", "y_cm", "level", "heading_deg"), WHOLE
    ),
    "sightings.parquet": FACE | {"camera": WORD, "pass_id": WHOLE},
    "truth.parquet": FACE | {"frame": WHOLE} | dict.fromkeys(BOX_PX, REAL),
}  # fmt: skip
"""Of tables without empty places, by the end of their names."""
COUNTED = frozenset({"person", "tick", "frame"})
"""Columns that count from 0."""
UNKNOWN = frozenset({"exit_s"})
"""Times that never come are infinite; whoever came and went before a window has none (NaN)."""


def checked(shape: type[M], told: Mapping[str, Any], file: Path) -> M:
    """What a file tells, in that shape; DamagedError for the first field that does not fit."""
    try:
        return shape.model_validate(dict(told))
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        raise DamagedError(file, where(first), got(first), wanted(first)) from err


def digest(told: Mapping[str, Any]) -> str:
    """The hash of all that run.json tells but for itself.

    >>> digest({"seed": 1, "state": "failed"}) == digest({"state": "failed", "seed": 1, DIGEST: ""})
    True
    """
    rest = {name: value for name, value in told.items() if name != DIGEST}
    return sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def check_digest(told: Mapping[str, Any], file: Path) -> None:
    """DamagedError for a run.json that was changed since it was written; one that tells no hash, as
    older ones, is taken at its word.
    """
    if DIGEST not in told:
        return
    try:
        found = digest(told)
    except (RecursionError, ValueError):  # ValueError: half of a letter
        found = "none"
    if found != told[DIGEST]:
        got = f"{SHORT.repr(told[DIGEST])} for what comes to {found[:12]}…"
        raise DamagedError(file, DIGEST, got, "the hash of everything else in it")


def check_types(found: pa.Schema, file: Path, columns: Collection[str] | None = None) -> None:
    """DamagedError for a run's table of which one of the columns, or of those of them that are
    asked for, is not there or of another type than it is kept in.
    """
    if file.name == "events.parquet":
        for field in schema():
            if _type_of(found, field.name) != str(field.type):
                raise DamagedError(file, field.name, _type_of(found, field.name), str(field.type))
    for name, kind in _kept(file, columns):
        if name not in found.names or not IS[kind](_plain(found.field(name).type)):
            raise DamagedError(file, name, _type_of(found, name), kind)


def check_values(table: pa.Table, file: Path) -> None:
    """DamagedError for a column of a run's table with empty places, with NaN, or with numbers below
    0 where it counts.
    """
    for name, kind in _kept(file, table.column_names):
        column = table[name]
        if column.null_count:
            raise DamagedError(file, name, "empty places", kind)
        if kind == REAL and name not in UNKNOWN and not _all_finite(column):
            raise DamagedError(file, name, "what is no finite number", kind)
        if name in COUNTED and len(column) and pc.min(column).as_py() < 0:
            raise DamagedError(file, name, str(pc.min(column)), "numbers from 0 on")


def _kept(file: Path, columns: Collection[str] | None) -> list[tuple[str, str]]:
    """The columns of a table with what each holds."""
    kept = next((told for end, told in COLUMNS.items() if file.name.endswith(end)), {})
    return [(name, kind) for name, kind in kept.items() if columns is None or name in columns]


def _all_finite(column: pa.ChunkedArray) -> bool:
    return bool(pc.all(pc.is_finite(column), min_count=0).as_py())


def _type_of(found: pa.Schema, name: str) -> str:
    return str(found.field(name).type) if name in found.names else "none"


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
