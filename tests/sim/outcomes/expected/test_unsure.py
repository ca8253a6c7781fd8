"""Rates that are known by counts or intervals widen what a deployment is expected to show."""

import numpy as np
import pytest
from scipy.stats import betabinom

from engine.errors import SettingsError
from sim.outcomes.expected.examples import EXAMPLES
from sim.outcomes.expected.expectation import CHANCE_ALONE, Expectation
from sim.outcomes.expected.unsure import Share, Unsure

NPL = EXAMPLES["npl-2023"].deployment
ASKED = {"faces": 5000, "listed": 200, "tpir": 0.7, "fpir": 0.002}


def test_without_unsure_rates_everything_is_as_before():
    assert Unsure.of({}, NPL).to_json() == NPL.to_json()
    assert NPL.to_json()["reads"] == CHANCE_ALONE


def test_a_count_of_listed_people_found_is_beta_binomial():
    told = Unsure.of(ASKED | {"tpir": Share.counted(42, 60)}).to_json()["true_alerts"]
    exact = betabinom(200, 42.5, 18.5)
    assert told["expected"] == pytest.approx(exact.mean(), rel=1e-3)
    assert told["median"] == pytest.approx(exact.median(), abs=1)
    assert told["interval_95"] == pytest.approx(exact.interval(0.95), abs=1)


def test_rates_that_are_hardly_sure_come_near_those_that_hold_exactly_as_cases_grow():
    exact = Expectation(**ASKED).to_json()
    many = Share.counted(0.7e7, 1e7), Share.counted(2e4, 1e7)
    near = Unsure.of(ASKED | {"tpir": many[0], "fpir": many[1]}).to_json()
    for name in ("true_alerts", "false_alerts", "alerts", "wrongful_stops", "listed_missed"):
        assert near[name]["expected"] == pytest.approx(exact[name]["expected"], rel=1e-3)
        assert near[name]["interval_95"] == pytest.approx(exact[name]["interval_95"], abs=1)
    ends = near["alert_precision"]["interval_95"], exact["alert_precision"]["interval_95"]
    assert ends[0] == pytest.approx(ends[1], abs=0.005)


def test_fewer_cases_mean_wider_intervals():
    wide = [
        np.ptp(
            Unsure.of(ASKED | {"fpir": Share.counted(k, 500 * k)}).to_json()[name]["interval_95"]
        )
        for name in ("false_alerts", "wrongful_stops", "alert_precision")
        for k in (1000, 20, 3)
    ]
    assert all(np.diff(wide).reshape(-1)[[0, 1, 3, 4, 6, 7]] >= 0)
    assert wide[2] > 1.5 * wide[0]


def test_an_interval_is_met_at_both_ends():
    for low, high in ((0.57, 0.8), (1 / 9000, 1 / 4000), (0.9, 0.999)):
        assert Share.between(low, high).interval == pytest.approx((low, high), rel=1e-4)


def test_fpir_grows_with_the_list_and_so_does_how_unsure_it_is():
    share = Share.counted(5, 30_000)
    told = Unsure.of({"fpir": share, "watchlist": 20_000}, NPL).to_json()
    assert told["fpir"] == pytest.approx(2 * share.mean, rel=1e-2)
    assert told["unsure"]["fpir"]["said"] == "5 of 30,000"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Share.counted(7, 6), "wanted k of n"),
        (lambda: Share.between(0.0, 0.5), "give counts"),
        (lambda: Share.between(0.6, 0.5), "wanted the ends"),
    ],
)
def test_what_no_share_can_be_is_refused(made, said):
    with pytest.raises(SettingsError, match=said):
        made()
