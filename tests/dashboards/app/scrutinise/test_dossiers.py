from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.scrutinise import dossiers
from sim.run import play
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens the view over the folder of runs of the test."""

    def open_page() -> AppTest:
        monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path / "runs"))
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        app.query_params["view"] = "dossier"
        app = app.switch_page("scrutinise/page.py").run()
        assert not app.exception
        return app

    return open_page


def test_without_a_finished_run_it_says_how_to_come_by_one(opened):
    assert "No finished run yet." in html_of(opened())


def test_a_run_is_offered_as_page_and_as_pdf(opened, tmp_path):
    short = {"window": "null", "duration_s": "60"}
    run = play("corridor", out=tmp_path / "runs" / "one", fidelity="scores", overrides=short)
    app = opened()
    assert app.selectbox[0].value == run.folder.name
    made = dossiers._dossier(run.folder)
    assert "--era 2025" in next(item for item in made.items if item.key == "again").evidence[3].said


def test_a_run_stands_beside_what_is_foretold_of_one_like_it(opened, tmp_path):
    short = {"window": "null", "duration_s": "60"}
    run = play("corridor", out=tmp_path / "runs" / "one", fidelity="scores", overrides=short)
    app = opened()
    app.query_params["view"] = "predict"
    app.query_params["run"] = run.folder.name
    app.switch_page("scrutinise/page.py").run()
    assert not app.exception
    assert "beside the record" in html_of(app)
    assert any("vans in streets" in one.value for one in app.markdown)
