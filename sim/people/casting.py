"""Who plays whom: the people of a window get faces that a real embedder can tell apart."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

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
            f"window: got {wanted} people to render, wanted at most {len(admitted)}: the preset's"
            " gate admitted no more; shorten window.duration_s or window.watchlist, or calibrate"
            " a preset on more people"
        )
    adult = [identity(number, seed).age >= ADULT for number in admitted.tolist()]
    faces = admitted[adult][: len(subjects)]
    if len(faces) < len(subjects):
        raise SimError(
            f"window.watchlist: got {len(subjects)} subjects, wanted at most {len(faces)}: as many"
            " adults as the preset's gate admitted"
        )
    others = admitted[~np.isin(admitted, faces)][: len(strangers)]
    number = np.full(len(people), -1, np.int64)
    listed = playing[people.subject[playing] >= 0]
    number[listed] = faces[np.searchsorted(subjects, people.subject[listed])]
    number[strangers] = suited(others, people.manner[strangers], seed)
    return replace(people, identity=number), faces


def suited(numbers: NDArray[np.int64], manner: NDArray[np.int8], seed: int) -> NDArray[np.int64]:
    """The numbers in another order: who is too young for a manner changes places with the next
    who is not and has none.
    """
    found = numbers.copy()
    for k in np.flatnonzero(manner != ORDINARY).tolist():
        wanted = int(manner[k])
        if not suits(wanted, identity(int(found[k]), seed).age):
            ordinary = np.flatnonzero(manner == ORDINARY).tolist()
            fit = (j for j in ordinary if suits(wanted, identity(int(found[j]), seed).age))
            other = next(fit, k)
            found[[k, other]] = found[[other, k]]
    return found


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
