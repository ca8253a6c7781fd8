"""What the engine made of the people it saw, joined with the truth afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.cameras.sightings import Sightings
from sim.events import (
    AlertRaised,
    Event,
    FaceDetected,
    OpportunityArose,
    PersonEntered,
    PersonInView,
    PersonLeft,
    ProbeMatched,
    ProbeSearched,
)
from sim.people.identities import ANCESTRIES, SEXES
from sim.world.day import Day

Told = TypeVar("Told", bound=Event)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who was detected, searched and matched, and the alerts, each in the order of time."""

    threshold: float
    detected: list[FaceDetected]
    searched: list[ProbeSearched]
    matched: list[ProbeMatched]
    alerts: list[AlertRaised]


def happenings(day: Day, sightings: Sightings, recognition: Recognition) -> list[Event]:
    """Everything up to the answer but the alerts themselves, in the order of time."""
    people, names = day.people, tuple(camera.id for camera in day.cameras)
    entered = (
        PersonEntered(
            time_s=float(people.arrival_s[p]),
            person=p,
            listed=bool(people.subject[p] >= 0),
            sex=SEXES[people.sex[p]],
            age=float(people.age[p]),
            ancestry=ANCESTRIES[people.ancestry[p]],
            tone=int(people.tone[p]),
        )
        for p in day.passers_by.tolist()
    )
    gone = day.passers_by[np.isfinite(people.exit_s[day.passers_by])]
    left = (PersonLeft(float(people.exit_s[p]), p) for p in gone.tolist())
    in_view = firsts(sightings, np.ones(len(sightings), bool), names, PersonInView)
    opportunities = firsts(sightings, sightings.in_zone, names, OpportunityArose)
    looked = (*recognition.detected, *recognition.searched, *recognition.matched)
    found = (*in_view, *opportunities, *looked)
    return sorted((*entered, *found, *left), key=attrgetter("time_s"))


def face_of(sightings: Sightings, row: int) -> dict[str, float]:
    """Size, pose and covering of a sighting's face, as an alert that rests on it carries them."""
    names = ("interocular_px", "yaw_deg", "pitch_deg", "visible_share")
    return {name: round(float(getattr(sightings, name)[row]), 3) for name in names}


def first_rows(
    person: NDArray[np.int32], camera: NDArray[np.int16], chosen: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Row of each (person, camera)'s first chosen sighting, in the rows' own order."""
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return rows
    cameras, lowest = int(camera.max()) + 1, int(person.min())
    key = (person[rows].astype(np.int64) - lowest) * cameras + camera[rows]
    first = np.full(int(key.max()) + 1, len(chosen), np.int64)
    first[key[::-1]] = rows[::-1]
    return np.sort(first[first < len(chosen)])


def firsts(
    sightings: Sightings,
    chosen: NDArray[np.bool_],
    names: tuple[str, ...],
    kind: Callable[..., Told],
    *more: NDArray[Any],
) -> list[Told]:
    """An event of this kind for each person's first chosen sighting by each camera: when, who, by
    which of the cameras' names, and what stands in that row of `more` columns.
    """
    rows = first_rows(sightings.person, sightings.camera, chosen)
    camera = map(names.__getitem__, sightings.camera[rows].tolist())
    rest = (column[rows].tolist() for column in more)
    return list(
        map(kind, sightings.time_s[rows].tolist(), sightings.person[rows].tolist(), camera, *rest)
    )
