from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.address import FIGURES
from dashboards.figures.scrutinise.people import a_square, alerted, everybody, in_words, kinds
from sim.outcomes.expected.examples import EXAMPLES
from sim.outcomes.expected.expectation import Expectation
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens the view over an empty folder."""

    def open_page(**address: str) -> AppTest:
        monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path / "runs"))
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page("scrutinise/page.py").run()

    return open_page


def test_without_any_run_the_early_trials_are_shown_by_alerts_and_by_people(opened):
    app = opened(view="two_views")
    assert not app.exception
    assert "81 % are false" in html_of(app)
    assert "1 in 1,000 is alerted" in html_of(app)
    assert "20 not on the list, alerted and stopped" in html_of(app)
    assert any("MPS-T-ESSEX6" in one.value.replace("\\", "") for one in app.markdown)


def test_a_dial_that_is_turned_changes_both_and_stands_in_the_address(opened):
    app = opened(view="two_views")
    slider = next(one for one in app.select_slider if one.label.startswith("FPIR"))
    slider.set_value(10_000.0).run()
    assert not app.exception
    assert "1 in 10,000 is alerted" in html_of(app)
    assert app.query_params["one_in"] == "10000"
    assert not any("MPS-T-ESSEX6" in one.value for one in app.markdown)


def test_published_figures_are_a_button_away(opened):
    app = opened(view="two_views")
    next(one for one in app.button if "Physical Laboratory" in one.label).click().run()
    assert not app.exception
    assert "1 in 6,000 is alerted" in html_of(app)
    assert app.number_input[0].value == 10_000


def test_an_address_that_cannot_be_meant_is_shown_as_near_as_can_be(opened):
    app = opened(view="two_views", faces="12", listed="900", tpir="never", one_in="-3")
    assert not app.exception
    assert {*app.query_params} <= {"view", *FIGURES}


@pytest.mark.parametrize("faces", [0, 1, 7, 34_011, 10_000_000])
def test_squares_are_of_whole_people_and_said_in_words(faces):
    told = Expectation(faces=faces, listed_share=0.001, tpir=0.9, fpir=0.01).to_json()
    drawn = everybody(told)
    assert drawn.startswith("<svg")
    assert in_words(told) in drawn
    shown = alerted(told)
    each = a_square(told)[1]
    assert shown.count("<rect") == sum(round(one.many / each) for one in kinds(told)) <= 4_001


def test_of_the_early_trials_everybody_alerted_is_marked_once():
    told = EXAMPLES["early-trials"].deployment.to_json()
    fields = 2 + 1
    assert everybody(told).count("<rect") == 42 + fields
