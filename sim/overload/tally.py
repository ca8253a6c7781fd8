"""Alerts of streams that show films, held against who could be recognised in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from engine.measure.rates.estimates import Estimate, by_person
from engine.pipeline import Alert, Seen
from sim.overload.films import JudgedFilm


class Said(NamedTuple):
    """An alert about `person` (-1: nobody) on one stream."""

    person: int
    subject: int
    age_s: float


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of the cases of a rate, with its 95 % interval clustered by person."""

    hits: int
    rate: Estimate


@dataclass(slots=True)
class Tally:
    """What has been counted so far: people who could be recognised, once a stream that shows them,
    and of each whether they were.
    """

    listed: list[tuple[int, bool]] = field(default_factory=list)
    others: list[tuple[int, bool]] = field(default_factory=list)
    ages_s: list[float] = field(default_factory=list)

    def add(self, film: JudgedFilm, said: Iterable[Said]) -> None:
        """One stream that showed a film to its end.

        A listed person counts as recognised by an alert that names them, any other by any alert.
        """
        alerts = list(said)
        right = {one.person for one in alerts if (one.person, one.subject) in _themselves(film)}
        named = {one.person for one in alerts}
        for one in film.opportunities:
            if one.subject >= 0:
                self.listed.append((one.person, one.person in right))
            else:
                self.others.append((one.person, one.person in named))
        self.ages_s += [one.age_s for one in alerts]

    def tpir(self) -> Share:
        """Listed people alerted as themselves, of those who could be recognised."""
        return _share(self.listed)

    def fpir(self) -> Share:
        """People not listed about whom there was an alert, of those who could be recognised."""
        return _share(self.others)


def said(film: JudgedFilm, seen: Seen, now_s: float) -> list[Said]:
    """The alerts of a frame of a film, each about whoever's face it is."""
    return [
        Said(_person(film, seen, alert), int(alert.subject), now_s - seen.frame.time_s)
        for alert in seen.alerts
    ]


def _person(film: JudgedFilm, seen: Seen, alert: Alert) -> int:
    place = next(k for k, face in enumerate(seen.faces) if face.track == alert.track)
    return film.people[seen.frame.index][place]


def _themselves(film: JudgedFilm) -> set[tuple[int, int]]:
    return {(one.person, one.subject) for one in film.opportunities}


def _share(cases: list[tuple[int, bool]]) -> Share:
    person = np.array([one for one, _ in cases], np.int64)
    hits = np.array([hit for _, hit in cases], np.bool_)
    return Share(int(hits.sum()), by_person(hits, person))
