"""The review of a session in a browser: it shows the counts that the test made."""

import json
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from sim.training.hall import PLACE
from sim.training.links import links_of
from sim.training.sharing import Shared, share
from tests.e2e.served import Visit, served, visited
from tests.trainees import COUNTS, MARK

pytestmark = pytest.mark.browser


@pytest.fixture
def place(sessions, tmp_path):
    for name in ("mixed", "careful"):
        shutil.copytree(sessions / name, tmp_path / PLACE / name)
    share(tmp_path / PLACE / "careful", Shared(beside=True))
    return tmp_path / PLACE


def look(visit: Visit, name: str) -> None:
    """Look at the session in another way."""
    visit.page.get_by_role("radiogroup", name="Look at").get_by_text(name, exact=True).click()
    visit.settle()


def card(visit: Visit, name: str) -> str:
    """What a card of that name counts."""
    found = visit.page.locator(".card", has=visit.page.get_by_text(name, exact=True))
    return found.locator(".value").inner_text()


def test_a_session_that_is_over_is_reviewed_from_the_instructor_s_desk(place):
    links, counts = links_of(place / "mixed"), json.loads((place / "mixed" / COUNTS).read_text())
    hits, misses = counts["true yes"], counts["true no"]
    with served(place.parent) as server:

        def at(role, **more):
            query = "".join(f"&{name}={value}" for name, value in more.items())
            return f"{server.url}/train?session=mixed&key={links[role]}{query}"

        with visited(at("instructor"), 1366, 768) as visit:
            look(visit, "Review")
            visit.page.get_by_role("heading", name="How it is made").wait_for()
            assert card(visit, "Hits") == f"{hits} of {hits + misses}"
            assert card(visit, "Misses") == f"{misses} of {hits + misses}"
            assert visit.page.get_by_text("fewer than 60 pairs").count() == 1
            assert visit.flaws() == []
            visit.page.get_by_role("row").filter(has_text=MARK).get_by_role("link").click()
            _seek(visit)
            assert visit.flaws() == []
            look(visit, "Beside others")
            visit.choose("Beside", "careful")
            visit.page.keyboard.press("Escape")  # the list hides the rest from screen readers
            visit.page.get_by_role("cell", name="careful less mixed").wait_for()
            assert visit.page.get_by_role("heading", name="No ranking").count() == 1
            look(visit, "Take along")
            visit.page.get_by_text("Those at this session's other desks").click()
            visit.settle()
            assert visit.flaws() == []
            assert visit.faults == []
            visit.page.goto(at("trainee", review="figures"))
            visit.page.get_by_role("heading", name="How it is made").wait_for()
            assert visit.page.get_by_text("Beside others").count() == 0
        share(place / "mixed", Shared())
        with visited(at("trainee", review="figures"), 1920, 1080, "dark") as visit:
            visit.page.get_by_text("The instructor has not shared the review.").wait_for()
            for name in ("figures", "timeline"):
                visit.page.goto(at("observer", review=name))
                visit.page.get_by_text("Hits" if name == "figures" else "Moments").first.wait_for()
                assert visit.flaws() == []
            assert visit.faults == []


def _seek(visit: Visit) -> None:
    """By the keyboard from moment to moment; the map, the words and the address follow."""
    page = visit.page
    page.locator(".review[data-time]").wait_for()
    detail = page.get_by_role("region", name="The moment")
    detail.get_by_text(MARK).wait_for()
    visit.settle()
    there_s = float(parse_qs(urlsplit(page.url).query)["t"][0])
    assert abs(there_s - 30) <= 0.5
    visit.reach("button", "Play")
    page.keyboard.press("n")
    detail.get_by_text("The clock stands").wait_for()
    page.keyboard.press("p")
    detail.get_by_text(MARK).wait_for()
    for name in ("Clock", "Messages", "Officers"):
        page.get_by_role("group", name="What the list holds").get_by_text(name).click()
    page.get_by_role("button", name=re.compile("Alert 1 at west")).first.click()
    detail.get_by_text("In truth").wait_for()
    assert page.get_by_text("Officer one", exact=False).filter(visible=True).count() == 0
