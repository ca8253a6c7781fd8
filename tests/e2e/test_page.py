import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenarios.loader import library
from sim.reader import read_run
from sim.run import RunResult, play
from tests.e2e.served import PATIENCE_S, Visit, served, visited
from tests.places.storeys import scenario as storeys

pytestmark = [pytest.mark.browser, pytest.mark.long]
VIEWS = ("Outcomes", "People", "Groups", "Alerts", "Map", "Film", "Log", "Limits")
SIZES = ((1366, 768), (1920, 1080))


@pytest.fixture(scope="module")
def runs(window: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    shutil.copytree(window.folder, folder / "pixels")
    play("corridor", out=folder / "scores")
    return folder


@pytest.mark.parametrize(("size", "further", "theme"), [(*SIZES, "light"), (*SIZES[::-1], "dark")])
def test_every_view_can_be_read_by_anybody_at_any_size_and_by_day_and_night(
    server, size, further, theme
):
    """Themes differ in their colours and sizes in what lies where: axe sees each of them."""
    flaws = {}
    with visited(server.url, *size, theme) as visit:

        def look(name: str) -> None:
            flaws[name] = visit.flaws()
            visit.resize(further)
            flaws[f"{name} at {further}"] = visit.wide()
            visit.resize(size)

        for room in ("Start", "Other results", "Explore"):
            visit.open(room)
            look(room)
        for view in VIEWS:
            visit.view(view)
            look(view)
        visit.page.goto(f"{server.url}/pieces")
        visit.page.get_by_text("A story").wait_for()
        look("Pieces")
        assert {name: found for name, found in flaws.items() if found} == {}
        assert visit.faults == []


def test_in_a_narrow_window_tables_keep_their_lines_and_labels_lie_apart(server):
    """Whatever is too wide is moved aside in its own frame, and the page itself is not."""
    with visited(f"{server.url}/explore?run=scores", 400, 800) as visit:
        visit.page.locator(".sankey").first.wait_for()
        visit.settle()
        kept = "scrollable-region-focusable"  # browsers lead the keyboard there by themselves
        assert [one for one in visit.flaws() if kept not in one] == []
        assert visit.page.evaluate(OVERLAPS) == []
        assert visit.page.evaluate(BROKEN) == []
        assert visit.faults == []


OVERLAPS = """() => [...document.querySelectorAll(".sankey")].flatMap(figure => {
  const boxes = [...figure.querySelectorAll(".node-label")].map(one => [
    one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([name, a], k) => boxes.slice(k + 1)
    .filter(([, b]) => a.right > b.left + 2 && b.right > a.left + 2
      && Math.abs(a.top - b.top) < 12)
    .map(([other]) => `${name} over ${other}`));
})"""
"""Labels of one figure that lie over each other."""
BROKEN = """() => [...document.querySelectorAll("table.sums td.number")]
  .filter(one => one.textContent.length < 12 && one.getBoundingClientRect().height > 90)
  .map(one => one.textContent)"""
"""Short numbers in cells as high as three lines."""


def test_the_keyboard_is_on_the_next_thing_once_a_run_was_begun_or_goes_on(server):
    with visited(server.url, 1366, 768) as visit:
        visit.press("button", "Play it", [*library()].index("shopping_centre"))
        visit.page.get_by_role("dialog").wait_for()
        visit.press("button", "Begin")
        visit.page.get_by_text("Walk the crowd").wait_for()
        visit.page.wait_for_function(ON_CANCEL)
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("button", name="Go on").wait_for()
        visit.settle()
        visit.press("button", "Go on")
        visit.page.wait_for_function(ON_CANCEL)
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("button", name="Go on").wait_for()
        assert visit.faults == []


ON_CANCEL = "() => document.activeElement.textContent.trim() === 'Cancel'"


def test_a_run_is_played_and_sought_on_the_map_and_the_address_says_where_it_stands(server):
    with visited(f"{server.url}/explore?run=scores&view=map") as visit:
        _play_map(visit)
        assert visit.faults == []


def test_a_link_that_does_not_fit_says_in_one_line_what_was_not_found(server):
    asked = "explore?run=scores&view=nowhere&alert=99999&at=1e7"
    with visited(f"{server.url}/{asked}") as visit:
        line = visit.page.get_by_text("Not in this run, though the link names it:")
        line.wait_for()
        for part in ("view “nowhere”", "alert “99999”", "time “1e7”"):
            assert part in line.inner_text()
        visit.page.get_by_text("Two denominators").wait_for()
        visit.view("Map")
        assert "nowhere" not in line.inner_text()
        visit.page.goto(f"{server.url}/explore?run=scores&view=map&at=60")
        visit.page.get_by_label("Play", exact=True).wait_for()
        visit.settle()
        assert line.count() == 0
        assert visit.faults == []


def test_the_map_has_one_bar_of_time(server):
    with visited(f"{server.url}/explore?run=scores&view=map") as visit:
        for way in ("Around an alert", "At a time"):
            visit.page.get_by_text(way, exact=True).click()
            visit.page.get_by_label("Seek").wait_for()
            visit.settle()
            assert visit.page.get_by_role("slider").count() == 1
        assert visit.faults == []


def test_the_map_tells_the_place_under_the_mouse_in_metres(runs, server):
    west, south, east, north = read_run(runs / "scores").place().levels[0].venue.floor.bounds
    with visited(f"{server.url}/explore?run=scores&view=map") as visit:
        canvas = visit.page.locator("canvas[role=img]")
        canvas.wait_for()
        visit.settle()
        box = canvas.bounding_box()
        assert box is not None
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        visit.page.mouse.move(*middle)
        x_m, y_m = _metres(visit)
        assert west < x_m < east
        assert south < y_m < north
        visit.page.mouse.move(middle[0] + 50, middle[1] - 50)
        further = _metres(visit)
        assert further[0] - x_m == pytest.approx(further[1] - y_m, abs=0.2)
        assert further[0] > x_m
        assert visit.faults == []


def _metres(visit: Visit) -> tuple[float, float]:
    told = visit.page.locator(".tip").inner_text()
    x_m, y_m = re.search(r"x, y: (-?[\d.]+), (-?[\d.]+) m", told).groups()
    return float(x_m), float(y_m)


def test_each_level_of_a_place_has_a_map(runs, server, tmp_path):
    play(storeys(tmp_path), out=runs / "two", fidelity="scores")
    for level, name in ((0, "Ground"), (1, "Upper")):
        with visited(f"{server.url}/explore?run=two&view=map&level={level}") as visit:
            visit.page.get_by_role("radiogroup", name="Level").get_by_text(name).wait_for()
            _play_map(visit, "10")
            assert visit.faults == []
    shutil.rmtree(runs / "two")


def test_a_film_is_shown(server):
    with visited(f"{server.url}/explore?run=pixels&view=film") as visit:
        video = visit.page.locator("video")
        video.wait_for()
        ready = "() => document.querySelector('video')?.readyState >= 1"
        visit.page.wait_for_function(ready, timeout=PATIENCE_S * 1000)
        assert video.evaluate("video => video.videoWidth") > 0
        assert visit.faults == []


def test_every_view_of_a_run_that_is_damaged_says_so_and_lives(runs, server):
    with visited(server.url) as visit:
        for file in ("events.parquet", "people.parquet", "outcomes.json", "run.json"):
            with _halved(runs, file) as name:
                visit.page.goto(f"{server.url}/explore?run={name}")
                visit.page.get_by_text(file).first.wait_for()
                for view in VIEWS if file.endswith(".parquet") else ():
                    visit.view(view)
                    assert visit.page.get_by_role("heading", level=1).is_visible()
                visit.open("Start")
                visit.page.get_by_text("Play one of these").wait_for()
        assert visit.faults == []


def test_a_taken_port_is_passed_over_and_control_c_ends_a_server_that_is_looked_at(runs):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(runs, "--port", str(port)) as server:
            assert not server.url.endswith(f":{port}")
            with visited(f"{server.url}/explore?run=scores&view=map") as visit:
                visit.page.locator("canvas[role=img]").wait_for()
                visit.settle()
                assert visit.faults == []
                assert server.interrupt() == 0


@contextmanager
def _halved(runs: Path, file: str) -> Iterator[str]:
    """The name of a run of which one file ends in its middle."""
    run = runs / "halved"
    shutil.copytree(runs / "scores", run)
    whole = (run / file).read_bytes()
    (run / file).write_bytes(whole[: len(whole) // 2])
    yield run.name
    shutil.rmtree(run)


def _play_map(visit: Visit, hour: str = "12") -> None:
    clock = visit.page.get_by_label("Time of day")
    clock.filter(has_text=f"{hour}:0").wait_for()
    blank = _picture(visit)
    begins = clock.inner_text()
    visit.page.get_by_label("Play", exact=True).click()
    clock.filter(has_not_text=begins).wait_for()
    visit.page.get_by_label("Pause", exact=True).click()
    assert clock.inner_text() > begins
    assert _picture(visit) != blank
    visit.page.wait_for_function("location.href.includes('t=')")
    visit.page.get_by_label("Seek").fill("90")
    clock.filter(has_text=f"{hour}:01:30").wait_for()
    visit.page.wait_for_function("location.href.includes('t=90.0')")
    visit.page.reload()
    clock.filter(has_text=f"{hour}:01:30").wait_for()


def _picture(visit: Visit) -> str:
    return str(visit.page.locator("canvas[role=img]").evaluate("canvas => canvas.toDataURL()"))
