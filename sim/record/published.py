"""The published record: what police forces said of each deployment, row by row, with who says so.

An empty field was not published, and stays empty.
"""

import re
from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from sim.errors import SimError

FILE = "published.csv"
WHOLE = re.compile(r"\d+")
OTHERWISE = re.compile(r"other disposal (\d+), no action (\d+)")
REPEATED = "repeats"
"""So a row says that its two other outcomes are one and the same column, so neither is known."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A row: one deployment, or several told together (`kind` is `aggregate`).

    Dates as published: a day, a month or a year. `watchlist` is a size where one was told, and
    `watchlist_told` its words. `engagements` are, from 2023 on, confirmed true alerts alone: whom
    officers stopped after a false one is not published by deployment.
    """

    id: str
    force: str
    date_from: str
    date_to: str
    place: str
    setting: str
    hours: float | None
    cameras: str | None
    watchlist: int | None
    watchlist_told: str | None
    faces: int | None
    alerts: int | None
    true_alerts: int | None
    false_alerts: int | None
    engagements: int | None
    arrests: int | None
    other_disposals: int | None
    no_action: int | None
    threshold: float | None
    algorithm: str | None
    kind: str
    confidence: str
    source: str
    evidence: str

    @property
    def day(self) -> date | None:
        """Its one day; None for several days, and where only the month or the year was told.

        >>> row("MPSG-240820-1").day.isoformat()
        '2024-08-20'
        """
        whole = self.date_from == self.date_to and self.date_from.count("-") == 2
        return date.fromisoformat(self.date_from) if whole else None


@cache
def record() -> tuple[Deployment, ...]:
    """Every row, in the file's order: aggregates first, then deployments by day."""
    return tuple(_row(line) for line in DictReader(_text().decode().splitlines()))


@cache
def row(name: str) -> Deployment:
    """The row of that id; SimError for an id that none has."""
    for one in record():
        if one.id == name:
            return one
    raise SimError(f"row: got {name!r}, wanted the id of a row, such as {record()[-1].id}")


@cache
def record_hash() -> str:
    """SHA-256 of the file: whatever rests on the record says on which."""
    return sha256(_text()).hexdigest()


def _text() -> bytes:
    return files("sim.record").joinpath(FILE).read_bytes()


def _row(told: Mapping[str, str]) -> Deployment:
    other, nothing = _otherwise(told["evidence"])
    read: dict[str, Any] = {key: told[key] for key in PLAIN}
    read |= {key: told[key] or None for key in ("cameras", "algorithm")}
    read |= {key: float(told[key]) if told[key] else None for key in ("hours", "threshold")}
    read |= {key: int(told[key]) if told[key] else None for key in COUNTS}
    listed = told["watchlist"] or None
    return Deployment(
        **read,
        watchlist=int(listed) if listed and WHOLE.fullmatch(listed) else None,
        watchlist_told=listed,
        other_disposals=other,
        no_action=nothing,
        kind=told["row_kind"],
    )


PLAIN = (
    "id", "force", "date_from", "date_to", "place", "setting", "confidence", "source", "evidence",
)  # fmt: skip
COUNTS = ("faces", "alerts", "true_alerts", "false_alerts", "engagements", "arrests")
"""Columns of whole numbers."""


def _otherwise(evidence: str) -> tuple[int | None, int | None]:
    """Other disposals and no action, where a row's words tell them apart."""
    found = OTHERWISE.search(evidence)
    if found is None or REPEATED in evidence:
        return None, None
    return int(found[1]), int(found[2])
