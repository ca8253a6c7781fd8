import numpy as np
import pytest

from scenarios.schema import Manners
from sim.streams import Streams
from sim.world.manners import CHILD_SHARE, MANNERS, ORDINARY, WHEELCHAIR, carried

COUNT = 3000
PEOPLE = np.arange(COUNT)
DEVIATES = np.random.default_rng(5).normal(size=COUNT)


def drawn(**shares):
    accompanied = np.ones(COUNT, bool)
    return carried(Manners(**shares), DEVIATES, accompanied, CHILD_SHARE, PEOPLE, Streams(1))


def test_of_grown_up_people_as_many_go_about_so_as_the_scenario_says():
    manner, _, child = drawn()
    shares = Manners().model_dump()
    assert [*shares] == [*MANNERS[1:]]
    for number, share in enumerate(shares.values(), start=1):
        expected = 0.88 * share
        sd = np.sqrt(expected * (1 - expected) / COUNT)
        assert abs((manner == number).mean() - expected) < 5 * sd
    assert (manner[child] == ORDINARY).all()


def test_without_shares_everybody_just_walks():
    manner, _, _ = drawn(**dict.fromkeys(MANNERS[1:], 0.0))
    assert (manner == ORDINARY).all()


def test_heights_are_those_of_men_and_women_and_children():
    _, height, _ = drawn(**dict.fromkeys(MANNERS[1:], 0.0))
    grown = height[height > 1.4]
    assert grown.mean() == pytest.approx(1.69, abs=0.02)
    assert 0.07 < grown.std() < 0.11
    assert 0.05 < (height < 1.4).mean() < 0.12
    assert 0.8 < height.min() < height.max() < 2.05


def test_who_sits_is_smaller_and_the_rest_stay_as_they_were():
    _, before, _ = drawn(wheelchair=0.0)
    manner, after, _ = drawn(wheelchair=0.1)
    seated = manner == WHEELCHAIR
    assert (after[seated] < before[seated]).all()
    assert abs(after[seated].mean() - 1.33) < 0.05
    assert np.array_equal(before[~seated], after[~seated])
