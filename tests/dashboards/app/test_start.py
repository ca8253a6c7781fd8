import json
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.runs import FOLLOWED
from dashboards.app.start.begin import ASKED, Asked
from dashboards.app.start.fields import changeable, fields
from dashboards.app.start.scenes import scene
from dashboards.figures.palette import DARK
from dashboards.figures.plans import plan_svg
from dashboards.work import registry
from scenarios.errors import ScenarioError
from scenarios.fields.changes import parsed
from scenarios.loader import library, load_scenario
from scenarios.loader import written as as_written
from sim.owner import PROGRESS
from tests.dashboards.app.test_pages import html_of
from tests.dashboards.made import make_run
from tests.worlds import elsewhere

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens the start page over a folder of the test's own."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))

    def open_page() -> AppTest:
        return AppTest.from_file(str(APP), default_timeout=60).run()

    return open_page


def test_every_scenario_of_the_library_has_a_card_with_its_plan(opened):
    app = opened()
    assert not app.exception
    for name in library():
        assert f"**{scene(name).title}**" in {one.value for one in app.markdown}
        assert app.button(key=f"play-{name}").label == "Play it"
        assert scene(name).picture.startswith("<svg ")


def test_a_plan_has_the_colours_of_its_theme():
    assert DARK["paper"] in scene("mall", "dark").picture
    assert DARK["paper"] not in scene("mall").picture


def test_a_plan_has_a_scale_and_large_a_grid_with_the_places_of_cameras_and_posts():
    small, large = scene("corridor").picture, scene("corridor").large
    for drawn in (small, large):
        assert ">20 m · north is up</text>" in drawn
    for told in (">west 13.0, 30.0<", ">post 1 16.0, 30.0<", ">post 2 60.0, 30.0<", ">120<"):
        assert told in large
        assert told not in small


def test_the_dialog_tells_what_is_set_now_with_the_changes(opened):
    app = opened()
    app.button(key="play-corridor").click().run()
    shown = html_of(app)
    for told in ("engine.threshold", "operators.count", "[16, 30] (post 1)", "at_m [13, 30]"):
        assert told in shown
    app.session_state["changes-corridor"] = "operators.count=7"
    app.button(key="play-corridor").click().run()
    assert "<td >7</td>" in html_of(app)


def test_a_scenario_is_copied_from_its_dialog(opened, tmp_path):
    app = opened()
    app.button(key="play-corridor").click().run()
    app.text_input(key="into-corridor").input(str(tmp_path / "mine"))
    app.session_state[ASKED] = "corridor"  # a dialog stays, which this way of opening does not know
    app.button(key="copy-corridor").click().run()
    assert (tmp_path / "mine" / "corridor.yaml").exists()
    assert "corridor" in app.success[0].value


def test_a_plan_of_a_place_without_anything_in_it_is_drawn():
    bare = {"bounds": [0, 0, 4, 3], "floor": [[[0, 0], [4, 0], [4, 3], [0, 3]]]}
    bare |= {"shops": [], "low": [], "glass": [], "signs": [], "entrances": [], "cameras": []}
    assert plan_svg(bare, "a <hall>").count("<path") == 1
    assert "a &lt;hall&gt;" in plan_svg(bare, "a <hall>")


def test_a_plan_shows_signs_and_which_way_they_face():
    bare = {"bounds": [0, 0, 4, 3], "floor": [[[0, 0], [4, 0], [4, 3], [0, 3]]]}
    bare |= {"shops": [], "low": [], "glass": [], "entrances": [], "cameras": []}
    one, other = (
        plan_svg(bare | {"signs": [{"at": [2, 1], "facing_deg": facing}]}, "a hall")
        for facing in (0, 90)
    )
    assert one.count("<polygon") == other.count("<polygon") == 1
    assert one != other


def test_a_run_is_asked_about_in_a_dialog(opened):
    app = opened()
    app.button(key="play-corridor").click().run()
    assert not app.exception
    assert [one.label for one in app.button if one.label == "Begin"] == ["Begin"]
    assert app.radio(key="fidelity-corridor").options == ["in scores", "in pixels"]


def test_the_dialog_lists_what_can_be_changed_and_finds_it_by_name_and_meaning(opened):
    app = opened()
    app.button(key="play-corridor").click().run()
    scenario = load_scenario("corridor").scenario
    shown = app.dataframe[0].value
    assert [*shown["field"]] == [one.field for one in fields(scenario)]
    app = opened()
    app.session_state["find-corridor"] = "officers how fast"
    app.button(key="play-corridor").click().run()
    (row,) = app.dataframe[0].value.to_dict("records")
    assert row == {
        "field": "officers.speed_mps",
        "value": str(scenario.officers.speed_mps),
        "unit": "m/s",
        "meaning": "How fast they go.",
    }


@pytest.mark.parametrize("name", library())
def test_every_field_that_is_listed_has_a_meaning_and_can_be_changed_to_what_it_is(name):
    every = [*fields(load_scenario(name).scenario)]
    assert [one.field for one in every if not one.meaning] == []
    told = [one for one in every if one.field != "description" and "..." not in one.value]
    assert len(told) > len(every) - 4
    changes = parsed(f"{one.field}={one.value}" for one in told)
    assert load_scenario(name, changes).scenario == load_scenario(name).scenario


def test_a_run_is_begun_with_what_was_changed(tmp_path):
    asked = Asked("corridor", "pixels", " 5 ", "engine.threshold=0.7\n\n  window.duration_s=2 ")
    assert asked.arguments(tmp_path) == [
        *("run", "corridor", "--out", str(tmp_path), "--fidelity", "pixels"),
        *("--set", "seed=5", "--set", "engine.threshold=0.7", "--set", "window.duration_s=2"),
    ]
    assert asked.told == ["seed 5", "engine.threshold=0.7", "window.duration_s=2"]
    assert "--fidelity" not in Asked("corridor", None, "", "").arguments(tmp_path)


def test_what_a_run_would_take_and_its_cameras_faults_are_said_before_it_begins():
    needs, warned = Asked("corridor", None, "", "").foreseen()
    assert needs.memory_bytes > 0
    assert warned == []
    _, warned = Asked("corridor", None, "", "cameras.0.tilt_deg=85").foreseen()
    assert "camera" in warned[0]


@pytest.mark.parametrize(
    ("seed", "changes"),
    [
        ("", "engine.threshold"),
        ("", "engine.treshold=1"),
        ("", "engine.threshold=x"),
        ("", "engine.threshold=.7\nengine.threshold=.8"),
        ("", "=1"),
        ("-5", ""),
        ("1.5", ""),
        ("one", ""),
        ("9" * 5000, ""),
        ("7", "seed=8"),
    ],
)
def test_what_a_run_would_refuse_is_said_before_it_begins(seed, changes):
    with pytest.raises(ScenarioError, match="wanted"):
        Asked("corridor", None, seed, changes).foreseen()


def test_a_run_that_would_be_refused_cannot_be_begun(opened):
    app = opened()
    app.session_state["seed-corridor"] = "-5"
    app.button(key="play-corridor").click().run()
    assert "seed" in app.error[0].value
    assert next(one for one in app.button if one.label == "Begin").disabled


def test_a_scenario_file_of_one_s_own_is_asked_about_as_well(opened, tmp_path):
    file = elsewhere("corridor", tmp_path / "own")
    app = opened()
    app.text_input(key="own-path").input(str(file)).run()
    app.button(key="play-own").click().run()
    assert not app.exception
    assert [one.label for one in app.button if one.label == "Begin"] == ["Begin"]


@pytest.mark.parametrize("path", ["nowhere.yaml", "/", "~nobody/x.yaml"])
def test_a_path_that_leads_to_no_scenario_is_told(opened, path):
    app = opened()
    app.text_input(key="own-path").input(path).run()
    app.button(key="play-own").click().run()
    assert not app.exception
    assert "wanted" in app.error[0].value


def test_what_was_played_is_listed_with_what_was_changed(opened, tmp_path):
    make_run(tmp_path / "one")
    shown = html_of(opened())
    assert "Three minutes at the West Gate" in shown
    assert "engine.threshold = 0.6" in shown


def test_older_runs_are_counted_and_shown_when_asked_for(opened, tmp_path, monkeypatch):
    monkeypatch.setattr("dashboards.app.start.recent.SHOWN", 1)
    for name in ("one", "two", "three"):
        make_run(tmp_path / name)
    app = opened()
    assert app.button(key="older").label == "Show 1 of the 2 older ones"
    app.button(key="older").click().run()
    assert app.button(key="older").label == "Show the older one"
    app.button(key="older").click().run()
    assert "older" not in {one.key for one in app.button}


def test_work_that_was_cancelled_says_why_in_its_place_and_can_be_gone_on_with(
    opened, begun, tmp_path
):
    make_run(tmp_path / "one", state="interrupted")
    for number, out in enumerate(("one", "gone")):
        folder = tmp_path / registry.PLACE / f"20260101-00000{number}-abcdef"
        folder.mkdir(parents=True)
        told = {"title": f"A {out} day", "arguments": [], "out": str(tmp_path / out)}
        told |= {"began_at": "2026-01-01T00:00:00+00:00"}
        (folder / registry.WORK).write_text(json.dumps(told))
        (folder / registry.ENDED).write_text('{"state": "cancelled"}')
        (folder / registry.SAID).write_text(f"said by {out}")
    app = opened()
    assert html_of(app).count("interrupted") == 2  # none of them again among what was played
    assert "on-one" not in {one.key for one in app.button}
    app.button(key="why-20260101-000000-abcdef").click().run()
    assert [one.value for one in app.code] == ["said by one"]
    app.button(key="why-20260101-000000-abcdef").click().run()
    assert not app.code
    assert "take-up-20260101-000001-abcdef" not in {one.key for one in app.button}
    app.button(key="take-up-20260101-000000-abcdef").click().run()
    ((_, arguments, _),) = begun
    assert arguments == ["run", "--resume", str(tmp_path / "one")]


def test_a_run_that_ended_before_its_time_can_be_gone_on_with(opened, begun, tmp_path):
    make_run(tmp_path / "one", state="interrupted")
    opened().button(key="on-one").click().run()
    ((_, arguments, _),) = begun
    assert arguments == ["run", "--resume", str(tmp_path / "one")]


def test_work_is_shown_with_how_far_it_is(opened, tmp_path, monkeypatch):
    folder = tmp_path / registry.PLACE / "20260101-000000-abcdef"
    folder.mkdir(parents=True)
    told = {"title": "A day", "arguments": [], "out": None, "began_at": "2026-01-01T00:00:00+00:00"}
    (folder / registry.WORK).write_text(json.dumps(told))
    progress = {"text": "Walk the crowd", "share": 0.4, "left_s": 90}
    (folder / PROGRESS).write_text(json.dumps(progress))
    monkeypatch.setattr(registry, "_keeper", lambda _: 1)
    shown = html_of(opened())
    for words in ("A day", "under way", "Walk the crowd", "40 %", "about 90 s left in this part"):
        assert words in shown
    (folder / PROGRESS).write_text(json.dumps(progress | {"all_left_s": 300}))
    assert "about 5 min left in all" in html_of(opened())


def test_a_machine_without_models_says_how_to_fetch_them(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    shown = html_of(opened())
    assert "footfall engine fetch" in shown
    assert "not there yet" in shown


def test_a_place_of_several_floors_says_so_and_shows_the_posts_of_the_one_drawn():
    floors, flat = scene("galleries"), scene("mall")
    assert floors.facts[0] == "3 floors"
    assert flat.facts[0] == "3 min"
    assert [f"post {k} " in floors.large for k in (1, 2, 3, 4)] == [True, True, False, False]


def test_entrances_of_their_own_are_fields_by_their_names():
    every = {one.field: one.value for one in fields(load_scenario("galleries").scenario)}
    assert every["arrivals.doors.Car Park Deck.comes"] == "1.3"


def test_a_run_can_be_given_a_name_that_is_shown_wherever_runs_are(opened, tmp_path):
    make_run(tmp_path / "one")
    app = opened()
    app.text_input(key="named-one").set_value("Two more cameras").run()
    assert not app.exception
    assert "<b>Two more cameras</b>" in html_of(app)
    app = app.switch_page("explore/page.py").run()
    assert app.title[0].value == "Two more cameras"
    assert app.selectbox(key="of_run").format_func("one").startswith("Two more cameras, ")


def test_a_run_is_deleted_after_a_second_question(opened, tmp_path):
    folder = make_run(tmp_path / "one")
    app = opened()
    app.button(key="delete-one").click().run()
    assert folder.is_dir()
    assert "goes for good" in " ".join(one.value for one in app.markdown)
    app.button(key="delete-it").click().run()
    assert not app.exception
    assert not folder.exists()
    assert "Nothing yet." in html_of(app)


@pytest.fixture
def of_a_day(tmp_path):
    """A scenario whose people come as on a kind of day."""
    file = elsewhere("corridor", tmp_path / "day")
    raw = yaml.safe_load(file.read_text())
    raw["arrivals"].pop("profile")
    raw["arrivals"]["day"] = {"like": "mall-saturday", "people": 9000}
    file.write_text(yaml.safe_dump(raw))
    return file


def test_only_fields_are_offered_that_the_scenario_takes(of_a_day):
    offered = [one.field for one in changeable(as_written(load_scenario(str(of_a_day))))]
    assert {"arrivals.day.like", "arrivals.day.people"} <= {*offered}
    assert [one for one in offered if one.startswith("arrivals.profile")] == []
    for one in changeable(as_written(load_scenario(str(of_a_day)))):
        if "..." not in one.value:  # which is no value, but one cut short
            load_scenario(str(of_a_day), {one.field: one.value})


def test_a_profile_beside_a_day_is_refused_and_not_passed_over(of_a_day):
    with pytest.raises(ScenarioError, match=r"got it beside arrivals\.day, which decides alone"):
        load_scenario(str(of_a_day), {"arrivals.profile": "[{from_s: 0, people_per_h: 5}]"})
    both = {"arrivals.profile": "[{from_s: 0, people_per_h: 5}]", "arrivals.day": "null"}
    assert load_scenario(str(of_a_day), both).scenario.arrivals.profile[0].people_per_h == 5


@pytest.mark.parametrize(("state", "lines"), [("done", "played"), ("cancelled", "begun")])
def test_a_run_has_one_line_whether_it_was_begun_here_or_played(opened, tmp_path, state, lines):
    make_run(tmp_path / "one", state="complete" if state == "done" else "interrupted")
    folder = tmp_path / registry.PLACE / "20260101-000000-abcdef"
    folder.mkdir(parents=True)
    told = {
        "title": "Three minutes at the West Gate",
        "arguments": [],
        "out": str(tmp_path / "one"),
    }
    told |= {"began_at": "2026-01-01T00:00:00+00:00"}
    (folder / registry.WORK).write_text(json.dumps(told))
    (folder / registry.ENDED).write_text(json.dumps({"state": state}))
    app = opened()
    assert html_of(app).count("Three minutes at the West Gate</b>") == 1
    assert ("Begun here" in {one.value for one in app.header}) == (lines == "begun")


def test_what_was_begun_here_last_is_told_also_once_it_is_done(opened, tmp_path):
    make_run(tmp_path / "one")
    folder = tmp_path / registry.PLACE / "20260101-000000-abcdef"
    folder.mkdir(parents=True)
    told = {"title": "My day", "arguments": ["run"], "out": str(tmp_path / "one")}
    told |= {"began_at": "2026-01-01T00:00:00+00:00"}
    (folder / registry.WORK).write_text(json.dumps(told))
    (folder / registry.ENDED).write_text('{"state": "done"}')
    app = opened()
    assert "My day" not in html_of(app)
    app.session_state[FOLLOWED] = "20260101-000000-abcdef"
    app.run()
    assert "My day" in html_of(app)
    assert "done" in html_of(app)
    assert "on-one" not in {one.key for one in app.button}
    app.button(key="forget-20260101-000000-abcdef").click().run()
    assert "My day" not in html_of(app)


@pytest.mark.usefixtures("begun")
def test_the_keyboard_goes_on_to_what_ends_it_once_a_run_goes_on(opened, tmp_path):
    make_run(tmp_path / "one", state="interrupted")
    app = opened()
    app.button(key="on-one").click().run()
    assert ".st-key-cancel-begun " in html_of(app)
    app.run()
    assert ".st-key-cancel-begun " not in html_of(app)  # once
