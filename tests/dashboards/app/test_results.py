import json
import os
import shutil
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.results.found import MAKERS
from sim.fidelity.crowds.diagram import Beside, measured
from sim.fidelity.crowds.replay import Replay
from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.validation import Validation, read, told
from tests.dashboards.app.test_pages import html_of

APP = Path(dashboards.__file__).parent / "app" / "page.py"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Opens the page of the engine's results over the folder in which the test works."""

    def open_page(**address: str) -> AppTest:
        monkeypatch.setenv("FOOTFALL_RUNS", str(tmp_path / "runs"))
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page("results/page.py").run()

    return open_page


def test_without_results_the_page_says_how_to_make_some(opened):
    app = opened()
    assert not app.exception
    assert "No results" in html_of(app)
    assert [one.value.split()[:3] for one in app.code] == [
        [*made.split()] for made in MAKERS.values()
    ]


def test_results_are_told_newest_first_by_when_they_were_made_and_not_when_copied(
    footfall, opened, tmp_path
):
    for name in ("mated", "other"):
        (tmp_path / f"{name}.txt").write_text("0.9\n0.8\n")
    lists = ("--mated", tmp_path / "mated.txt", "--non-mated", tmp_path / "other.txt")
    made = {"old": "2026-01-31T09:30:00+00:00", "new": "2026-03-01T10:00:00+00:00"}
    for name in ("new", "old"):
        folder = tmp_path / "runs" / name
        assert footfall("engine", "evaluate", *lists, "--out", folder).code == 0
        began = datetime.fromisoformat(json.loads((folder / "made.json").read_text())["started_at"])
        assert abs(began.timestamp() - (folder / "evaluation.json").stat().st_mtime) < 600
        (folder / "made.json").write_text(json.dumps({"started_at": made[name]}))
    shutil.copytree(tmp_path / "runs" / "old", tmp_path / "runs" / "earlier")
    (tmp_path / "runs" / "earlier" / "made.json").unlink()
    os.utime(tmp_path / "runs" / "earlier" / "evaluation.json", (0, 0))
    app = opened()
    assert [one.partition(", how")[0] for one in app.selectbox[0].options] == [
        "1 Mar 2026, 10:00 UTC  new",
        "31 Jan 2026, 09:30 UTC  old",
        "1 Jan 1970, 00:00 UTC  earlier",
    ]
    assert "made 1 Mar 2026, 10:00 UTC" in unescape(html_of(app))


def test_a_watched_feed_opens_with_its_alerts(footfall, opened, walk_video, watchlist):
    asked = ("--watchlist", watchlist, "--threshold", 0.3)
    assert footfall("engine", "watch", walk_video, *asked).code == 0
    app = opened()
    assert not app.exception
    assert "Alerts" in html_of(app)
    assert app.header[0].value.endswith("alerts")


def test_feeds_watched_at_once_open_with_where_their_frames_ended(
    footfall, opened, walk_video, watchlist
):
    asked = (walk_video, "--watchlist", watchlist, "--workers", 1)
    assert footfall("engine", "stream", *asked).code == 0
    app = opened()
    assert not app.exception
    shown = unescape(html_of(app))
    assert "processed" in shown
    assert walk_video.stem in shown


def test_an_evaluation_opens_with_its_rates(footfall, opened, tmp_path):
    for name, scores in (("mated", (0.9, 0.8, 0.7)), ("other", (0.1, 0.2, 0.3))):
        (tmp_path / f"{name}.txt").write_text("\n".join(map(str, scores)) + "\n")
    lists = ("--mated", tmp_path / "mated.txt", "--non-mated", tmp_path / "other.txt")
    assert footfall("engine", "evaluate", *lists).code == 0
    app = opened()
    assert not app.exception
    assert "EER" in html_of(app)


def test_a_stress_run_opens_with_its_verdicts(footfall, opened, walk_video):
    asked = ("--parts", "search", "--quick", "--set", "search_sizes=100,200")
    assert footfall("engine", "stress", walk_video, *asked).code == 0
    app = opened()
    assert not app.exception
    assert "Search" in " ".join(one.value for one in app.header)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"feeds": 3}', "\x00"])
@pytest.mark.parametrize("file", ["summary.json", "stress.json", "evaluation.json"])
def test_results_that_cannot_be_read_are_told_and_the_page_lives_on(opened, tmp_path, file, damage):
    folder = tmp_path / "runs" / "broken"
    folder.mkdir(parents=True)
    (folder / file).write_text(damage)
    app = opened()
    assert not app.exception
    assert file in app.error[0].value


def validated() -> Validation:
    """Walkers as fast as people on the mean, with one test of three passed."""
    tests = (
        Checked(1, "Speed", "the time over 40 m", "26 to 34 s", "30 s", passes=True),
        Checked(4, "Flow", "people a second", "at most 2", "3", passes=False),
        Checked(10, "Cabins", "–", "–", "there are none <here>", passes=None),
    )
    beside = tuple(Beside(one, one.mean_mps, 60) for one in measured())
    replays = (Replay("uo-180", (("m/s", 1.0, 1.05), ("people/m2", 1.0, 1.2))),)
    return Validation("flow", "corridor", tests, beside, replays)


def test_how_crowds_walk_is_shown_as_its_command_left_it(opened, tmp_path):
    folder = tmp_path / "runs" / "crowds"
    folder.mkdir(parents=True)
    (folder / "crowd.json").write_text(json.dumps(told([validated()])))
    app = opened(result="crowds")
    assert not app.exception
    bins = len(measured())
    said = f"flow pass 1 of the 2 tests of RiMEA that apply, {bins} of {bins} densities"
    assert any(said in one.value for one in app.markdown)
    assert any("1 of 2 figures of recorded walks within 10 %" in one.value for one in app.markdown)
    shown = html_of(app)
    for words in ("footfall crowd validate", "26 to 34 s", "does not apply", "&lt;here&gt;", "NO"):
        assert words in shown


def test_what_crowd_validate_tells_is_read_back(opened, tmp_path):
    assert read(json.dumps(told([validated()]))) == (validated(),)
    folder = tmp_path / "runs" / "crowds"
    folder.mkdir(parents=True)
    (folder / "crowd.json").write_text('{"validations": [{"walkers": "flow"}]}')
    app = opened(result="crowds")
    assert not app.exception
    assert "crowd.json" in app.error[0].value
    assert "footfall crowd validate" in app.error[0].value
