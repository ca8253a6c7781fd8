"""Error rates turned into people, as people read them."""

import json

import pytest

ASKED = ("expect", "--faces", 8600, "--watchlist", 7300, "--listed", 10, "--tpir", 0.89)


def test_81_percent_and_1_in_1_000_are_told_of_one_deployment_with_their_sources(footfall):
    told = footfall("expect", "--example", "early-trials")
    assert (told.code, told.err) == (0, "")
    assert "Of 42 alerts 81 % are false" in told.out
    assert "Of 34,000 people not listed 1 in 1,000 is alerted" in told.out
    assert "record MPS-T-ESSEX6" in told.out
    assert "how many faces there were was not published" in told.out


def test_a_deployment_is_told_in_counts_with_both_intervals(footfall):
    told = json.loads(footfall(*ASKED, "--fpir", "1/6000", "--json").out)
    assert told["one_in"] == 6000
    assert told["true_alerts"]["expected"] == 8.9
    assert told["alert_precision"]["expected"] == pytest.approx(8.9 / (8.9 + 8590 / 6000), 1e-4)
    stops = told["wrongful_stops"]
    assert stops["expected"] == pytest.approx(0.6 * 8590 / 6000, 1e-4)
    assert stops["interval_95"][0] <= stops["median"] <= stops["interval_95"][1]
    assert any("6 of 10" in one for one in told["sources"])


def test_a_list_shorter_than_the_one_measured_with_alerts_fewer(footfall):
    asked = (*ASKED, "--fpir", "0.017%", "--json")
    own, other = (
        json.loads(footfall(*asked, *more).out)["fpir"]
        for more in ((), ("--fpir-watchlist", 14_600))
    )
    assert other == pytest.approx(own / 2, rel=1e-3)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--faces", 10), "wanted --tpir, --fpir too, or --example"),
        (("--example", "mine"), "wanted one of early-trials, npl-2023"),
        ((*ASKED[1:], "--fpir", "one"), "wanted a share such as 0.001, 1/6000"),
        ((*ASKED[1:], "--fpir", "2"), "fpir: got 2, wanted 0 to 1"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(footfall, asked, said):
    told = footfall("expect", *asked)
    assert told.code == 2
    assert said in " ".join(told.err.split())


def test_counts_and_intervals_say_how_sure_a_rate_is(footfall):
    asked = (*ASKED[:-2], "--fpir", "0.0001:0.0003", "--confirm-false", "6 of 10")
    told = footfall(*asked, "--tpir", "42 of 60")
    assert (told.code, told.err) == (0, "")
    assert "TPIR: 42 of 60, so 95 %: 57.7 % to 80.5 %." in told.out
    assert "Jeffreys" in told.out
    wide = json.loads(footfall(*asked, "--tpir", "42 of 60", "--json").out)
    assert wide["unsure"].keys() == {"tpir", "fpir", "confirm_false"}


def test_counts_that_no_share_can_have_are_refused(footfall):
    told = footfall(*ASKED, "--fpir", "7 of 6")
    assert told.code == 2
    assert "wanted k of n" in " ".join(told.err.split())
