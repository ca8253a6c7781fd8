import shutil
import socket
from pathlib import Path

import pytest

from sim.run import RunResult, play
from tests.e2e.served import PATIENCE_S, Visit, served, visited

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def runs(window: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    shutil.copytree(window.folder, folder / "pixels")
    play("corridor", out=folder / "scores")
    return folder


def test_a_real_run_is_shown_played_and_sought_without_a_fault(runs):
    with served(runs) as server, visited(server.url) as visit:
        visit.page.get_by_text("Two denominators").wait_for()
        _play_map(visit)
        _watch_feed(visit)
        assert visit.faults == []
        assert server.interrupt() == 0


def test_a_taken_port_is_passed_over(runs):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(runs, "--port", str(port)) as server:
            assert not server.url.endswith(f":{port}")


def _play_map(visit: Visit) -> None:
    visit.open("Map")
    clock = visit.page.get_by_label("Time of day")
    clock.filter(has_text="12:00:00").wait_for()
    blank = _picture(visit)
    visit.page.get_by_label("Play", exact=True).click()
    clock.filter(has_text="12:00:02").wait_for()
    visit.page.get_by_label("Pause", exact=True).click()
    assert _picture(visit) != blank
    visit.page.get_by_label("Seek").fill("90")
    clock.filter(has_text="12:01:30").wait_for()


def _picture(visit: Visit) -> str:
    return visit.page.locator("canvas[role=img]").evaluate("canvas => canvas.toDataURL()")


def _watch_feed(visit: Visit) -> None:
    visit.page.get_by_role("combobox", name="Run").click()
    visit.page.get_by_role("option").filter(has_text="pixels").click()
    visit.open("Feeds")
    video = visit.page.locator("video")
    video.wait_for()
    ready = "() => document.querySelector('video')?.readyState >= 1"
    visit.page.wait_for_function(ready, timeout=PATIENCE_S * 1000)
    assert video.evaluate("video => video.videoWidth") > 0
