"""The room of experiments, and the way there from a run."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.experiments import works
from dashboards.app.experiments.found import experiments
from dashboards.app.experiments.page import FIRST
from dashboards.cli import main
from sim.outcomes.measures import named
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"
QUICK = ("--what", "answer", "--workers", "1", "--out")
OFTEN = ("-n", "3", *QUICK)
ALONG = ("--vary", "officers.notice=0.5:1.0", "--vary", "operators.confirm_true=0.5:1.0")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """An experiment of each kind."""
    folder = tmp_path_factory.mktemp("experiments")
    designs = ("corridor", "corridor officers.notice=0")
    for command in (
        ["replicate", "corridor", *OFTEN, str(folder / "one")],
        ["compare", *designs, *OFTEN, str(folder / "two")],
        ["sweep", "corridor", "--vary", "operators.count=0,1", *OFTEN, str(folder / "swept")],
        ["sensitivity", "corridor", *ALONG, "--tries", "2", *QUICK, str(folder / "moved")],
        ["select", *designs, "--max", "--zone", "0.5", "-n", "40", *QUICK, str(folder / "best")],
    ):
        with pytest.raises(SystemExit) as end:
            main(command)
        assert not end.value.code
    return folder


@pytest.fixture
def runs(played, tmp_path, monkeypatch):
    """The same where a test may change them."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path / "runs"))
    shutil.copytree(played, tmp_path / "runs")
    return tmp_path / "runs"


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in address.items():
        app.query_params[name] = value
    app = app.switch_page("experiments/page.py").run()
    assert not app.exception
    return app


def test_a_scenario_played_again_and_again_is_told_with_intervals(runs):
    app = opened(experiment="one")
    said = html_of(app)
    assert "3 replications" in said
    for key in FIRST:
        assert named(key).name in said
    assert "95 %:" in said
    assert {one.name for one in experiments(runs)} == {"one", "two", "swept", "moved", "best"}


def test_designs_are_told_beside_each_other(runs):
    app = opened(experiment="two")
    said = html_of(app)
    assert "corridor, officers.notice=0" in said
    assert "difference to the first" in said
    assert "Stops of the wrong person" in {one.value for one in app.header}
    assert (runs / "two").is_dir()


def test_points_fields_and_the_design_chosen_are_told(runs):
    swept = html_of(opened(experiment="swept"))
    assert "operators.count" in swept
    assert named("stops").name in swept
    assert experiments(runs)[0].fields
    moved = opened(experiment="moved")
    assert any("Morris" in one.value for one in moved.caption)
    assert "operators.confirm_true" in html_of(moved)
    assert "corridor, officers.notice=0" in html_of(opened(experiment="best"))


def test_one_that_is_not_finished_says_what_is_there(runs):
    (runs / "one" / "results.json").unlink()
    assert "3 replications of its designs are there" in html_of(opened(experiment="one"))


@pytest.mark.parametrize("told", ["[]", "{", '{"replications": 3}'])
def test_results_that_are_broken_are_told(runs, told):
    (runs / "one" / "results.json").write_text(told)
    app = opened(experiment="one")
    assert "one" in "".join(one.value for one in (*app.error, *app.markdown)) + html_of(app)
    assert not app.exception


def test_a_kind_that_is_not_shown_says_so(runs):
    file = runs / "one" / "experiment.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"kind": "weather"}))
    assert "weather is not shown here yet" in html_of(opened(experiment="one"))


def test_without_experiments_the_room_says_how_to_make_one(no_runs, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(no_runs))
    app = opened()
    assert "No experiment yet" in html_of(app)
    assert app.code[0].value.startswith("footfall replicate")


def test_a_run_is_played_again_and_again_alone_or_beside_what_is_changed(made, begun, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(made.path.parent))
    file = str((made.path / "scenario.yaml").resolve())
    works.start(made, {}, "day", 20)
    works.start(made, {"officers.posts_m": "[[1, 2, 0]]"}, "answer", 5)
    (alone, beside) = (arguments for _, arguments, _ in begun)
    assert alone[:6] == ["replicate", file, "-n", "20", "--what", "day"]
    assert beside[:3] == ["compare", file, f"{file} 'officers.posts_m=[[1, 2, 0]]'"]
    assert beside[3:7] == ["-n", "5", "--what", "answer"]


def test_a_sweep_is_drawn_a_figure_a_measure(runs):
    app = opened(experiment="swept")
    assert len(app.get("plotly_chart")) == len(
        json.loads((runs / "swept" / "results.json").read_text())["points"][0]["outcomes"]
    )
