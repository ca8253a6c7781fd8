"""The scrutineer's room, which needs no run."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture(autouse=True)
def no_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path / "none"))


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in address.items():
        app.query_params[name] = value
    app = app.switch_page("scrutinise/page.py").run()
    assert not app.exception
    return app


def test_the_record_is_shown_with_what_is_known_of_each_era():
    app = opened(view="record")
    assert [one.value for one in app.title] == ["Scrutinise"]
    assert "What is known of each era" in {one.value for one in app.header}
    said = html_of(app)
    for words in ("since August 2024", "WBC0013", "half of the rows"):
        assert words in said


def test_a_row_is_shown_with_its_source():
    app = opened(view="record", row="MPS-T-ESSEX6")
    said = html_of(app)
    assert "an error rate of 81 per cent" in said
    assert "publictechnology.net" in said


def test_a_plan_is_foretold_with_its_warnings():
    app = opened(view="predict", plan_faces="8600", plan_when="2020", plan_threshold="0.6")
    said = html_of(app)
    assert "stopped after a false alert" in said
    assert "faces seen" not in said
    assert any("No row" in one.value or "no row" in one.value for one in app.warning)
    asked = {one.label: one.value for one in app.number_input}
    assert (asked["Faces seen"], asked["Threshold"]) == (8600, 0.6)
    app.number_input(key="of_plan_faces").set_value(None).run()
    assert "faces seen" in html_of(app)


def test_a_plan_that_could_not_be_meant_is_refused():
    app = opened(view="predict", plan_when="soon")
    assert "wanted a year, month or day" in app.error[0].value


def test_it_is_told_whether_forecasts_were_right():
    app = opened(view="right")
    heads = {one.value for one in app.header}
    assert "Forward in time: each month by those before it: 229 deployments" in heads
    said = html_of(app)
    for words in ("true alerts", "less that of log faces", "if right"):
        assert words in said
