import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.plan.studies import copy, find, from_scenario, load
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens the Plan page over a folder of the test's own, at an address."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))

    def open_page(**address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page("plan/page.py").run()

    return open_page


def test_a_plan_that_is_not_there_is_told_and_others_are_offered(opened, tmp_path):
    from_scenario(tmp_path, "corridor")
    app = opened(study="gone")
    assert not app.exception
    assert "no plan called 'gone'" in app.warning[0].value
    assert app.button(key="open-corridor").label == "Open"


def test_a_layout_is_copied_shown_and_deleted(opened, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    app = opened(study=study.id)
    assert not app.exception
    app.button(key="copy-layout").click().run()
    assert find(tmp_path, study.id).layouts == ("first", "first-2")
    assert app.query_params["layout"] == "first-2"
    app.button(key="drop-layout").click().run()
    assert not app.exception
    assert find(tmp_path, study.id).layouts == ("first",)


def test_the_optimiser_is_asked_what_the_form_says(opened, tmp_path, begun):
    study = from_scenario(tmp_path, "corridor")
    app = opened(study=study.id)
    app.number_input(key=f"many-{study.id}").set_value(3)
    app.number_input(key=f"scanned-{study.id}").set_value(40)
    app.run()
    app.button(key="find").click().run()
    ((title, told, out),) = begun
    assert title == "Three minutes at the West Gate: 3 cameras, at most 40 innocents scanned"
    assert told[:4] == ["place", str(study.file("first").resolve()), "--cameras", "3"]
    assert told[told.index("--scanned") + 1] == "40"
    assert told[-2:] == ["--out", str(out.resolve())]
    assert out.parent.parent == study.folder


def test_doors_zones_ways_days_and_money_are_asked_for(opened, tmp_path, begun, footfall):
    study = from_scenario(tmp_path, "corridor")
    app = opened(study=study.id)
    app.multiselect(key=f"see-{study.id}").set_value(["West Gate"])
    app.multiselect(key=f"out-{study.id}").set_value(["Tidewell Pharmacy", "East Gate"])
    app.selectbox(key=f"from-{study.id}").set_value("West Gate")
    app.selectbox(key=f"to-{study.id}").set_value("Station Bridge")
    app.number_input(key=f"days-{study.id}").set_value(2)
    app.number_input(key=f"budget-{study.id}").set_value(2500.0)
    app.run()
    app.checkbox(key=f"worst-{study.id}").set_value(True)
    app.number_input(key=f"price-west-{study.id}").set_value(900.0)
    app.run()
    app.button(key="find").click().run()
    ((title, told, _),) = begun
    for words in ("West Gate seen", "a way free from West Gate to Station Bridge", "2 days"):
        assert words in title
    asked = footfall(*told, "--estimate", "--json")
    assert asked.code == 0, asked.err
    wanted = {"--see": ["0"], "--keep-out": ["Tidewell Pharmacy", "East Gate"], "--days": ["2"]}
    wanted |= {"--budget": ["2500"], "--price": ["west=900"]}
    for option, values in wanted.items():
        assert [told[k + 1] for k, one in enumerate(told) if one == option] == values
    assert "--worst" in told


def test_layouts_that_changed_since_they_were_compared_are_marked(opened, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    camera = load(study.file("first")).scenario.cameras[0].model_dump(mode="json")
    told = {"recognised": 3.5, "scanned": 120.0, "false_alerts": 0.25, "listed": 9, "cameras": 1}
    for moved in (False, True):
        of = [camera | ({"tilt_deg": 20.0} if moved else {})]
        values = {str(study.file("first")): told | {"of": of}}
        (study.folder / "values.json").write_text(json.dumps(values))
        shown = html_of(opened(study=study.id))
        assert "3.50 of 9" in shown
        assert ("changed since" in shown) == moved


def test_layouts_are_compared_on_days_beside_the_one_that_is_chosen(
    opened, tmp_path, begun, footfall
):
    study = from_scenario(tmp_path, "corridor")
    app = opened(study=study.id)
    app.button(key="copy-layout").click().run()
    app.number_input(key=f"compare-days-{study.id}").set_value(3)
    app.number_input(key=f"compare-plays-{study.id}").set_value(4)
    app.selectbox(key=f"compare-first-{study.id}").set_value("first-2")
    app.checkbox(key=f"compare-films-{study.id}").set_value(True)
    app.run()
    app.button(key="compare").click().run()
    assert not app.exception
    ((title, told, out),) = begun
    assert title.endswith("compare 2 layouts on 3 days, 4 days played, filmed")
    files = [str(study.file(name).resolve()) for name in ("first-2", "first")]
    assert told[:3] == ["layouts", *files]
    assert out == (study.folder / "values.json").resolve()
    parts = json.loads(footfall(*told, "--estimate", "--json").out)["parts"]
    assert [part["name"] for part in parts] == ["world", "look", "play", "film"]


def test_differences_of_layouts_that_were_played_have_their_interval(opened, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    copy(study, "first", "second")
    of = [load(study.file("first")).scenario.cameras[0].model_dump(mode="json")]
    told = {"recognised": 3.5, "scanned": 120.0, "false_alerts": 0.25, "listed": 9.5, "of": of}
    values = {
        str(study.file("second")): told | {"shares": [0.4, 0.5], "apart": None},
        str(study.file("first")): told
        | {
            "shares": [0.5, 0.8],
            "apart": [0.2, -1.07, 1.47],
            "filmed": {"recognised": 3, "listed": 12, "apart": [0.083, -0.161, 0.316]},
        },
    }
    (study.folder / "values.json").write_text(json.dumps(values))
    shown = html_of(opened(study=study.id))
    for words in ("More than second, points", "65.0%", "+20.0 (-107.0 to +147.0)", "3.50 of 9.5"):
        assert words in shown
    for words in ("More than second there, points", "3 of 12", "+8.3 (-16.1 to +31.6)"):
        assert words in shown


def test_each_layout_is_played(opened, tmp_path, begun):
    study = from_scenario(tmp_path, "corridor")
    app = opened(study=study.id)
    app.button(key="copy-layout").click().run()
    app.button(key="play-each").click().run()
    assert not app.exception
    files = [str(study.file(name).resolve()) for name in ("first", "first-2")]
    assert [told[:2] for _, told, _ in begun] == [["run", file] for file in files]
