"""What a browser is served of a run: made once from its results, and kept beside them."""

import json
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards.app.map.plan import plan
from dashboards.app.map.scene import STEP_S, answered
from dashboards.app.replay.stretches import last_places, write_stretches
from dashboards.app.replay.wrong import failures_of
from dashboards.app.stories import Story, stories
from dashboards.words import BOOKS, listed_person
from engine.disk.files import UnreadError, from_json, text, write_text
from scenarios.hours import clock_s
from sim.outcomes.books import BOOKS as NAMES
from sim.outcomes.everybody import Everybody, everybody
from sim.reader import LARGEST_BYTES, StoredRun
from sim.stages.answer import EVENTS

PLACE = "replay"
"""The folder in that of a run."""
FORMAT = 2
"""Of these files; those of another are made anew."""
INDEX = "index.json"
"""Written last: with it the rest is whole."""
MOST_ALERTS = 3000
"""So many are told of at once; browsers take long over more."""
_MAKING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the files are, what they were made of, and how many of the run's alerts, the first,
    they tell of.
    """

    folder: Path
    key: str
    alerts: int


def ready(run: StoredRun, start_s: float, end_s: float, place: str = PLACE) -> Ready:
    """The files of a complete run, made now unless they are there, in the folder `place` of it;
    OSError where they cannot be kept, SimError for a run that is damaged.
    """
    with _MAKING:
        folder, key = run.path / place, key_of(run)
        found = _index(folder)
        if found.get("key") != key:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            found = {"key": key, "alerts": _make(run, folder, start_s, end_s)}
            write_text(folder / INDEX, json.dumps(found) + "\n")
        return Ready(folder, key, int(found["alerts"]))


def key_of(run: StoredRun) -> str:
    """What changes when the run was played anew; a session has a log and no record."""
    record = run.path / "run.json"
    file = record if record.exists() else run.path / EVENTS
    return f"{FORMAT}-{file.stat().st_mtime_ns}"


def _index(folder: Path) -> dict[str, Any]:
    """What was made before; nothing where that was not finished."""
    try:
        found = from_json(text(folder / INDEX, LARGEST_BYTES))
    except UnreadError:
        return {}
    return found if isinstance(found, dict) else {}


def _make(run: StoredRun, folder: Path, start_s: float, end_s: float) -> int:
    """Write a scene and the crowd of each level; how many alerts are told of."""
    scenario, place = run.scenario(), run.place()
    walks, told = run.walks(start_s, end_s, STEP_S), stories(run)[:MOST_ALERTS]
    last, people, failures = last_places(walks), _people(run, told), failures_of(run)
    for level in sorted({one.ordinal for one in place.levels}):
        here = walks.on(level)
        scene = {
            "start_s": start_s,
            "end_s": end_s,
            "midnight_s": clock_s(scenario.starts_at),
            "plan": plan(place, level, scenario, scenario.watching),
            "walks": write_stretches(folder / f"walks-{level}.bin", here),
            "people": people,
            "failures": failures,
            **answered(scenario, place, told, last, level, start_s, end_s),
        }
        write_text(folder / f"scene-{level}.json", json.dumps(scene, allow_nan=False))
    return len(told)


def _people(run: StoredRun, told: Sequence[Story]) -> dict[int, dict[str, Any]]:
    """Who is listed, or was alerted: who they are, how it ended, and how far that is in the books'
    order.
    """
    found = everybody(run)
    alerted = {one.raised.person for one in told}
    return {
        int(person): _person(found, row)
        for row, person in enumerate(found.person.tolist())
        if found.subject[row] >= 0 or person in alerted
    }


def _person(found: Everybody, row: int) -> dict[str, Any]:
    subject, furthest = int(found.subject[row]), int(found.ended[row])
    ended, tone = BOOKS[NAMES[furthest]]
    listed = subject >= 0
    who = listed_person(subject) if listed else "not on the watchlist"
    told = {"listed": listed, "who": who, "ended": ended, "tone": tone}
    return told | {"furthest": furthest}
