"""Exercises and timelines, as people read them."""

import json

from sim.training.injects.kinds import KINDS
from sim.training.library.exercises import library
from sim.training.store import began_of


def test_the_library_is_listed_and_one_is_told_whole(footfall):
    told = footfall("training", "exercises")
    assert (told.code, told.err) == (0, "")
    assert all(name in told.out for name in library())
    one = footfall("training", "exercises", "rush-hour").out
    for words in ("tell-apart: Compare faces", "crowd_surge", "(held back)"):
        assert words in one


def test_as_json_an_exercise_has_its_injects(footfall):
    made = footfall("training", "exercises", "rush-hour", "--json")
    (told,) = json.loads(made.out)["exercises"]
    assert told["injects"][0]["kind"] == "true_alert"
    assert told["lasts_s"] == 900


def test_a_session_of_an_exercise_is_made_ready_with_its_timeline(footfall, tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "name: mine\ntitle: Mine\ntold: Short.\nscenario: corridor\nlasts_s: 60\n"
        "objectives:\n  - id: faces\n    told: Compare.\ntimeline: mine.csv\n"
    )
    (tmp_path / "mine.csv").write_text(
        "id,time,kind,objective,expected action\n1,5,burst,faces,Compare.\n"
    )
    out = tmp_path / "session"
    told = footfall("training", "begin", tmp_path / "mine.yaml", "--out", out, "--json")
    assert json.loads(told.out) == {"session": str(out)}
    began = began_of(out)
    assert (began.exercise, began.until_s) == ("mine", 60.0)
    assert "burst" in (out / "timeline.csv").read_text()


def test_a_timeline_that_is_right_is_said_so_and_one_that_is_wrong_with_all_of_it(
    footfall, tmp_path
):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("id,time,kind\n1,5,burst\n2,7,radio_down\n")
    told = footfall("training", "timeline", "check", good, "--scenario", "corridor")
    assert told.out.strip().endswith("2 injects of 2 kinds")
    bad.write_text("id,time,kind,what\n1,5x,burst,\n2,7,camera_out,noth\n3,8,brst,\n")
    told = footfall("training", "timeline", "check", bad)
    assert told.code != 0
    assert ":2: time" in told.err
    assert ":4: kind" in told.err
    bad.write_text("id,time,kind,what\n2,7,camera_out,noth\n")
    told = footfall("training", "timeline", "check", bad, "--scenario", "corridor")
    assert "inject 2: what: got 'noth', wanted one of west" in told.err


def test_the_kinds_are_listed(footfall):
    assert (
        json.loads(footfall("training", "timeline", "kinds", "--json").out).keys() == KINDS.keys()
    )
    assert "missing_child" in footfall("training", "timeline", "kinds").out
