"""What somebody does who comes for the first time: by the keyboard alone, from start to film."""

from pathlib import Path

import numpy as np
import pytest

from scenarios.loader import library
from sim.folder import RunFolder
from sim.outcomes.everybody import GROUPS, everybody
from sim.reader import read_run
from sim.run import play
from tests.dashboards.made import grey_film
from tests.e2e.served import Visit, served, visited

pytestmark = pytest.mark.browser


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A run with a film, whose threshold is so strict that listed people are missed."""
    run = tmp_path / "pixels"
    play("corridor", out=run, overrides={"engine.threshold": "0.9"})
    grey_film(run)
    told = {name: value for name, value in read_run(run).record.items() if name != "digest"}
    window = {"start_s": 0.0, "duration_s": told["duration_s"]}
    RunFolder(run).json("run.json", {**told, "window": window, "fidelity": "pixels"})
    return tmp_path


def test_from_the_start_page_to_a_missed_person_s_film_and_back_after_a_reload(runs):
    with served(runs) as server, visited(server.url, 1366, 768, "dark") as visit:
        _finish_one(visit, runs)
        _cancel_one(visit)
        _to_the_film(visit, runs)
        here = visit.page.url
        assert "view=film" in here
        assert "person=" in here
        visit.page.reload()
        visit.page.locator("video").wait_for()
        visit.settle()
        assert visit.page.url == here
        assert visit.faults == []


def _finish_one(visit: Visit, runs: Path) -> None:
    _begin(visit, "corridor")
    visit.page.get_by_text("done", exact=True).wait_for()
    visit.settle()
    visit.press("link", "Open")
    visit.page.get_by_text("Two denominators").wait_for()
    (played,) = runs.glob("corridor-scores-*")
    assert f"run={played.name}" in visit.page.url
    assert read_run(played).complete


def _cancel_one(visit: Visit) -> None:
    visit.press("link", "Start")
    _begin(visit, "shopping_centre")
    visit.press("button", "Cancel")
    visit.page.get_by_text("interrupted", exact=True).first.wait_for()
    visit.settle()
    visit.press("button", "Why")
    visit.page.get_by_text("footfall: interrupted").wait_for()
    visit.press("button", "Hide")


def _begin(visit: Visit, scenario: str) -> None:
    visit.press("button", "Play it", [*library()].index(scenario))
    visit.page.get_by_role("dialog").wait_for()
    visit.press("button", "Begin")
    visit.page.get_by_role("dialog").wait_for(state="detached")


def _to_the_film(visit: Visit, runs: Path) -> None:
    visit.page.goto(visit.page.url.split("?")[0].rstrip("/") + "/explore?run=pixels")
    visit.page.get_by_text("Two denominators").wait_for()
    missed = _missed(runs / "pixels")
    visit.press("button", f"The {len(missed)} missed")
    visit.page.get_by_role("heading", name=f"Passer-by {missed[0]}").wait_for()
    person = missed[-1]
    visit.reach("textbox", "Passer-by")
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type(str(person))
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("heading", name=f"Passer-by {person}", exact=True).wait_for()
    visit.settle()
    film = visit.page.get_by_role("button", name="Film at").first.inner_text()
    visit.press("button", film)
    visit.page.locator("video").wait_for()


def _missed(run: Path) -> list[int]:
    """Listed people whom the engine missed."""
    found = everybody(read_run(run))
    return [int(one) for one in found.person[np.flatnonzero(GROUPS["missed"][1](found))]]
