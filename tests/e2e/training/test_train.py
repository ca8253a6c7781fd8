"""An exercise in three browsers: what people do there is what the store holds, and no more."""

import json
import random
import re
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from engine.film.video import write_video
from sim.training.events import (
    Began,
    Covered,
    Decided,
    Ended,
    Held,
    Injected,
    Marked,
    Message,
    Paused,
    Resumed,
    Sent,
    Shown,
    SpeedSet,
)
from sim.training.hall import PLACE
from sim.training.links import links_of
from sim.training.pictures.album import FILES, FILM, keep_pair
from sim.training.review.session import played, table_of
from sim.training.session import Session
from sim.training.store import FILE, Acts
from tests.e2e.served import Visit, served, visited
from tests.e2e.training.away import come_back
from tests.e2e.training.kills import kill_often

pytestmark = pytest.mark.browser
TRUTH = re.compile(r'"(person|true|right|mated|listed|disposal|links|to_come|alerts)"')
ANYWHERE = re.compile(r'"(person|true|mated|disposal)"\s*:')
"""Of these, what no colour of the page and no word of its scripts is called."""
PATIENCE_S = 60.0
BESIDE = ("beside", "besides")
TEN = 10
GREY = np.full((120, 120, 3), 120, np.uint8)
WIDE = "(one) => one.decode().then(() => one.naturalWidth)"
PLAYS = """(one) => new Promise((done) => {
  const look = () => (one.currentTime > 0 ? done(true) : setTimeout(look, 50));
  look();
})"""


def laid_in(folder, laid):
    """The session that nobody opened yet, and others beside it."""
    for name in ("one", *BESIDE):
        shutil.copytree(laid, folder / PLACE / name)
    return folder


@pytest.fixture
def runs(laid, tmp_path):
    return laid_in(tmp_path, laid)


@pytest.fixture(scope="module")
def pictured(laid, tmp_path_factory):
    """The same with pictures of the first session's alerts, so that nobody waits for any."""
    runs = laid_in(tmp_path_factory.mktemp("runs"), laid)
    film = runs / "film.mp4"
    with write_video(film, 6, (120, 120)) as video:
        for _ in range(6):
            video.add(GREY)
    session = Session(runs / PLACE / "one")
    wanted = session.wanted()
    session.close()
    for _, name, shot in wanted:
        place = session.album.folder / name
        keep_pair(place, GREY, GREY, 0.5, [(GREY, 0.4)] * len(shot.others))
        shutil.copy(film, place / FILES[FILM][0])
    return runs, wanted[0][2].subject


@pytest.fixture(scope="module")
def server(pictured):
    with served(pictured[0]) as server:
        yield server


def acts(runs: Path, name: str, *kinds: type) -> list:
    held = Acts(runs / PLACE / name / FILE)
    found = [row.act for row in held.rows() if not kinds or isinstance(row.act, kinds)]
    held.close()
    return found


def until(runs: Path, kind: type, count: int) -> None:
    """Wait for so many acts of a kind."""
    end_s = time.monotonic() + PATIENCE_S
    while len(acts(runs, "one", kind)) < count and time.monotonic() < end_s:
        time.sleep(0.1)
    assert len(acts(runs, "one", kind)) >= count


@contextmanager
def seat(visit: Visit, url: str, sent: list[str] | None = None):
    """Another browser's window at a desk; everything it is sent is noted in `sent`."""
    context = visit.page.context.browser.new_context(viewport={"width": 1366, "height": 768})
    other = Visit(context.new_page())
    other.watch()
    if sent is not None:
        other.page.on(
            "websocket", lambda one: one.on("framereceived", lambda f: sent.append(str(f)))
        )
        other.page.on("response", lambda one: sent.append(_text(one)))
    other.page.goto(url)
    other.page.locator(".desk .clock").wait_for()
    yield other
    context.close()


def _text(response) -> str:
    if "/desk/picture" in response.url or "/desk/feed" in response.url:
        return f"picture {response.url} {sorted(response.headers.items())}"
    return response.text() if "/desk/" in response.url else ""


def test_what_people_do_at_three_desks_is_what_is_kept_and_reviewed(pictured, server):
    runs, subject = pictured
    links, sent = links_of(runs / PLACE / "one"), []

    def at(role):
        return f"{server.url}/train?session=one&key={links[role]}"

    with (
        visited(at("instructor"), 1366, 768) as instructor,
        seat(instructor, at("trainee"), sent) as operator,
        seat(instructor, at("commander")) as commander,
    ):
        instructor.press("button", "Start")
        until(runs, Resumed, 1)
        instructor.page.get_by_label("Speed").select_option("8")
        until(runs, Shown, 1)
        instructor.page.get_by_label("Speed").select_option("1")
        operator.page.get_by_role("heading", name="Alert 1 at west").wait_for()
        _pictures_load(operator, subject)
        _feeds_load(operator)
        for number in range(2):
            _inject(instructor, "burst")
            until(runs, Injected, number + 1)
        instructor.page.get_by_label("Speed").select_option("8")
        until(runs, Shown, 10)
        instructor.page.get_by_label("Speed").select_option("1")
        for number in range(TEN):
            _decide(operator, runs, number)
        first = acts(runs, "one", Decided)[0].alert
        commander.press("button", f"Send to alert {first + 1}: officer 1")
        until(runs, Sent, 1)
        for key in ("m", "r", "e", "d", "Enter", "Escape"):
            operator.page.keyboard.press(key)
        until(runs, Message, 1)
        instructor.press("button", "Pause")
        until(runs, Paused, 1)
        operator.page.get_by_text("The clock stands").wait_for()
        assert operator.page.get_by_role("button", name="Confirm").is_disabled()
        flaws = [one.flaws() for one in (instructor, operator, commander)]
        assert flaws == [[], [], []]
        assert [one.faults for one in (instructor, operator, commander)] == [[], [], []]
    decided = acts(runs, "one", Decided)
    assert [one.verdict for one in decided] == ["confirm", "dismiss"] * (TEN // 2)
    assert [one.confidence for one in decided] == [0.75, None] * (TEN // 2)
    assert acts(runs, "one", Sent) == [Sent(first, 0)]
    assert acts(runs, "one", Message) == [Message((), "red")]
    assert len(acts(runs, "one", Paused)) == 1
    for name in BESIDE:
        assert [type(one) for one in acts(runs, name)] == [Began]
    _no_truth(sent, links)
    _reviewed(runs / PLACE / "one", decided)


def test_every_desk_is_worked_by_keyboard_alone_and_has_no_serious_faults(runs):
    links = links_of(runs / PLACE / "one")
    with served(runs) as server:

        def at(role):
            return f"{server.url}/train?session=one&key={links[role]}"

        with (
            visited(at("instructor"), 1366, 768, "dark") as instructor,
            seat(instructor, at("trainee")) as operator,
            seat(instructor, at("commander")) as commander,
            seat(instructor, at("observer")) as observer,
        ):
            instructor.press("button", "Start")
            until(runs, Resumed, 1)
            _typed(instructor, "combobox", "Speed", "8")
            until(runs, Shown, 1)
            _typed(instructor, "combobox", "Speed", "1")
            until(runs, SpeedSet, 2)
            operator.page.get_by_role("heading", name=re.compile(r"^Alert \d+ at")).wait_for()
            for key in "4c":
                operator.page.keyboard.press(key)
            until(runs, Decided, 1)
            first = acts(runs, "one", Decided)[0].alert + 1
            commander.press("button", "Reserve: officer 1")
            commander.press("button", "Hold: officer 1")
            commander.press("button", f"Send to alert {first}: officer 2")
            until(runs, Sent, 1)
            commander.press("button", "Let go: officer 1")
            until(runs, Held, 2)
            _typed(commander, "combobox", "Post to cover", "post 2")
            commander.press("button", "Cover post 2: officer 1")
            until(runs, Covered, 1)
            for desk, words in ((commander, "Stay put"), (instructor, "Go on")):
                _typed(desk, "textbox", "Message", words, "Enter")
            until(runs, Message, 2)
            _typed(instructor, "textbox", "What to come back to", "look here", "Enter")
            until(runs, Marked, 1)
            _typed(instructor, "combobox", "Kind of inject", "burst")
            instructor.press("button", "Bring about")
            until(runs, Injected, 1)
            observer.page.get_by_text("look here").first.wait_for()
            for name in ("Pause", "Mark", "Bring about", "Say", "End"):
                assert observer.page.get_by_role("button", name=name, exact=True).count() == 0
            desks = (instructor, operator, commander, observer)
            assert [one.flaws() for one in desks] == [[], [], [], []]
            instructor.press("button", "End")
            instructor.press("button", "End for good?")
            until(runs, Ended, 1)
            assert [one.faults for one in desks] == [[], [], [], []]
    assert [one.post for one in acts(runs, "one", Covered)] == [1]
    assert acts(runs, "one", Injected)[0].kind == "burst"


def _typed(visit: Visit, role: str, name: str, words: str, *then: str) -> None:
    """Words written into what has that name, or a choice of a list by its first letters."""
    visit.reach(role, name)
    visit.page.keyboard.type(words)
    for key in then:
        visit.page.keyboard.press(key)
    visit.settle()


def _inject(instructor: Visit, kind: str) -> None:
    instructor.page.get_by_label("Kind of inject").select_option(kind)
    instructor.press("button", "Bring about")


def _decide(operator: Visit, runs: Path, number: int) -> None:
    """The alert that is looked at, by the keyboard: confirmed and fairly sure, or dismissed."""
    heading = operator.page.get_by_role("heading", name=re.compile(r"^Alert \d+ at"))
    heading.wait_for()
    before = heading.inner_text()
    for key in "d" if number % 2 else "4c":
        operator.page.keyboard.press(key)
    until(runs, Decided, number + 1)
    if number + 1 < TEN:
        operator.page.get_by_role("heading", name=before, exact=True).wait_for(state="detached")


def _reviewed(folder: Path, decided: list) -> None:
    """What the review counts is what was done here."""
    session = played(folder)
    table = table_of(session)
    told = dict(zip(table.alert.tolist(), table.verdict.tolist(), strict=True))
    assert {one.alert: told[one.alert] for one in decided} == {
        one.alert: one.verdict for one in decided
    }
    true = {one.alert: session.alerts[one.alert].true for one in decided}
    right = sum((one.verdict == "confirm") == true[one.alert] for one in decided)
    assert right == sum(table.right[np.isin(table.alert, [one.alert for one in decided])])


def _pictures_load(operator, subject):
    """What lies ready is shown, and what it is called tells what was claimed, not who it is."""
    faces = operator.page.locator(".pictures img[src]")
    faces.nth(1).wait_for()
    assert [one.get_attribute("alt") for one in faces.all()] == [
        "Face that camera west saw, Alert 1",
        f"Enrolment picture of listed person {subject}",
    ]
    assert [one.evaluate(WIDE) for one in faces.all()] == [120, 120]
    assert operator.page.locator(".pictures video[src]").evaluate(PLAYS)
    operator.page.get_by_text("own score of these two pictures: 0.500").wait_for()
    candidate = operator.page.locator(".who img[src]").first
    candidate.wait_for()
    assert candidate.get_attribute("alt") == f"Candidate {subject}"
    assert candidate.evaluate(WIDE) == 120


def _feeds_load(operator):
    """What the camera's screen shows comes by itself, with its moment, and is enlarged by a key."""
    tile = operator.page.locator(".tile").first
    tile.locator("img[src]").wait_for()
    assert tile.locator("img").evaluate(WIDE) == 640
    assert re.fullmatch(r"[\d:]{8}, \d+ s ago", tile.locator(".age").inner_text())
    for key in ("f", "Enter"):
        operator.page.keyboard.press(key)
    large = operator.page.get_by_alt_text("What camera west shows")
    large.wait_for()
    assert large.evaluate(WIDE) == 640
    operator.page.keyboard.press("Enter")
    large.wait_for(state="hidden")


def _no_truth(sent, links):
    """A trainee's browser was sent claims, and neither who anybody was nor anybody else's link."""
    states = [one for one in sent if one.startswith("{")]
    assert any(json.loads(one)["queue"] for one in states)
    assert len(sent) > len(states) > 3
    assert [found for one in states if (found := TRUTH.search(one))] == []
    assert [found for one in sent if (found := ANYWHERE.search(one))] == []
    others = [secret for role, secret in links.items() if role != "trainee"]
    assert not any(secret in one for one in sent for secret in others)


def test_a_server_that_is_killed_loses_no_decision_that_it_acknowledged(runs):
    found = kill_often(runs, 1, random.Random(1))
    assert found.each[0] > 0
    assert found.faults(runs / PLACE / "one") == []


def test_a_browser_that_was_closed_comes_back_to_where_the_session_is(runs):
    assert come_back(runs, 2.0) == []


def test_a_session_is_begun_on_the_page_and_its_links_lead_to_desks(server):
    with visited(f"{server.url}/train", 1366, 768) as visit:
        visit.page.get_by_role("combobox", name="Exercise").wait_for()
        visit.page.get_by_text("A part of a scenario").click()
        visit.choose("Scenario", "Three minutes at the West Gate")
        assert visit.flaws() == []
        visit.press("button", "Make it ready")
        visit.page.get_by_role("button", name="Take the instructor's desk").wait_for()
        visit.press("button", "Take the instructor's desk")
        visit.page.get_by_role("button", name="Start", exact=True).wait_for()
        with visit.page.context.expect_page() as opened:
            visit.press("link", "The operator's desk")
        desk = opened.value
        desk.get_by_text("No alert waits.").wait_for()
        assert desk.get_by_role("link", name="Explore").count() == 0
        desk.goto(desk.url[:-3])
        desk.get_by_text("This link opens no session here").wait_for()
        assert visit.faults == []
