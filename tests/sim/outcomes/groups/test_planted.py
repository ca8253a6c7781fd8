"""A difference that a scenario plants at a stage is found at that stage of a real run."""

import json
import re

import pytest

from dashboards.reports.dossier import equality
from dashboards.reports.dossier.studied import Studied
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.outcomes.groups.compared import of_run
from sim.reader import read_run
from sim.run import play

MANY = {
    "arrivals.listed_share": "0.25",
    "watchlist.size": "3000",
    "duration_s": "3600",
    "window": "null",
    "operators.count": "20",
    "officers.posts_m": json.dumps([[13.0 + 0.1 * k, 30.0] for k in range(40)]),
    "officers.patience_s": "600",
}
"""Many listed people, and always somebody to judge and to send."""
DOSSIER = {"the engine": "equality", "operators": "stops", "officers": "stops"}
"""Items of the dossier, by the stages that they tell of."""
WOMEN = {"label": "sex", "group": "female"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "plain"
    return play("corridor", out=out, fidelity="scores", overrides=MANY)


def told(folder):
    """What the dossier's part about equality says first of each item."""
    items = equality.part(Studied(read_run(folder))).items
    return {item.key: item.evidence[0].said for item in items if item.key in DOSSIER.values()}


def found(folder):
    return {(one.step.stage, one.label) for one in of_run(read_run(folder)) if one.found}


def played(plain, out, stage, shift):
    planted = json.dumps([{**WOMEN, "shift": shift}])
    changed = MANY | {f"planted.{stage}": planted}
    return play("corridor", out=out, fidelity="scores", overrides=changed, from_run=plain.folder)


def test_where_nothing_is_planted_sex_makes_no_difference(plain):
    assert not [one for one in found(plain.folder) if one[1] == "sex"]


def test_a_dossier_of_a_run_where_nothing_is_planted_says_how_much_could_have_been_missed(plain):
    for said in told(plain.folder).values():
        assert said.startswith("No difference between groups was found.")
        assert re.search(r"[\d.]+ points to .* could have been missed", said)


@pytest.mark.parametrize(
    ("stage", "shift", "shows"),
    [
        ("engine", -0.15, "the engine"),
        ("operators", -1.5, "operators"),
        ("officers", -1.5, "officers"),
    ],
)
def test_what_is_planted_at_a_stage_shows_there_and_at_no_other(
    plain, tmp_path, stage, shift, shows
):
    run = played(plain, tmp_path / "run", stage, shift)
    assert {one for one in found(run.folder) if one[1] == "sex"} == {(shows, "sex")}
    for item, said in told(run.folder).items():
        assert (", by sex: female, " in said) == (item == DOSSIER[shows])


def test_who_prefers_the_door_with_the_camera_comes_into_view_more_often_and_no_more(tmp_path):
    planted = json.dumps([{**WOMEN, "door": "West Gate", "shift": 0.5}])
    changed = MANY | {"planted.walks": planted}
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=changed)
    told = [one for one in of_run(read_run(run.folder)) if one.found and one.label == "sex"]
    assert [one.step.key for one in told] == ["in_view"]


def test_a_judge_who_looks_at_no_face_can_lean_towards_nobody(tmp_path):
    changed = MANY | {"planted.operators": json.dumps([{**WOMEN, "shift": 1.0}])}
    with pytest.raises(ScenarioError, match=r"planted\.operators: got some, and operators\.judge"):
        play("corridor", out=tmp_path / "run", overrides=changed | {"operators.judge": "score"})


@pytest.mark.parametrize(
    ("label", "group", "wanted"),
    [
        ("sex", "women", "wanted one of female, male"),
        ("tone", "11", "wanted one of 1, 2"),
        ("age", "25 to 16", "wanted ages such as 16 to 25"),
        ("ancestry", "martian", "wanted one of african, asian, caucasian"),
    ],
)
def test_a_group_that_is_not_there_is_refused(label, group, wanted):
    lean = json.dumps([{"label": label, "group": group, "shift": 1}])
    with pytest.raises(ScenarioError, match=f"planted.engine.0.group: got '{group}', {wanted}"):
        load_scenario("corridor", {"planted.engine": lean})
