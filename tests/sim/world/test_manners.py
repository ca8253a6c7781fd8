import numpy as np

from scenarios.schema import Manners
from sim.streams import Streams
from sim.world.manners import DRAWN, ORDINARY, YOUNGEST, carried

COUNT = 3000
PEOPLE = np.arange(COUNT)
AGES = np.random.default_rng(5).uniform(3, 90, COUNT)


def drawn(**shares):
    return carried(Manners(**shares), AGES, PEOPLE, Streams(1))


def test_of_those_old_enough_as_many_go_about_so_as_the_scenario_says():
    manner, shares = drawn(), Manners().model_dump()
    assert [*shares] == [*DRAWN]
    for number, share in enumerate(shares.values(), start=1):
        able = max(YOUNGEST[number], 16) <= AGES
        expected, sd = share * able.sum(), np.sqrt(share * (1 - share) * able.sum())
        assert abs((manner == number).sum() - expected) < 5 * sd
        assert able[manner == number].all()
    assert (manner[AGES < 16] == ORDINARY).all()


def test_without_shares_everybody_just_walks():
    assert (drawn(**dict.fromkeys(DRAWN, 0.0)) == ORDINARY).all()
