"""How long groups were held, beside what others compute."""

import numpy as np
import pytest
from scipy.stats import kruskal, mannwhitneyu

from sim.outcomes.groups.lengths import alike, longer


def drawn(rng, *people, shift=1.0):
    first, *rest = (np.exp(0.5 * rng.standard_normal(many)) for many in people)
    return [first * shift, *rest]


def test_where_groups_are_large_enough_it_is_kruskal_and_wallis_s_own():
    groups = drawn(np.random.default_rng(2), 12, 30, 9, shift=1.4)
    assert alike(groups, np.random.default_rng(1)) == pytest.approx(kruskal(*groups).pvalue)
    ties = [np.round(one) for one in groups]
    assert alike(ties, np.random.default_rng(1)) == pytest.approx(kruskal(*ties).pvalue)


def test_where_a_group_is_small_it_is_near_the_exact_one():
    few, many = drawn(np.random.default_rng(3), 4, 9, shift=2.5)
    exact = mannwhitneyu(few, many, method="exact").pvalue
    assert alike([few, many], np.random.default_rng(1)) == pytest.approx(exact, abs=0.015)


def test_without_a_difference_it_is_rarely_small_however_few_they_are():
    rng = np.random.default_rng(5)
    p = [alike(drawn(rng, 20, 6, 2, 1), rng) for _ in range(150)]
    assert sum(one is not None and one < 0.05 for one in p) <= 0.05 * 150 + 2 * np.sqrt(7.5)


def test_nobody_differs_from_nobody():
    rng = np.random.default_rng(1)
    assert alike([[], [3.0, 4.0]], rng) is None
    assert alike([[], []], rng) is None
    assert longer([1.0, 2.0], [3.0]) is None


def test_intervals_of_how_much_longer_cover_what_was_planted():
    """A shift of 40 s of 300 s that vary as much, in 400 repeats."""
    rng = np.random.default_rng(11)
    told = [
        longer(rng.normal(340, 60, 14).tolist(), rng.normal(300, 60, 25).tolist())
        for _ in range(400)
    ]
    covered = sum(one.low <= 40.0 <= one.high for one in told)
    assert abs(covered - 0.95 * 400) <= 5 * np.sqrt(400 * 0.05 * 0.95)
    assert np.mean([one.value for one in told]) == pytest.approx(40.0, abs=5.0)
