"""Groups of a run, compared on the page."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.cli.groups import FAMILY, INPUTS
from sim.outcomes.groups.compared import of_run
from sim.outcomes.groups.lengths import LENGTHS
from sim.outcomes.groups.steps import STEPS
from sim.reader import read_run
from sim.run import play
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"
PLACES = len(STEPS) + len(LENGTHS)
PLANTED = {
    "arrivals.listed_share": "0.5",
    "watchlist.size": "2000",
    "duration_s": "600",
    "window": "null",
    "planted.engine": json.dumps([{"label": "sex", "group": "female", "shift": -0.3}]),
}
"""Many listed people, of whom the engine misses nearly all women."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    play("corridor", out=folder / "planted", fidelity="scores", overrides=PLANTED)
    return folder


def opened(runs, monkeypatch, **address) -> AppTest:
    monkeypatch.setenv("FOOTFALL_RUNS", str(runs))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in {"run": "planted", "view": "groups", **address}.items():
        app.query_params[name] = value
    app = app.switch_page("explore/page.py").run()
    assert not app.exception
    return app


def test_a_planted_difference_is_told_at_its_step_with_the_family_and_what_labels_are(
    runs, monkeypatch
):
    app = opened(runs, monkeypatch)
    found = of_run(read_run(runs / "planted"))
    differ = [one for one in found if one.found]
    assert ("tpir", "sex") in {(one.step.key, one.label) for one in differ}
    shown = html_of(app)
    assert shown.count(">differs<") + shown.count("differs</span>") >= len(differ)
    assert INPUTS in {one.value for one in app.info}
    assert FAMILY in {one.value for one in app.caption}
    tested = sum(one.p is not None for one in found)
    assert any(one.value.startswith(f"At {len(differ)} of {tested} places") for one in app.header)
    for step in (*STEPS, *LENGTHS):
        assert step.divides in shown


def test_each_group_of_the_label_asked_for_has_a_row_at_each_step(runs, monkeypatch):
    shown = html_of(opened(runs, monkeypatch, label="ancestry"))
    assert shown.count("<td >caucasian</td>") == PLACES
    assert "<td >female</td>" not in shown
    assert "smaller is missed" in shown
    assert html_of(opened(runs, monkeypatch, label="nowhere")).count("<td >female</td>") == PLACES
