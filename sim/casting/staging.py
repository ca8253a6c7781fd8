"""Who is filmed in a window, who plays them, and whose faces are on its watchlist."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.presets import load_preset
from scenarios.schema import Doubles, Scenario
from sim.cameras.scenes import filmed, places_of
from sim.casting.doubles import marks, plant
from sim.casting.nearness import Nearness, labels_of, nearness
from sim.casting.roles import cast, embodied
from sim.streams import Streams
from sim.world.crowd import People
from sim.world.day import Day
from sim.world.demography.labels import Labels
from sim.world.demography.passers_by import subjects as like

PEOPLE_SEED = 1
"""Rendered people are the same in every run, so that their sprites are made once; which of them
walks where is the scenario's chance."""
CROWNS_M = tuple(np.linspace(0.8, 2.15, 7).tolist())
"""Whoever is filmed if they are so tall is taken to be filmed: of those in wheelchairs some stand,
for want of anybody old enough to play them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The `people` as they are played; numbers of those `playing`; the watchlist's `subjects` and
    who of the rendered people gives each a face. `kin` and `kin_of` are as in
    `sim.casting.doubles.marks`. What the subjects are like, `theirs`, and what those who play those
    playing are, `played`.
    """

    people: People
    playing: NDArray[np.intp]
    subjects: NDArray[np.int64]
    faces: NDArray[np.int64]
    kin: list[str]
    kin_of: NDArray[np.int32]
    theirs: Labels
    played: Labels

    @property
    def near(self) -> dict[str, Nearness]:
        """How near those who play come to what is to be shown: of passers-by, and of subjects."""
        faces = labels_of(self.faces, PEOPLE_SEED)
        return {
            "passers_by": nearness(self.people.labels.take(self.playing), self.played),
            "subjects": nearness(self.theirs, faces),
        }


def staged(scenario: Scenario, day: Day, streams: Streams) -> Stage:
    """Everybody in view cast, embodied, and some made kin of listed people where that is asked for.

    Raises SimError if the preset has admitted fewer rendered people than come into view.
    """
    playing = in_view(day)
    subjects = enrolled(scenario, day.people, playing)
    people, shares = day.people, scenario.crowd.demography
    theirs = like(shares, subjects, people.labels, people.subject, streams)
    admitted = load_preset(scenario.engine.preset).admitted
    people, faces = cast(people, playing, subjects, theirs, admitted, PEOPLE_SEED)
    wanted = scenario.window.doubles if scenario.window else Doubles()
    people = plant(people, playing, faces, wanted, streams.rng("doubles"))
    people = embodied(people, playing, PEOPLE_SEED)
    kin = marks(people.identity, subjects, faces)
    played = labels_of(people.identity[playing], PEOPLE_SEED)
    return Stage(people, playing, subjects, faces, *kin, theirs, played)


def in_view(day: Day) -> NDArray[np.intp]:
    """Numbers of the people of whom any camera films any part, however tall they are."""
    found = []
    for height_m in CROWNS_M:
        tall = np.full(len(day.people), height_m, np.float32)
        alike = replace(day, people=replace(day.people, height_m=tall))
        for camera in day.cameras:
            found.append(filmed(camera, alike, places_of(camera, day)).person)
    return np.unique(np.concatenate(found)).astype(np.intp)


def enrolled(scenario: Scenario, people: People, playing: NDArray[np.intp]) -> NDArray[np.int64]:
    """Subjects enrolled from images: those of listed people who play, then the lowest numbers."""
    subject = people.subject[playing]
    coming = np.unique(subject[subject >= 0])
    others = np.setdiff1d(np.arange(scenario.watchlist.size), coming)
    room = max((scenario.window.watchlist if scenario.window else 0) - len(coming), 0)
    return np.sort(np.concatenate([coming, others[:room]])).astype(np.int64)
