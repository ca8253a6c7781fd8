"""Sweeps, sensitivities and selections asked for on the page."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.experiments import works
from dashboards.app.experiments.asked import Asked
from dashboards.cli import main
from engine.errors import SettingsError
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"
GRID = {"operators.count": ("1", "2"), "officers.dispatch": ("nearest", "soonest")}
RANGES = {"officers.notice": ("0.5", "1.0"), "operators.count": ("1", "4")}


def asked(**other: object) -> Asked:
    usual = {
        "kind": "sweep", "scenario": "corridor", "varied": GRID, "spread": False,
        "replications": 3, "what": "answer", "measures": ("stops",),
    }  # fmt: skip
    return Asked(**(usual | other))


EACH = {
    "sweep": asked(),
    "spread": asked(varied=RANGES, spread=True, tries=5),
    "sensitivity": asked(kind="sensitivity", varied=RANGES, spread=True, tries=4),
    "select": asked(kind="select", replications=20, zone=0.5),
    "filmed": asked(fidelity="pixels", what="day"),
}
POINTS = {"sweep": 4, "spread": 5, "sensitivity": 12, "select": 4, "filmed": 4}


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """The room with the dialog open, over a folder of the test's own."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))

    def open_room(**state: object) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in state.items():
            app.session_state[name.replace("_", "-")] = value
        app = app.switch_page("experiments/page.py").run()
        app.button(key="new-experiment").click().run()
        assert not app.exception
        return app

    return open_room


@pytest.mark.parametrize("kind", EACH)
def test_the_command_takes_what_the_page_asks_and_makes_as_many_points(kind, tmp_path, capsys):
    arguments = EACH[kind].arguments(tmp_path / "out")
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--estimate", "--json"])
    assert not end.value.code
    played = json.loads(capsys.readouterr().out)["amounts"]["replications"]
    assert EACH[kind].points == POINTS[kind]
    assert played <= POINTS[kind] * EACH[kind].replications  # some points of a method are alike
    assert EACH[kind].foreseen().amounts["replications"] >= played


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"varied": {}}, "none to vary"),
        ({"varied": {"operators.count": ()}}, "without values"),
        ({"varied": {"officers.notice": ("1", "1")}, "spread": True}, "low before high"),
        ({"varied": {"operators.count": tuple(map(str, range(501)))}}, "got 501, wanted 1 to 500"),
        ({"kind": "select", "zone": 0.0}, "The difference that counts"),
        ({"kind": "select", "varied": {"operators.count": ("1",)}}, "got 1, wanted 2 to 20"),
        ({"fidelity": "pixels"}, "got answer with fidelity pixels, wanted day"),
    ],
)
def test_what_cannot_be_played_is_refused_before_it_begins(other, said):
    with pytest.raises(SettingsError, match=said):
        asked(**other).foreseen()


def test_a_value_that_the_scenario_refuses_is_told():
    with pytest.raises(ScenarioError, match=r"officers\.notice"):
        asked(varied={"officers.notice": ("0.5", "1.5")}).foreseen()


def test_the_dialog_offers_fields_with_values_and_says_how_long(opened):
    app = opened()
    fields = app.multiselect(key="fields-corridor-grid")
    assert fields.value == ["engine.threshold", "operators.count"]
    assert {"officers.notice", "cameras.0.fov_deg", "officers.dispatch"} <= {*fields.options}
    assert not {"seed", "window.duration_s"} & {*fields.options}
    told = next(one.value for one in app.caption if "replications: about" in one.value)
    assert told.startswith("6 points, 30 replications")


def test_films_take_far_longer_than_scores_and_that_is_said(opened):
    said = [
        next(
            one.value
            for one in opened(in_pixels_corridor=filmed).caption
            if "6 points" in one.value
        )
        for filmed in (False, True)
    ]
    assert said[0] != said[1]
    needs = [asked(what="day", fidelity=one).foreseen() for one in ("scores", "pixels")]
    assert needs[1].wall_s > 10 * needs[0].wall_s


@pytest.mark.parametrize("kind", ["sensitivity", "select"])
def test_each_kind_asks_for_what_it_needs(opened, kind):
    app = opened(kind_of_experiment=kind)
    labels = {one.label for one in (*app.selectbox, *app.number_input, *app.select_slider)}
    own = {"sensitivity": {"Method", "How often each field is moved"}, "select": {"What is best"}}
    assert own[kind] <= labels
    assert any("replications:" in one.value for one in app.caption)


def test_what_is_begun_has_a_folder_of_its_own_and_is_told_while_it_is_played(
    begun, tmp_path, monkeypatch
):
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))
    (tmp_path / "corridor-sweep").mkdir()
    out = works.begun(asked(), load_scenario("corridor").scenario)
    ((title, arguments, there),) = begun
    assert title == "Three minutes at the West Gate: 4 points of operators.count, officers.dispatch"
    assert there == out == tmp_path / "corridor-sweep-2"
    assert arguments[:2] == ["sweep", "corridor"]


def test_one_that_is_being_played_is_shown_before_its_folder_is_there(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))
    monkeypatch.setattr(works, "plays", lambda name: name == "soon")
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.query_params["experiment"] = "soon"
    assert "is being played" in html_of(app.switch_page("experiments/page.py").run())
