import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from engine.measure.rates.intervals import clustered_rate, event_rate, rate

CLUSTERS = st.lists(
    st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_has_the_interval_that_scipy_gives(share):
    ours, theirs = rate(*share), binomtest(*share).proportion_ci(method="wilson")
    assert ours.value == share[0] / share[1]
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_nothing_to_divide_by_has_no_value():
    assert rate(0, 0) == clustered_rate([], [])
    assert rate(0, 0).to_json() == {
        "value": None,
        "low": None,
        "high": None,
        "numerator": 0,
        "denominator": 0,
    }


@given(CLUSTERS)
def test_clusters_never_tell_more_than_independent_cases(clusters):
    hits, cases = np.array(clusters).T
    plain, ours = rate(int(hits.sum()), int(cases.sum())), clustered_rate(hits, cases)
    assert (ours.value, ours.numerator, ours.denominator) == (
        plain.value,
        plain.numerator,
        plain.denominator,
    )
    assert 0 <= ours.low <= plain.low + 1e-12
    assert plain.high - 1e-12 <= ours.high <= 1


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.randoms())
def test_clusters_of_one_are_independent_cases_in_any_order(hits, random):
    shuffled = random.sample(hits, len(hits))
    ours, plain = clustered_rate(shuffled, [1] * len(hits)), rate(sum(hits), len(hits))
    assert (ours.low, ours.high) == pytest.approx((plain.low, plain.high))


def test_a_single_cluster_tells_no_more_than_one_case():
    one, many = clustered_rate([20], [40]), clustered_rate([1] * 20 + [0] * 20, [1] * 40)
    assert one.low < 0.1 < many.low
    assert many.high < 0.9 < one.high


def test_events_may_outnumber_cases():
    several = clustered_rate([3, 2, 0], [1, 1, 1])
    assert several.value == 5 / 3
    assert 0.0 == several.low < several.value < several.high


def test_the_interval_of_what_outnumbers_its_cases_covers_its_mean():
    rng, mean, held = np.random.default_rng(8), 2.6, 0
    for _ in range(1000):
        hits = rng.poisson(rng.gamma(2.0, mean / 2.0, 60))
        one = clustered_rate(hits, np.ones(60))
        held += one.low <= mean <= one.high
    assert abs(held / 1000 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1000)


def test_the_interval_covers_where_the_plain_one_does_not():
    rng, truth, held = np.random.default_rng(7), 0.3, np.zeros(2)
    for _ in range(1000):
        cases = rng.integers(1, 12, 60)
        hits = rng.binomial(cases, rng.beta(truth, 1 - truth, 60))
        for k, one in enumerate((rate(hits.sum(), cases.sum()), clustered_rate(hits, cases))):
            held[k] += one.low <= truth <= one.high
    plain, clustered = held / 1000
    assert plain < 0.8
    assert abs(clustered - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1000)


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_events_of_one_each_have_garwood_s_exact_interval(count):
    told = event_rate([1] * count + [0] * 60, [2] * (count + 60))
    cases = 2 * (count + 60)
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(0.975, 2 * count + 2) / 2
    assert (told.numerator, told.denominator) == (count, cases)
    assert (told.low, told.high) == pytest.approx((low / cases, high / cases))


@pytest.mark.parametrize("people", [3.0, 6.0, 30.0])
def test_the_interval_of_rare_events_that_come_several_to_a_person_holds_their_rate(people):
    """So many people have events, one of six of them two and one of twelve three."""
    rng, held = np.random.default_rng(5), 0
    each, chance = np.array([1, 2, 3]), np.array([0.75, 1 / 6, 1 / 12])
    truth = people * (each * chance).sum() / 200
    for _ in range(1000):
        hits = rng.choice(each, rng.poisson(people), p=chance)
        one = event_rate(hits, [200])
        held += one.low <= truth <= one.high
    assert 0.95 - 5 * np.sqrt(0.95 * 0.05 / 1000) <= held / 1000 <= 0.985
