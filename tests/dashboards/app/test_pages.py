import json
from collections import Counter
from html import escape, unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.explore.outcomes import LEADS
from dashboards.app.stories import ENDINGS, stories
from dashboards.cli.terminal import screen
from dashboards.cli.terminal.outcomes import print_outcomes
from dashboards.words import BOOKS, reading
from scenarios.hours import clock
from sim.errors import SimError
from sim.events import AlertRaised
from sim.folder import SCHEMA, RunFolder
from sim.log import Log
from sim.outcomes.measures import MEASURES
from sim.reader import find_runs, read_run
from sim.run import RunResult
from tests.dashboards.made import make_run

APP = Path(dashboards.__file__).parent / "app" / "page.py"
VIEWS = (
    "outcomes", "dials", "compare", "people", "groups", "alerts", "map", "replay", "film", "log",
    "limits",
)  # fmt: skip


@pytest.fixture
def opened(monkeypatch):
    """Opens a view over a folder of runs, with whatever else the address says."""

    def open_view(folder: Path, view: str, **address: object) -> AppTest:
        monkeypatch.setenv("FOOTFALL_RUNS", str(folder))
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in {"view": view, **address}.items():
            app.query_params[name] = str(value)
        return app.switch_page("explore/page.py").run()

    return open_view


def html_of(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_a_run_and_how_its_rates_may_be_read(opened, made, view):
    app = opened(made.path.parent, view)
    assert not app.exception
    assert app.title[0].value == "Three minutes at the West Gate"
    assert escape(reading(made.outcomes())["statement"]) in html_of(app)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_a_run_in_pixels(opened, filmed, view):
    app = opened(filmed.path.parent, view)
    assert not app.exception
    assert "pixels fidelity" in html_of(app)


def test_an_empty_folder_says_how_to_make_a_run(opened, no_runs):
    app = opened(no_runs, "outcomes")
    assert not app.exception
    assert app.code[0].value == "footfall demo"


def test_an_interrupted_run_is_said_to_be_so(opened, tmp_path):
    make_run(tmp_path / "one", state="interrupted")
    app = opened(tmp_path, "map")
    assert not app.exception
    assert "interrupted" in app.warning[0].value


def test_every_page_warns_of_what_a_run_was_warned_of(opened, tmp_path):
    path = make_run(tmp_path / "one")
    told = json.loads((path / "outcomes.json").read_text())
    (path / "outcomes.json").write_text(json.dumps(told | {"warnings": ["camera a: sees nobody"]}))
    app = opened(tmp_path, "outcomes")
    assert not app.exception
    assert [one.value.replace("\\", "") for one in app.warning] == ["camera a: sees nobody"]


def test_the_books_on_the_page_add_up(opened, made):
    shown = html_of(opened(made.path.parent, "outcomes"))
    assert "Sum: all who passed by" in shown
    assert f"{made.outcomes()['passers_by']:,}" in shown


def test_every_measure_is_shown_on_the_page_and_explained_among_the_words(opened, made):
    app = opened(made.path.parent, "outcomes")
    shown = unescape(html_of(app)) + " ".join(one.value for one in app.header)
    words = " ".join(one.value for one in opened(made.path.parent, "limits").markdown)
    for one in MEASURES:
        assert f"**{one.word}**: {one.meaning}" in words
        assert one.form == "one_in" or one.name in shown
        assert one.form != "rate" or one.divides in shown
        assert one.form != "count" or one.meaning in shown
    assert "1 false alert for every" in shown


def test_every_measure_is_shown_on_the_command_line(made, capsys, monkeypatch):
    monkeypatch.setattr(screen, "WIDE", 300)  # no cell is broken into lines
    told = made.outcomes()
    print_outcomes(RunResult(made.path, told, {}))
    shown = capsys.readouterr().out
    for one in MEASURES:
        assert one.name in shown
        assert (one.meaning if one.form in ("count", "table") else one.formula) in shown
        assert one.form in ("count", "table") or one.term in shown
        assert one.form != "count" or f"{told[one.key]:,}" in shown
    assert all(name in shown for name, _ in BOOKS.values())


def test_an_alert_s_story_tells_how_its_face_was_seen(opened, made):
    shown = html_of(opened(made.path.parent, "alerts"))
    assert "31 px between the eyes, turned 12° aside and 4° down, 93 % of it visible" in shown


def test_what_was_changed_of_the_scenario_stands_in_the_head_of_every_page(opened, made):
    for view in ("outcomes", "log"):
        shown = html_of(opened(made.path.parent, view))
        assert "engine.threshold = 0.6" in shown
        assert "seed = 1" not in shown


def test_the_log_is_filtered_by_kind(opened, made):
    app = opened(made.path.parent, "log")
    app.multiselect(key="of_kinds").select("AlertRaised").run()
    assert set(app.dataframe[0].value["event"]) == {"alert raised"}
    assert len(app.dataframe[0].value) == made.outcomes()["alerts"]


def test_the_log_tells_the_time_of_day_and_what_happened_in_plain_words(opened, made):
    app = opened(made.path.parent, "log")
    shown, table = app.dataframe[0].value, made.event_table()
    assert list(shown.columns[:2]) == ["time", "event"]
    assert not {"time_s", "kind"} & set(shown.columns)
    at = table["kind"].to_pylist().index("AlertRaised")
    seconds = table["time_s"][at].as_py()
    assert shown["time"][at] == clock(made.record["starts_at"], seconds)
    assert shown["event"][at] == "alert raised"
    offered = app.multiselect(key="of_kinds").options
    assert offered == sorted(offered)
    assert not [one for one in offered if one != one.lower()]


def test_the_log_counts_alerts_operators_and_officers_from_1(opened, made):
    alert = next(story.raised for story in stories(made) if story.ended == "released")
    app = opened(made.path.parent, "log", run="scores", alert=alert.alert)
    assert app.session_state["log-alert"] == alert.alert + 1
    shown = app.dataframe[0].value
    assert set(shown["alert"]) == {alert.alert + 1}
    app.number_input(key="log-alert").set_value(1).run()
    assert app.session_state["shown"]["alert"] == "0"


def test_a_long_list_is_shown_page_by_page(opened, made, monkeypatch):
    monkeypatch.setattr("dashboards.app.explore.people.MOST_ROWS", 100)
    people = made.outcomes()["passers_by"]
    app = opened(made.path.parent, "people")
    pages = next(one for one in app.number_input if one.label.startswith("Page"))
    first = set(app.dataframe[0].value["passer-by"])
    pages.set_value(2).run()
    assert set(app.dataframe[0].value["passer-by"]).isdisjoint(first)
    assert f"101 to {min(200, people)} of {people}" in {one.value for one in app.caption}


def test_each_rate_leads_to_exactly_those_whom_it_counts(opened, made):
    told = made.outcomes()
    for key, leads in LEADS.items():
        for lead in leads:
            count = told[key]["denominator"] - told[key]["numerator"]
            count = count if lead.rest else told[key]["numerator"]
            if not count:
                continue
            app = opened(made.path.parent, "outcomes")
            button = app.button(key=f"{key}-{lead.text}")
            assert f"The {count:,} {lead.text}" in button.label
            button.click().run()
            assert len(app.dataframe[0].value) == count
            assert lead.things or app.session_state["shown"]["person"]


def test_alerts_are_listed_with_number_passer_by_and_subject(opened, made):
    shown = opened(made.path.parent, "alerts").dataframe[0].value
    alerts = made.events(AlertRaised)
    assert list(shown["alert"]) == [alert.alert + 1 for alert in alerts]
    assert list(shown["passer-by"]) == [alert.person for alert in alerts]
    assert list(shown["taken for listed person"]) == [alert.subject for alert in alerts]


def test_every_way_of_ending_is_offered_with_how_many_ended_so(opened, made):
    offered = opened(made.path.parent, "alerts").multiselect(key="of_endings").options
    counts = Counter(story.ended for story in stories(made))
    assert offered == [f"{ending} ({counts[ending]:,})" for ending in ENDINGS]
    assert {"no officer free", "not read in time"} <= set(ENDINGS)


def test_a_run_is_played_again_with_its_changes_and_in_pixels_if_wanted(opened, made):
    app = opened(made.path.parent, "film")
    app.button(key="again").click().run()
    assert app.radio(key="fidelity-corridor").value == "scores"
    assert app.text_input(key="seed-corridor").value == "1"
    assert app.text_area(key="changes-corridor").value == "engine.threshold=0.6"
    app = opened(made.path.parent, "film")
    next(one for one in app.button if one.label.startswith("Play again in pixels")).click().run()
    assert app.radio(key="fidelity-corridor").value == "pixels"
    assert app.text_area(key="changes-corridor").value == "engine.threshold=0.6"


def test_a_claim_is_shown_beside_its_enrolled_image_with_the_truth(opened, filmed):
    app = opened(filmed.path.parent, "film")
    assert app.header[0].value == "1 alert on west"
    assert "right person" in html_of(app)


def test_runs_are_found_newest_first_and_foreign_folders_refused(made, tmp_path):
    for name, year in (("old", "2020"), ("new", "2030")):
        (tmp_path / name).mkdir()
        told = dict(made.record) | {"state": "running", "started_at": f"{year}-01-02T03:04:05"}
        RunFolder(tmp_path / name).json("run.json", told)
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "run.json").write_text('{"schema": 1}')
    runs, refused = find_runs(tmp_path)
    assert [run.path.name for run in runs] == ["new", "old"]
    assert f"got 1, wanted {SCHEMA}: play it again" in refused[0]
    assert [run.path for run in find_runs(made.path)[0]] == [made.path]


def test_a_folder_without_a_run_is_refused(no_runs):
    with pytest.raises(SimError, match=r"run\.json"):
        read_run(no_runs)


def test_a_claim_that_a_stop_called_off_is_shown_as_planned_and_not_raised(opened, tmp_path):
    run = make_run(tmp_path / "one", film=True)
    log = Log.from_table(read_run(run).event_table())
    filmed = next(event.alert for event in log if isinstance(event, AlertRaised) and event.true)
    rest = [event for event in log if getattr(event, "alert", None) != filmed]
    RunFolder(run).table("events.parquet", Log(rest).to_table())
    shown = html_of(opened(tmp_path, "film"))
    assert "right person" in shown
    assert "not raised: stopped before" in shown


def ticked(app, key):
    return app.session_state[key]["selection"]["rows"]


def test_an_alert_of_a_link_is_shown_also_where_the_list_leaves_its_kind_out(opened, made):
    told = stories(made)
    right = next(one for one in told if one.tone == "right")
    app = opened(made.path.parent, "alerts", run="scores", claims="wrong", alert=right.raised.alert)
    assert app.session_state["shown"]["alert"] == str(right.raised.alert)
    assert app.selectbox(key="of_alert").value == str(right.raised.alert)
    said = [one.value for one in app.caption]
    number = right.raised.alert + 1
    assert any(f"Alert {number}, which is shown, is not in this list" in one for one in said)
    assert ticked(app, "alerts-scores-wrong-None") == []
    app.multiselect(key="of_claims").set_value([]).run()
    assert app.selectbox(key="of_alert").value == str(right.raised.alert)


def test_the_alert_and_the_person_that_are_shown_are_ticked_in_their_lists(opened, made):
    last = stories(made)[-1]
    app = opened(made.path.parent, "alerts", run="scores", alert=last.raised.alert)
    assert ticked(app, "alerts-scores-None-None") == [len(stories(made)) - 1]
    app = opened(made.path.parent, "people", run="scores", person=last.raised.person)
    (row,) = ticked(app, "people-scores-None")
    assert app.dataframe[0].value["passer-by"].iloc[row] == last.raised.person


def test_a_person_who_is_not_in_the_list_is_shown_and_said_not_to_be(opened, made):
    person = stories(made)[0].raised.person
    app = opened(made.path.parent, "people", run="scores", group="not_in_view", person=person)
    said = [one.value for one in app.caption]
    assert f"Passer-by {person}, who is shown, is not in this list." in said
