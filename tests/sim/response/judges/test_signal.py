"""What holds of the judge of signal detection whatever its dials."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpy import Environment

from engine.measure.calibration.presets import load_preset
from engine.measure.calibration.separation import Separation
from scenarios.answer.operators import Operators
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.events import AlertConfirmed, AlertDismissed, AlertRaised, AlertTaken
from sim.outcomes.durations import utilisation
from sim.outcomes.facts import Facts
from sim.response.answer import check
from sim.response.judge import Pair
from sim.response.judges.roles import roles
from sim.response.luck import Luck
from sim.response.operators import ControlRoom
from sim.streams import Streams
from tests.sim.response.judges.lab import ALIKE, PAIR, judge
from tests.sim.response.stage import STANDING, THRESHOLD, alert, scenario, story

SIGNAL = {"judge": "signal"}
VERDICTS = AlertConfirmed | AlertDismissed
SEEN = st.fixed_dictionaries(
    {
        "interocular_px": st.none() | st.floats(0, 1000),
        "yaw_deg": st.none() | st.floats(-180, 180),
        "pitch_deg": st.none() | st.floats(-180, 180),
        "visible_share": st.none() | st.floats(0, 1),
    }
)


class Either:
    """A pair of which nobody knows what it shows, and which says what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, float]] = []

    def either(self, if_same: float, if_other: float) -> float:
        self.asked.append((if_same, if_other))
        return if_same


def test_the_truth_enters_by_the_pair_alone():
    pair = Either()
    told = judge().look(PAIR, pair, np.random.default_rng(1))
    assert told == judge().look(PAIR, Pair(True), np.random.default_rng(1))
    assert len(pair.asked) == 2  # how strong the evidence is, and how alike such a pair looks


def test_an_operator_is_who_they_are_however_many_there_are():
    few, many = judge({"role": "reviewer"}, count=2), judge({"role": "reviewer"}, count=500)
    assert [few.mind(k) for k in range(2)] == [many.mind(k) for k in range(2)]
    assert few.mind(0) != few.mind(1)
    assert judge(seed=2).mind(0) != judge(seed=3).mind(0)


def test_each_of_several_roles_goes_to_one_operator_and_the_last_to_the_rest():
    by = judge(ALIKE | {"role": ["examiner", "reviewer", "untrained"]})
    known = [roles()[name].d_prime for name in ("examiner", "reviewer", "untrained", "untrained")]
    assert [by.mind(k).d_prime for k in range(4)] == known


def test_figures_of_one_s_own_take_the_place_of_the_role_s():
    own = {"d_prime": 1.2, "d_prime_sd": 0.0, "criterion": 0.4, "criterion_sd": 0.0}
    assert {(by.d_prime, by.criterion) for by in map(judge(own).mind, range(9))} == {(1.2, 0.4)}


def verdicts(events: list) -> dict[int, bool]:
    return {e.alert: isinstance(e, AlertConfirmed) for e in events if isinstance(e, VERDICTS)}


@given(st.integers(0, 99), st.integers(1, 6))
def test_an_alert_has_the_same_luck_whoever_is_there_and_whatever_else_is_alerted(seed, more):
    """Of operators who are all alike, and do not tire."""
    dials = {"judge_dials": ALIKE | {"drift": 0.0}, "judging_spread": 0.5} | SIGNAL
    alerts = [alert(100 + 60 * k, k, k, k % 2 == 0) for k in range(4)]
    others = [alert(101 + 60 * k, 4 + k, 4 + k, False) for k in range(more)]
    both = sorted([*alerts, *others], key=lambda one: one.time_s)
    few = story(alerts, [STANDING] * 4, dials, {"posts_m": []}, seed)
    many = story(both, [STANDING] * (4 + more), dials | {"count": 3}, {"posts_m": []}, seed)
    assert verdicts(few).items() <= verdicts(many).items()


def test_the_first_of_two_who_judge_apart_sees_what_they_would_see_alone():
    """So two who both have to say yes are never surer."""
    rng = [np.random.default_rng(7) for _ in range(2)]
    by, both = judge(), judge({"review": "both"})
    alone = by.look(PAIR, Pair(True), rng[0])[1]
    together = both.look(replace(PAIR, others=(1,)), Pair(True), rng[1])[1]
    assert together <= alone


@given(SEEN, st.floats(0, 1), st.floats(0, 90))
def test_faces_are_told_no_better_for_being_smaller_turned_or_covered(seen, share, deg):
    by, here = judge(), replace(PAIR, **seen)
    best = by.sharpness(here)
    assert 0 <= best <= 1
    if here.interocular_px is not None:
        assert by.sharpness(replace(here, interocular_px=here.interocular_px * share)) <= best
    if here.visible_share is not None:
        assert by.sharpness(replace(here, visible_share=here.visible_share * share)) <= best
    for name in ("yaw_deg", "pitch_deg"):
        turned = abs(getattr(here, name) or 0.0) + deg
        assert by.sharpness(replace(here, **{name: turned})) <= best


def test_at_ten_pixels_between_the_eyes_nothing_is_told_and_the_label_decides():
    by = judge({"label": 0.5})
    tiny = replace(PAIR, interocular_px=10.0)
    assert by.sharpness(tiny) == 0
    assert by.criterion(tiny, 0) < by.criterion(PAIR, 0) < by.criterion(replace(PAIR, score=0.6), 0)


def test_what_looks_alike_to_the_machine_does_so_to_people_to_the_degree_that_is_said():
    def shift(likeness: float) -> float:
        by, sure = judge(ALIKE | {"likeness": likeness}), []
        for sd in (0.0, 1.0):
            shown = replace(PAIR, mated_sd=0.0, other_sd=sd)
            sure.append(by.look(shown, Pair(False), np.random.default_rng(1))[1])
        return sure[1] - sure[0]

    assert [shift(rho) for rho in (0.0, 0.32, 0.9)] == pytest.approx([0.0, 0.32, 0.9])


def room(judge: str, separation: Any, raised: AlertRaised) -> tuple[Environment, ControlRoom]:
    env, luck = Environment(), Luck.of(Streams(1), [raised])
    return env, ControlRoom(env, Operators(judge=judge), luck, THRESHOLD, separation)


def test_who_looks_is_told_how_alike_the_machine_finds_the_faces(monkeypatch):
    apart, raised = Separation.of(load_preset("rendered").standin), alert(0.0)
    env, of = room("signal", lambda: apart, raised)
    shown, look = [], of.judge_in_use.look
    monkeypatch.setattr(of.judge_in_use, "look", lambda *a: shown.append(a[0]) or look(*a))
    env.run(until=env.process(of.judge(raised)))
    (claim,) = shown
    assert (claim.mated_sd, claim.other_sd) == apart.places(raised.score, None, None, None, None)


def test_for_who_does_not_look_nothing_is_drawn():
    env, of = room("coin", lambda: 1 / 0, alert(0.0))
    assert of.separation is None
    assert env.now == 0


def test_two_reviewers_are_busy_together_and_the_longer_look_counts():
    dials = {"count": 2, "judging_spread": 0.5, "judge_dials": {"review": "blind"}} | SIGNAL
    events = story([alert(100, true=True)], [STANDING], dials, {"posts_m": []})
    taken = [e for e in events if isinstance(e, AlertTaken)]
    assert [(e.time_s, e.operator) for e in taken] == [(100.0, 0), (100.0, 1)]
    (verdict,) = [e for e in events if isinstance(e, VERDICTS)]
    one = story([alert(100)], [STANDING], dials | {"judge_dials": {}}, {"posts_m": []})
    assert verdict.time_s >= next(e.time_s for e in one if isinstance(e, VERDICTS))
    busy = utilisation(Facts.told(events, 600.0))["operators"]
    assert busy == pytest.approx((verdict.time_s - 100) / 600)


@pytest.mark.parametrize(
    ("dials", "said"),
    [
        ({"rolle": "examiner"}, r"judge_dials.rolle: got an unknown field, wanted perhaps role"),
        ({"role": "examinr"}, r"role: got 'examinr', wanted one of untrained, .*: perhaps examin"),
        ({"review": "blnd"}, r"judge_dials.review: got 'blnd', wanted 'one', 'blind', 'both' or"),
        ({"disclosed": "perhaps"}, r"disclosed: got 'perhaps', wanted true or false"),
        ({"likeness": 1.5}, r"likeness: got 1.5, wanted at most 1"),
        ({"role": True}, r"judge_dials.role: got True, wanted a list"),
        ({"role": ()}, r"judge_dials.role: got \(\), wanted a list of 1 or more"),
        ({"full_px": 9.0}, r"judge_dials: got .*, wanted full_px above chance_px, 10"),
        ({"label": True, "hurry": "x"}, r"hurry: got 'x', wanted a number"),
    ],
)
def test_a_dial_that_does_not_fit_is_refused_by_name(dials, said):
    with pytest.raises(ScenarioError, match=said):
        check(scenario(SIGNAL | {"judge_dials": dials}))


def test_two_reviewers_want_two_operators():
    dials = {"judge_dials": {"review": "blind"}} | SIGNAL
    with pytest.raises(ScenarioError, match=r"operators.count: got 1, wanted 2 or more"):
        check(scenario(dials))
    check(scenario(dials | {"count": 2}))
    check(scenario(dials | {"count": 0}))


def test_other_judges_want_numbers():
    with pytest.raises(ScenarioError, match=r"judge_dials.margin: got 'wide', wanted a number"):
        check(scenario({"judge": "score", "judge_dials": {"margin": "wide"}}))


def test_a_scenario_names_role_and_review_as_words():
    changes = {
        "operators.judge": "signal",
        "operators.judge_dials": "{role: [examiner, reviewer], review: conferring, disclosed: yes}",
        "operators.count": "2",
    }
    told = load_scenario("corridor", changes).scenario.operators.judge_dials
    assert told == {
        "role": ("examiner", "reviewer"), "review": "conferring", "disclosed": True
    }  # fmt: skip
    with pytest.raises(ScenarioError, match=r"judge_dials.role: got .*, wanted a number of -1e9"):
        load_scenario("corridor", {"operators.judge_dials.role": "{a: 1}"})
