from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.looks import look, restyled
from sim.people.wear import wearables as w
from sim.people.wear.wearables import NAMES, NONE, Worn, only, wearables

COUNT = 2000


@pytest.fixture(scope="module")
def people():
    return [(who, wearables(who, "/style")) for who in (identity(n, 7) for n in range(COUNT))]


def within_five_errors(count, total, share):
    return abs(count - total * share) <= 5 * np.sqrt(total * share * (1 - share)) + 1


@pytest.mark.parametrize("sort", ["head", "neck", "face"])
def test_as_many_wear_each_thing_as_said(people, sort):
    shares = {
        "head": {s: {**w.FAITH[s]} for s in w.FAITH},
        "neck": dict.fromkeys(w.FAITH, w.SCARVES),
        "face": dict.fromkeys(w.FAITH, w.MASKS),
    }[sort]
    for sex, said in shares.items():
        worn = [getattr(one, sort) for who, one in people if who.sex == sex]
        for name, share in said.items():
            assert within_five_errors(worn.count(name), len(worn), share)


def test_hats_are_worn_by_as_many_as_said_among_those_without_a_covering_of_faith(people):
    for sex, said in w.HATS.items():
        free = [o.head for who, o in people if who.sex == sex and o.head not in w.FAITHFUL]
        for name, share in said.items():
            assert within_five_errors(free.count(name), len(free), share * (1 - w.HOODED))


def test_glasses_become_more_common_with_age_and_four_in_ten_wear_them(people):
    has = np.array([one.eyes in w.GLASSES for _, one in people])
    age = np.array([who.age for who, _ in people])
    assert has[age < 30].mean() < has[(age > 35) & (age < 50)].mean() < has[age > 60].mean()
    assert 0.3 < has.mean() < 0.5


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 100))
def test_in_papers_only_faith_covers_a_head_and_nothing_a_face(number, seed):
    who = identity(number, seed)
    worn = restyled(who, look(who)).wearables
    day = look(who).wearables
    assert (worn.face, worn.neck) == (NONE, NONE)
    assert worn.head in (NONE, *w.FAITHFUL)
    assert worn.head == (day.head if day.head in w.FAITHFUL else NONE)
    assert worn.eyes in (NONE, *w.GLASSES)
    assert worn.ears in (NONE, "studs", "hoops")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 100))
def test_one_person_wears_the_same_on_one_day_and_keeps_faith_and_sight_on_another(number, seed):
    who = identity(number, seed)
    one, same, other = wearables(who, "/a"), wearables(who, "/a"), wearables(who, "/b")
    assert one == same
    faith = [worn.head if worn.head in w.FAITHFUL else NONE for worn in (one, other)]
    assert faith[0] == faith[1]
    if not {one.eyes, other.eyes} & {*w.SUNGLASSES}:
        assert (one.eyes, one.eyes_cloth) == (other.eyes, other.eyes_cloth)


def test_on_another_visit_a_pair_comes_off_or_one_is_put_on_and_sunglasses_stay():
    bare, clear, dark = (Worn(eyes=name) for name in (NONE, "square", "sunglasses"))
    later = [w.swapped(identity(1, 1), one) for one in (bare, clear, dark)]
    assert later[0].eyes in w.GLASSES
    assert later[0].eyes_cloth.pattern in ("metal", "acetate", "crystal")
    assert [one.eyes for one in later[1:]] == [NONE, "sunglasses"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_can_be_worn_alone(name):
    assert only(identity(1, 1), name).names == (name,)


def test_nothing_is_worn_over_covered_ears_or_a_covered_neck():
    for number in range(300):
        worn = wearables(identity(number, 3))
        if worn.head in w.COVERS_EARS:
            assert worn.ears == NONE
        if worn.head in w.HIDES_NECK:
            assert worn.neck == NONE


def test_more_worn_covers_more_of_a_face():
    bare, masked = Worn(), Worn(face="surgical mask")
    both = replace(masked, eyes="sunglasses")
    assert bare.covered_share == 0
    assert 0 < masked.covered_share < both.covered_share < 1
