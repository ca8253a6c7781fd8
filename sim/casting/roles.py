"""Who plays whom: the people of a window get faces that a real embedder can tell apart."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.counts import counted
from sim.errors import SimError
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.people.stature import eye_height_m, stature_m
from sim.world.crowd import People
from sim.world.manners import EYES_BELOW_CROWN_M, ORDINARY, WHEELCHAIR, seated_m, suits


def cast(
    people: People,
    playing: NDArray[np.intp],
    subjects: NDArray[np.int64],
    admitted: NDArray[np.int64],
    seed: int,
) -> tuple[People, NDArray[np.int64]]:
    """The people with rendered numbers as identities, and those of `subjects` in their order.

    `subjects` are rows of the watchlist, listed people among `playing` included; `admitted` are
    people of the population `seed` of whom no two are look-alikes; subjects are the first adults
    among them. Nobody else is rendered: identity -1. Raises SimError if there are too few.
    """
    strangers = playing[people.subject[playing] < 0]
    wanted = len(subjects) + len(strangers)
    if wanted > len(admitted):
        raise SimError(
            f"window: got {counted(wanted, 'person')} to render, wanted at most {len(admitted)}:"
            " the preset's gate admitted no more; shorten window.duration_s or window.watchlist,"
            " or calibrate a preset on more people"
        )
    adult = [identity(number, seed).age >= ADULT for number in admitted.tolist()]
    faces = admitted[adult][: len(subjects)]
    if len(faces) < len(subjects):
        raise SimError(
            f"window.watchlist: got {counted(len(subjects), 'subject')}, wanted at most"
            f" {len(faces)}: as many adults as the preset's gate admitted"
        )
    number = np.full(len(people), -1, np.int64)
    listed = playing[people.subject[playing] >= 0]
    number[listed] = faces[np.searchsorted(subjects, people.subject[listed])]
    pool = admitted[~np.isin(admitted, faces)]
    number[strangers] = suited(pool, people.manner[strangers], people.child[strangers], seed)
    return replace(people, identity=number), faces


def suited(
    pool: NDArray[np.int64], manner: NDArray[np.int8], child: NDArray[np.bool_], seed: int
) -> NDArray[np.int64]:
    """Who of a pool plays each of some people: the next who has the age for it.

    Children are played by children as long as there are any, and then by adults; a manner that none
    who are left has the age for, by the next adult. Raises SimError if no adult is left.
    """
    left = [(number, identity(number, seed).age) for number in pool.tolist()]
    found = []
    for how, young in zip(manner.tolist(), child.tolist(), strict=True):
        adult = next((k for k, (_, age) in enumerate(left) if age >= ADULT), None)
        fits = (k for k, (_, age) in enumerate(left) if (age < ADULT) == young and suits(how, age))
        chosen = next(fits, adult)
        if chosen is None:
            raise SimError(
                f"window: got {counted(len(manner), 'person')} to render who are not listed, wanted"
                " no more adults than the preset's gate admitted; shorten window.duration_s"
            )
        found.append(left.pop(chosen)[0])
    return np.array(found, np.int64)


def embodied(people: People, playing: NDArray[np.intp], seed: int) -> People:
    """The people who play as tall as those who play them, and in a manner that suits their age."""
    height, manner = people.height_m.copy(), people.manner.copy()
    for k in playing.tolist():
        who = identity(int(people.identity[k]), seed)
        if not suits(int(manner[k]), who.age):
            manner[k] = ORDINARY
        seated = manner[k] == WHEELCHAIR
        height[k] = (
            seated_m(np.array(stature_m(who))) if seated else eye_height_m(who) + EYES_BELOW_CROWN_M
        )
    return replace(people, height_m=height, manner=manner)
