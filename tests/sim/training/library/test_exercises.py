import pytest

from scenarios.errors import ScenarioError
from sim.training.injects.kinds import ALERTS
from sim.training.library.exercises import asked_of, library, load_exercise


@pytest.mark.parametrize("name", library())
def test_every_exercise_holds_together(name):
    found = load_exercise(name)
    assert found.exercise.name == name
    assert found.injects
    assert any(one.type == "contingency" for one in found.injects) or found.lasts_s > 10_000


def test_there_are_five_from_ten_minutes_to_a_shift():
    lengths = [load_exercise(name).lasts_s for name in library()]
    assert len(lengths) == 5
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1] >= 5 * 3600) == (600, True)


def test_the_shift_alone_brings_enough_pairs_for_a_ranking():
    found = load_exercise("whole-shift")
    count = sum(
        int(one.much) if one.kind == "burst" else 1 for one in found.injects if one.kind in ALERTS
    )
    assert count >= 60


def test_surges_and_evacuations_are_laid_over_the_scenario():
    asked = asked_of(load_exercise("rush-hour"))
    assert '"kind": "crowd_surge", "from_s": 140.0, "to_s": 260.0' in asked.overrides["failures"]
    assert asked.timeline.startswith("id,time,kind")
    assert asked.exercise == "rush-hour"


GOOD = """name: mine
title: Mine
told: Something.
scenario: corridor
objectives:
  - id: faces
    told: Compare faces.
timeline: mine.csv
"""


def refused(
    folder, written, timeline="id,time,kind,objective,expected action\n1,5,burst,faces,Do.\n"
):
    (folder / "mine.yaml").write_text(written)
    (folder / "mine.csv").write_text(timeline)
    with pytest.raises(ScenarioError) as err:
        load_exercise(str(folder / "mine.yaml"))
    return err.value.lines()


def test_an_exercise_is_refused_with_everything_that_is_wrong_in_its_parts(tmp_path):
    lines = refused(tmp_path, GOOD + "lasts: 5\nseats: [boss]\n")
    assert any(
        "mine.yaml:9: lasts: got an unknown field, wanted perhaps lasts_s" in one for one in lines
    )
    assert any("mine.yaml:10: seats.0: got 'boss'" in one for one in lines)
    lines = refused(
        tmp_path,
        GOOD.replace("corridor", "corido"),
        "id,time,kind\n1,5x,burst\n2,7,brst\n",
    )
    assert [any(part in one for one in lines) for part in ("corido", ":2: time", ":3: kind")] == [
        True, True, True,
    ]  # fmt: skip


def test_injects_must_fit_the_scenario_and_the_objectives(tmp_path):
    lines = refused(
        tmp_path,
        GOOD + "  \nlasts_s: 60\n",
        "id,time,kind,what,objective\n1,5,camera_out,noth,face\n2,2:00,burst,,\n",
    )
    wanted = (
        "inject 1: what: got 'noth'",
        "inject 2: time: got 120, wanted before the end at 60 s",
        "inject 1: objective: got 'face', wanted one of faces: perhaps faces",
        "inject 2: expected action: got none",
        "mine.yaml:6: objectives.0.id: got 'faces', wanted an inject of the timeline",
    )
    assert [part for part in wanted if not any(part in one for one in lines)] == []
