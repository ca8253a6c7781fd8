"""What the routes give and take: every request by its link, and what that may know."""

import asyncio
import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from starlette.requests import Request

from dashboards.app.train import routes
from sim.training.events import Paused, Resumed, SpeedSet
from sim.training.hall import Hall
from sim.training.injects.planned import TIMELINE
from sim.training.links import links_of
from sim.training.pictures.album import PLACE, keep_pair
from sim.training.pictures.snapshots import View

GREY = np.full((40, 40, 3), 120, np.uint8)
JPEG = b"\xff\xd8 picture"


@pytest.fixture
def desk(laid, tmp_path, monkeypatch):
    shutil.copytree(laid, tmp_path / "one")
    hall = Hall(lambda: tmp_path)
    monkeypatch.setattr(routes, "HALL", hall)
    yield Asks(tmp_path / "one", hall)
    hall.close()


class Asks:
    def __init__(self, folder, hall):
        self.folder, self.hall, self.links = folder, hall, links_of(folder)

    def picture(self, role, name, part="probe"):
        query = f"session=one&key={self.links.get(role, role)}&of={name}&part={part}"
        return routes.picture(Request({"type": "http", "query_string": query.encode()}))

    def feed(self, role, number, camera="west"):
        query = f"session=one&key={self.links.get(role, role)}&camera={camera}&number={number}"
        return routes.feed(Request({"type": "http", "query_string": query.encode()}))

    def read(self, role, route=routes.state, session="one", **more):
        query = {"session": session, "key": self.links.get(role, role), **more}
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return told(route(Request({"type": "http", "query_string": text.encode()})))

    def act(self, role, name, **more):
        asked = {"session": "one", "key": self.links.get(role, role), "do": name, **more}
        return self.post(json.dumps(asked).encode())

    def post(self, body):
        async def receive():
            return {"type": "http.request", "body": body}

        return told(asyncio.run(routes.act(Request({"type": "http"}, receive))))


def told(answer):
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, json.loads(answer.body)


@pytest.mark.parametrize("role", ["trainee", "commander", "instructor", "observer"])
def test_each_link_is_given_its_own_desk(desk, role):
    status, shown = desk.read(role)
    assert (status, shown["role"]) == (200, role)


@pytest.mark.parametrize(("role", "session"), [("nobody", "one"), ("trainee", "two"), ("", "..")])
def test_without_a_link_of_that_session_nothing_is_given(desk, role, session):
    status, shown = desk.read(role, session=session)
    assert (status, list(shown)) == (403, ["refused"])


def test_the_plan_is_given_to_whoever_sees_officers(desk):
    status, shown = desk.read("commander", routes.floor)
    assert (status, shown["levels"]) == (200, [0])
    assert desk.read("trainee", routes.floor)[0] == 403
    assert desk.read("commander", routes.floor, level=7)[0] == 409


def test_an_instructor_starts_pauses_and_marks(desk):
    assert desk.act("instructor", "start")[1]["running"]
    assert desk.act("instructor", "speed", speed=4)[1]["speed"] == 4.0
    assert desk.act("instructor", "mark", note="here")[1]["marks"][0]["note"] == "here"
    assert not desk.act("instructor", "pause")[1]["running"]
    assert desk.act("instructor", "end")[1]["ended"]


@pytest.mark.parametrize(
    ("role", "name", "more"),
    [
        ("trainee", "pause", {}),
        ("observer", "message", {"text": "hello"}),
        ("commander", "decide", {"alert": 0, "verdict": "confirm"}),
        ("trainee", "decide", {"alert": 0, "verdict": "confirm"}),
        ("trainee", "decide", {}),
        ("commander", "send", {"alert": "x", "officer": 0}),
        ("instructor", "speed", {"speed": 1e9}),
        ("instructor", "inject", {}),
        ("instructor", "inject", {"id": "7"}),
        ("instructor", "inject", {"kind": "camera_out", "what": "nowhere"}),
        ("instructor", "inject", {"kind": "earthquake"}),
        ("trainee", "inject", {"kind": "radio_down"}),
    ],
)
def test_what_cannot_be_is_refused_with_why(desk, role, name, more):
    status, shown = desk.act(role, name, **more)
    assert (status, list(shown)) == (409, ["refused"])
    assert "wanted" in shown["refused"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"7", b"\xff"])
def test_what_is_no_request_is_refused(desk, body):
    status, shown = desk.post(body)
    assert status == 409
    assert "wanted an object" in shown["refused"]


def test_what_is_longer_than_any_request_is_refused_before_it_is_all_read():
    taken = []

    async def receive():
        taken.append(1)
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    status, shown = told(asyncio.run(routes.act(Request({"type": "http"}, receive))))
    assert status == 413
    assert "wanted no more" in shown["refused"]
    assert len(taken) == 17


@pytest.fixture
def pictured(desk):
    """Pictures of two alerts, of which one was shown: their names."""
    session = desk.hall.session("one")
    names = [session.pictures(alert) for alert in (0, 4)]
    for name in names:
        keep_pair(desk.folder / PLACE / name, GREY, GREY, 0.5)
        session.album.look(name)
    session.do("instructor", Resumed())
    session.do("instructor", SpeedSet(8.0))
    until_s = time.monotonic() + 20.0
    while 0 not in session.state.shown_s and time.monotonic() < until_s:
        session.advance()
    session.do("instructor", Paused())
    return names


def test_whoever_sees_an_alert_sees_its_pictures_and_nobody_else(desk, pictured):
    shown, to_come = pictured
    seen = {
        role: [desk.picture(role, name).status_code for name in (shown, to_come)]
        for role in ("trainee", "commander", "instructor", "observer", "nobody")
    }
    assert seen == {
        "trainee": [200, 403],
        "commander": [403, 403],
        "instructor": [200, 200],
        "observer": [200, 200],
        "nobody": [403, 403],
    }


def test_of_pictures_nothing_but_themselves_is_sent(desk, pictured):
    answer = desk.picture("trainee", pictured[0])
    assert answer.body[:2] == b"\xff\xd8"
    assert dict(answer.headers) == {
        "content-length": "32768",
        "content-type": "image/jpeg",
        "cache-control": "no-store",
    }
    assert desk.picture("trainee", pictured[0], "film").status_code == 404
    assert desk.picture("trainee", pictured[0], "told.json").status_code == 404


@pytest.fixture
def fed(desk):
    """The number of the picture on the camera's screen, and of another that is for later."""
    session = desk.hall.session("one")
    for taken_s in (session.clock_s, session.clock_s + 60.0):
        session.feeds.take(View("west", taken_s), JPEG, 1.0)
    shown = desk.read("trainee", feeds=1)[1]["feeds"]
    assert [one["camera"] for one in shown] == ["west"]
    return shown[0]["number"], shown[0]["number"] + 1


def test_whoever_sees_feeds_sees_what_is_on_the_screen_and_nothing_to_come(desk, fed):
    def status(role, number):
        return desk.feed(role, number).status_code

    now, later = fed
    seen = {
        role: [status(role, number) for number in (now, later)]
        for role in ("trainee", "commander", "instructor", "observer", "nobody")
    }
    assert seen == {
        "trainee": [200, 404],
        "commander": [403, 403],
        "instructor": [200, 404],
        "observer": [200, 404],
        "nobody": [403, 403],
    }
    assert desk.feed("trainee", now).body == JPEG
    assert [status("trainee", odd) for odd in ("", "-1", "x", "9" * 99)] == [409] * 4
    assert desk.feed("trainee", now, "nowhere").status_code == 404


def test_a_clock_goes_on_while_a_picture_is_put_out_of_focus(desk, fed, monkeypatch):
    def soften(coded, _times):
        free.append(pool.submit(desk.hall.session("one").lock.acquire, blocking=False).result())
        return coded

    free = []
    monkeypatch.setattr(routes, "softened", soften)
    with ThreadPoolExecutor(1) as pool:
        assert desk.feed("trainee", fed[0]).body == JPEG
        assert free == [True]
        pool.submit(desk.hall.session("one").lock.release).result()


def test_feeds_are_told_to_desks_that_ask_and_see_them(desk, fed):
    assert "feeds" not in desk.read("trainee")[1]
    assert "feeds" not in desk.read("commander", feeds=1)[1]
    told = desk.read("observer", feeds=1)[1]["feeds"][0]
    assert told.keys() == {"camera", "dark", "number", "taken", "taken_s"}
    assert told["number"] == fed[0]


def test_a_desk_is_told_where_its_pictures_are(desk, pictured):
    told = desk.read("trainee")[1]["queue"][0]["pictures"]
    assert told == {"of": pictured[0], "faces": True, "film": False, "score": 0.5}
    assert desk.read("instructor")[1]["alerts"][-1]["pictures"] == told


def test_words_reach_the_other_desk(desk):
    desk.act("trainee", "message", text="he wears a red coat", to=["commander"])
    assert desk.read("commander")[1]["messages"][0]["text"] == "he wears a red coat"


def test_an_inject_is_brought_about_by_hand(desk):
    desk.act("instructor", "start")
    told = {"kind": "radio_down", "content": "Your radio is dead", "to": ["commander"]}
    status, shown = desk.act("instructor", "inject", **told)
    assert (status, shown["rows"][1]["kind"]) == (200, "Injected")
    assert desk.read("commander")[1]["messages"][0]["text"] == "radio: Your radio is dead"
    assert desk.read("trainee")[1]["messages"] == []


def test_what_a_timeline_holds_back_is_brought_about_once(desk):
    (desk.folder / TIMELINE).write_text(
        "id,time,kind,type,content\n1,0:01:00,radio_down,contingency,dead\n2,0:02:00,medical,,help\n"
    )
    assert [one["id"] for one in desk.read("instructor")[1]["injects"]["planned"]] == ["1", "2"]
    desk.act("instructor", "start")
    shown = desk.act("instructor", "inject", id="1")[1]
    assert [one["id"] for one in shown["injects"]["planned"]] == ["2"]
    assert "injects" not in desk.read("observer")[1]
