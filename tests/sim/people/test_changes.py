from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.changes import BAREFACED, SINGLE, YEARS_LATER
from sim.people.identities import older
from sim.people.looks import VISIT, look
from sim.people.styles import (
    BASES,
    DAY,
    ENROLMENT,
    MAKERS,
    OLDER,
    RETURN,
    barefaced,
    basis,
    styled,
)
from sim.people.wear import wearables as w
from sim.people.wear.wearables import NONE, other_sight, sight, wearables

SOME = settings(deadline=None, max_examples=40)
numbers = st.integers(0, 2_000_000)
COUNT = 1500


@pytest.fixture(scope="module")
def people():
    return [identity(number, 7) for number in range(COUNT)]


def within_five_errors(share, wanted, total):
    return abs(share - wanted) <= 5 * np.sqrt(wanted * (1 - wanted) / total) + 1e-9


def test_glasses_change_rarely_for_owners_and_hardly_ever_for_others(people):
    for owned, wanted in zip((True, False), VISIT.glasses, strict=True):
        changed = [
            worn.eyes != other_sight(who, worn, "/b", VISIT.glasses).eyes
            for who in people
            if sight(who).owned == owned
            for worn in [wearables(who, "/b")]
            if worn.eyes not in w.SUNGLASSES
        ]
        assert within_five_errors(np.mean(changed), wanted, len(changed))


@SOME
@given(numbers, st.sampled_from([DAY, RETURN, OLDER]))
def test_clear_glasses_are_one_s_own_frame_in_its_own_colour_on_every_visit(number, style):
    who, then = styled(identity(number, 1), style)
    worn = then.wearables
    if worn.eyes in w.GLASSES:
        assert worn.eyes == sight(who).frame
        assert worn.eyes_cloth == w.swapped(who, w.Worn()).eyes_cloth


def test_most_have_the_same_frame_of_glasses_ten_years_on(people):
    kept = [sight(who).frame == sight(older(who, YEARS_LATER)).frame for who in people]
    assert 0.75 < np.mean(kept) < 1


def test_hair_and_beards_change_on_no_more_visits_than_said(people):
    visits = [(look(who), styled(who, RETURN)[1]) for who in people[:500]]
    for part, most in (("hair", VISIT.hair), ("beard", VISIT.beard)):
        changed = np.mean([getattr(day, part) != getattr(visit, part) for day, visit in visits])
        assert most / 4 < changed < most + 5 * np.sqrt(most * (1 - most) / 500)


@SOME
@given(numbers, st.sampled_from([DAY, ENROLMENT, RETURN, OLDER]))
def test_barefaced_hides_nothing_and_changes_nothing_else(number, style):
    person = identity(number, 1)
    who, worn = styled(person, style)
    same, bare = styled(person, barefaced(style))
    things = bare.wearables
    assert (same, replace(bare, wearables=worn.wearables)) == (who, worn)
    assert (things.face, things.neck) == (NONE, NONE)
    assert things.head in (NONE, *w.FAITHFUL)
    assert things.eyes in (NONE, *w.GLASSES)
    assert things.ears in (NONE, *w.JEWELS["female"])
    assert style != ENROLMENT or bare == worn


CHANGING = {
    "glasses off or on": {"wearables"},
    "other hair": {"hair"},
    "other beard": {"beard"},
    "make-up": {"makeup"},
    "ten years": {"hair_colour", "brow_colour", "grey", "recede", "sclera"},
}


@SOME
@given(numbers, st.sampled_from([*SINGLE]))
def test_a_single_change_changes_that_and_nothing_else(number, change):
    person = identity(number, 1)
    _, plain = styled(person, ENROLMENT)
    who, changed = styled(person, f"{ENROLMENT} but {change}")
    differing = {f for f in plain.__slots__ if getattr(plain, f) != getattr(changed, f)}
    assert differing <= CHANGING[change]
    if change == "ten years":
        assert who.age == min(person.age + YEARS_LATER, 95)
    else:
        assert who == person


def test_a_changed_style_names_its_basis():
    bare = {basis(style) for style in MAKERS if BAREFACED in style}
    assert bare == set(BASES)
    assert CHANGING.keys() == SINGLE.keys()
