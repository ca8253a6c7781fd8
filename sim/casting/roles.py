"""Who plays whom: the people of a window get faces that a real embedder can tell apart."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.counts import counted
from sim.casting.nearness import labels_of, nearest
from sim.errors import SimError
from sim.people.births import identity
from sim.world.crowd import People
from sim.world.demography.labels import Labels, joined
from sim.world.demography.passers_by import children
from sim.world.manners import ORDINARY, WHEELCHAIR, standing_m, suits

LESS = "shorten window.duration_s or window.watchlist, or calibrate a preset on more people"
"""What is to be done where too few are there to be rendered."""


def cast(
    people: People,
    playing: NDArray[np.intp],
    subjects: NDArray[np.int64],
    theirs: Labels,
    admitted: NDArray[np.int64],
    seed: int,
) -> tuple[People, NDArray[np.int64]]:
    """The people with rendered numbers as identities, and those of `subjects` in their order.

    `subjects` are rows of the watchlist, listed people among `playing` included, and `theirs` what
    they are like; `admitted` are people of the population `seed` of whom no two are look-alikes.
    Everybody gets whoever is nearest to what they are like, all taken together. Nobody else is
    rendered: identity -1. Raises SimError if there are too few.
    """
    strangers = playing[people.subject[playing] < 0]
    listed = playing[people.subject[playing] >= 0]
    wanted = len(subjects) + len(strangers)
    if wanted > len(admitted):
        raise SimError(
            f"window: got {counted(wanted, 'person')} to render, wanted at most {len(admitted)}:"
            f" the preset's gate admitted no more; {LESS}"
        )
    roles = joined(theirs, people.labels.take(strangers))
    manner = np.full(len(subjects), ORDINARY, np.int8)
    manner[np.searchsorted(subjects, people.subject[listed])] = people.manner[listed]
    found = suited(roles, np.concatenate([manner, people.manner[strangers]]), admitted, seed)
    faces = found[: len(subjects)]
    number = np.full(len(people), -1, np.int64)
    number[listed] = faces[np.searchsorted(subjects, people.subject[listed])]
    number[strangers] = found[len(subjects) :]
    return replace(people, identity=number), faces


def suited(
    wanted: Labels, manner: NDArray[np.int8], pool: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """Who of a pool plays each of some people (n,), n at most as many as there are in it.

    Raises SimError if somebody who is grown would be played by a child; children are played by
    those who are grown where there are no others.
    """
    labels = labels_of(pool, seed)
    found = nearest(wanted, manner, labels)
    young, younger = children(wanted), children(labels)
    if (~young & younger[found]).any():
        raise SimError(
            f"window: got {counted(int((~young).sum()), 'person')} of 16 or older to render, wanted"
            f" at most {int((~younger).sum())}: the preset's gate admitted no more; {LESS}"
        )
    return pool[found]


def embodied(people: People, playing: NDArray[np.intp], seed: int) -> People:
    """The people who play in a manner that suits the age of who plays them; as tall as they are,
    whoever that is: bodies are drawn as long as the people that they play.
    """
    height, manner = people.height_m.copy(), people.manner.copy()
    for k in playing.tolist():
        if not suits(int(manner[k]), identity(int(people.identity[k]), seed).age):
            if manner[k] == WHEELCHAIR:
                height[k] = standing_m(height[k])
            manner[k] = ORDINARY
    return replace(people, height_m=height, manner=manner)
