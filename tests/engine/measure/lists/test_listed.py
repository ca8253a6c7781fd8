"""What is measured on listed comparisons: by hand, and as the same pictures in a folder have it."""

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from engine.errors import GalleryError
from engine.measure.lists.evaluation import CLUSTERED, INDEPENDENT, Listed, evaluate_listed
from engine.measure.lists.people import peoples
from engine.measure.rates.accuracy import compare, fmr, fnmr, tar_at, threshold_at
from engine.measure.rates.tradeoff import eer
from tests.engine.measure.drawn import drawn


def listed(mated, non_mated, **more):
    kinds = np.arange(len(mated) + len(non_mated)) < len(mated)
    return Listed(np.array([*mated, *non_mated], float), kinds, **more)


def evaluated(one, threshold=None):
    return json.loads(json.dumps(evaluate_listed(one, threshold), allow_nan=False))


def test_short_lists_are_measured_as_by_hand():
    found = evaluated(listed([0.9, 0.8, 0.7, 0.2], [0.6, 0.3, 0.1, 0.05]), 0.6)
    assert (found["at"]["fmr"]["value"], found["at"]["fnmr"]["value"]) == (0.25, 0.25)
    assert (found["eer"]["value"], found["subjects"], found["at"]["fmr"]["people"]) == (
        0.25,
        None,
        None,
    )
    assert found["intervals"] == INDEPENDENT
    assert found["scores"]["mated"]["mean"] == pytest.approx(0.65)
    assert all(one["threshold"] is None for one in found["tar_at_fmr"])
    assert found["cautions"] == []


def test_independent_comparisons_have_the_intervals_that_scipy_gives():
    rng = np.random.default_rng(1)
    found = evaluated(listed(rng.normal(2, 1, 300), rng.normal(0, 1, 5000)), 1.5)
    for rate in (found["at"]["fmr"], found["at"]["fnmr"]):
        hits = round(rate["value"] * rate["cases"])
        theirs = binomtest(hits, rate["cases"]).proportion_ci(method="wilson")
        assert (rate["low"], rate["high"]) == pytest.approx((theirs.low, theirs.high))


def test_distances_give_the_rates_of_their_similarities_and_thresholds_as_distances():
    rng = np.random.default_rng(2)
    mated, other = rng.normal(3, 1, 200), rng.normal(0, 1, 4000)
    near, far = evaluated(listed(mated, other)), evaluated(listed(-mated, -other, distance=True))
    assert {**far["eer"], "threshold": -far["eer"]["threshold"]} == near["eer"]
    assert far["at"]["threshold"] == -near["at"]["threshold"]
    assert far["at"]["fmr"] == near["at"]["fmr"]
    assert [p["fmr"] for p in far["det"]] == [p["fmr"] for p in near["det"]]
    assert far["scores"]["mated"]["mean"] == pytest.approx(-near["scores"]["mated"]["mean"])
    given = evaluated(listed([0.1, 0.2], [0.5, 0.2], distance=True), 0.2)["at"]
    assert (given["threshold"], given["fmr"]["value"], given["fnmr"]["value"]) == (0.2, 0.5, 0.0)


def test_a_threshold_for_an_fmr_is_a_score_that_was_seen():
    pairs = listed([0.83], [k / 100 for k in range(100)]).comparisons()
    assert threshold_at(pairs, 0.02) == 0.98
    assert fmr(pairs, 0.98).value == 0.02
    assert threshold_at(listed([5.0], [9.0] * 100).comparisons(), 0.01) > 9.0


def test_known_people_are_clustered_as_the_same_pictures_in_a_folder():
    pairs = compare(*drawn(30, np.random.default_rng(3)))
    subject = np.concatenate(
        [np.stack([pairs.owner] * 2, 1), np.stack([pairs.second, pairs.first], 1)]
    )
    score = np.concatenate([pairs.mated, pairs.non_mated]).astype(float)
    mated = np.arange(len(score)) < len(pairs.mated)
    shuffled = np.random.default_rng(4).permutation(len(score))
    same = peoples(score[shuffled], mated[shuffled], subject[shuffled] + 100)
    assert same.people == 30
    for measure in (fmr, fnmr):
        ours, theirs = measure(same, 0.5), measure(pairs, 0.5)
        assert (ours.value, ours.low, ours.high) == pytest.approx(
            (theirs.value, theirs.low, theirs.high)
        )
    ours, theirs = tar_at(same, 0.01), tar_at(pairs, 0.01)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-6)
    ours, theirs = eer(same).rate, eer(pairs).rate
    assert (ours.value, ours.low, ours.high) == pytest.approx(
        (theirs.value, theirs.low, theirs.high)
    )
    found = evaluated(Listed(score, mated, subject))
    assert (found["intervals"], found["subjects"]) == (CLUSTERED, 30)


def test_each_label_has_its_rates_at_the_common_threshold():
    light = {"light": np.array(["dim", "dim", "", "bright", "bright", "dim"])}
    found = evaluated(listed([0.9, 0.2, 0.8], [0.1, 0.6, 0.3], labels=light), 0.5)
    bright, dim = found["groups"]
    assert (bright["value"], bright["fmr"]["value"], bright["fnmr"]["value"]) == (
        "bright",
        0.5,
        None,
    )
    assert (dim["comparisons"], dim["fmr"]["value"], dim["fnmr"]["value"]) == (3, 0.0, 0.5)
    assert bright["eer"]["value"] is None


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (listed([0.5], []), "got no non-mated one among 1, wanted both kinds"),
        (listed([], [0.5, 0.4]), "got no mated one among 2, wanted both kinds"),
    ],
)
def test_one_kind_alone_is_refused_in_words(one, words):
    with pytest.raises(GalleryError, match=words):
        evaluate_listed(one, None)


def test_scores_the_wrong_way_round_and_all_the_same_are_told():
    assert "with --distance" in evaluated(listed([0.1, 0.2], [0.8, 0.9]))["cautions"][0]
    backward = evaluated(listed([0.8, 0.9], [0.1, 0.2], distance=True))["cautions"][0]
    assert "without --distance" in backward
    found = evaluated(listed([0.5, 0.5], [0.5, 0.5]))
    assert (found["eer"]["value"], found["cautions"]) == (
        0.5,
        ["Every comparison has the same score: no threshold tells mated from non-mated."],
    )
