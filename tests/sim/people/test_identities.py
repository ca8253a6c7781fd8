from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.head.mesh import head_mesh
from sim.people.identities import ANCESTRIES, REGIONS, SEXES, axes, macro, strengths
from sim.people.looks import look, restyled

numbers = st.integers(0, 2_000_000)
SOME = settings(deadline=None, max_examples=25)


@SOME
@given(numbers, st.integers(0, 1000))
def test_one_number_and_seed_is_one_person(number, seed):
    assert identity(number, seed) == identity(number, seed)
    assert identity(number, seed).shape != identity(number + 1, seed).shape
    assert identity(number, seed).shape != identity(number, seed + 1).shape


@SOME
@given(numbers)
def test_labels_are_in_their_ranges_and_follow_from_what_is_drawn(number):
    person = identity(number, 1)
    assert person.sex in SEXES
    assert person.ancestry == ANCESTRIES[int(np.argmax(person.mix))]
    assert 3 <= person.age <= 95
    assert 1 <= person.monk_tone <= 10
    assert sum(person.mix) == pytest.approx(1)
    for share in (*person.mix, person.gender, person.muscle, person.weight, person.melanin):
        assert 0 <= share <= 1
    assert (person.gender > 0.5) == (person.sex == "male")


@SOME
@given(numbers)
def test_large_shapes_are_a_blend_and_every_strength_has_its_target(number):
    person = identity(number, 1)
    ancestries = [v for k, v in macro(person).items() if not k.startswith("macrodetails/universal")]
    assert sum(ancestries) == pytest.approx(1, abs=0.02)
    faces = {name for name in strengths(person) if not name.startswith("macrodetails/")}
    assert faces <= set(head_mesh().targets)
    assert all(0 < value <= 1.2 for value in strengths(person).values())


def test_every_target_of_a_face_lies_on_one_axis():
    named = [target for pair in axes().values() for target in pair if target]
    wanted = {
        name for name in head_mesh().targets if name.split("/")[0] in REGIONS and "/r-" not in name
    }
    assert set(named) == wanted
    assert len(named) == len(wanted)


def test_a_population_has_people_of_every_kind():
    people = [identity(number, 1) for number in range(200)]
    assert {(p.sex, p.ancestry) for p in people} == {(s, a) for s in SEXES for a in ANCESTRIES}
    assert len({p.monk_tone for p in people}) >= 8


def test_another_day_changes_clothes_and_keeps_hair_and_eyes():
    person = identity(5, 1)
    worn = look(person)
    other = restyled(person, worn)
    assert (other.hair, other.hair_colour, other.iris) == (worn.hair, worn.hair_colour, worn.iris)
    assert other.outfit != worn.outfit
    assert look(person) == worn


def test_a_person_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        identity(1, 1).age = 3
