import json

import numpy as np
import pytest

from sim.errors import SimError
from sim.events import AlertRaised
from sim.training.review.compared import WHY, apart, compared
from sim.training.review.review import review
from tests.sim.training.review.tables import answers, trainee


def test_nobody_is_ranked_below_60_pairs_and_it_says_why():
    rng = np.random.default_rng(0)
    found = compared({"a": trainee(3, 0, 29, 30, rng), "b": trainee(0, 0, 100, 100, rng)})
    assert found.ranks is None
    assert found.why.startswith(WHY)
    assert found.why.endswith("Too few here: a.")
    assert found.apart[0].d_prime.high < 0  # what can be told is told


def test_60_pairs_of_which_nearly_all_are_of_one_kind_are_too_few():
    rng = np.random.default_rng(0)
    assert compared({"a": trainee(3, 0, 5, 95, rng), "b": trainee(0, 0, 50, 50, rng)}).ranks is None


def test_ranks_are_ranges_and_people_who_cannot_be_told_apart_share_places():
    rng = np.random.default_rng(1)
    people = {
        "chance": trainee(0.0, 0, 150, 150, rng),
        "good": trainee(3.4, 0, 150, 150, rng),
        "as good": trainee(3.4, 0, 150, 150, rng),
    }
    places = {one.name: (one.best, one.worst) for one in compared(people).ranks}
    assert places == {"good": (1, 2), "as good": (1, 2), "chance": (3, 3)}


def test_the_same_alerts_tell_two_people_apart_who_other_alerts_would_not():
    """What is hard is hard for both, so their difference is known better."""
    rng = np.random.default_rng(4)
    noise = rng.standard_normal(120)
    alike = [np.random.default_rng(9), np.random.default_rng(9)]
    one = trainee(1.6, 0.0, 60, 60, alike[0], noise)
    other = trainee(1.6, 0.0, 60, 60, alike[1], noise + 0.3 * rng.standard_normal(120))
    paired = apart("one", one, "other", other)
    unpaired = apart("one", one, "other", trainee(1.6, 0, 60, 60, rng, first=500))
    assert (paired.same, unpaired.same) == (120, 0)
    width = [found.d_prime.high - found.d_prime.low for found in (paired, unpaired)]
    assert width[0] < 0.8 * width[1]


@pytest.mark.parametrize("shared", [0.0, 0.6])
def test_a_difference_of_none_lies_in_its_interval_in_19_of_20_comparisons(shared):
    rng, held = np.random.default_rng(0), 0
    for _ in range(300):
        common = rng.standard_normal(100)
        order = int(rng.integers(1e9))
        both = [
            trainee(1.87, -0.1, 50, 50, np.random.default_rng(order), noise)
            for noise in (
                np.sqrt(shared) * common + np.sqrt(1 - shared) * rng.standard_normal(100)
                for _ in range(2)
            )
        ]
        found = apart("a", both[0], "b", both[1]).d_prime
        held += found.low <= 0 <= found.high
    assert 0.92 <= held / 300 <= 0.985


def test_one_alone_is_compared_with_nobody():
    with pytest.raises(SimError, match="wanted two or more"):
        compared({"a": answers()})


def test_a_review_of_nothing_and_of_a_session_are_json_that_any_reader_takes():
    rng = np.random.default_rng(0)
    for table in (answers(), trainee(1.8, 0, 40, 40, rng)):
        events = [AlertRaised(0.0, 0, "north", 0, 0, 0.5, true=True)]
        found = review(table, events, 0, 3600).to_json()
        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert found["no_ranking"] == ("" if found["rankable"] else WHY)
