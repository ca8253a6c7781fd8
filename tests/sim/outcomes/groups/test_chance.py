"""P-values, their correction, and differences, beside what others have published or compute."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from engine.measure.rates.intervals import rate
from sim.outcomes.differences import difference
from sim.outcomes.groups.chance import holm, p_value

shares = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=6)


def tables(pairs):
    return [min(pair) for pair in pairs], [max(pair) for pair in pairs]


def test_where_enough_is_expected_it_is_pearson_s_own():
    hits, cases = [30, 45, 20], [80, 90, 60]
    rest = np.subtract(cases, hits)
    wanted = chi2_contingency([hits, rest], correction=False).pvalue
    assert p_value(hits, cases, np.random.default_rng(1)) == pytest.approx(wanted)


def test_where_little_is_expected_it_is_near_fisher_s():
    hits, cases = [4, 0], [7, 9]
    exact = fisher_exact([[4, 0], [3, 9]]).pvalue
    assert p_value(hits, cases, np.random.default_rng(1)) == pytest.approx(exact, abs=0.01)


def test_under_few_cases_without_a_difference_it_is_rarely_small():
    """Six groups, some of them tiny, where chi-square itself is not to be trusted."""
    rng = np.random.default_rng(5)
    cases = np.array([60, 20, 5, 3, 2, 1])
    drawn = rng.binomial(cases, 0.15, (400, 6))
    p = [p_value(hits, cases, rng) for hits in drawn]
    assert sum(one is not None and one < 0.05 for one in p) <= 0.05 * 400 + 2 * np.sqrt(19)


@given(shares)
def test_a_p_value_is_a_share_and_the_order_of_groups_is_nothing_to_it(pairs):
    hits, cases = tables(pairs)
    one = p_value(hits, cases, np.random.default_rng(1))
    other = p_value(hits[::-1], cases[::-1], np.random.default_rng(1))
    assert (one is None) == (other is None)
    if one is not None:
        assert 0 <= one <= 1
        assert other == pytest.approx(one, abs=0.03)


@given(st.lists(st.none() | st.floats(0, 1), max_size=12))
def test_a_corrected_p_value_is_no_smaller_and_keeps_the_order(p):
    told = holm(p)
    assert [one is None for one in told] == [one is None for one in p]
    pairs = sorted((a, b) for a, b in zip(p, told, strict=True) if a is not None)
    assert all(a <= b <= 1 for a, b in pairs)
    assert [b for _, b in pairs] == sorted(b for _, b in pairs)


def test_holm_s_own_rule():
    assert holm([0.02, 0.01, 0.5]) == [0.04, 0.03, 0.5]


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_differences_have_newcombe_s_published_intervals(table, low, high):
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    one, other = (rate(*pair).to_json() for pair in (table[:2], table[2:]))
    found = difference(one, other)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_nothing_differs_from_nobody():
    assert difference(rate(3, 5).to_json(), rate(0, 0).to_json()) is None
    assert p_value([3, 0], [5, 0], np.random.default_rng(1)) is None
