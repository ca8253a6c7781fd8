"""A run replayed, with its dials turned, and beside another."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.events import AlertRaised
from sim.reader import read_run
from sim.run import RunResult, play
from tests.dashboards.replayed import CAMERAS, RATES_FPS, replayed
from tests.e2e.replaying import READ_AS_RESIZED, READ_WHILE_PLAYING, seek, shown, stands
from tests.e2e.served import visited

pytestmark = [pytest.mark.browser, pytest.mark.long]
FILM_S = 16.0
RATES = dict(zip(CAMERAS, RATES_FPS, strict=True))
STEP_S = 1 / max(RATES_FPS)
FAILURES = (
    {"kind": "camera_out", "what": "east", "from_s": 4, "to_s": 6},
    {"kind": "feed_frozen", "what": "south", "from_s": 5, "to_s": 9},
)


@pytest.fixture(scope="module")
def runs(window: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    shutil.copytree(window.folder, folder / "pixels")
    replayed(folder / "films", FILM_S)
    replayed(folder / "failing", FILM_S, failures=FAILURES)
    silent = {"failures": "[{kind: radio_down, from_s: 10, to_s: 20}]"}
    play("corridor", out=folder / "silent", overrides=silent)
    play("corridor", out=folder / "scores")
    return folder


def due(time_s):
    """The number of the frame that each feed is to show, in the order of their names."""
    return [int(np.floor(time_s * RATES[name] + 1e-6)) for name in sorted(RATES)]


def test_map_and_feeds_are_of_one_moment_sought_stepped_and_played(server):
    with visited(f"{server.url}/explore?run=films&view=replay&t=3", 1366, 768) as visit:
        page = visit.page
        page.locator(".feeds canvas").nth(3).wait_for()
        stands(visit, 3.0)
        for wanted_s in np.random.default_rng(1).uniform(0, FILM_S - 0.1, 12):
            there_s = seek(visit, float(wanted_s))
            now = shown(visit)
            assert now["time_s"] == pytest.approx(there_s)
            assert now["numbers"] == now["said"] == due(there_s)
        for width in ("80%", "100%"):
            assert page.evaluate(READ_AS_RESIZED, width)["numbers"] == due(there_s)
        last_s = seek(visit, FILM_S - STEP_S)
        assert shown(visit)["numbers"] == due(last_s)
        there_s = seek(visit, 5.0)
        page.get_by_role("button", name="Play", exact=True).focus()
        for key, steps in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("l", 121)):
            page.keyboard.press(key)
            stands(visit, there_s + steps * STEP_S)
            assert shown(visit)["numbers"] == due(there_s + steps * STEP_S)
        page.get_by_role("button", name="One step back").click()
        stands(visit, there_s + 120 * STEP_S)
        page.wait_for_function("location.href.includes('t=15.000')")
        seek(visit, 0.0)
        page.get_by_label("Speed").select_option("2")
        page.get_by_role("button", name="Play", exact=True).focus()
        page.keyboard.press("k")
        seen = page.evaluate(READ_WHILE_PLAYING, 90)
        page.keyboard.press("k")
        assert [one for one in seen if one["numbers"] != due(one["time_s"])] == []
        assert len({one["time_s"] for one in seen}) > 10
        assert visit.flaws() == []
        assert visit.faults == []


def test_a_feed_says_of_each_frame_what_is_wrong_with_it(server):
    with visited(f"{server.url}/explore?run=failing&view=replay&t=3", 1366, 768) as visit:
        page = visit.page
        page.locator(".feeds canvas").nth(3).wait_for()
        stands(visit, 3.0)
        for at_s in (3.0, 4 - STEP_S, 4.0, 5 - STEP_S, 5.0, 6 - STEP_S, 6.0, 9 - STEP_S, 9.0):
            there_s = seek(visit, at_s)
            said = dict.fromkeys(sorted(RATES), "")
            burnt = dict(zip(sorted(RATES), due(there_s), strict=True))
            if 4 <= there_s < 6:
                said["east"], burnt["east"] = "Camera out: no picture", 0
            if 5 <= there_s < 9:
                said["south"], burnt["south"] = "Feed frozen: frame 30 stands still", 29
            assert shown(visit)["numbers"] == [*burnt.values()], at_s
            lines = page.locator(".feeds .wrong")
            assert lines.all_text_contents() == [*said.values()], at_s
            assert [one.is_visible() for one in lines.all()] == [bool(one) for one in said.values()]
        seek(visit, 5.5)
        assert visit.flaws() == []
        assert visit.faults == []


def test_what_goes_wrong_meanwhile_is_told_without_feeds_too(server):
    with visited(f"{server.url}/explore?run=silent&view=replay&t=9.5", 1366, 768) as visit:
        stands_by = visit.page.get_by_label("People and officers now")
        words = stands_by.get_by_text("No word reaches an officer.")
        clock = visit.page.get_by_label("Time of day")
        clock.filter(has_text="12:00:09.5").wait_for()
        assert words.count() == 0
        visit.page.get_by_role("button", name="One step on").click()
        words.wait_for()
        visit.page.keyboard.press("l")
        clock.filter(has_text="12:00:20.0").wait_for()
        words.wait_for(state="detached")
        assert visit.flaws() == []


def test_who_is_marked_is_where_the_run_has_them_and_the_page_says_why(runs, server):
    run = read_run(runs / "pixels")
    told = run.events(AlertRaised)[0]
    at_s = round(2 * told.time_s) / 2
    address = f"explore?run=pixels&view=replay&t={at_s}&person={told.person}"
    with visited(f"{server.url}/{address}", 1366, 768, "dark") as visit:
        page = visit.page
        about = page.get_by_label("The person marked")
        about.get_by_text("Why:").wait_for()
        walks = run.walks(at_s, at_s, 0.5)
        (row,) = np.flatnonzero(walks.person == told.person)
        where = f"at {walks.x_m[row]:.1f}, {walks.y_m[row]:.1f} m"
        assert where in about.inner_text()
        assert visit.flaws() == []
        about.get_by_role("button", name="Their story, camera by camera").click()
        page.get_by_role("heading", name=f"Passer-by {told.person}", exact=True).wait_for()
        visit.settle()
        page.get_by_role("button", name="Replay at").first.click()
        page.get_by_label("The person marked").get_by_text(f"Passer-by {told.person}").wait_for()
        assert visit.faults == []


def test_a_run_in_scores_is_replayed_without_feeds(server):
    with visited(f"{server.url}/explore?run=scores&view=replay", 1920, 1080) as visit:
        clock = visit.page.get_by_label("Time of day")
        clock.filter(has_text="12:00:00.0").wait_for()
        visit.page.get_by_role("button", name="One step on").click()
        clock.filter(has_text="12:00:00.5").wait_for()
        visit.page.wait_for_function("location.href.includes('t=0.5')")
        visit.page.reload()
        clock.filter(has_text="12:00:00.5").wait_for()
        assert visit.page.locator(".feeds canvas").count() == 0
        assert visit.flaws() == []
        assert visit.faults == []


def test_a_dial_is_turned_kept_as_a_run_and_compared(runs, server):
    with visited(f"{server.url}/explore?run=scores&view=dials", 1366, 768) as visit:
        page = visit.page
        page.get_by_label("Operators (the run's own: 1)").fill("0")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Rates, beside the run's own").wait_for()
        visit.settle()
        assert "operators=0" in page.url
        dismissed = page.get_by_role("row").filter(has_text="Confirmed alerts")
        assert dismissed.get_by_role("cell").nth(2).inner_text() == "0"
        assert visit.flaws() == []
        page.get_by_role("button", name="Keep it as a run").click()
        page.get_by_text("Two denominators").wait_for()
        visit.settle()
        (kept,) = (one for one in runs.iterdir() if one.name.startswith("corridor-scores-"))
        assert read_run(kept).record["overrides"] == {"operators.count": "0"}
        visit.view("Compare")
        page.get_by_role("heading", name="What is set otherwise").wait_for()
        visit.choose("Beside this run", "seed 1, scores")
        visit.settle()
        assert "beside=scores" in page.url
        row = page.get_by_role("row").filter(has_text="operators.count")
        assert [one.inner_text() for one in row.get_by_role("cell").all()[1:]] == ["0", "1"]
        assert visit.flaws() == []
        assert visit.faults == []
    with visited(f"{server.url}/explore?run={kept.name}", 1920, 1080, "dark") as visit:
        for view in ("What if", "Compare", "Replay"):
            visit.view(view)
            assert (view, visit.flaws()) == (view, [])
        assert visit.faults == []
    shutil.rmtree(kept)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_dial_that_films_cannot_feel_is_pale_and_can_be_read(server, theme):
    with visited(f"{server.url}/explore?run=pixels&view=dials", 1366, 768, theme) as visit:
        visit.page.get_by_text("Another one takes Play again.").wait_for()
        assert visit.page.get_by_role("slider", name="Threshold").is_disabled()
        assert visit.flaws() == []
        assert visit.faults == []


def test_a_run_is_played_again_and_again_from_the_page_and_that_is_cancelled(server):
    with visited(f"{server.url}/explore?run=scores&view=dials&operators=0", 1366, 768) as visit:
        page = visit.page
        page.get_by_label("Replications").fill("2")
        page.keyboard.press("Enter")
        visit.choose("What differs each time", "The luck of operators")
        page.get_by_role("button", name="Play both again and again").click()
        page.get_by_role("button", name="Cancel").wait_for()
        page.get_by_role("button", name="Cancel").wait_for(state="detached")
        visit.open("Experiments")
        page.get_by_role("cell", name="scores, operators.count=0").first.wait_for()
        assert visit.flaws() == []
        page.goto(f"{server.url}/explore?run=scores&view=dials")
        page.get_by_role("button", name="Play it again and again").click()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("interrupted", exact=True).wait_for()
        assert visit.faults == []
