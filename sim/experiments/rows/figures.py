"""What is kept of a replication: one row of figures, and one wide row for each of its alerts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import pyarrow as pa

from engine.measure.rates.intervals import Rate
from scenarios.answer.briefed import Briefed
from scenarios.fields.parts import Spot
from scenarios.footfall.demography import AGES, AgeBand
from scenarios.schema import Scenario
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    Event,
    IdentityChecked,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonSpotted,
    PersonStopped,
    SightLost,
    SightRegained,
)
from sim.outcomes.briefed import spotting
from sim.outcomes.durations import Held, Times
from sim.outcomes.facts import Facts
from sim.outcomes.measures import MEASURES
from sim.world.ways import Ways

NOT_FOLDED = frozenset({"cameras"})
"""Measures that are told of a run only: with them a fold takes half as long again."""
INTERVAL = frozenset({"low", "high"})
"""Of one run's figures; replications have their own."""
SPREADS: Mapping[str, type] = {"times_s": Times, "held_s": Held}
WHO = ("design", "replication")
ALERTS = pa.schema(
    [
        *(("design", pa.string()), ("replication", pa.int64()), ("alert", pa.int64())),
        *(("raised_s", pa.float64()), ("camera", pa.string()), ("person", pa.int64())),
        *(("subject", pa.int64()), ("score", pa.float64()), ("right", pa.bool_())),
        *(("ended", pa.string()), ("ended_s", pa.float64()), ("merged_with", pa.int64())),
        *(("operator", pa.int64()), ("judged_s", pa.float64()), ("officer", pa.int64())),
        *(("sent_s", pa.float64()), ("from_x_m", pa.float64()), ("from_y_m", pa.float64())),
        *(("from_level", pa.int64()), ("met_s", pa.float64()), ("met_x_m", pa.float64())),
        *(("met_y_m", pa.float64()), ("met_level", pa.int64()), ("way_m", pa.float64())),
        *(("checked_s", pa.float64()), ("disposal", pa.string()), ("freed_s", pa.float64())),
        *(("sight_lost", pa.int64()), ("sight_regained", pa.int64())),
    ]
)
"""The wide row of an alert, and of a person whom an officer spotted, which has no camera: `ended`
is merged, unread, dismissed, unanswered, lost, disposed, or open; `from_` is the officer's post,
`way_m` how far it is from there to where they met, `sight_` how often officers on the way lost the
person from sight, and had them in sight again."""
SIGHTS: Mapping[type[Event], str] = {SightLost: "sight_lost", SightRegained: "sight_regained"}
UNTOLD = {"ended": "open", **dict.fromkeys(SIGHTS.values(), 0)}
"""What an alert's row says before anything is told."""


def figures(
    events: Sequence[Event],
    duration_s: float,
    briefed: Briefed | None = None,
    ages: tuple[AgeBand, ...] = AGES,
) -> dict[str, float | None]:
    """Every figure of a run that lasted `duration_s`, by a name that SQL takes as it is: measures
    by their keys, of rates what they divide, too, and tables with their rows' names behind theirs;
    where officers were `briefed`, what those found, too; people are told of by bands of `ages`.
    """
    facts = Facts.told(events, duration_s, ages=ages)
    told = {one.key: one.fold(facts) for one in MEASURES if one.key not in NOT_FOLDED}
    if briefed:
        told["briefed"] = spotting(facts, len(briefed.posts_m), briefed.faces)
    return dict(_flat(told))


def figures_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of figures with who they are of, in the order in which they come; null where a figure
    does not exist.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    kinds = {"design": pa.string(), "replication": pa.int64()}
    columns = {
        name: pa.array([row.get(name) for row in rows], kinds.get(name, pa.float64()))
        for name in names
    }
    return pa.table(columns)


def alert_rows(events: Iterable[Event], scenario: Scenario, ways: Ways) -> Iterator[dict[str, Any]]:
    """The wide row of each alert, in the order in which they were raised."""
    found: dict[int, dict[str, Any]] = {}
    for event in events:
        number = getattr(event, "alert", None)
        if number is None:
            continue
        row = found.setdefault(number, {"alert": number, **UNTOLD})
        if isinstance(event, OfficerSent) and row.get("sent_s") == event.time_s:
            continue  # the second of two who go together
        if type(event) in SIGHTS:
            row[SIGHTS[type(event)]] += 1
        row |= _said(event, scenario)
    for row in found.values():
        if "met_s" in row and row.get("from_x_m") is not None:
            row["way_m"] = _way_m(row, ways)
        yield row


def _flat(told: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float | None]]:
    for name, value in told.items():
        here = f"{before}{name}".replace(" ", "_")
        if isinstance(value, Rate):
            yield here, value.value
            yield f"{here}_numerator", float(value.numerator)
            yield f"{here}_denominator", float(value.denominator)
        elif isinstance(value, dict):
            spread = SPREADS.get(name)
            empty = None if spread is None else {one.name: None for one in fields(spread)}
            filled = {row: empty if inner is None else inner for row, inner in value.items()}
            yield from _flat(filled, f"{here}_")
        elif is_dataclass(value):
            yield from _flat(
                {one.name: getattr(value, one.name) for one in fields(value)}, f"{here}_"
            )
        elif name not in INTERVAL:
            yield here, None if value is None else float(value)


def _said(event: Event, scenario: Scenario) -> dict[str, Any]:
    """What an event adds to its alert's row."""
    at_s = event.time_s
    match event:
        case AlertRaised():
            about = {
                name: getattr(event, name) for name in ("camera", "person", "subject", "score")
            }
            return about | {"raised_s": at_s, "right": event.true}
        case PersonSpotted():
            about = {name: getattr(event, name) for name in ("person", "subject", "right")}
            return about | {"raised_s": at_s, "officer": event.officer}
        case AlertMerged():
            return {"ended": "merged", "ended_s": at_s, "merged_with": event.earlier}
        case AlertDismissed() if event.operator < 0:
            return {"ended": "unread", "ended_s": at_s}
        case AlertDismissed():
            judged = {"operator": event.operator, "judged_s": at_s}
            return judged | {"ended": "dismissed", "ended_s": at_s}
        case AlertConfirmed():
            return {"operator": event.operator, "judged_s": at_s}
        case AlertUnanswered():
            return {"ended": "unanswered", "ended_s": at_s}
        case OfficerSent():
            return {"officer": event.officer, "sent_s": at_s} | _post(event.officer, scenario)
        case OfficerDiverted():
            return dict.fromkeys(("officer", "sent_s", "from_x_m", "from_y_m", "from_level"))
        case PersonLost():
            return {"ended": "lost", "ended_s": at_s}
        case PersonStopped():
            met = {"met_x_m": event.x_m, "met_y_m": event.y_m, "met_level": event.level}
            return met | {"met_s": at_s}
        case IdentityChecked():
            return {"checked_s": at_s}
        case PersonDisposed():
            return {"ended": "disposed", "ended_s": at_s, "disposal": event.disposal}
        case OfficerFreed():
            return {"freed_s": at_s}
    return {}


def _post(officer: int, scenario: Scenario) -> dict[str, Any]:
    posts = scenario.officers.posts_m
    if not 0 <= officer < len(posts):
        return {}
    post = posts[officer]
    return {"from_x_m": post.x_m, "from_y_m": post.y_m, "from_level": post.level}


def _way_m(row: Mapping[str, Any], ways: Ways) -> float | None:
    """How far it is on foot from the post to where they met; None: there is no way."""
    start, end = (
        Spot(row[f"{of}_x_m"], row[f"{of}_y_m"], row[f"{of}_level"]) for of in ("from", "met")
    )
    far = float(ways.distances(start, [end])[0])
    return far if isfinite(far) else None
