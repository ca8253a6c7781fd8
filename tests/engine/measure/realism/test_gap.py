import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.realism import gap as measure
from engine.measure.realism.gap import SIZES, bounds, conditions, gap, noise
from engine.measure.realism.series import Series
from engine.measure.realism.sides import WANTED_FMR, centred, side
from engine.measure.realism.treatments import TREATMENTS
from tests.engine.measure.drawn import DIMENSIONS, drawn

PEOPLE, KINDS = 40, len(TREATMENTS)


def series(seed, offset=0.0, noise=0.3, people=PEOPLE):
    """People enrolled once and seen once, worse in later treatments, all moved by an offset."""
    rng = np.random.default_rng(seed)
    templates, owner = drawn(people, rng, 2, noise)
    first = np.arange(len(owner)) % 2 == 0
    worse = rng.standard_normal((people, KINDS, DIMENSIONS)) * np.linspace(0, 0.1, KINDS)[:, None]
    shift = offset * np.eye(DIMENSIONS)[0]
    return Series(
        enrolled=_unit(templates[first] + shift),
        person=owner[~first].astype(np.int64),
        probe=_unit(templates[~first][:, None] + worse + shift),
        detected=np.ones((people, KINDS), bool),
        owner=owner.astype(np.int64),
        first=first,
        conditions=rng.normal(0, 10, (len(owner), 7)),
        missed=np.array([1]),
    )


def _unit(raw):
    return (raw / np.linalg.norm(raw, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(measure, "REPLICATES", 20)


def compared(one, other):
    return gap(one, other, np.random.default_rng(1), lambda _: None)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.5, 3), st.integers(0, 1000))
def test_normalisation_takes_a_planted_offset_away(offset, seed):
    people = 200
    moved = series(seed, offset, people=people)
    others = ~np.eye(people, dtype=bool)
    assert (moved.enrolled @ moved.enrolled.T)[others].mean() > 0.1
    there = centred(moved).enrolled
    alike = np.arange(people)[:, None] % 2 == np.arange(people) % 2
    assert abs((there @ there.T)[others & alike].mean()) < 0.06
    np.testing.assert_allclose(np.linalg.norm(there, axis=1), 1, atol=1e-5)


def test_nobody_is_centred_by_themselves():
    one = series(3)
    moved = replace(one, enrolled=one.enrolled.copy())
    moved.enrolled[4] = -moved.enrolled[4]
    before, after = centred(one).enrolled, centred(moved).enrolled
    np.testing.assert_array_equal(before[[0, 2, 6]], after[[0, 2, 6]])
    assert not np.allclose(before[1], after[1])


def test_faces_not_found_stay_without_a_template():
    hidden = series(3)
    hidden.detected[2, 5] = False
    assert not centred(hidden).probe[2, 5].any()
    told = compared(hidden, series(3))
    point = told["raw"]["curves"][5]
    assert point["detection"]["real"]["value"] == pytest.approx(1 - 1 / PEOPLE)
    assert point["tar"]["real"]["value"] <= point["detection"]["real"]["value"]


def test_people_are_no_way_from_themselves_and_hold_every_bound():
    told = compared(series(3), series(3))
    for kind in ("raw", "normalised"):
        for scores in told[kind]["scores"].values():
            assert scores["ks"]["value"] == pytest.approx(0, abs=1e-9)
            assert scores["sd_ratio"]["value"] == pytest.approx(1)
        assert {one["tar_apart"]["value"] for one in told[kind]["curves"]} == {0.0}
    assert all(one["holds"] for one in told["bounds"])
    json.dumps(told, allow_nan=False)


def test_an_offset_is_seen_raw_and_gone_normalised():
    told = compared(series(3), series(4, offset=2.0))
    raw, normal = (told[k]["scores"]["non_mated"]["mean_apart"] for k in ("raw", "normalised"))
    assert raw["value"] > 0.2
    assert raw["low"] > 0
    assert abs(normal["value"]) < 0.1
    mean, spread = told["bounds"][:2]
    assert mean["holds"]
    assert mean["measured"] == pytest.approx(abs(normal["value"]))
    assert spread["wanted"] == 0.2


def test_the_bound_on_tar_is_broken_by_one_point_of_the_sizes_and_by_no_other_curve():
    told = compared(series(3), series(3))
    told["raw"]["curves"][SIZES[-1] + 1]["tar_apart"]["value"] = 0.9
    assert all(bound.holds for bound in bounds(told))
    for place, kind in ((2, "normalised"), (3, "raw")):
        told[kind]["curves"][SIZES[2]]["tar_apart"]["value"] = -0.051
        found = bounds(told)
        assert (found[place].holds, found[place].measured) == (False, 0.051)
        assert not any(bound.measured for bound in found[place + 1 :])


def test_a_bound_fails_by_its_value_and_says_whether_its_interval_reaches_what_is_wanted():
    told = compared(series(3), series(3))
    for low, within in ((-0.3, False), (-0.2, True)):
        at = {"value": -0.2, "low": low, "high": low + 0.17}
        told["raw"]["curves"][SIZES[2]]["tar_apart"] = at
        found = bounds(told)[3]
        assert (found.holds, found.within_noise) == (False, within)
        assert found.high == pytest.approx(-low)
    told["raw"]["curves"][SIZES[2]]["tar_apart"] = {"value": -0.2, "low": -0.3, "high": 0.1}
    assert bounds(told)[3].low == 0


def test_two_samples_of_the_same_people_are_apart_by_chance_and_less_so_where_there_are_more():
    few, many = (
        noise(side(series(3, noise=0.9, people=people)), np.random.default_rng(1))["tar_apart"]
        for people in (20, 200)
    )
    assert few["median"] > many["median"] > 0
    assert few["high"] >= few["median"]


def test_the_threshold_at_hand_is_that_of_all_comparisons():
    for halved in (False, True):
        one = side(series(3), halved)
        everybody = np.ones(PEOPLE)
        for tail, hits in zip(one.tails, one.at_own.T, strict=True):
            assert tail._comparisons(everybody) == PEOPLE * (PEOPLE / (1 + halved) - 1)
            assert hits.mean() > 0.2
        assert (one.non_mated.score >= one.threshold).mean() <= WANTED_FMR
        np.testing.assert_array_equal(one.tars(everybody), [one.at_own.mean(0), one.at_one.mean(0)])


def test_worse_pictures_are_told_apart():
    told = compared(series(3), series(3, noise=1.2))["raw"]["curves"][SIZES[-1]]
    assert told["tar_apart"]["value"] < -0.2
    assert told["tar_apart"]["high"] < 0


def test_conditions_within_a_person_are_those_between_their_pictures():
    one = series(3)
    same = np.repeat(np.arange(PEOPLE, dtype=float), 2)[:, None] * np.ones(7)
    told = conditions(replace(one, conditions=same))["yaw_deg"]
    assert told["sd_within"] == pytest.approx(0)
    assert told["sd"] == pytest.approx(np.arange(PEOPLE).std())


def test_copies_of_one_picture_and_few_people_can_still_be_told():
    one = series(3, people=4)
    same = replace(one, probe=np.repeat(one.enrolled[:, None], KINDS, 1))
    json.dumps(compared(same, one), allow_nan=False)


def test_templates_vary_in_as_many_directions_as_they_were_drawn_in():
    flat = np.zeros((4000, DIMENSIONS), np.float32)
    flat[:, :5] = np.random.default_rng(2).standard_normal((4000, 5))
    assert measure.directions(flat) == pytest.approx(5, abs=0.05)


def test_too_few_people_are_refused():
    with pytest.raises(SettingsError, match="got 3 people with a face in two pictures"):
        compared(series(3, people=3), series(3))
