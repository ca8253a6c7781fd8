"""The DET curve and its EER, by hand, by brute force, and as often as the intervals hold."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from engine.measure.lists.people import independent
from engine.measure.rates.accuracy import compare, fmr, fnmr
from engine.measure.rates.comparisons import Comparisons
from engine.measure.rates.tradeoff import LARGEST, det, eer
from tests.engine.measure.drawn import drawn

SCORES = st.lists(st.integers(0, 12).map(float), min_size=1, max_size=30)


def lists(mated, non_mated):
    return independent(np.array(mated, float), np.array(non_mated, float))


def by_brute_force(mated, non_mated):
    """Both rates at every score and above all, the EER between the two where they cross."""
    cuts = [*sorted({*mated, *non_mated}), np.inf]
    rates = [
        (np.mean([s >= cut for s in non_mated]), np.mean([s < cut for s in mated])) for cut in cuts
    ]
    for (x0, y0), (x1, y1) in pairwise(rates):
        if x1 <= y1:
            share = (x0 - y0) / ((x0 - y0) + (y1 - x1))
            return x0 + share * (x1 - x0)
    raise AssertionError("they always cross")


@pytest.mark.parametrize(
    ("mated", "non_mated", "value"),
    [
        ([0.9, 0.8, 0.7, 0.2], [0.6, 0.3, 0.1, 0.05], 0.25),
        ([0.9, 0.8], [0.2, 0.1], 0.0),
        ([0.5, 0.5], [0.5, 0.5, 0.5], 0.5),
        ([0.1, 0.2], [0.8, 0.9], 1.0),
        ([3.0, 1.0], [2.0], 0.5),
        ([9.0, 9.0, 1.0], [5.0, 0.0], 1 / 3),
    ],
)
def test_the_equal_error_rate_of_short_lists_is_that_by_hand(mated, non_mated, value):
    assert eer(lists(mated, non_mated)).rate.value == pytest.approx(value)


@settings(deadline=None, max_examples=150)
@given(SCORES, SCORES)
def test_the_equal_error_rate_is_that_by_brute_force_and_lies_between_the_rates(mated, non_mated):
    found = eer(lists(mated, non_mated))
    assert found.rate.value == pytest.approx(by_brute_force(mated, non_mated))
    assert 0 <= found.rate.low <= found.rate.value <= found.rate.high <= 1
    assert found.fmr.value == np.mean(np.array(non_mated) >= found.threshold)
    assert found.fnmr.value == np.mean(np.array(mated) < found.threshold)


@settings(deadline=None, max_examples=60)
@given(SCORES, SCORES, st.floats(0.1, 9), st.floats(-50, 50))
def test_another_scale_of_scores_changes_no_rate(mated, non_mated, by, more):
    one = eer(lists(mated, non_mated))
    other = eer(lists([by * s + more for s in mated], [by * s + more for s in non_mated]))
    assert one.rate == other.rate


def test_a_score_at_the_threshold_matches():
    pairs = lists([0.0, 1.0], [0.0, -1.0])
    assert (fmr(pairs, 0.0).value, fnmr(pairs, 0.0).value) == (0.5, 0.0)


def test_without_any_error_the_rule_of_three_is_left():
    found = eer(lists(np.arange(100, 200), np.arange(100))).rate
    assert (found.value, found.low) == (0.0, 0.0)
    assert 3 / 100 < found.high < 4 / 100


def test_one_kind_alone_has_no_equal_error_rate():
    assert eer(lists([], [0.1])).rate.value is None
    assert eer(lists([0.1], [])).threshold is None
    assert det(lists([0.1], [])) == []


@settings(deadline=None, max_examples=60)
@given(SCORES, SCORES)
def test_a_det_curve_only_falls_and_has_both_ends_without_errors(mated, non_mated):
    points = det(lists(mated, non_mated))
    fmrs, fnmrs = ([p[name]["value"] for p in points] for name in ("fmr", "fnmr"))
    assert fmrs == sorted(fmrs, reverse=True)
    assert fnmrs == sorted(fnmrs)
    assert all(x <= LARGEST or y <= LARGEST for x, y in zip(fmrs, fnmrs, strict=True))
    if min(mated) > max(non_mated):
        assert (0.0, 0.0) in zip(fmrs, fnmrs, strict=True)


def test_a_det_curve_of_many_has_few_points_and_every_error_at_its_ends():
    rng = np.random.default_rng(2)
    points = det(lists(rng.normal(5, 1, 2_000), rng.normal(0, 1, 20_000)))
    assert len(points) < 120
    rates = {round(point["fmr"]["value"] * 20_000) for point in points}
    assert {0, 1, 2, 3} <= rates


def held(draws, truth, draw):
    found = [eer(draw()).rate for _ in range(draws)]
    return np.mean([one.low <= truth <= one.high for one in found])


@pytest.mark.parametrize(("mated", "non_mated", "apart"), [(100, 1000, 2), (100, 100, 2)])
def test_intervals_hold_the_rate_of_two_normal_distributions(mated, non_mated, apart):
    rng = np.random.default_rng(5)

    def draw():
        return lists(rng.normal(apart, 1, mated), rng.normal(0, 1, non_mated))

    assert 0.92 <= held(600, norm.cdf(-apart / 2), draw) <= 0.98


def test_intervals_with_few_errors_hold_it_oftener():
    rng = np.random.default_rng(6)
    assert (
        held(200, norm.cdf(-3), lambda: lists(rng.normal(6, 1, 200), rng.normal(0, 1, 9999))) > 0.95
    )


def test_intervals_clustered_by_person_hold_it_and_independent_ones_do_not():
    rng, found = np.random.default_rng(7), []
    for _ in range(300):
        pairs = compare(*drawn(100, rng))
        found.append((eer(pairs).rate, eer(Comparisons(pairs.mated, pairs.non_mated)).rate))
    truth = np.mean([one.value for one, _ in found])
    clustered, alone = (
        np.mean([one.low <= truth <= one.high for one in kind]) for kind in zip(*found, strict=True)
    )
    assert 0.92 <= clustered <= 0.99
    assert alone < 0.92
