import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from engine.errors import SettingsError
from engine.measure.fieldtest import FieldTest

SHARE = st.floats(0.05, 0.95)
TRIALS = 20_000


def told_apart(plan, one, other, rng):
    """Share of simulated tests of two groups that find a difference."""
    n = plan.in_each_group
    first, second = rng.binomial(n, one, TRIALS) / n, rng.binomial(n, other, TRIALS) / n
    pooled = (first + second) / 2
    z = (first - second) / np.sqrt(np.maximum(2 * pooled * (1 - pooled), 1e-12) / n)
    return np.mean(np.abs(z) > norm.isf(plan.level / 2))


@pytest.mark.parametrize(
    "plan",
    [
        FieldTest(0.8, 0.9),
        FieldTest(0.9, 0.8, power=0.8),
        FieldTest(0.05, 0.065),
        FieldTest(0.1, 0.13, power=0.8, level=0.01),
    ],
)
def test_simulated_groups_are_told_apart_as_often_as_wanted(plan):
    rng = np.random.default_rng(1)
    assert told_apart(plan, plan.one, plan.other, rng) == pytest.approx(plan.power, abs=0.02)
    assert told_apart(plan, plan.one, plan.one, rng) == pytest.approx(plan.level, abs=0.015)


def test_one_simulated_test_against_a_stated_share_finds_the_other():
    plan, rng = FieldTest(0.8, 0.9), np.random.default_rng(2)
    n = plan.against_stated
    z = (rng.binomial(n, plan.other, TRIALS) / n - plan.one) / np.sqrt(0.8 * 0.2 / n)
    assert np.mean(np.abs(z) > norm.isf(0.025)) == pytest.approx(0.9, abs=0.03)


@settings(deadline=None, max_examples=40)
@given(SHARE, SHARE, st.floats(0.6, 0.9))
def test_more_power_wants_more_volunteers_and_the_order_of_the_shares_does_not_matter(a, b, power):
    if abs(a - b) < 0.01:
        return
    plain, more = FieldTest(a, b, power), FieldTest(a, b, power + 0.05)
    assert plain.in_each_group <= more.in_each_group
    assert plain.in_each_group == pytest.approx(FieldTest(b, a, power).in_each_group, abs=1)
    assert plain.against_stated <= plain.in_each_group * 2


def test_passes_that_are_all_alike_save_no_volunteer_and_independent_ones_do():
    once = FieldTest(0.8, 0.9).in_each_group
    assert FieldTest(0.8, 0.9, passes=4, alike=1.0).in_each_group == once
    assert FieldTest(0.8, 0.9, passes=4, alike=0.0).in_each_group == -(-once // 4)


@pytest.mark.parametrize(
    "wrong", [{"other": 0.8}, {"other": 1.04}, {"power": 1.0}, {"passes": 0}, {"alike": 2.0}]
)
def test_plans_without_meaning_are_refused(wrong):
    with pytest.raises(SettingsError, match="wanted"):
        FieldTest(**({"one": 0.8, "other": 0.9} | wrong))
