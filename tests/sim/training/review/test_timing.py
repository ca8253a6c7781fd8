import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.training.review.means import mean, percentile
from sim.training.review.timing import reactions, vigilance
from sim.training.review.verdicts import Verdict, verdicts
from tests.sim.training.review.tables import trainee


def test_the_median_lies_in_its_interval_in_19_of_20_sessions_whatever_the_distribution():
    rng = np.random.default_rng(0)
    found = [percentile(rng.lognormal(2, 0.5, 60), 0.5) for _ in range(300)]
    held = np.mean([one.low <= np.exp(2) <= one.high for one in found])
    assert 0.93 <= held <= 0.99


@given(st.lists(st.floats(0.1, 600), min_size=1, max_size=40), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_percentile_is_told_by_values_that_are_there(values, share):
    found = percentile(np.array(values), share)
    assert min(values) <= found.value <= max(values) or found.value == pytest.approx(min(values))
    assert {found.low, found.high} <= {None, *values}


def test_few_values_or_values_all_alike_have_a_mean_and_no_interval():
    assert mean(np.zeros(0)).value is None
    assert (mean(np.ones(3)).value, mean(np.ones(30)).low) == (1.0, None)


def test_answers_that_get_slower_by_a_minute_an_hour_are_told_so():
    rng = np.random.default_rng(0)
    rows = [
        Verdict(n, n % 2 == 0, "confirm", None, 5 + n / 2 + rng.normal(), 30.0 * n)
        for n in range(100)
    ]
    found = vigilance(verdicts(rows), 0, 3600).slower_s_per_h
    assert found.value == pytest.approx(60, abs=2)
    assert found.low < 60 < found.high


def test_every_alert_is_in_one_quarter_of_an_hour_also_the_last_and_the_late_ones():
    rows = [
        Verdict(n, True, "confirm", None, 5.0, at) for n, at in enumerate((0, 899.9, 900, 4000))
    ]
    blocks = vigilance(verdicts(rows), 0, 2700).blocks
    assert [(block.from_s, block.shown) for block in blocks] == [(0, 2), (900, 1), (1800, 1)]


def test_a_trainee_who_stops_telling_faces_apart_half_way_shows_it():
    rng = np.random.default_rng(2)
    first, second = trainee(3.0, 0, 60, 60, rng), trainee(0.0, 0, 60, 60, rng)
    rows = [
        Verdict(n, bool(table.mated[k]), str(table.verdict[k]), None, 5.0, 30.0 * n)
        for n, (table, k) in enumerate([(t, k) for t in (first, second) for k in range(120)])
    ]
    found = vigilance(verdicts(rows), 0, 7200)
    assert found.d_prime_later.high < 0
    assert found.right_later.high < 0
    assert len(found.blocks) == 8


def test_reaction_times_of_right_and_wrong_answers_are_all_of_them():
    rng = np.random.default_rng(0)
    found = reactions(trainee(1.5, 0.2, 40, 40, rng))
    assert found.right[1].cases + found.wrong[1].cases == found.all[1].cases == 80
