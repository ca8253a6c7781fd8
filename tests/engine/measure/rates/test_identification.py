from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.rates.accuracy import compare, fmr
from engine.measure.rates.identification import fnir, fpir, search, threshold_for
from tests.engine.measure.drawn import drawn

SEEDS = st.integers(0, 2**32 - 1)


def searched(seed, people=7):
    templates, person = drawn(people, np.random.default_rng(seed))
    return search(templates, person, np.ones(len(person), bool))


@given(SEEDS, st.integers(4, 40))
def test_a_comparison_has_one_score_among_all_pairs_and_in_any_search(seed, people):
    raw = np.random.default_rng(seed).standard_normal((2 * people, 192)).astype(np.float32)
    templates = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    person = np.repeat(np.arange(people), 2)
    pairs = compare(templates, person)
    among = {*pairs.mated.tolist(), *pairs.non_mated.tolist()}
    for chosen in (person >= 0, person < people - 1):
        found = search(templates[chosen], person[chosen], np.ones(chosen.sum(), bool)).score
        assert {*found[np.isfinite(found)].tolist()} <= among


def enumerated(searches, size, rank, threshold):
    """FPIR and FNIR as means over every single watchlist."""
    alerts, misses = [], []
    for row in range(len(searches.person)):
        own, mate = searches.person[row], searches.mate[row]
        others = np.delete(searches.score[row], own)
        alerts += [max(drawn) >= threshold for drawn in combinations(others, size)]
        if searches.mated[row]:
            for beside in combinations(others, size - 1):
                above = sum(score > mate for score in beside)
                misses.append(mate < threshold or above >= rank)
    return np.mean(alerts), np.mean(misses)


@settings(deadline=None, max_examples=15)
@given(SEEDS, st.integers(1, 5), st.integers(1, 3), st.floats(0, 0.9))
def test_rates_are_means_over_every_watchlist(seed, size, rank, threshold):
    searches = searched(seed)
    alerted, missed = enumerated(searches, size, rank, np.float32(threshold))
    assert fpir(searches, size, threshold).value == pytest.approx(alerted, abs=1e-9)
    assert fnir(searches, size, rank, threshold).value == pytest.approx(missed, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.floats(-1, 1), st.floats(-1, 1), st.integers(1, 60), st.integers(1, 60))
def test_stricter_or_smaller_never_alerts_more(seed, one, other, few, many):
    searches = searched(seed, people=15)
    (low, high), (few, many) = sorted((one, other)), sorted((few, many))
    assert fpir(searches, few, high).value <= fpir(searches, many, low).value + 1e-12
    assert fnir(searches, few, None, high).value >= fnir(searches, few, None, low).value


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.integers(1, 200), st.floats(0.005, 0.5))
def test_the_threshold_for_an_fpir_meets_it_and_lies_in_its_interval(seed, size, wanted):
    searches = searched(seed, people=15)
    found = threshold_for(searches, size, wanted)
    assert fpir(searches, size, found.value).value <= wanted
    assert fpir(searches, size, found.value - 1e-6).value > wanted or found.value <= -1 + 1e-6
    assert found.low <= found.value
    assert found.high is None or found.value <= found.high


def test_a_picture_without_a_face_finds_nobody_and_counts_as_a_miss():
    templates, person = drawn(5, np.random.default_rng(2), noise=0.01)
    seen = np.ones(len(person), bool)
    seen[[1, 3]] = False
    searches = search(templates, person, seen)
    found = fnir(searches, 3, None, 0.5)
    assert found.value == pytest.approx(2 / 10)
    assert (found.cases, found.people) == (10, 5)
    assert fpir(searches, 3, -1.0).value == pytest.approx(13 / 15)


def test_somebody_never_detected_is_searched_but_not_enrolled():
    templates, person = drawn(5, np.random.default_rng(2))
    searches = search(templates, person, person != 4)
    assert searches.score.shape == (15, 4)
    assert fnir(searches, 2, None, -1.0).cases == 8
    assert fpir(searches, 2, -1.0).value == pytest.approx(12 / 15)


def test_an_unreachable_certainty_leaves_the_upper_end_open():
    assert threshold_for(searched(1), 1000, 1e-4).high is None


def test_two_people_are_too_few():
    with pytest.raises(SettingsError, match="got 2, wanted at least 3"):
        searched(1, people=2)


@given(SEEDS, st.integers(4, 30))
def test_a_search_before_one_other_tells_no_more_than_the_comparison_it_is(seed, people):
    templates, person = drawn(people, np.random.default_rng(seed))
    first = np.unique(person, return_index=True)[1]
    found = search(templates[first], person[first], np.ones(people, bool))
    searched, compared = fpir(found, 1, 2.0), fmr(compare(templates[first], person[first]), 2.0)
    assert searched.value == compared.value == 0
    assert searched.high == pytest.approx(compared.high)
