"""A run with its dials turned, and beside another."""

import os
import shutil
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.beside import figures, trial
from dashboards.app.beside.trial import EarlierError, keep, tried
from scenarios.errors import ScenarioError
from sim.outcomes.differences import Set
from sim.outcomes.measures import measures
from sim.reader import find_runs, read_run
from sim.run import play
from sim.stages import world

APP = Path(dashboards.__file__).parent / "app" / "page.py"
STRICT = {"engine.threshold": "0.9"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A run in scores."""
    return play("corridor", out=tmp_path_factory.mktemp("played") / "own").folder


@pytest.fixture
def run(played, tmp_path, monkeypatch):
    """The same in a folder of runs."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))
    shutil.copytree(played, tmp_path / "own")
    return read_run(tmp_path / "own")


def opened(view: str, **address: object) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in {"run": "own", "view": view, **address}.items():
        app.query_params[name] = str(value)
    app = app.switch_page("explore/page.py").run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return unescape("".join(element.proto.body for element in app.get("html")))


def test_a_trial_is_the_run_as_it_would_be_played_from_scratch(run, tmp_path):
    changes = STRICT | {"operators.count": "2"}
    found = tried(run, changes)
    scratch = play("corridor", out=tmp_path / "scratch", overrides=changes)
    assert found.outcomes() == scratch.outcomes
    sources = {name: one["source"] for name, one in found.stages.items()}
    assert {name for name, source in sources.items() if source == "made"} == trial.LATER


def test_what_dials_stand_on_is_loaded_before_the_first_is_turned(run, monkeypatch):
    trial.ahead(run, STRICT).join()
    monkeypatch.setattr(world, "people_of", None)
    assert trial.ahead(run, STRICT) is None
    assert tried(run, {"operators.count": "2"}).complete


def test_a_trial_ahead_that_is_refused_says_nothing_and_is_refused_again_when_asked_for(run):
    trial.ahead(run, {"engine.threshold": "2"}).join()
    with pytest.raises(ScenarioError, match="threshold"):
        tried(run, {"engine.threshold": "2"})


def test_trials_load_earlier_stages_once_and_are_as_from_scratch(run, tmp_path, monkeypatch):
    monkeypatch.setattr(world, "MANY", 2)  # the crowd is held whole as soon as three are alerted
    told, loads = world.people_of, []
    for loose in ("0.74", "0.66", "0.6"):
        changes = {"engine.threshold": loose}
        with monkeypatch.context() as patch:
            patch.setattr(world, "people_of", lambda table: loads.append(table) or told(table))
            found = tried(run, changes)
        scratch = play("corridor", out=tmp_path / "scratch" / loose, overrides=changes)
        for name in ("before.parquet", "events.parquet", "alerts.jsonl", "outcomes.json"):
            assert (found.path / name).read_bytes() == (scratch.folder / name).read_bytes()
    assert len(loads) == 1


def test_what_is_held_of_a_run_is_let_go_for_another(run, tmp_path):
    tried(run, STRICT)
    shutil.copytree(run.path, tmp_path / "other")
    tried(read_run(tmp_path / "other"), STRICT)
    assert [folder for folder, _ in trial._HELD] == [str(tmp_path / "other")]


def test_a_trial_is_played_once_and_no_run_until_it_is_kept(run, tmp_path, monkeypatch):
    found = tried(run, {"operators.count": "0"})
    assert [one.path.name for one in find_runs(tmp_path)[0]] == ["own"]
    monkeypatch.setattr(trial, "play", None)
    assert tried(run, {"operators.count": "0"}).path == found.path
    made = keep(found)
    assert {one.path for one in find_runs(tmp_path)[0]} == {run.path, made.path}
    assert made.record["overrides"] == {"operators.count": "0"}


def test_trials_of_longest_ago_go_first(run, monkeypatch):
    monkeypatch.setattr(trial, "MOST", 2)
    folders = []
    for number in range(3):
        folders.append(tried(run, {"operators.count": str(number)}).path)
        os.utime(folders[-1], (number, number))
    assert [one.exists() for one in folders] == [False, True, True]


def test_what_reaches_an_earlier_stage_is_not_tried(run, made):
    with pytest.raises(EarlierError, match="walk the crowd"):
        tried(run, {"seed": "7"})
    with pytest.raises(EarlierError, match="walk the crowd"):
        tried(made, {"operators.count": "2"})
    with pytest.raises(ScenarioError, match="got"):
        tried(run, {"operators.count": "-1"})


def test_dials_of_the_address_are_turned_and_turned_back(run):
    app = opened("dials", operators=0, officers="2,0")
    assert app.number_input(key="of_operators").value == 0
    assert [app.number_input(key=f"officers-{n}").value for n in (0, 1)] == [2, 0]
    said = html_of(app)
    assert "with these dials" in said
    (found,) = (run.path.parent / trial.PLACE).iterdir()
    assert read_run(found).record["overrides"] == {
        "operators.count": "0", "officers.posts_m": "[[16.0, 30.0, 0], [16.0, 30.0, 0]]",
    }  # fmt: skip
    app.button(key="untouched").click().run()
    assert app.number_input(key="of_operators").value == 1
    assert "Every dial is as the run has it." in html_of(app)


def test_a_dial_of_nonsense_stays_where_the_run_has_it(run):
    app = opened("dials", operators="many", officers="1", dispatch="nobody", threshold="x")
    assert "Every dial is as the run has it." in html_of(app)
    assert run.complete


def test_a_run_in_pixels_does_not_feel_the_threshold_afterwards(filmed, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(filmed.path.parent))
    app = opened("dials", run="pixels", threshold=0.7, operators=2)
    assert app.slider(key="of_threshold").disabled
    assert "cannot be taken over" in html_of(app)


def test_two_runs_stand_side_by_side_with_what_is_set_otherwise(run, tmp_path):
    play("corridor", out=tmp_path / "strict", overrides=STRICT)
    app = opened("compare")
    assert app.selectbox(key="of_beside").value == "strict"
    said = html_of(app)
    assert "engine.threshold" in said
    for measure in measures("rate"):
        assert measure.name in said
    assert any(figures.SAME_PEOPLE in one.value for one in app.caption)
    assert run.complete


def test_a_run_that_is_alone_has_nothing_to_be_compared_with(run):
    assert "There is no other run" in html_of(opened("compare"))
    app = opened("compare", beside="gone")
    assert any("gone" in one.value for one in app.error)
    assert run.complete


def test_differences_stand_out_where_their_interval_leaves_nought_out(run):
    own = run.outcomes()
    assert '<td class="number">none</td>' in figures.rates(own, own, ("a", "b"))
    many = own | {"tpir": own["tpir"] | {"value": 0.9, "low": 0.85, "high": 0.95}}
    few = own | {"tpir": own["tpir"] | {"value": 0.2, "low": 0.15, "high": 0.25}}
    assert "<strong>−70 points</strong>" in figures.rates(many, few, ("a", "b"))


def test_what_is_set_is_told_in_a_line_and_as_text(run):
    said = figures.settings([Set("title", "<b>", None), Set("x", {"id": "c1"}, 3)], ("a", "b"))
    assert "&lt;b&gt;" in said
    assert "the one called c1" in said
    assert run.complete
