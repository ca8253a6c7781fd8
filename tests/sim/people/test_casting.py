import numpy as np
import pytest

from sim.errors import SimError
from sim.people.casting import cast
from sim.world.crowd import People


def people(subject: list[int]) -> People:
    n, zero = len(subject), np.zeros(len(subject))
    return People(
        arrival_s=np.arange(n, dtype=float),
        exit_s=np.arange(n) + 60.0,
        group=np.arange(n, dtype=np.int32),
        subject=np.array(subject, np.int32),
        identity=np.arange(n, dtype=np.int64),
        height_m=np.full(n, 1.7, np.float32),
        speed_mps=zero.astype(np.float32),
        entrance=zero.astype(np.int16),
        exit=zero.astype(np.int16),
    )


def test_listed_people_wear_their_subjects_faces_and_nobody_shares_one():
    crowd, subjects = people([-1, 7, -1, 3, -1]), np.array([2, 3, 7])
    played, faces = cast(
        crowd, np.array([0, 1, 3, 4]), subjects, np.array([10, 11, 12, 13, 14, 15])
    )
    assert faces.tolist() == [10, 11, 12]
    assert played.identity.tolist() == [13, 12, -1, 11, 14]


def test_too_few_faces_are_refused_with_what_to_do():
    with pytest.raises(SimError, match=r"got 3 people to render, wanted at most 2.*window"):
        cast(people([-1, -1]), np.array([0, 1]), np.array([4]), np.array([1, 2]))
