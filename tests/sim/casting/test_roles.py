from dataclasses import replace

import numpy as np
import pytest

from sim.casting.nearness import labels_of
from sim.casting.roles import cast, embodied, suited
from sim.errors import SimError
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.world.crowd import People
from sim.world.demography.labels import Labels, alike, by_name
from sim.world.manners import ORDINARY, PHONE, STICK, WHEELCHAIR, seated_m, suits


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
        manner=zero.astype(np.int8),
        child=zero.astype(bool),
        given_up=zero.astype(bool),
        staff=zero.astype(bool),
        avoided=zero.astype(np.int8),
        **by_name(alike(n)),
    )


ADULTS = np.array([number for number in range(60) if identity(number, 1).age >= ADULT])


def like(numbers: list[int]) -> Labels:
    """What these rendered people are like."""
    return labels_of(np.array(numbers), 1)


def crowd_of(subject: list[int], labels: Labels, **changed) -> People:
    return replace(people(subject), **by_name(labels), **changed)


def test_everybody_is_played_by_who_is_as_they_are_and_nobody_shares_a_face():
    a, b, c, d, e, f = ADULTS[:6].tolist()
    crowd, subjects = crowd_of([-1, 7, -1, 3, -1], like([a, b, c, d, e])), np.array([2, 3, 7])
    theirs = like([f, d, b])
    playing, pool = np.array([0, 1, 3, 4]), np.array([f, e, d, c, b, a])
    played, faces = cast(crowd, playing, subjects, theirs, pool, 1)
    assert faces.tolist() == [f, d, b]
    assert played.identity.tolist() == [a, b, -1, d, e]


def test_too_few_faces_are_refused_with_what_to_do():
    with pytest.raises(SimError, match=r"got 3 people to render, wanted at most 2.*window"):
        cast(people([-1, -1]), np.array([0, 1]), np.array([4]), alike(1), np.array([1, 2]), 1)


def test_people_stay_as_tall_as_they_are_whoever_plays_them():
    height = np.array([1.52, float(seated_m(np.array(1.9))), 1.93], np.float32)
    manner = np.array([ORDINARY, WHEELCHAIR, PHONE], np.int8)
    crowd = replace(people([-1, -1, -1]), manner=manner, height_m=height)
    played, _ = cast(crowd, np.arange(3), np.array([4]), alike(1), ADULTS[:4], 1)
    played = embodied(played, np.arange(3), 1)
    np.testing.assert_array_equal(played.height_m, height)
    np.testing.assert_array_equal(played.manner, manner)


def test_who_is_played_by_somebody_too_young_for_a_wheelchair_stands():
    young = next(number for number in range(400) if identity(number, 1).age < 10)
    height = np.array([float(seated_m(np.array(1.3)))], np.float32)
    crowd = replace(people([-1]), manner=np.array([WHEELCHAIR], np.int8), height_m=height)
    played = embodied(replace(crowd, identity=np.array([young])), np.array([0]), 1)
    assert played.manner.tolist() == [ORDINARY]
    assert played.height_m[0] == pytest.approx(1.3, abs=1e-5)


def test_sticks_go_to_those_who_are_old_enough_and_nobody_is_lost():
    manner = np.array([STICK, ORDINARY, STICK, *[ORDINARY] * 37], np.int8)
    wanted = replace(alike(40), age=np.full(40, 56, np.float32))
    order = suited(wanted, manner, np.arange(80), 1)
    assert len(set(order.tolist())) == 40
    ages = [identity(int(number), 1).age for number in order]
    assert suits(STICK, ages[0])
    assert suits(STICK, ages[2])


def test_where_nobody_is_old_enough_people_just_walk():
    young = [number for number in ADULTS.tolist() if identity(number, 1).age < 50][:3]
    crowd = replace(people([-1, -1]), manner=np.array([STICK, ORDINARY], np.int8))
    playing = np.array([0, 1])
    played, _ = cast(crowd, playing, np.array([4]), alike(1), np.array(young), 1)
    played = embodied(played, playing, 1)
    assert played.manner.tolist() == [ORDINARY, ORDINARY]


def test_those_who_are_grown_are_played_by_such_and_children_by_children():
    ages = np.where(np.arange(30) % 5 == 4, 9, 40).astype(np.float32)
    crowd = crowd_of([-1] * 30, replace(alike(30), age=ages))
    everybody, pool = np.arange(30), np.arange(100, 200)
    played, faces = cast(crowd, everybody, np.array([4]), alike(1), pool, 1)
    young = np.array([identity(number, 1).age < 16 for number in played.identity.tolist()])
    assert np.array_equal(young, ages < 16)
    assert not set(faces.tolist()) & set(played.identity.tolist())


def test_where_too_few_are_children_the_grown_play_them_and_too_few_who_are_grown_are_refused():
    ages = {number: identity(number, 1).age for number in range(200)}
    grown = np.array([number for number, age in ages.items() if age >= 16])
    children = np.array([number for number, age in ages.items() if age < 16])
    child, nobody = (
        replace(alike(1), age=np.array([9.0], np.float32)),
        np.array([ORDINARY], np.int8),
    )
    assert ages[int(suited(child, nobody, grown, 1)[0])] >= 16
    assert ages[int(suited(child, nobody, children, 1)[0])] < 16
    with pytest.raises(SimError, match="got 1 person of 16 or older to render, wanted at most 0"):
        suited(alike(1), nobody, children, 1)
