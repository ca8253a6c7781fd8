"""Everybody who came, one row a person: what a rate is about, as people rather than as a number.

It is read off the event log column by column, since a day's log has hundreds of thousands of rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sim.errors import DamagedError
from sim.outcomes.books import ANSWERED, BOOKS, DISPOSED, SEEN
from sim.reader import StoredRun

LOG = "events.parquet"
RANK = {name: number for number, name in enumerate(BOOKS)}
COLUMNS = ["kind", "time_s", "person", "listed", "alert", "true", "disposal", "score"]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Arrays of one length, a row a passer-by in the order of their numbers: `person`, when they
    entered, `subject` (-1: not listed), whether they had a recognition `opportunity`, how far they
    got (`ended`, a row of BOOKS), right and wrong alerts about them, their highest alert's score
    (NaN without one), how often they were stopped, and how long they were held in all, seconds.
    """

    person: NDArray[np.int64]
    entered_s: NDArray[np.float64]
    subject: NDArray[np.int64]
    opportunity: NDArray[np.bool_]
    ended: NDArray[np.int64]
    right: NDArray[np.int64]
    wrong: NDArray[np.int64]
    score: NDArray[np.float64]
    stops: NDArray[np.int64]
    held_s: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.person)

    @property
    def listed(self) -> NDArray[np.bool_]:
        """Who is on the watchlist."""
        return self.subject >= 0


Choice = Callable[[Everybody], NDArray[np.bool_]]
GROUPS: dict[str, tuple[str, Choice]] = {
    "missed": (
        "Listed, with an opportunity, and missed",
        lambda all_: all_.listed & all_.opportunity & (all_.right == 0),
    ),
    "found_in_zone": (
        "Listed, with an opportunity, and alerted as themselves",
        lambda all_: all_.listed & all_.opportunity & (all_.right > 0),
    ),
    "found": ("Listed, and alerted as themselves", lambda all_: all_.listed & (all_.right > 0)),
    "not_found": (
        "Listed, and never alerted as themselves",
        lambda all_: all_.listed & (all_.right == 0),
    ),
    "listed": ("All who are listed", lambda all_: all_.listed),
    "alerted_in_zone": (
        "Not listed, with an opportunity, and alerted",
        lambda all_: ~all_.listed & all_.opportunity & (all_.right + all_.wrong > 0),
    ),
    "alerted_wrongly": (
        "Not listed, and alerted",
        lambda all_: ~all_.listed & (all_.right + all_.wrong > 0),
    ),
    "stopped_wrongly": (
        "Stopped, and not the person looked for",
        lambda all_: all_.ended == RANK["stopped_wrong_person"],
    ),
    "stopped": ("All who were stopped", lambda all_: all_.stops > 0),
}
"""Groups of people that rates are about, each in words and by who is in it."""


def everybody(run: StoredRun) -> Everybody:
    """Who came in a complete run, from its log and its people."""
    events = run.event_table().select(COLUMNS)
    kinds = events["kind"].dictionary_encode().combine_chunks()
    rows = {name: np.flatnonzero(kinds.indices.to_numpy() == number)
            for number, name in enumerate(kinds.dictionary.to_pylist())}  # fmt: skip
    log = _Columns(run.path / LOG, events, rows)
    person = np.unique(log.of("PersonEntered", "person"))
    alerted = {
        case: about
        for kind in ("AlertRaised", "PersonSpotted")
        for case, about in zip(log.of(kind, "alert"), log.of(kind, "person"), strict=True)
    }
    count = _Counted(person)
    true = log.of("AlertRaised", "true").astype(bool)
    about = log.of("AlertRaised", "person")
    return Everybody(
        person=person,
        entered_s=count.first(log.of("PersonEntered", "person"), log.of("PersonEntered", "time_s")),
        subject=_subjects(run, person),
        opportunity=count.of(log.of("OpportunityArose", "person")) > 0,
        ended=_ended(log, count, alerted),
        right=count.of(about[true]),
        wrong=count.of(about[~true]),
        score=count.highest(about, log.of("AlertRaised", "score")),
        stops=count.of(log.of("PersonStopped", "person")),
        held_s=_held_s(log, count, alerted),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """A log's columns, by kind of event; DamagedError for an event without its value."""

    file: Path
    events: pa.Table
    rows: dict[str, NDArray[np.intp]]

    def of(self, kind: str, column: str) -> NDArray[np.generic]:
        """A column of a kind's events; empty where there is none."""
        here = self.events[column].take(pa.array(self.rows.get(kind, np.empty(0, np.intp))))
        if here.null_count:
            raise DamagedError(self.file, column, "none", f"one for each {kind}")
        found: NDArray[np.generic] = here.to_numpy(zero_copy_only=False)
        return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """Folds over events that name people, a number a person; whoever never entered is left out."""

    person: NDArray[np.int64]

    def places(self, people: NDArray[np.generic]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Each one's row, and whether there is one."""
        row = np.minimum(np.searchsorted(self.person, people), max(len(self.person) - 1, 0))
        known = self.person[row] == people if len(self.person) else np.zeros(len(people), bool)
        return row, known

    def of(self, people: NDArray[np.generic]) -> NDArray[np.int64]:
        """How often each is named."""
        row, known = self.places(people)
        return np.bincount(row[known], minlength=len(self.person)).astype(np.int64)

    def highest(
        self, people: NDArray[np.generic], value: NDArray[np.generic]
    ) -> NDArray[np.float64]:
        """The highest value of each; NaN without any."""
        row, known = self.places(people)
        most = np.full(len(self.person), np.nan)
        np.fmax.at(most, row[known], value[known].astype(np.float64))
        return most

    def first(self, people: NDArray[np.generic], value: NDArray[np.generic]) -> NDArray[np.float64]:
        """The lowest value of each; NaN without any."""
        return -self.highest(people, -value.astype(np.float64))


def _held_s(
    log: _Columns, count: _Counted, alerted: dict[np.generic, np.generic]
) -> NDArray[np.float64]:
    """How long each was held, over all their stops."""
    held_s = np.zeros(len(count.person))
    for kind, sign in (("PersonStopped", -1.0), ("PersonDisposed", 1.0)):
        row, known = count.places(_about(log.file, log.of(kind, "alert"), alerted))
        np.add.at(held_s, row[known], sign * log.of(kind, "time_s")[known].astype(np.float64))
    return held_s


def _ended(
    log: _Columns, count: _Counted, alerted: dict[np.generic, np.generic]
) -> NDArray[np.int64]:
    """The furthest book of each, as `books` closes them."""
    furthest = np.zeros(len(count.person), np.int64)
    for kind, book in SEEN.items():
        _reach(furthest, count, log.of(kind.__name__, "person"), RANK[book])
    for kind, book in ANSWERED.items():
        about = _about(log.file, log.of(kind.__name__, "alert"), alerted)
        _reach(furthest, count, about, RANK[book])
    disposed = _about(log.file, log.of("PersonDisposed", "alert"), alerted)
    disposal = log.of("PersonDisposed", "disposal")
    for name, book in DISPOSED.items():
        _reach(furthest, count, disposed[disposal == name], RANK[book])
    return furthest


def _about(
    file: Path, alerts: NDArray[np.generic], alerted: dict[np.generic, np.generic]
) -> NDArray[np.generic]:
    """Whom these alerts are about; DamagedError for one that was never raised."""
    try:
        return np.array([alerted[alert] for alert in alerts], np.int64)
    except KeyError as err:
        raise DamagedError(file, "alert", str(err.args[0]), "one that was raised") from err


def _reach(
    furthest: NDArray[np.int64], count: _Counted, people: NDArray[np.generic], rank: int
) -> None:
    row, known = count.places(people)
    np.maximum.at(furthest, row[known], rank)


def _subjects(run: StoredRun, person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whom each of them is listed as; -1: nobody."""
    people = run.people()
    rows = pc.index_in(pa.array(person), people["person"].combine_chunks().cast(pa.int64()))
    if rows.null_count:
        strange = str(person[rows.is_null().to_numpy(zero_copy_only=False)][0])
        raise DamagedError(run.path / LOG, "person", strange, "one of people.parquet")
    subjects: NDArray[np.int64] = people["subject"].take(rows).to_numpy().astype(np.int64)
    return subjects
