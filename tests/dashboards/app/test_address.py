from pathlib import Path

import pytest
from streamlit.elements.arrow import DataframeSelectionSerde
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.stories import stories
from dashboards.visible import plain
from sim.reader import read_run
from tests.dashboards.made import make_run

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("addressed")
    for name in ("one", "two"):
        make_run(folder / name)
    return folder


@pytest.fixture
def opened(monkeypatch, runs):
    """Opens an address over two runs."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(runs))

    def open_at(**address: object) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = str(value)
        return app.switch_page("explore/page.py").run()

    return open_at


def said(app: AppTest) -> dict[str, str]:
    """What is shown, and was written into the address."""
    assert app.session_state["written"] == app.session_state["shown"]
    return dict(app.session_state["shown"])


def test_an_address_brings_back_what_it_says(opened):
    app = opened(run="two", view="alerts", alert=3)
    assert app.selectbox(key="of_alert").value == "3"
    assert said(app) == {"run": "two", "view": "alerts", "alert": "3"}


def test_the_address_follows_what_is_chosen(opened):
    app = opened(run="one", view="alerts")
    chosen = app.selectbox(key="of_alert").options[2]
    app.selectbox(key="of_alert").select(chosen).run()
    assert said(app)["alert"] == app.selectbox(key="of_alert").value


def test_another_run_starts_afresh(opened):
    app = opened(run="one", view="alerts", alert=3, claims="right", person=7)
    other = next(one for one in app.selectbox(key="of_run").options if one.endswith(", two"))
    app.selectbox(key="of_run").select(other).run()
    assert said(app) == {"run": "two", "view": "alerts"}


def test_the_address_follows_what_is_shown_once_a_choice_hides_what_it_named(opened, runs):
    told = stories(read_run(runs / "one"))
    hidden = next(story for story in told if story.ended != "released")
    first = next(story for story in told if story.ended == "released")
    app = opened(run="one", view="alerts", alert=hidden.raised.alert)
    app.multiselect(key="of_endings").select("released").run()
    assert app.selectbox(key="of_alert").value == str(first.raised.alert)
    assert said(app)["alert"] == str(first.raised.alert)
    assert said(app)["endings"] == "released"


def test_another_group_shows_its_own_people(opened):
    app = opened(run="one", view="people", group="listed")
    first = said(app)["person"]
    app.selectbox(key="of_group").select("Stopped, and not the person looked for").run()
    assert said(app)["person"] != first
    assert app.text_input(key="of_person").value == said(app)["person"]


def test_a_choice_that_is_taken_back_leaves_nothing_in_the_address(opened):
    app = opened(run="one", view="alerts", claims="right")
    app.multiselect(key="of_claims").unselect("right").run()
    assert said(app) == {"run": "one", "view": "alerts"}


def test_a_link_to_a_run_leads_to_where_runs_are_looked_at(monkeypatch, runs):
    monkeypatch.setenv("FOOTFALL_RUNS", str(runs))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["run"] = "two"
    app.run()
    assert app.selectbox(key="of_run").value == "two"


@pytest.mark.parametrize(
    "address",
    [
        {"view": "nowhere"},
        {"alert": "x"},
        {"alert": 99999, "view": "alerts"},
        {"alert": "nan", "view": "map"},
        {"person": -3, "view": "people"},
        {"person": "1e99", "view": "people"},
        {"at": "inf", "view": "map"},
        {"t": "-1e12", "view": "map"},
        {"group": "nobody", "view": "people"},
        {"kinds": "AlertRaised,Nothing", "view": "log"},
        {"claims": "perhaps", "endings": "happily", "view": "alerts"},
        {"camera": "../..", "view": "film"},
    ],
)
def test_an_address_that_makes_no_sense_shows_what_there_is(opened, address):
    app = opened(run="one", **address)
    assert not app.exception
    assert app.title[0].value == "Three minutes at the West Gate"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"view": "nowhere"}, "view “nowhere” (instead: Outcomes)"),
        ({"alert": 99999, "view": "alerts"}, "alert “99999” (instead: the first)"),
        ({"person": 10**8, "view": "people"}, "passer-by “100000000” (instead: nobody)"),
        ({"camera": "../..", "view": "film"}, "camera “../..” (instead: the first)"),
        ({"at": "1e6", "view": "map"}, "time “1e6” (instead: the nearest)"),
        ({"t": "soon", "view": "map"}, "time “soon” (instead: none)"),
        ({"view": "nowhere", "alert": "x"}, "Outcomes), alert “x” (instead"),
    ],
)
def test_what_a_link_names_and_the_run_does_not_have_is_told_in_one_line(opened, address, said):
    app = opened(run="one", **address)
    (line,) = app.info
    assert line.value.startswith(plain("Not in this run, though the link names it: "))
    assert plain(said) in line.value


def test_of_a_link_that_fits_nothing_is_said(opened):
    assert not opened(run="one", view="map", person=0, at=10, t=12.5).info


@pytest.mark.parametrize("run", ["gone", "../one", "/etc", "a\x00b"])
def test_a_run_that_is_not_there_is_told(opened, run):
    app = opened(run=run)
    assert not app.exception
    if run != "../one":
        assert app.error


def test_a_list_that_answers_with_the_row_it_was_given_has_chosen_nothing():
    page = AppTest.from_string(
        "import streamlit as st\n"
        "from dashboards.app.address import ticks\n"
        "st.dataframe([1, 2], **ticks('list', 1), on_select='rerun', selection_mode='single-row')\n"
    ).run()
    browser = DataframeSelectionSerde()
    answer = browser.deserialize('{"selection": {"rows": [1], "columns": [], "cells": []}}')
    assert page.session_state["list"] == answer
