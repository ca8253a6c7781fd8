"""Groups of a run, as people read them."""

import json

import pytest

from sim.run import play

STEPS, LABELS = 10, 4
HELD = {"held_rightly": "right", "held_wrongly": "wrong"}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "scores"
    many = {"arrivals.listed_share": "0.2", "duration_s": "900", "window": "null"}
    return play("corridor", out=out, fidelity="scores", overrides=many).folder


def test_every_step_is_told_with_whom_it_divides_by(footfall, run):
    told = footfall("groups", run)
    assert (told.code, told.err) == (0, "")
    for words in ("people who came", "alerted as themselves (TPIR)", "whose alert was confirmed"):
        assert words in told.out
    assert "not of the public" in told.out
    assert told.out.count("│ ancestry │") == STEPS


def test_a_label_is_told_group_by_group_with_intervals(footfall, run):
    told = footfall("groups", run, "--label", "sex").out
    assert told.count("│ female │") == told.count("│ male   │") == STEPS
    assert " of " in told
    assert " points to " in told
    assert "how long they were held" in told
    assert " s to " not in told
    assert "longer than others" in told


def test_as_json_counts_add_up_to_those_of_the_run(footfall, run):
    told = json.loads(footfall("groups", run, "--json").out)["compared"]
    outcomes = json.loads((run / "outcomes.json").read_text())
    assert len(told) == STEPS * LABELS
    for one in told:
        if one["step"].startswith("held_"):
            people = sum(group["people"] for group in one["groups"])
            held = outcomes["held_s"][f"{HELD[one['step']]}_person"]
            assert people <= held["count"]
            assert bool(people) == bool(held["count"])
        if one["step"] == "tpir":
            shares = [group["share"] for group in one["groups"]]
            assert sum(share["denominator"] for share in shares) == outcomes["listed_opportunities"]
            assert sum(share["numerator"] for share in shares) == outcomes["tpir"]["numerator"]


def test_a_label_that_is_not_there_is_refused_with_those_that_are(footfall, run):
    told = footfall("groups", run, "--label", "height")
    assert told.code == 2
    assert "got 'height', wanted sex, age, ancestry, tone" in " ".join(told.err.split())
