"""Who plays whom: the people of a window get faces that a real embedder can tell apart."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.world.crowd import People


def cast(
    people: People,
    playing: NDArray[np.intp],
    subjects: NDArray[np.int64],
    admitted: NDArray[np.int64],
) -> tuple[People, NDArray[np.int64]]:
    """The people with rendered numbers as identities, and those of `subjects` in their order.

    `subjects` are rows of the watchlist, listed people among `playing` included; `admitted` are
    rendered people of whom no two are look-alikes. Nobody else is rendered: identity -1.
    Raises SimError if there are too few of them.
    """
    strangers = playing[people.subject[playing] < 0]
    wanted = len(subjects) + len(strangers)
    if wanted > len(admitted):
        raise SimError(
            f"window: got {wanted} people to render, wanted at most {len(admitted)}: the preset's"
            " gate admitted no more; shorten window.duration_s or window.watchlist, or calibrate"
            " a preset on more people"
        )
    faces, others = admitted[: len(subjects)], admitted[len(subjects) : wanted]
    identity = np.full(len(people), -1, np.int64)
    listed = playing[people.subject[playing] >= 0]
    identity[listed] = faces[np.searchsorted(subjects, people.subject[listed])]
    identity[strangers] = others
    return replace(people, identity=identity), faces
