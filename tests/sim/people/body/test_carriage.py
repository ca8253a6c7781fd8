from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.body import gait
from sim.people.body.bodies import Body
from sim.people.body.carriage import (
    SEAT_DM,
    SITS,
    Stance,
    bar_place,
    bend,
    carried,
    grip,
    seat_place,
)
from sim.people.body.rig import posed
from sim.people.dress.garments import Cloth, Garment, Outfit
from sim.people.dress.surfaces import mannequin
from sim.people.sheets.parade import MANNERS
from sim.people.sprites import Sprites
from sim.people.stature import eye_height_m, stature_m
from sim.world.manners import EYES_BELOW_CROWN_M, seated_m

GREY = Cloth("plain", (0.2, 0.2, 0.2), (0.2, 0.2, 0.2))
CLOTHES = (
    Garment("shoes", "shoe", GREY, -7.3),
    Garment("jeans", "legs", GREY, -7.5),
    Garment("jumper", "top", GREY, 0.0, 0.2),
)
PEOPLE = range(5)
REACH = st.tuples(*[st.floats(-6, 6)] * 3).map(np.array)


@pytest.fixture(scope="module")
def bodies():
    return [
        Body(identity(number, 1), Outfit(CLOTHES), np.array([0.5, 0.3, 0.2])) for number in PEOPLE
    ]


def stance(body, manner, phase=1):
    held, rig = body.dressed, mannequin().rig
    turns = gait.walking(rig, held.joints, phase, 1.0)
    plain = Stance(rig, held.joints, turns, phase, body.free_hand, body.floor_dm, held.eyes)
    return replace(plain, turns=carried(plain, manner, laden=False))


def things(body, manner, phase=1):
    """Vertices of all that is not the body, from the eyes."""
    return body.pose(phase, 1, manner).vertices[len(body.dressed.vertices) :]


@pytest.mark.parametrize("phase", range(0, gait.PHASES, 3))
def test_both_hands_are_on_the_bar_of_a_pram(bodies, phase):
    for body in bodies:
        held = stance(body, "pram", phase)
        bar = bar_place(held)
        for side in "LR":
            away = grip(held, side)[1:] - bar[1:]
            assert np.hypot(*away) < 0.5


@pytest.mark.parametrize("manner", ["phone", "call", "trolley", "stick"])
def test_the_free_hand_holds_what_there_is_to_hold(bodies, manner):
    for body in bodies:
        held = stance(body, manner)
        hand = grip(held, held.side) - held.eyes
        assert np.linalg.norm(things(body, manner) - hand, axis=1).min() < 0.8


@settings(deadline=None, max_examples=60)
@given(REACH, REACH, st.floats(1.5, 4), st.floats(1.5, 4))
def test_an_arm_keeps_its_lengths_wherever_it_reaches(goal, pole, upper, lower):
    start = np.array([0.5, 0.2, 0.1])
    if np.linalg.norm(np.cross(goal - start, pole)) < 1e-3:
        return
    elbow, wrist = bend(start, goal, pole, (upper, lower))
    assert np.linalg.norm(elbow - start) == pytest.approx(upper, abs=1e-6)
    assert np.linalg.norm(wrist - elbow) == pytest.approx(lower, abs=1e-6)
    if abs(upper - lower) + 0.1 < np.linalg.norm(goal - start) < 0.99 * (upper + lower):
        np.testing.assert_allclose(wrist, goal, atol=1e-6)


@pytest.mark.parametrize("manner", MANNERS)
def test_nothing_reaches_below_the_floor_and_wheels_stand_on_it(bodies, manner):
    for body in bodies:
        pose = body.pose(1, 1, manner)
        assert pose.vertices[:, 1].min() == pytest.approx(-pose.feet_dm, abs=0.02)
    if manner in ("pram", "trolley", "stick"):
        low = things(bodies[0], manner)[:, 1].min()
        assert low == pytest.approx(-bodies[0].pose(1, 1, manner).feet_dm, abs=0.2)


def test_who_sits_has_the_feet_on_the_floor_and_the_seat_below_the_knees(bodies):
    for body in bodies:
        held, pose = stance(body, "seated"), body.pose(manner="seated")
        seat = float(seat_place(held)[1]) - (held.eyes[1] - pose.feet_dm)
        said = seated_m(np.array(stature_m(body.person))) - EYES_BELOW_CROWN_M
        assert 3.2 < seat < 5.2
        assert 0.9 < said * 10 / pose.feet_dm < 1.15


def test_who_sits_has_the_seat_below_and_the_eyes_where_they_are_said_to_be(bodies):
    for body in bodies:
        held, pose = stance(body, "wheelchair"), body.pose(manner="wheelchair")
        assert held.eyes[1] - seat_place(held)[1] == pytest.approx(pose.feet_dm - SEAT_DM, abs=0.6)
        said = seated_m(np.array(stature_m(body.person))) - EYES_BELOW_CROWN_M
        assert 0.9 < said * 10 / pose.feet_dm < 1.1
        assert 1.05 < said < 1.4


def test_hands_of_who_sits_lie_on_the_thighs(bodies):
    for body in bodies:
        held = stance(body, "seated")
        for side in "LR":
            hip, knee = (held.place(f"{bone}.{side}") for bone in ("upperleg", "lowerleg"))
            along = (grip(held, side) - hip) @ (knee - hip) / np.sum((knee - hip) ** 2)
            above = grip(held, side)[1] - (hip + along * (knee - hip))[1]
            assert 0.4 < along < 1.1
            assert 0.3 < above < 1.6


def test_bodies_need_no_stretching_to_be_as_tall_as_their_people(bodies):
    for body in bodies:
        for manner in set(MANNERS) - set(SITS):
            stretch = 10 * eye_height_m(body.person) / body.pose(1, 1, manner).feet_dm
            assert stretch == pytest.approx(1, abs=0.03)


def test_who_bows_over_a_phone_is_stretched_by_less_than_a_tenth():
    seen = Sprites(1).person(1, 60, 0, 0, 0, bow_deg=40, manner="phone")
    stretch = eye_height_m(identity(1, 1)) * seen.px_per_m / seen.feet_px
    assert stretch == pytest.approx(1, abs=0.1)


def test_a_bowed_head_comes_down_and_its_face_looks_at_the_floor():
    sprites = Sprites(1)
    level, bowed = (sprites.person(1, 80, 90, 90, 0, bow_deg=bow) for bow in (0.0, 30.0))
    assert level.feet_px > bowed.feet_px
    (nose,), (lower,) = level.landmarks_px[2:3], bowed.landmarks_px[2:3]
    assert lower[0] - bowed.eyes_px[0] < nose[0] - level.eyes_px[0]


def test_the_same_person_in_the_same_manner_is_the_same_picture():
    one, other = (
        Sprites(1).person(2, 50, 40, 40, 6, stride=(3, 1), bow_deg=28, manner="phone") for _ in "12"
    )
    assert np.array_equal(one.bgra, other.bgra)
    plain = Sprites(1).person(2, 50, 40, 40, 6, stride=(3, 1))
    assert plain.bgra.shape != one.bgra.shape or not np.array_equal(plain.bgra, one.bgra)


def test_wheelchairs_do_not_walk():
    sprites = Sprites(1)
    one, other = (
        sprites.person(0, 40, 0, 0, 0, stride=stride, manner="wheelchair")
        for stride in ((0, 1), (5, 2))
    )
    assert np.array_equal(one.bgra, other.bgra)


def test_an_arm_with_a_shopping_bag_hangs_straight():
    body = Body(identity(1, 1), Outfit(CLOTHES, "shopping"), np.array([0.5, 0.3, 0.2]))
    held, rig = body.dressed, mannequin().rig
    turns = gait.walking(rig, held.joints, 0, 1.0)
    plain = Stance(rig, held.joints, turns, 0, body.free_hand, body.floor_dm, held.eyes)
    assert body.free_hand == "L"
    moves = posed(rig, held.joints, carried(plain, "ordinary", laden=True))
    ends = [
        moves[rig.number(n)] @ np.append(held.joints[rig.number(n)], 1)
        for n in ("upperarm.R", "lowerarm.R", "hand.R")
    ]
    upper, lower = np.diff(ends, axis=0)
    bend_deg = np.degrees(np.arccos(upper @ lower / np.linalg.norm(upper) / np.linalg.norm(lower)))
    assert bend_deg < 25
