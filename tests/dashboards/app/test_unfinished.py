import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.cli.terminal.progress import bars
from dashboards.work import registry
from sim.owner import PROGRESS, this_process
from tests.dashboards.app.test_pages import html_of
from tests.dashboards.made import make_run

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens a run that is not complete, in a folder of the test's own."""
    monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path))

    def open_run() -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        app.query_params["run"] = "one"
        return app.switch_page("explore/page.py").run()

    return open_run


def works_on(folder: Path, arguments: list[str]) -> None:
    """Work of a living keeper, this process, that makes a run."""
    place = folder.parent / registry.PLACE / "20260101-000000-abcdef"
    place.mkdir(parents=True)
    told = {"title": "A day", "arguments": arguments, "out": str(folder)}
    told |= {"began_at": "2026-01-01T00:00:00+00:00"}
    (place / registry.WORK).write_text(json.dumps(told))
    (place / PROGRESS).write_text('{"text": "Walk the crowd", "share": 0.4}')
    registry.note_keeper(place, this_process().pid)


def test_a_run_that_was_begun_from_here_tells_how_far_it_is(opened, tmp_path):
    works_on(make_run(tmp_path / "one", state="interrupted"), ["run", "--resume", "one"])
    app = opened()
    assert not app.exception
    for told in ("Taken up again", "Walk the crowd", "40 %"):
        assert told in html_of(app)
    assert "Go on" not in {one.label for one in app.button}


@pytest.fixture
def elsewhere(tmp_path):
    """The folder of a run that a process plays which no page began: this one."""
    folder = make_run(tmp_path / "one")
    record = json.loads((folder / "run.json").read_text())
    owner = this_process()
    record |= {
        "state": "running",
        "process": {"pid": owner.pid, "began": owner.began, "host": owner.host},
        "stages": {"world": {"key": "0" * 64, "source": "made", "files": {}}},
    }
    (folder / "run.json").write_text(json.dumps(record))
    return folder


@pytest.mark.usefixtures("elsewhere")
def test_a_run_that_was_begun_elsewhere_tells_which_stages_are_done(opened):
    shown = html_of(opened())
    for told in ("Under way", "1 of 6 stages done", "world"):
        assert told in shown


def test_a_run_that_was_begun_elsewhere_tells_how_long_it_still_takes(opened, elsewhere):
    with bars() as report:
        report.take_up(elsewhere, {"Walk the crowd": 2400.0})
        report("Walk the crowd", 0.0)
        shown = html_of(opened())
    for told in ("Walk the crowd", "0 %", "begun outside this page"):
        assert told in shown
    assert re.search(r"about (3\d|40) min left in all", shown)
    assert not (elsewhere / PROGRESS).exists()


def test_a_run_that_ended_before_its_time_offers_to_go_on(opened, tmp_path):
    make_run(tmp_path / "one", state="interrupted")
    app = opened()
    assert "interrupted before its end" in app.warning[0].value
    assert "Go on" in {one.label for one in app.button}
