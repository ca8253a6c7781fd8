from operator import attrgetter

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.ages import ADULT, BANDS, OLDEST, SAG, YOUNGEST, maturity, sag, shares
from sim.people.births import identity
from sim.people.hair.hairlines import greyness, recession
from sim.people.head.facemap import places
from sim.people.head.mesh import head_mesh
from sim.people.identities import axes, older, strengths
from sim.people.looks import look
from sim.people.skin.features import features
from sim.people.skin.makeup import NO_MAKEUP
from sim.people.skin.wrinkles import DARK_RGB, MOST, relief
from sim.people.styles import MAKERS, RETURN, styled

numbers = st.integers(0, 2_000_000)
ages = st.floats(YOUNGEST, OLDEST)
SOME = settings(deadline=None, max_examples=40)


@given(ages)
def test_shares_of_large_shapes_add_up_and_neighbours_only_are_mixed(age):
    found = shares(age)
    assert sum(found.values()) == pytest.approx(1)
    assert len(found) <= 2


@given(ages, ages)
def test_faces_mature_and_then_give_way(one, other):
    young, old = sorted((one, other))
    assert 0 < maturity(young) <= maturity(old) <= 1
    early, late = (sag(age, np.random.default_rng(1)) for age in (young, old))
    assert all(abs(early[axis]) <= abs(late[axis]) for axis in SAG)
    assert SAG.keys() <= axes().keys()


def test_one_in_eight_is_a_child_and_bands_meet():
    assert [low for low, _, _ in BANDS[1:]] == [high for _, high, _ in BANDS[:-1]]
    assert sum(share for _, _, share in BANDS) == pytest.approx(100)
    found = np.array([identity(number, 1).age for number in range(1500)])
    assert (found < 16).mean() == pytest.approx(0.12, abs=0.042)
    assert (found > 65).mean() == pytest.approx(0.175, abs=0.05)


@SOME
@given(numbers)
def test_children_have_no_beard_no_make_up_no_grey_and_all_their_hair(number):
    person = identity(number, 1)
    if person.age >= ADULT:
        person = older(person, 10 - person.age)
    for style in MAKERS:
        who, worn = styled(person, style)
        if who.age < ADULT:
            assert (worn.beard, worn.makeup, worn.grey) == ("none", NO_MAKEUP, 0)
            assert worn.hair != "bald"
            assert worn.recede <= 0.15


@SOME
@given(numbers, st.floats(1, 40))
def test_older_is_older_greyer_and_of_the_same_bones(number, years):
    person = identity(number, 1)
    later = older(person, years)
    assert later.age == min(person.age + years, OLDEST)
    assert (later.shape, later.asymmetry, later.mix) == (
        person.shape, person.asymmetry, person.mix,
    )  # fmt: skip
    assert later.monk_tone == person.monk_tone
    assert abs(later.weight - person.weight) < 0.4 * years / 10
    assert greyness(later) >= greyness(person)
    assert recession(later) >= recession(person)
    assert all(0 < value <= 1.2 for value in strengths(later).values())
    assert {n for n in strengths(later) if "/" in n and "macro" not in n} <= set(
        head_mesh().targets
    )


def test_wrinkles_deepen_with_age_and_a_child_has_none():
    person, at = identity(7, 1), places()
    cover = np.zeros_like(at.up)
    child, young, old = (relief(older(person, age - person.age), at, cover) for age in (9, 40, 80))
    own = features(older(person, 9 - person.age), at)
    depth = np.minimum(own.lines + own.hollow, MOST / max(DARK_RGB))[..., None]
    assert np.allclose(child.dark, 1 - depth * np.array(DARK_RGB), atol=1e-6)
    assert old.dark[at.front].mean() < young.dark[at.front].mean() < 1
    fine_old, fine_child = (
        np.abs(one.bump - cv2.GaussianBlur(one.bump, (0, 0), 3)).mean() for one in (old, child)
    )
    assert fine_old > 1.5 * fine_child


@pytest.mark.parametrize("style", list(MAKERS))
def test_a_style_is_a_pure_function_of_the_person(style):
    for number in range(8):
        assert styled(identity(number, 1), style) == styled(identity(number, 1), style)


def test_a_return_visit_changes_clothes_always_and_hair_beard_or_glasses_for_some():
    people = [identity(number, 1) for number in range(80)]
    visits = [(look(person), styled(person, RETURN)[1]) for person in people]
    assert all(day.outfit != visit.outfit and day.iris == visit.iris for day, visit in visits)
    for part in ("hair", "beard", "wearables.eyes", "makeup", "hair_colour"):
        of = attrgetter(part)
        changed = np.mean([of(day) != of(visit) for day, visit in visits])
        assert 0.02 < changed < 0.6, part
