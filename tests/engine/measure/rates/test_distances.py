import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp, wasserstein_distance

from engine.measure.rates.distances import Apart, Scores, resampled, threshold_at

ROUGH = st.lists(st.integers(-20, 20).map(lambda k: k / 10), min_size=2, max_size=40)


def scores(values, people=5):
    who = np.arange(len(values)) % people
    return Scores(np.array(values, float), who, who)


@settings(deadline=None, max_examples=60)
@given(ROUGH, ROUGH)
def test_distances_are_scipy_s_ties_and_all(one, other):
    ks, wasserstein, apart, ratio = Apart(scores(one), scores(other)).distances()
    assert ks == pytest.approx(ks_2samp(one, other, method="asymp").statistic)
    assert wasserstein == pytest.approx(wasserstein_distance(one, other))
    assert apart == pytest.approx(np.mean(other) - np.mean(one))
    if np.std(one) > 1e-6:
        assert ratio == pytest.approx(np.std(other) / np.std(one))


@settings(deadline=None, max_examples=30)
@given(ROUGH, st.integers(0, 2**16))
def test_a_weight_counts_a_score_so_many_times(values, seed):
    times = np.random.default_rng(seed).integers(0, 4, len(values))
    times[0] += 1
    other = np.linspace(-1, 2, 17)
    weighed = Apart(scores(values), scores(other)).distances(times.astype(float))
    repeated = Apart(scores(np.repeat(values, times)), scores(other)).distances()
    np.testing.assert_allclose(weighed, repeated, atol=1e-9)


def test_where_nobody_who_counts_was_drawn_there_is_no_distance():
    assert np.isnan(Apart(scores([1, 2]), scores([3])).distances(np.zeros(2), np.ones(1))).all()


def test_a_comparison_of_two_people_weighs_the_product_and_a_mated_one_its_person():
    told = Scores(np.zeros(3), np.array([0, 0, 1]), np.array([0, 1, 1]))
    assert told.weights(np.array([2.0, 3.0])).tolist() == [2, 6, 3]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-1, 1), min_size=3, max_size=50, unique=True), st.floats(0.01, 0.9))
def test_no_more_than_the_wanted_share_reaches_the_threshold(values, wanted):
    order = np.sort(values)[::-1]
    threshold = threshold_at(order, np.ones(len(order)), wanted * len(order))
    assert (order >= threshold).mean() <= wanted + 1e-9


def test_intervals_of_a_mean_hold_it_about_as_often_as_they_say():
    rng, held = np.random.default_rng(5), 0
    for _ in range(100):
        sample = rng.normal(0, 1, 60)
        other = rng.normal(0, 1, 60)
        low, high = resampled(
            (60, 60), lambda a, b, s=sample, o=other: np.array([b @ o / 60 - a @ s / 60]),
            100, rng, lambda _: None,
        )  # fmt: skip
        held += bool(low[0] <= 0 <= high[0])
    assert held >= 84
