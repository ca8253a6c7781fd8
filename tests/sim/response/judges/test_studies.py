"""Published studies of people who compare faces, played again by the judge of signal detection."""

from dataclasses import replace

import numpy as np
import pytest

from engine.measure.rates.intervals import wilson
from sim.response.judge import Pair
from sim.response.judges.roles import roles
from tests.sim.response.judges.lab import (
    ALIKE,
    HARD,
    PAIR,
    accuracy,
    areas,
    certainties,
    criterion,
    d_prime,
    decided,
    judge,
    rates,
)

FALSE_ALERT = {"mated_sd": 0.0, "other_sd": 3.7}
"""An alert at the library's threshold before 2,500 people, by the preset of rendered people."""


def test_untrained_adults_differ_as_102_people_on_the_glasgow_test_did():
    """Beattie 2016: d' 1.87 (true SD .74), criterion -.11 (.33), r .03; hits .831, false .228."""
    minds = [judge().mind(k) for k in range(4000)]
    found = np.array([[one.d_prime, one.criterion] for one in minds])
    assert found.mean(axis=0) == pytest.approx([1.87, -0.11], abs=0.05)
    assert found.std(axis=0) == pytest.approx([0.74, 0.33], abs=0.03)
    assert abs(np.corrcoef(found.T)[0, 1] - 0.03) < 5 / np.sqrt(4000)
    assert rates(judge(), 600, 12) == pytest.approx((0.831, 0.228), abs=0.03)


def test_who_sleeps_badly_tells_faces_apart_a_little_less_well():
    """Beattie 2016: d' 1.73 of 25 adults with insomnia, 1.91 of 77 without."""
    rested, tired = (
        d_prime(*rates(judge(ALIKE | {"d_prime": 1.91, "fatigue": fatigue}), 1, 6000))
        for fatigue in (0.0, 1.0)
    )
    assert rested == pytest.approx(1.91, abs=0.08)
    assert tired == pytest.approx(1.73, abs=0.08)
    assert tired < rested  # of the same luck


def test_passport_officers_err_as_they_did_with_people_before_them():
    """White 2014: 6 % of genuine holders refused, 14 % of others accepted."""
    assert rates(judge({"role": "face-to-face"}), 600, 10) == pytest.approx((0.94, 0.14), abs=0.025)


def test_passport_officers_at_a_screen_and_short_courses_are_no_better_than_anybody():
    """White 2014: 20 % errors on the Glasgow test; Towler 2019: courses change nothing."""
    officers, anybody = roles()["passport-officer"], roles()["untrained"]
    assert (officers.d_prime, officers.criterion) == (anybody.d_prime, anybody.criterion)
    assert accuracy(judge({"role": "passport-officer"}), 600, 10) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("role", "right", "spread"),
    [
        ("online-panel", 0.829, 0.075),
        ("volunteer", 0.885, 0.076),
        ("student", 0.849, 0.082),
        ("online-worker", 0.741, 0.109),
    ],
)
def test_groups_are_right_as_often_as_on_the_newer_glasgow_test(role, right, spread):
    """Sci Rep 2025 s41598-025-92907-8, table 1: mean and SD of percent correct."""
    hits, false = certainties(judge({"role": role}), 250, 40) > 0
    each = (hits.mean(axis=1) + 1 - false.mean(axis=1)) / 2
    assert each.mean() == pytest.approx(right, abs=5 * spread / np.sqrt(250))
    assert each.std() == pytest.approx(spread, abs=5 * spread / np.sqrt(2 * 250))


@pytest.mark.parametrize(
    ("role", "area"),
    [("examiner", 0.93), ("reviewer", 0.87), ("super-recogniser", 0.83), ("untrained", 0.68)],
)
def test_on_pairs_chosen_to_be_hard_roles_stand_apart(role, area):
    """Phillips 2018: median AUC; half of such a study's width is some .03."""
    found = areas(certainties(judge({"role": role}), 200, 20, **HARD))
    assert np.median(found) == pytest.approx(area, abs=0.03)


def test_super_recognisers_of_a_police_are_a_fifth_better_than_others():
    """Dunn 2023: 20 % above controls, on tests that are hard."""
    best, others = (
        accuracy(judge({"role": role}), 400, 10, **HARD)
        for role in ("super-recogniser", "untrained")
    )
    assert best / others == pytest.approx(1.2, abs=0.08)


def errors_on_lists(role: str, people: int, candidates: int = 8) -> float:
    """Share of lists of candidates on which somebody names a wrong one, or none where the right one
    is; half of the lists have the right one.
    """
    by, rng, wrong = judge({"role": role}), np.random.default_rng(4), 0
    for who in range(people):
        shown = replace(PAIR, operator=who, other_sd=HARD["other_sd"])
        for right in (0, None):
            sure = [by.look(shown, Pair(k == right), rng)[1] for k in range(candidates)]
            named = int(np.argmax(sure)) if max(sure) > 0 else None
            wrong += named != right
    return wrong / (2 * people)


def test_most_lists_of_candidates_that_an_algorithm_chose_are_answered_wrongly():
    """White 2015: more than half, adults' lists; examiners 20 points better."""
    anybody, examiners = (errors_on_lists(role, 400) for role in ("untrained", "examiner"))
    assert anybody > 0.5
    assert anybody - examiners == pytest.approx(0.2, abs=0.1)


def test_two_who_judge_apart_beat_two_who_confer_and_they_beat_one():
    """VSS 2017: AUC .84, .88 and .91."""
    found = {
        review: areas(
            certainties(judge(ALIKE | {"d_prime": 1.41, "review": review}), 20, 60)
        ).mean()
        for review in ("one", "conferring", "blind")
    }
    assert found["one"] == pytest.approx(0.84, abs=0.02)
    assert found["conferring"] == pytest.approx(0.88, abs=0.02)
    assert found["blind"] == pytest.approx(0.91, abs=0.02)


def test_a_label_moves_the_criterion_and_leaves_d_prime_alone():
    """Howard 2020: by a step of the scale of answers either way, whoever said it."""
    found = {
        name: rates(judge(ALIKE | {"label": label}), 1, 4000, score=score)
        for name, label, score in (("none", 0, 0.8), ("same", 0.5, 0.8), ("other", 0.5, 0.6))
    }
    none, same, other = (found[name] for name in ("none", "same", "other"))
    assert [d_prime(*one) for one in (same, other)] == pytest.approx([d_prime(*none)] * 2, abs=0.1)
    steps = [criterion(*none) - criterion(*same), criterion(*other) - criterion(*none)]
    assert steps == pytest.approx([0.5, 0.5], abs=0.05)


def label_s_pull(visible_share: float, **dials: object) -> float:
    """How far apart the criteria are of people who were told yes and of people who were told no."""
    by = judge(ALIKE | {"label": 0.5} | dials)
    told = [rates(by, 1, 4000, score=score, visible_share=visible_share) for score in (0.6, 0.8)]
    return criterion(*told[0]) - criterion(*told[1])


def test_masks_more_than_double_the_label_s_pull_unless_error_rates_are_disclosed():
    """Barragan 2022; a mask hides the lower half of a face."""
    bare = label_s_pull(1.0)
    assert 2 < label_s_pull(0.5) / bare < 3
    assert label_s_pull(0.5, disclosed=True) == pytest.approx(bare, abs=0.1)


def aided(label: float, right: float, people: int = 250, pairs: int = 16) -> np.ndarray:
    """(people, 2, pairs) what they get right of other pairs and of mated ones beside a machine that
    is right so often, and as often wrong of either; and whether it was.
    """
    by, rng = judge({"label": label}), np.random.default_rng(3)
    was_right = rng.random((people, 2, pairs)) < right
    got = np.empty((people, 2, pairs), bool)
    for (who, same, k), fits in np.ndenumerate(was_right):
        says = bool(same) == fits
        shown = replace(PAIR, operator=who, score=0.8 if says else 0.6)
        got[who, same, k] = (by.look(shown, Pair(bool(same)), rng)[1] > 0) == bool(same)
    return np.stack([got, was_right])


@pytest.mark.parametrize("right", [0.92, 0.95])
def test_a_good_machine_s_word_helps_people_who_stay_below_the_machine(right):
    """Carragher 2023-2025: gain d .71 to 1.28; its errors become theirs."""
    alone, together = aided(0.0, right), aided(0.5, right)
    each = [one[0].mean(axis=(1, 2)) for one in (alone, together)]
    gain = (each[1].mean() - each[0].mean()) / np.sqrt((each[0].var() + each[1].var()) / 2)
    assert 0.71 < gain < 1.28
    assert each[0].mean() < each[1].mean() < right
    misled = [one[0][one[1] == 0].mean() for one in (alone, together)]
    assert misled[1] < misled[0] - 0.1


def test_who_expects_few_mismatches_misses_more_of_them():
    """Papesh & Goldinger 2014: 20 % missed where half are mismatches, 45 % where a tenth are."""
    used = ALIKE | {"criterion": -0.09}
    half, tenth = (rates(judge(used | {"mismatches": p}), 1, 4000)[1] for p in (0.5, 0.1))
    assert (half, tenth) == pytest.approx((0.20, 0.45), abs=0.03)


def test_who_takes_less_than_four_seconds_errs_more():
    """Fysh & Bindemann 2017: from 10 s to 4 s all are alike."""
    right = {t: accuracy(judge(ALIKE, judging_s=t), 1, 4000) for t in (10.0, 4.0, 3.0, 2.0)}
    assert right[10.0] == right[4.0] > right[3.0] > right[2.0] > 0.5
    limited = accuracy(judge(ALIKE | {"limit_s": 2.0}), 1, 4000)
    assert limited == right[2.0]


def test_a_match_bias_grows_with_the_time_on_task_and_breaks_do_not_restore_it():
    """Alenezi 2015, Fysh 2017: more is taken for a match, block after block."""
    by, rng = judge(ALIKE), np.random.default_rng(5)
    blocks = []
    for _ in range(4):
        yes = [[decided(by, PAIR, Pair(same), rng) for same in (True, False)] for _ in range(250)]
        blocks.append(np.mean(yes, axis=0))
        by.env.run(until=by.env.now + 3600.0)  # a break
    fresh, late = (rates(one, 1, 4000) for one in (judge(ALIKE), by))
    assert np.all(blocks[-1] > blocks[0])
    assert criterion(*fresh) - criterion(*late) == pytest.approx(0.5, abs=0.06)
    assert d_prime(*late) == pytest.approx(d_prime(*fresh), abs=0.15)


def test_operator_and_officer_together_confirm_as_in_the_field():
    """The Met from 2024: 98.2 % of true alerts were engaged, 6 of 10 false ones; d' 1.0 to 2.7."""
    both = {"role": ["untrained"] * 300 + ["face-to-face"], "label": 0.5, "review": "conferring"}
    true, false = rates(judge(both), 300, 12, **FALSE_ALERT)
    assert true == pytest.approx(0.982, abs=0.02)
    low, high = wilson(6 / 10, 10)
    assert low < false < high
    assert 1.0 < d_prime(true, false) < 2.7
    assert criterion(true, false) == pytest.approx(-1.2, abs=0.2)


@pytest.mark.parametrize(
    ("stopped", "false_alerts", "asked"),
    [(5, 2554, 2.78), (21, 88, 0.45), (21, 59, 0.08), (5, 7, -0.92), (3, 3, -1.5)],
)
def test_the_criterion_spans_what_forces_did_with_false_alerts(stopped, false_alerts, asked):
    """South Wales 2017, 2018 and 2019; the Met 2020 and 2022."""
    by = judge({"criterion": asked, "criterion_sd": 0.33})
    low, high = wilson(stopped / false_alerts, false_alerts)
    sure = certainties(by, 400, 10, **FALSE_ALERT)[1]
    assert low < (sure > 0).mean() < high
