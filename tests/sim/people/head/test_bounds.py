from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.ages import OLDEST, YOUNGEST
from sim.people.births import identity
from sim.people.head import proportions, skulls
from sim.people.head.bounds import STRAIGHT, bounded, outside
from sim.people.head.mesh import head_mesh
from sim.people.identities import macro, older, strengths
from sim.people.ties import KINDS, Tie

SOME = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
numbers = st.integers(0, 999_999)
ages = st.floats(YOUNGEST, OLDEST)
ties = st.builds(Tie, st.sampled_from(KINDS), numbers, st.integers(0, 9))


@pytest.fixture(scope="module")
def people() -> list[dict[str, float]]:
    return [strengths(identity(number, 1)) for number in range(500)]


@pytest.mark.parametrize(
    ("measured", "limits"),
    [
        (skulls.ratios, skulls.BOUNDS),
        (proportions.proportions, proportions.BOUNDS),
    ],
)
def test_all_of_five_hundred_people_are_within_human_bounds_and_vary(people, measured, limits):
    found = [measured(one) for one in people]
    for name, (low, high) in limits.items():
        values = np.array([one[name] for one in found])
        assert low <= values.min() < values.max() <= high, name
        assert values.std() > 0.01, name


@SOME
@given(numbers, seeds)
def test_everybody_of_every_population_is_within_bounds_and_ten_years_on(number, seed):
    person = identity(number, seed)
    assert outside(strengths(person)) == {}
    assert outside(strengths(older(person, 10))) == {}


@SOME
@given(numbers, seeds, ages)
def test_everybody_is_within_bounds_at_every_age(number, seed, age):
    assert outside(strengths(replace(identity(number, seed), age=age))) == {}


@SOME
@given(ties, seeds)
def test_kin_are_within_bounds(bond, seed):
    assert outside(strengths(identity(bond.number, seed))) == {}


@SOME
@given(numbers)
def test_a_head_in_bounds_is_left_alone(number):
    shaped = strengths(identity(number, 1))
    assert bounded(shaped) == {name: value for name, value in shaped.items() if value > 1e-3}


def test_what_large_shapes_push_out_is_brought_back_by_the_axis_right_against_it():
    child = macro(replace(identity(309, 1), age=3.0))
    assert outside(child) == {"nose width": 1}
    mended = bounded(child)
    assert mended.keys() - child.keys() == {"nose/nose-scale-horiz-decr"}
    assert outside(mended) == {}


@pytest.mark.parametrize("measure", STRAIGHT)
def test_the_axes_straight_against_a_measure_make_it_smaller_and_larger(measure):
    def size(strengths):
        return (skulls.ratios(strengths) | proportions.proportions(strengths))[measure]

    smaller, larger = STRAIGHT[measure]
    assert {smaller, larger} <= head_mesh().targets.keys()
    assert size({smaller: 0.3}) < size({}) < size({larger: 0.3})
