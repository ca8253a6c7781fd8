import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from engine.errors import SettingsError
from sim.outcomes.expected.chance import Count, share_of_both, total
from sim.outcomes.expected.examples import EXAMPLES
from sim.outcomes.expected.expectation import Expectation
from sim.record.published import row

SHARES = st.floats(0, 1)
COUNTS = ("true_alerts", "false_alerts", "alerts", "listed_missed", "right_stops", "wrongful_stops")


@st.composite
def deployments(draw):
    faces = draw(st.integers(0, 5_000))
    return Expectation(
        faces=faces,
        listed=draw(st.integers(0, min(faces, 200))),
        tpir=draw(SHARES),
        fpir=draw(st.floats(0, 0.2)),
        confirm_true=draw(SHARES),
        confirm_false=draw(SHARES),
    )


@settings(max_examples=40)
@given(deployments())
def test_counts_are_ordered_bounded_and_add_up(asked):
    told = asked.to_json()
    for name in COUNTS:
        one = told[name]
        (low95, high95), (low50, high50) = one["interval_95"], one["interval_50"]
        assert 0 <= low95 <= low50 <= one["median"] <= high50 <= high95 <= asked.faces
        assert 0 <= one["at_least_one"] <= 1
    near = pytest.approx
    right, wrong = told["true_alerts"]["expected"], told["false_alerts"]["expected"]
    assert right + wrong == near(told["alerts"]["expected"], rel=1e-4, abs=1e-6)
    assert right + told["listed_missed"]["expected"] == near(asked.listed, rel=1e-4, abs=1e-6)
    assert told["wrongful_stops"]["expected"] <= wrong * (1 + 1e-5)
    assert told["right_stops"]["expected"] <= right * (1 + 1e-5)
    precision = told["alert_precision"]["expected"]
    if precision is None:
        assert told["alerts"]["expected"] == near(0, abs=1e-9)
    else:
        assert precision + told["false_share"]["expected"] == near(1)


@given(deployments(), st.floats(0, 1))
def test_more_found_is_no_less_precise_and_more_false_ones_no_more(asked, share):
    def precision(**changed):
        kept = {name: getattr(asked, name) for name in ("faces", "listed", "tpir", "fpir")}
        found = Expectation(**kept | changed).precision
        return 0.5 if found is None else found

    higher = asked.tpir + share * (1 - asked.tpir)
    assert precision(tpir=higher) >= precision() - 1e-6 or not asked.fpir
    if asked.listed and asked.tpir > 0 and asked.fpir > 0:
        assert precision(fpir=asked.fpir * share) >= precision() - 1e-6
        assert precision(fpir=asked.fpir + share * (1 - asked.fpir)) <= precision() + 1e-6


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.floats(1e-9, 0.01))
def test_fpir_grows_with_the_list_and_never_beyond_everybody(size, measured, fpir):
    def here(watchlist):
        return Expectation(
            faces=1, listed=0, tpir=1, fpir=fpir, watchlist=watchlist, fpir_watchlist=measured
        ).fpir_here

    assert 0 <= here(size) <= here(size + 1) <= 1
    assert here(measured) == pytest.approx(fpir)


def test_a_share_that_is_listed_is_the_same_on_average_and_less_sure():
    known = {"faces": 10_000, "tpir": 0.9, "fpir": 0.001}
    fixed = Expectation(listed=10, **known).to_json()["true_alerts"]
    drawn = Expectation(listed_share=0.001, **known).to_json()["true_alerts"]
    assert drawn["expected"] == fixed["expected"] == 9.0
    assert drawn["interval_95"][0] < fixed["interval_95"][0]
    assert drawn["interval_95"][1] > fixed["interval_95"][1]


def test_a_share_s_interval_is_that_of_drawn_deployments():
    right, wrong = Count(20, 0.7), Count(5_000, 0.002)
    told, rng = share_of_both(right, wrong), np.random.default_rng(3)
    drawn = rng.binomial(20, 0.7, 200_000), rng.binomial(5_000, 0.002, 200_000)
    shares = drawn[0] / (drawn[0] + drawn[1])
    for level in ("interval_50", "interval_95"):
        low, high = told[level]
        inside = ((shares >= low - 1e-9) & (shares <= high + 1e-9)).mean()
        wanted = float(level[-2:]) / 100
        assert wanted - 0.005 <= inside <= wanted + 0.07


def test_the_sum_of_two_counts_is_binomial_where_both_are_of_one_chance():
    told = total(Count(30, 0.2), Count(50, 0.2))
    for level, tail in (("interval_50", 0.25), ("interval_95", 0.025)):
        assert told[level] == [binom.ppf(tail, 80, 0.2), binom.ppf(1 - tail, 80, 0.2)]


def test_81_percent_of_alerts_false_and_1_in_1_000_people_are_one_deployment():
    told = EXAMPLES["early-trials"].deployment.to_json()
    assert round(100 * told["false_share"]["expected"]) == 81
    assert told["one_in"] == pytest.approx(1000, rel=1e-4)
    assert told["false_alerts"]["expected"] == pytest.approx(34, rel=1e-4)
    assert told["true_alerts"]["expected"] == pytest.approx(8, rel=1e-4)


def test_the_early_trials_figures_are_those_of_the_record():
    trials, every = row("MPS-T-ESSEX6"), row("MPS-T-ALL10")
    assert (trials.alerts, trials.true_alerts, trials.false_alerts) == (42, 8, 34)
    assert "1 in 1000" in every.evidence
    for one, source in zip((trials, every), EXAMPLES["early-trials"].sources, strict=False):
        assert f"record {one.id}" in source


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"tpir": 1.2}, "tpir: got 1.2"),
        ({"listed": 11}, "11 listed of 10 faces"),
        ({"listed": None}, "how many of the faces are listed"),
        ({"listed_share": 0.1}, "how many of the faces are listed"),
        ({"fpir_watchlist": 10}, "fpir_watchlist"),
        ({"listed": -1}, "-1 listed"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(changed, field):
    asked = {"faces": 10, "listed": 1, "tpir": 0.9, "fpir": 0.1} | changed
    with pytest.raises(SettingsError, match=field):
        Expectation(**asked)
