"""A session's review, made once as it ends or is first looked at, and kept in its folder."""

import json
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dashboards.app.train.hall import HALL, REFUSED
from dashboards.reports.training.moments import moments_told
from engine.disk.files import UnreadError, from_json, text, write_text
from engine.disk.parquet import read_table
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import LARGEST_BYTES
from sim.training.events import INSTRUCTOR
from sim.training.links import links_of
from sim.training.pictures.shots import pictured, shots_of
from sim.training.review.session import Played, played, played_of, reviewed, table_of
from sim.training.review.verdicts import Verdicts
from sim.training.session import EVENTS

PLACE = "review"
"""The folder in that of a session."""
MAP = f"{PLACE}/map"
"""The folder of what the map shows."""
FORMAT = 1
"""Of what lies there; what is of another is made anew."""
TOLD, MOMENTS, TABLE = "told.json", "moments.json", "verdicts.parquet"
Told = dict[str, Any]
_MAKING: dict[Path, threading.Lock] = defaultdict(threading.Lock)
"""By the session's folder: two who look at once do not make it twice."""


@dataclass(frozen=True)
class Made:
    """What the review says (`told`, as `Review` has it), the `moments` of the session in words, the
    `table` of verdicts, and the names of `pictures` by the number of their alert.
    """

    told: Told
    moments: list[Told]
    table: Verdicts
    pictures: dict[int, str]


def made(folder: Path) -> Made:
    """The review of a session that is over: kept, or else made from the session as it is open here,
    or played again. SimError for one of another version whose review was not kept.
    """
    folder = folder.resolve()
    with _MAKING[folder]:
        return _kept(folder) or _make(folder)


def keep_review(folder: Path) -> None:
    """Make the review of a session as it ends, so that later versions of the code show it, too."""
    with suppress(*REFUSED):  # whoever looks at it is told the same
        made(folder)


def _kept(folder: Path) -> Made | None:
    """What was made before; None where that was not finished."""
    try:
        found = from_json(text(folder / PLACE / TOLD, LARGEST_BYTES))
        if found["format"] != FORMAT:
            return None
        moments = from_json(text(folder / PLACE / MOMENTS, LARGEST_BYTES))
        table = verdicts_of(folder / PLACE / TABLE)
        pictures = {int(alert): str(name) for alert, name in found["pictures"].items()}
        return Made(found["told"], moments, table, pictures)
    except (UnreadError, KeyError, TypeError, AttributeError, ValueError):
        return None


def _make(folder: Path) -> Made:
    opened = HALL.open_already(folder.name) if folder.parent == HALL.place().resolve() else None
    session = played(folder) if opened is None else played_of(opened)
    table = table_of(session)
    began = session.began
    about = {"session": folder.name, "scenario": began.scenario, "title": began.title}
    told = about | {"exercise": began.exercise, **reviewed(session).to_json()}
    found = Made(told, moments_told(session, table), table, _pictures(session, folder))
    if not (folder / EVENTS).exists():  # whoever ended it was killed a moment later
        RunFolder(folder).table(EVENTS, Log(session.log).to_table())
    _keep(folder, found)
    return found


def _pictures(session: Played, folder: Path) -> dict[int, str]:
    """What the pictures of each alert are called, where its preset has people to be pictured."""
    if not pictured(session.ground.setting.preset):
        return {}
    secret = links_of(folder)[INSTRUCTOR]
    shots = shots_of(session.ground, session.live)
    return {number: shots[number].name(secret) for number in session.alerts if number in shots}


def _keep(folder: Path, found: Made) -> None:
    (folder / PLACE).mkdir(exist_ok=True)
    RunFolder(folder / PLACE).table(TABLE, table_told(found.table))
    write_text(folder / PLACE / MOMENTS, json.dumps(found.moments, allow_nan=False))
    pictures = {str(alert): name for alert, name in found.pictures.items()}
    whole = {
        "format": FORMAT,
        "told": found.told,
        "pictures": pictures,
    }
    write_text(folder / PLACE / TOLD, json.dumps(whole, allow_nan=False) + "\n")


def table_told(table: Verdicts) -> pa.Table:
    """The verdicts as a table, one row an alert; what is not known is null."""
    columns = {name: getattr(table, name) for name in Verdicts.__dataclass_fields__}
    return pa.table(
        {name: pa.array(values.tolist() if values.dtype.kind == "U" else values, from_pandas=True)
         for name, values in columns.items()}
    )  # fmt: skip


def verdicts_of(file: Path) -> Verdicts:
    """What `table_told` told; UnreadError for what it is not."""
    table = read_table(file)
    columns: dict[str, Any] = {}
    for name, kind in KINDS.items():
        if name not in table.column_names:
            raise UnreadError(f"a table without {name}")
        values = table[name].to_pylist()
        columns[name] = np.array([np.nan if one is None else one for one in values], kind)
    return Verdicts(**columns)


KINDS: dict[str, type] = {
    "alert": np.int64,
    "mated": np.bool_,
    "verdict": np.str_,
    "confidence": np.float64,
    "reaction_s": np.float64,
    "clock_s": np.float64,
    "reason": np.str_,
    "score": np.float64,
    "barred": np.bool_,
    "person": np.int64,
}
"""The columns of the table, and what they hold."""
