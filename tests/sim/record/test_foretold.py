import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.record.cases import case_of
from sim.record.chain import luck, play
from sim.record.eras import in_grid
from sim.record.fitting import shipped
from sim.record.foretold import KINDS, TOLD, Planned, candidates, predict
from sim.record.published import record, record_hash

USUAL = Planned("2025-09", 15_000, 16_500, 0.64, 6.0)
PLANS = st.builds(
    Planned,
    era=st.sampled_from(["2016", "2020", "2023", "2024", "2024-03", "2025-05", "2026-06"]),
    faces=st.none() | st.integers(1, 300_000),
    watchlist=st.none() | st.integers(1, 1_000_000),
    threshold=st.none() | st.floats(0.4, 0.8),
    hours=st.none() | st.floats(0.2, 20.0),
    setting=st.none() | st.sampled_from(KINDS),
    place=st.none() | st.sampled_from(["Croydon", "Nowhere", "Powis St,"]),
)
"""Plans of all kinds, many unlike anything that was seen."""
FEW = 200


def counts(asked):
    return predict(asked, draws=FEW).counts


@settings(max_examples=12, deadline=None)
@given(PLANS)
def test_whatever_is_planned_is_answered_with_whole_numbers_in_order(asked):
    told = predict(asked, draws=FEW).to_json()
    assert ("faces" in told) == (asked.faces is None)
    for name in TOLD:
        one = told[name]
        ends = (
            one["interval_95"][0], one["interval_50"][0], one["median"], one["interval_50"][1],
            one["interval_95"][1],
        )  # fmt: skip
        assert list(ends) == sorted(ends)
        assert all(isinstance(end, int) and end >= 0 for end in ends)
    json.dumps(told, allow_nan=False)


@settings(max_examples=8, deadline=None)
@given(PLANS)
def test_parts_add_up_and_are_parts(asked):
    told = counts(asked)
    assert all(np.isfinite(one).all() for one in told.values())
    assert (told["alerts"] == told["true_alerts"] + told["false_alerts"]).all()
    assert (told["wrongful_stops"] <= told["false_alerts"]).all()
    assert (told["arrests"] + told["other_disposals"] <= told["engagements"]).all()
    assert (told["engagements"] <= told["alerts"]).all()


@settings(max_examples=8, deadline=None)
@given(PLANS, st.integers(1, 300_000), st.integers(1, 300_000))
def test_more_faces_never_mean_fewer_alerts_in_any_draw(asked, some, more):
    some, more = sorted((some, more))
    few, many = (counts(replace(asked, faces=faces)) for faces in (some, more))
    for name in ("true_alerts", "false_alerts", "alerts", "engagements", "arrests"):
        assert (few[name] <= many[name]).all(), name


@settings(max_examples=8, deadline=None)
@given(PLANS, st.floats(0.4, 0.8), st.floats(0.4, 0.8))
def test_a_stricter_threshold_never_means_more_alerts_in_any_draw(asked, lower, higher):
    lower, higher = sorted((lower, higher))
    lax, strict = (counts(replace(asked, threshold=one)) for one in (lower, higher))
    if asked.faces is None:
        assert (lax["faces"] == strict["faces"]).all()
    for name in ("true_alerts", "false_alerts", "wrongful_stops"):
        assert (strict[name] <= lax[name]).all(), name


def test_a_longer_list_and_more_hours_never_mean_fewer_alerts():
    for field, some, more in (("watchlist", 10_000, 40_000), ("hours", 2.0, 9.0)):
        plan = replace(USUAL, faces=None)
        few, many = (counts(replace(plan, **{field: one})) for one in (some, more))
        assert (few["alerts"] <= many["alerts"]).all()


def test_the_same_plan_and_seed_give_the_same_draws_and_another_seed_others():
    told = [predict(USUAL, seed=seed, draws=FEW).counts["alerts"] for seed in (1, 1, 2)]
    assert (told[0] == told[1]).all()
    assert (told[0] != told[2]).any()


def test_draws_and_verdict_rest_on_the_record_that_ships():
    from sim.record.judging.verdict import judged

    assert shipped().record_hash == judged()["record_sha256"] == record_hash()
    assert max(part.k for part in shipped().parts.values()) < 0.7


def test_true_alerts_grow_less_than_proportionally_with_faces():
    for era in ("2023", "early 2024", "since August 2024"):
        part = shipped().parts["true_alerts"]
        slopes = part.terms[:, part.layout.names.index(f"faces {era}")]
        assert 0 < np.quantile(slopes, 0.05) < np.quantile(slopes, 0.95) < 0.8


def test_where_nothing_was_seen_there_is_a_warning_and_a_wider_interval():
    told = predict(USUAL)
    assert [one.split(":")[0] for one in told.warnings] == ["era"]
    far = predict(replace(USUAL, faces=400_000, watchlist=200_000, threshold=0.75, hours=20.0))
    fields = [one.split(":")[0] for one in far.warnings]
    assert fields == ["era", "faces", "watchlist", "hours", "threshold"]
    (low, high), (least, most) = (
        np.quantile(np.maximum(one.counts["alerts"], 1), (0.025, 0.975)) for one in (told, far)
    )
    assert most / least > 1.5 * high / low
    square = predict(replace(USUAL, setting="city square")).warnings
    assert any(one.startswith("setting") for one in square)
    assert any(one.startswith("place") for one in predict(replace(USUAL, place="Ely")).warnings)


def test_a_place_that_was_visited_is_told_apart_from_any_other():
    anywhere = predict(USUAL).counts["true_alerts"]
    croydon = predict(replace(USUAL, place="North End, Croydon")).counts["true_alerts"]
    assert croydon.mean() > 1.3 * anywhere.mean()
    assert croydon.std() / croydon.mean() < anywhere.std() / anywhere.mean()


def test_a_year_is_played_by_the_months_in_which_deployments_took_place():
    cases = dict(candidates(Planned("2024"), shipped()))
    assert {case.era for case in cases} == {"early 2024", "since August 2024"}
    months = [case.month % 12 + 1 for case in cases if case.era == "early 2024"]
    assert months == list(range(1, 9))
    assert "both are played" in " ".join(predict(Planned("2024", 5_000), draws=FEW).warnings)
    assert len(candidates(Planned("2026"), shipped())) == 12


def test_the_trials_are_foretold_by_what_was_told_of_them():
    told = predict(Planned("2020", 8_600, 7_300, 0.6, 6.0)).counts
    assert 4 < np.median(told["false_alerts"]) < 14
    assert np.median(told["true_alerts"]) < np.median(told["false_alerts"])
    assert told["engagements"].mean() > told["wrongful_stops"].mean()


def test_replicated_records_look_like_the_record():
    """A posterior predictive check: mean, spread, zeros and largest of each count."""
    rows = [row for row in record() if in_grid(row)]
    chance = luck(3, 40 * len(rows)).uniforms
    drawn = {name: [] for name in ("true_alerts", "false_alerts", "engagements", "arrests")}
    for number, row in enumerate(rows):
        part = slice(40 * number, 40 * (number + 1))
        own = luck(3, 1).__class__({name: one[part] for name, one in chance.items()})
        told = play(shipped(), case_of(row), own)
        for name, some in drawn.items():
            some.append(told[name])
    for name, some in drawn.items():
        replicated = np.array(some)
        came = np.array([getattr(row, name) for row in rows], float)
        for statistic in (np.mean, np.std, np.max, lambda one, axis: (one == 0).mean(axis)):
            played = statistic(replicated, axis=0)
            off = abs(statistic(came, axis=0) - played.mean()) / played.std()
            assert off < 3.5, (name, statistic)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"faces": 0}, "faces: got 0, wanted a number from 1"),
        ({"faces": -5}, "faces: got -5"),
        ({"watchlist": 0}, "watchlist: got 0"),
        ({"threshold": 1.5}, "threshold: got 1.5, wanted a number from 0.0 to 1.0"),
        ({"threshold": float("nan")}, "threshold: got nan"),
        ({"hours": 0.0}, "hours: got 0.0"),
        ({"hours": 25.0}, "hours: got 25.0"),
        ({"era": "soon"}, "era: got 'soon', wanted a year, month or day"),
        ({"era": "1999"}, "era: got '1999', wanted one from 2016"),
        ({"setting": "moon"}, "setting: got 'moon', wanted one of high street"),
    ],
)
def test_what_could_not_be_meant_is_refused(changed, said):
    with pytest.raises(SimError, match=said):
        replace(USUAL, **changed)
