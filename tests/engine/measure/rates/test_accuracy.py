import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.rates import accuracy
from engine.measure.rates.accuracy import compare, fmr, fnmr, residuals, tar_at, threshold_at
from tests.engine.measure.drawn import drawn

SEEDS = st.integers(0, 2**32 - 1)


def some(seed, people=12):
    return compare(*drawn(people, np.random.default_rng(seed)))


def test_every_two_pictures_are_compared_once():
    pairs = some(1, people=5)
    assert len(pairs.mated) == 5 * 3
    assert len(pairs.non_mated) == 15 * 14 // 2 - 15
    assert (pairs.first < pairs.second).all()
    assert (np.diff(pairs.non_mated) <= 0).all()


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.floats(-1, 1), st.floats(-1, 1))
def test_a_stricter_threshold_never_raises_fmr_nor_lowers_fnmr(seed, one, other):
    pairs, (low, high) = some(seed), sorted((one, other))
    assert fmr(pairs, high).value <= fmr(pairs, low).value
    assert fnmr(pairs, high).value >= fnmr(pairs, low).value


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.floats(-1, 1))
def test_rates_are_plain_shares_inside_their_intervals(seed, threshold):
    pairs, cut = some(seed), np.float32(threshold)
    for found, share in (
        (fmr(pairs, threshold), (pairs.non_mated >= cut).mean()),
        (fnmr(pairs, threshold), (pairs.mated < cut).mean()),
    ):
        assert found.value == pytest.approx(share)
        assert 0 <= found.low <= found.value <= found.high <= 1


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.sampled_from([0.3, 0.1, 0.01]))
def test_a_threshold_for_an_fmr_is_the_lowest_that_meets_it(seed, wanted):
    pairs = some(seed)
    threshold = threshold_at(pairs, wanted)
    assert fmr(pairs, threshold).value <= wanted
    assert fmr(pairs, np.nextafter(np.float32(threshold), np.float32(-2))).value > wanted
    assert tar_at(pairs, wanted).value == pytest.approx(1 - fnmr(pairs, threshold).value)


def test_residuals_are_those_of_the_whole_table_of_people():
    pairs = some(3)
    accepted, people, share = 40, pairs.people, 40 / len(pairs.non_mated)
    table = np.zeros((people, people))
    hit = np.arange(len(pairs.non_mated)) < accepted
    np.add.at(table, (pairs.first, pairs.second), hit - share)
    found = residuals(pairs, accepted)
    assert found.person * len(hit) == pytest.approx(table.sum(0) + table.sum(1))
    assert found.squares * len(hit) ** 2 == pytest.approx((table**2).sum())


def test_people_s_order_and_numbers_change_nothing():
    templates, person = drawn(20, np.random.default_rng(4))
    shuffled = np.random.default_rng(5).permutation(len(person))
    one, other = compare(templates, person), compare(templates[shuffled], 90 - person[shuffled])
    for wanted in (0.1, 0.01):
        a, b = tar_at(one, wanted), tar_at(other, wanted)
        assert (a.value, a.low, a.high) == pytest.approx((b.value, b.low, b.high), abs=1e-4)


def test_too_few_comparisons_give_no_rate_rather_than_a_wrong_one():
    pairs = some(6, people=5)
    assert threshold_at(pairs, 1e-3) is None
    assert tar_at(pairs, 1e-3).value is None
    alone = compare(np.eye(2, dtype=np.float32), np.zeros(2, int))
    assert fmr(alone, 0.5).value is None
    strangers = compare(np.eye(3, dtype=np.float32), np.arange(3))
    assert fnmr(strangers, 0.5).value is None


def test_more_pictures_than_fit_are_refused(monkeypatch):
    monkeypatch.setattr(accuracy, "MOST_PICTURES", 8)
    with pytest.raises(SettingsError, match="wanted at most 8"):
        some(1)
