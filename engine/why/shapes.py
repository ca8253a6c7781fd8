"""What a folder of `engine watch` must hold for its tracks to be told: fields by their types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import FeedError
from engine.misfit import got, wanted, where
from engine.settings import EngineSettings
from engine.why.stretches import REASONS

WHOLE, REAL, WORD = "whole numbers", "numbers", "words"
COLUMNS = {
    "frame": WHOLE, "track": WHOLE, "time_s": REAL, "score": REAL, "reason": WORD, "subject": WORD,
} | {limit.measure: REAL for limit in REASONS.values()}  # fmt: skip
FULL = ("frame", "track", "time_s")
"""Columns without empty places."""
IS = {WHOLE: pa.types.is_integer, REAL: pa.types.is_floating, WORD: pa.types.is_string}


class Strict(BaseModel):
    """Base of what is read: a number is no string; what else is told is let pass."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class SaidAlert(Strict):
    """A line of alerts.jsonl."""

    frame: int
    track: int
    time_s: float
    subject: str


class SaidCut(Strict):
    """Which part of a feed was watched."""

    every: Annotated[int, Field(ge=1)]


class SaidScore(Strict):
    """A track's fused evidence."""

    track: int


class Summary(Strict):
    """summary.json."""

    feed: str
    threshold: float
    threshold_from: str | None = None
    cut: SaidCut
    settings: EngineSettings
    track_scores: list[SaidScore] = []


def check_fields(shape: type[Strict], told: Mapping[str, Any], file: Path) -> None:
    """FeedError for the first field of a file that is not of its type."""
    try:
        shape.model_validate(dict(told))
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        said = f"got {got(first)}, wanted {wanted(first)}"
        raise FeedError(f"{file}: {where(first)}: {said}") from err


def check_faces(table: pa.Table, file: Path) -> None:
    """FeedError for the first column that is not there, not of its type or not filled."""
    for name, kind in COLUMNS.items():
        found = table.schema.field(name).type if name in table.column_names else None
        if found is None or not IS[kind](found):
            raise FeedError(f"{file}: {name}: got {found or 'none'}, wanted {kind}")
        if name in FULL and table[name].null_count:
            raise FeedError(f"{file}: {name}: got empty places, wanted {kind}")
    odd = set(table["reason"].unique().to_pylist()) - {None, *REASONS}
    if odd:
        raise FeedError(f"{file}: reason: got {min(odd)!r}, wanted one of {', '.join(REASONS)}")
