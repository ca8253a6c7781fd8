import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import mannwhitneyu

from sim.training.review.roc import area, curve, ratings
from tests.sim.training.review.tables import answers, trainee


def test_a_rating_is_the_verdict_with_how_sure_of_it():
    told = (
        (True, "confirm", 0.9),
        (True, "dismiss", 0.2),
        (False, "unsure", 0.8),
        (False, "confirm", None),
    )
    found = ratings(answers(*told))
    assert found[:3].tolist() == [0.9, -0.2, 0.0]
    assert np.isnan(found[3])


ranks = st.lists(st.integers(-5, 5), min_size=2, max_size=30).map(lambda one: np.array(one, float))


@given(ranks, ranks)
def test_the_area_is_that_of_mann_and_whitney_and_lies_in_its_interval(mated, others):
    found = area(mated, others)
    statistic = mannwhitneyu(mated, others).statistic
    assert found.value == pytest.approx(statistic / len(mated) / len(others))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@given(ranks, ranks)
def test_the_area_below_the_curve_is_the_area(mated, others):
    told = [(True, rate) for rate in mated] + [(False, rate) for rate in others]
    verdict = {1: "confirm", -1: "dismiss", 0: "unsure"}
    found = curve(answers(*((kind, verdict[np.sign(r)], abs(r) / 5) for kind, r in told)))
    assert np.trapezoid(found.hits, found.false_alarms) == pytest.approx(found.area.value)
    assert found.hits[-1] == found.false_alarms[-1] == 1
    assert (np.diff(found.hits) >= 0).all()


def test_the_interval_holds_the_area_of_a_known_trainee_in_19_of_20_sessions():
    """The area of continuous evidence is that of d' over the root of two."""
    rng, true = np.random.default_rng(0), float(ndtr(1.87 / 2**0.5))
    drawn = [(rng.normal(1.87, 1, 40), rng.normal(0, 1, 60)) for _ in range(500)]
    found = [area(*one) for one in drawn]
    held = np.mean([one.low <= true <= one.high for one in found])
    assert 0.93 <= held <= 0.97


def test_who_errs_never_has_an_interval_all_the_same():
    found = area(np.ones(10), -np.ones(20))
    assert found.value == found.high == 1
    assert 0.8 < found.low < 1


def test_without_confidence_or_one_kind_of_alert_there_is_no_area():
    assert curve(answers((True, "confirm", None), (False, "dismiss", None))).area.value is None
    rng = np.random.default_rng(0)
    assert curve(trainee(1.8, 0, 20, 0, rng)).area.value is None
