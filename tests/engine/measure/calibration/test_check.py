import json
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.calibration import check as checks
from engine.measure.calibration.check import bins, check, threshold_for
from engine.measure.calibration.fit import fit
from engine.measure.calibration.sample import half
from tests.engine.measure.calibration.test_fit import PEOPLE, drawn
from tests.engine.measure.calibration.test_standin import standin

FIRST = half([str(number) for number in range(PEOPLE)])


@pytest.fixture(scope="module")
def sample():
    return drawn(standin(), np.random.default_rng(5))


@pytest.fixture(scope="module")
def compared():
    """Fewer drawn searches than in earnest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "SEARCHES", 40_000)
        yield partial(check, progress=[].append)


def test_a_stand_in_fitted_to_one_half_is_near_the_other_half(sample, compared):
    rng = np.random.default_rng(1)
    found = compared(fit(sample.of(FIRST), 0.7, rng), sample.of(~FIRST), rng)
    whole = found["bins"][0]
    assert found["people"] == (~FIRST).sum()
    assert whole["views"] == len(sample.of(~FIRST).person)
    assert whole["mated"]["ks"] < 0.06
    assert whole["non_mated"]["ks"] < 0.06
    tpir = whole["rates"][0]["tpir"]
    assert tpir["measured"]["low"] - 0.03 < tpir["drawn"]["value"]
    assert tpir["drawn"]["value"] < tpir["measured"]["high"] + 0.03
    json.dumps(found, allow_nan=False)


def test_a_stand_in_that_is_too_sure_is_told_from_the_measured(sample, compared):
    rng = np.random.default_rng(1)
    sure = standin(noise=np.array([-1.0, 0, 0, 0, 0]))
    whole = compared(sure, sample.of(~FIRST), rng)["bins"][0]
    assert whole["mated"]["ks"] > 0.3
    assert whole["rates"][0]["tpir"]["drawn"]["low"] > whole["rates"][0]["tpir"]["measured"]["high"]


def test_drawn_searches_alert_as_often_as_the_threshold_was_chosen_for(sample, compared):
    found = compared(standin(), sample.of(FIRST), np.random.default_rng(2))
    rates = found["bins"][0]["rates"]
    for wanted, rate in zip(checks.WANTED_FPIR, rates, strict=True):
        fpir = rate["fpir"]["drawn"]
        assert wanted - 1 / 4000 < fpir["value"] <= wanted
        assert fpir["cases"] >= 40_000
    assert np.all(np.diff([rate["threshold"] for rate in rates]) > 0)


def test_every_uncovered_and_covered_view_is_in_one_bin(sample):
    _, *parts = [mask for _, mask in bins(sample)]
    assert np.array_equal(np.sum(parts, axis=0), np.ones(len(sample.person)))


@given(
    st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=60), st.sampled_from([0.5, 0.1, 0.01])
)
@settings(deadline=None, max_examples=60)
def test_no_more_than_wanted_reach_a_threshold_and_no_lower_one_would_do(scores, wanted):
    nearest = np.array(scores, np.float32)
    threshold = np.float32(threshold_for(nearest, wanted))
    assert (nearest >= threshold).mean() <= wanted
    below = np.nextafter(threshold, np.float32(-2))
    assert (nearest >= below).mean() > wanted


def test_too_few_people_and_faces_never_found_are_refused(sample):
    rng = np.random.default_rng(1)
    with pytest.raises(SettingsError, match="got 3 people"):
        check(standin(), sample.of(np.arange(PEOPLE) < 3), rng, [].append)
    with pytest.raises(SettingsError, match="wanted 8 or more"):
        fit(sample.of(np.arange(PEOPLE) < 3), 0.7, rng)
