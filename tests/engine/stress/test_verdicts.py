"""A verdict a figure: by the median, undecided where the range reaches over the bound."""

import pytest

from engine.stress.verdicts import judge


def spread(median, low, high):
    return {"median": median, "low": low, "high": high, "repeats": 5, "coverage": 0.94}


def parts(efficiency=(0.97, 0.95, 1.0), streams=(3, 4), held_out=True):
    return {
        "throughput": {
            "efficiency": spread(*efficiency),
            "vs_insightface": spread(1.7, 1.6, 1.79),
        },
        "search": {
            "sizes": [
                {"watchlist": 1000, "over_better": spread(1.0, 0.9, 1.05)},
                {"watchlist": 100_000, "over_better": spread(1.4, 1.0, 1.5)},
            ]
        },
        "capacity": {"checks": [{"held_out": held_out}], "largest_error": 0.1},
        "density": {"repeats": list(streams)},
    }


def said(found):
    return {one.figure: (one.verdict, one.decided) for one in judge(found, 5)}


def test_every_figure_with_a_bound_has_a_verdict():
    assert said(parts()) == {
        "efficiency": ("holds", True),
        "vs_insightface": ("does not hold", True),
        "over_better at 1,000": ("holds", True),
        "over_better at 100,000": ("does not hold", False),
        "largest_error": ("holds", None),
        "streams apart": ("holds", None),
    }


@pytest.mark.parametrize(
    ("spread", "wanted"),
    [
        ((0.9, 0.9, 0.95), ("holds", True)),
        ((0.91, 0.89, 0.95), ("holds", False)),
        ((0.89, 0.85, 0.93), ("does not hold", False)),
        ((0.8, 0.7, 0.89), ("does not hold", True)),
    ],
)
def test_a_range_that_reaches_over_the_bound_leaves_the_verdict_undecided(spread, wanted):
    assert said(parts(efficiency=spread))["efficiency"] == wanted


def test_of_too_few_rounds_there_is_no_verdict_and_it_says_how_many_are_wanted():
    found = {one.figure: one for one in judge(parts(), 4)}
    density = found.pop("streams apart")
    assert density.verdict == "holds"  # its searches are no rounds
    assert {(one.verdict, one.decided) for one in found.values()} == {("too short to judge", None)}
    assert {one.why for one in found.values()} == {"4 rounds, wanted 5"}


def test_of_what_was_not_asked_for_nothing_is_said():
    assert judge({}, 5) == []
    assert {one.part for one in judge({"density": parts()["density"]}, 5)} == {"density"}


def test_what_was_not_run_enough_is_not_measured_and_says_why():
    some = {one.figure: one for one in judge(parts(streams=(3,), held_out=False), 5)}
    assert "--set repeats=3" in some["streams apart"].why
    assert some["largest_error"].as_json() == {
        "part": "capacity",
        "figure": "largest_error",
        "direction": "at most",
        "wanted": 0.1,
        "measured": None,
        "low": None,
        "high": None,
        "why": "no cell was held out",
        "rounds": 5,
        "verdict": "not measured",
        "decided": None,
    }


def test_searches_that_are_two_streams_apart_do_not_hold():
    assert said(parts(streams=(3, 5, 4)))["streams apart"] == ("does not hold", None)
