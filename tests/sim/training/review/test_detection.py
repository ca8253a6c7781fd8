import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import binom, norm

from sim.training.review.detection import limits, sensitivity, together
from tests.sim.training.review.tables import answers, trainee

SESSIONS = 500


def drawn_trainees(rng):
    """D' and c of untrained people (Beattie 2016), and alerts of either kind in a session."""
    d_prime = np.maximum(rng.normal(1.87, 0.74, SESSIONS), 0)
    criterion = rng.normal(-0.11, 0.33, SESSIONS)
    mated, others = rng.integers(20, 80, SESSIONS), rng.integers(30, 120, SESSIONS)
    return d_prime, criterion, mated, others


@pytest.mark.parametrize("seed", range(4))
def test_known_d_prime_and_c_lie_in_their_intervals_in_93_to_97_of_100_sessions(seed):
    rng = np.random.default_rng(seed)
    d_prime, criterion, mated, others = drawn_trainees(rng)
    hits = rng.binomial(mated, ndtr(d_prime / 2 - criterion))
    false = rng.binomial(others, ndtr(-d_prime / 2 - criterion))
    found = limits(hits, mated, false, others)
    d_held = ((found.d_low <= d_prime) & (d_prime <= found.d_high)).mean()
    c_held = ((found.c_low <= criterion) & (criterion <= found.c_high)).mean()
    assert 0.93 <= d_held <= 0.97
    assert 0.93 <= c_held <= 0.97


@pytest.mark.parametrize(("mated", "others"), [(20, 60), (30, 30), (60, 60), (100, 100)])
def test_over_untrained_people_intervals_hold_in_95_of_100_to_one_point(mated, others):
    """Exactly, over every table that can come: no simulation, and no luck."""
    d_prime, criterion, weight = people()
    hits, false = np.meshgrid(np.arange(mated + 1), np.arange(others + 1), indexing="ij")
    found = limits(hits, mated, false, others)
    held = np.zeros(2)
    for d, c, share in zip(d_prime, criterion, weight, strict=True):
        chance = binom.pmf(hits, mated, ndtr(d / 2 - c))
        chance = chance * binom.pmf(false, others, ndtr(-d / 2 - c))
        held[0] += share * chance[(found.d_low <= d) & (d <= found.d_high)].sum()
        held[1] += share * chance[(found.c_low <= c) & (c <= found.c_high)].sum()
    assert held == pytest.approx([0.95, 0.95], abs=0.01)


def people():
    """A grid over d' and c of untrained people, and how many are so."""
    d, c = np.meshgrid(np.linspace(0.2, 3.6, 18), np.linspace(-0.9, 0.7, 9))
    weight = norm.pdf(d, 1.87, 0.74) * norm.pdf(c, -0.11, 0.33)
    return d.ravel(), c.ravel(), (weight / weight.sum()).ravel()


def test_half_a_case_of_each_kind_keeps_a_perfect_score_finite():
    """The log-linear correction: 10.5 of 11 and .5 of 11."""
    found = limits(10, 10, 0, 10)
    assert float(found.d_prime) == pytest.approx(2 * norm.ppf(10.5 / 11))
    assert float(found.criterion) == pytest.approx(0)
    assert found.d_low < found.d_prime < found.d_high


counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_intervals_hold_the_estimate_and_more_hits_never_lower_d_prime(mated, others):
    (hits, of), (false, no) = mated, others
    found = limits(hits, of, false, no)
    assert found.d_low < found.d_prime < found.d_high
    assert found.c_low < found.criterion < found.c_high
    if hits < of:
        more = limits(hits + 1, of, false, no)
        assert more.d_prime > found.d_prime
        assert more.criterion < found.criterion


@given(counts, counts)
def test_who_swaps_yes_and_no_turns_both_signs(mated, others):
    (hits, of), (false, no) = mated, others
    one, other = limits(hits, of, false, no), limits(of - hits, of, no - false, no)
    assert other.d_prime == pytest.approx(-one.d_prime)
    assert other.criterion == pytest.approx(-one.criterion)
    assert other.d_low == pytest.approx(-one.d_high)


def test_a_session_without_either_kind_of_alert_has_shares_and_no_d_prime():
    found = sensitivity(answers((True, "confirm", 1.0), (True, "dismiss", 0.5)))
    assert found.d_prime.value is None
    assert (found.hits.numerator, found.hits.denominator) == (1, 2)
    assert found.false_alarms.value is None


def test_unsure_counts_as_sending_nobody_and_what_is_open_or_barred_as_nothing():
    told = (
        (True, "confirm", 1.0),
        (True, "unsure", None),
        (True, "again", None),
        (True, "", None),
        (False, "unsure", None),
    )
    found = sensitivity(answers(*told))
    assert (found.hits.numerator, found.hits.denominator) == (1, 2)
    assert (found.false_alarms.numerator, found.false_alarms.denominator) == (0, 1)


def test_people_who_answer_alike_have_estimates_that_go_together():
    rng = np.random.default_rng(3)
    one = trainee(1.8, 0.0, 200, 200, rng)
    assert together(one, one) == pytest.approx(1.0, abs=0.02)
    rows = rng.permutation(len(one))
    shuffled = one.take(rows[np.argsort(one.mated[rows], kind="stable")])
    ordered = one.take(np.argsort(one.mated, kind="stable"))
    assert abs(together(ordered, shuffled)) < 0.2
