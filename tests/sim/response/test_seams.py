"""Judges and policies are found by name: ours, and those of any package that is installed."""

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario
from scenarios.seams import DISPATCH, JUDGE, OWN, find, known
from sim.errors import SimError
from sim.events import AlertConfirmed, AlertDismissed, OfficerSent
from sim.response.answer import check
from sim.response.judge import Claim
from sim.response.policies.longest_idle import LongestIdle
from sim.response.policies.nearest import Nearest
from sim.response.policy import Call, Idle, Situation
from tests.sim.response.stage import STANDING, Stroll, alert, scenario, story

ROOT = Path(__file__).parents[3]
TRUTH = {"person", "true", "listed"}


def example(language: str) -> str:
    text = (ROOT / "docs" / "answer.md").read_text()
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return found


def test_ours_are_declared_as_anybody_s_are():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert declared == OWN
    assert all(callable(find(seam, name)) for seam, ours in OWN.items() for name in ours)
    assert all(len(OWN[seam]) >= 2 for seam in (JUDGE, DISPATCH))


def test_the_documents_example_is_found_and_plays(installed):
    points = tomllib.loads(example("toml"))["project"]["entry-points"]
    installed("mine", example("python"), points)
    assert "wary" in known(JUDGE)
    assert "highest-score" in known(DISPATCH)
    small, large = (replace(alert(t, k, k), interocular_px=px) for k, t, px in FACES)
    events = story(
        [small, large],
        [STANDING, STANDING],
        {"judge": "wary", "judge_dials": {"least_px": 25.0}},
        {"dispatch": "highest-score"},
    )
    assert isinstance(next(e for e in events if getattr(e, "operator", None) == 0), AlertDismissed)
    assert [e.alert for e in events if isinstance(e, AlertConfirmed)] == [1]
    assert [e.alert for e in events if isinstance(e, OfficerSent)] == [1]


FACES = ((0, 100.0, 20.0), (1, 130.0, 30.0))


def test_a_name_that_nobody_has_is_refused_with_those_that_are_known():
    with pytest.raises(ScenarioError, match=r"operators.judge: got 'oracle', wanted one of coin, "):
        load_scenario("corridor", {"operators.judge": "oracle"})
    with pytest.raises(ScenarioError, match=r"officers.dispatch: got 'x', wanted one of nearest, "):
        load_scenario("corridor", {"officers.dispatch": "x"})


def test_a_foreign_one_that_does_not_load_is_named(installed):
    installed("broken", "import nothing_of_that_name", {JUDGE: {"lost": "broken:Judge"}})
    assert load_scenario("corridor", {"operators.judge": "lost"}).scenario.operators.judge == "lost"
    with pytest.raises(ScenarioError, match=r"lost: broken:Judge: got ModuleNotFoundError: .*"):
        find(JUDGE, "lost")


def test_a_name_that_two_have_is_refused_and_ours_cannot_be_taken(installed):
    installed("one", "class A: ...", {JUDGE: {"same": "one:A", "coin": "one:A"}})
    installed("two", "class B: ...", {JUDGE: {"same": "two:B"}})
    with pytest.raises(ScenarioError, match=r"same: got (one:A, two:B|two:B, one:A), wanted one"):
        find(JUDGE, "same")
    assert find(JUDGE, "coin").__module__ == "sim.response.judges.coin"
    assert known(JUDGE).count("coin") == 1


@pytest.mark.parametrize(
    ("operators", "officers", "said"),
    [
        ({"judge_dials": {"margin": 0.1}}, {}, "judge_dials: got 'margin', wanted no dial"),
        ({"judge": "score", "judge_dials": {"x": 1.0}}, {}, "got 'x', wanted margin"),
        ({}, {"dispatch_dials": {"x": 1.0}}, "dispatch_dials: got 'x', wanted no dial"),
        ({}, {"dispatch": "longest-idle", "dispatch_dials": {"x": 1.0}}, "got 'x', wanted no dial"),
    ],
)
def test_dials_that_a_judge_or_policy_does_not_have_are_refused(operators, officers, said):
    with pytest.raises(ScenarioError, match=said):
        check(scenario(operators, officers))


def test_validate_and_run_refuse_them_before_anything_is_written(footfall, tmp_path):
    raw = yaml.safe_load(library()["corridor"].read_text())
    raw |= {"venue": str(library()["corridor"].parent / raw["venue"])}
    raw["operators"] |= {"judge_dials": {"margin": 0.1}}
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(raw))
    for command in (("validate", file), ("run", file, "--out", tmp_path / "out")):
        told = footfall(*command)
        assert (told.code, told.out) == (2, "")
        assert "operators.judge_dials: got 'margin', wanted no dial" in told.err
    assert not (tmp_path / "out").exists()


def test_a_claim_holds_no_truth_and_what_the_judges_of_the_trade_go_by():
    names = {one.name for one in fields(Claim)}
    assert not names & TRUTH
    assert names > {"score", "threshold", "interocular_px", "yaw_deg", "pitch_deg", "visible_share"}


def test_the_judge_by_score_confirms_at_the_margin_and_above_and_never_looks():
    """The stage's threshold is .7; half as many are true as false, which changes nothing."""
    scores = (0.7, 0.75, 0.8, 0.85)
    alerts = [replace(alert(100 + 30 * k, k, k, k == 0), score=s) for k, s in enumerate(scores)]
    dials = {"judge": "score", "judge_dials": {"margin": 0.1}}
    events = story(alerts, [STANDING] * 4, dials, {"posts_m": []})
    confirmed = [e.alert for e in events if isinstance(e, AlertConfirmed)]
    assert confirmed == [k for k, s in enumerate(scores) if s >= 0.7 + 0.1]


def test_the_policies_choose_as_their_names_say():
    def metres(place_m, posts_m):
        return np.abs(np.array(posts_m)[:, 0] - place_m[0])

    calls = tuple(Call(k, 10.0 * k, "door", 3, 0.8, (50.0, 0.0)) for k in (1, 2))
    idle = (Idle(0, 30.0, (49.0, 0.0)), Idle(1, 5.0, (90.0, 0.0)), Idle(2, 40.0, (52.0, 0.0)))
    here, officers = Situation(60.0, calls, idle, metres), scenario().officers
    assert Nearest(officers).choose(here) == (calls[0], idle[0])
    assert LongestIdle(officers).choose(here) == (calls[0], idle[1])


def test_the_longest_idle_officer_is_sent_however_far():
    officers = {"posts_m": [(75.0, 10.0), (5.0, 10.0)], "dispatch": "longest-idle"}
    strolls = [Stroll((80.0, 10.0))] * 3
    alerts = [alert(t, k, k, False) for k, t in enumerate((100, 600, 1500))]
    events = story(alerts, strolls, officers=officers)
    assert [e.officer for e in events if isinstance(e, OfficerSent)] == [0, 1, 0]
    nearest = story(alerts, strolls, officers=officers | {"dispatch": "nearest"})
    assert {e.officer for e in nearest if isinstance(e, OfficerSent)} == {0}


def test_a_policy_that_sends_nobody_lets_calls_run_out(installed):
    source = "class Never:\n    def __init__(self, officers): ...\n    def choose(self, _): return"
    installed("lazy", source, {DISPATCH: {"never": "lazy:Never"}})
    events = story([alert(100)], officers={"dispatch": "never"})
    assert [type(e).__name__ for e in events[-2:]] == ["AlertConfirmed", "AlertUnanswered"]


def test_a_policy_that_sends_somebody_who_is_not_there_is_refused(installed):
    source = (
        "from dataclasses import replace\nclass Odd:\n    def __init__(self, officers): ...\n"
        "    def choose(self, now): return now.calls[0], replace(now.idle[0], officer=7)"
    )
    installed("odd", source, {DISPATCH: {"odd": "odd:Odd"}})
    with pytest.raises(SimError, match=r"got officer 7 for call 0, wanted of calls \[0\]"):
        story([alert(100)], officers={"dispatch": "odd"})
