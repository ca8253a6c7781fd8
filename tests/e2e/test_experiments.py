"""Experiments begun from the page: a sweep that is cancelled, and one whose figures come."""

from pathlib import Path

import pytest

from dashboards.app.experiments.found import Experiment, experiments
from tests.e2e.served import BEAT_MS, PATIENCE_S, Visit, visited

pytestmark = [pytest.mark.browser, pytest.mark.long]
LONG_MS = 3000 * PATIENCE_S
"""What all replications share is made before the first is played."""


def test_a_sweep_is_begun_from_the_page_cancelled_with_what_is_kept_and_gone_on_with(runs, server):
    with visited(f"{server.url}/experiments", 1366, 768) as visit:
        page = visit.page
        _asked(visit, "150")
        assert visit.flaws() == []
        page.get_by_role("button", name="Begin").click()
        swept = _under_way(visit, runs)
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("interrupted", exact=True).wait_for()
        page.get_by_text("This experiment is not finished.").wait_for()
        kept = swept.played()
        assert kept > 0
        page.get_by_text(f"{kept:,} replications kept", exact=True).wait_for()
        assert visit.flaws() == []
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("interrupted", exact=True).wait_for()
        assert swept.played() >= kept
        assert visit.faults == []


def test_a_small_sweep_is_begun_and_its_figures_come_by_themselves(server):
    with visited(f"{server.url}/experiments", 1920, 1080, "dark") as visit:
        page = visit.page
        _asked(visit, "2")
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("columnheader", name="engine.threshold").wait_for(timeout=LONG_MS)
        visit.settle()
        rows = page.locator("table.sums tbody tr")
        assert rows.count() == 6
        assert "experiment=corridor-sweep" in page.url
        assert visit.flaws() == []
        assert visit.faults == []


def _under_way(visit: Visit, runs: Path) -> Experiment:
    """The experiment, once some of its replications are played."""
    for _ in range(LONG_MS // BEAT_MS):
        found = experiments(runs)
        if found and found[0].played():
            return found[0]
        visit.page.wait_for_timeout(BEAT_MS)
    raise AssertionError("no replication was played")


def _asked(visit: Visit, times: str) -> None:
    """A sweep of the usual fields, of so many answers to one day each."""
    visit.page.get_by_role("button", name="New experiment…").click()
    visit.page.get_by_role("dialog").wait_for()
    visit.choose("What differs each time", "The luck of operators")
    visit.page.get_by_label("Replications of each").fill(times)
    visit.page.keyboard.press("Enter")
    visit.settle()
    visit.page.get_by_text("replications: about").wait_for()
