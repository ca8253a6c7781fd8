"""Passers-by who are kin of listed people: planted where an exercise asks for them, and marked."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Doubles
from sim.errors import SimError
from sim.people.ties import KINDS, Tie, tie
from sim.world.crowd import People

NOBODY = -1


def plant(
    people: People,
    playing: NDArray[np.intp],
    faces: NDArray[np.int64],
    wanted: Doubles,
    rng: np.random.Generator,
) -> People:
    """The people, some of whom among `playing` are now kin of the rendered people `faces`.

    Nobody listed is chosen; everybody else looks as before. Raises SimError if too few play.
    """
    kinds = [kind for kind in KINDS for _ in range(getattr(wanted, kind))]
    if not kinds:
        return people
    strangers = playing[people.subject[playing] < 0]
    if len(kinds) > len(strangers) or not len(faces):
        raise SimError(
            f"window.doubles: got {len(kinds)}, wanted at most as many as pass by unlisted,"
            f" {len(strangers)}, and somebody enrolled, of whom there are {len(faces)}"
        )
    order = rng.permutation(faces)
    identity = people.identity.copy()
    for k, (person, kind) in enumerate(zip(rng.permutation(strangers), kinds, strict=False)):
        which, turn = divmod(k, len(order))
        identity[person] = Tie(kind, int(order[turn]), which).number
    return replace(people, identity=identity)


def marks(
    identity: NDArray[np.int64], subjects: NDArray[np.int64], faces: NDArray[np.int64]
) -> tuple[list[str], NDArray[np.int32]]:
    """What kin each of some people (n,) is, "" for nobody's, and of which subject, else NOBODY;
    `faces` are those of `subjects`.
    """
    subject = dict(zip(faces.tolist(), subjects.tolist(), strict=True))
    ties = [tie(number) if number >= 0 else None for number in identity.tolist()]
    kin = ["" if found is None else found.kind for found in ties]
    of = [NOBODY if found is None else subject[found.of] for found in ties]
    return kin, np.array(of, np.int32)
