"""Screens of cameras at the desks: the right picture of those that there are, and the right one
made next.
"""

import shutil
import time
from base64 import b64encode

import cv2
import numpy as np
import pytest

from engine.disk.files import UnreadError
from scenarios.failures import Failure
from sim.training.events import INSTRUCTOR, Resumed
from sim.training.injects.ahead import Clock
from sim.training.injects.inject import act_of
from sim.training.pictures import feeds as feeds_module
from sim.training.pictures.album import PLACE
from sim.training.pictures.feeds import APART_S, KEPT, WATCHED_S, Feeds, softened
from sim.training.pictures.monitors import Monitors
from sim.training.pictures.process import GONE
from sim.training.pictures.snapshots import Snapshots, View
from sim.training.session import Session
from tests.sim.training.injects.test_steering import inject
from tests.sim.training.test_session import run

NOISE = cv2.imencode(".jpg", np.random.default_rng(1).integers(0, 255, (36, 64, 3), np.uint8))[1]
CODED = NOISE.tobytes()
PATIENCE_S = 120.0
EVACUATION = Failure(kind="evacuation", from_s=100.5, to_s=160.0)


@pytest.fixture
def session(folder, opened, watch):
    """A session under way whose feeds are looked at, on the watch of people's time."""
    session = opened(folder)
    session.feeds = Feeds(session.ground, session.live, watch)
    session.do(INSTRUCTOR, Resumed())
    run(session, watch, 30.0)
    session.feeds.show(session.clock_s)
    return session


def taken(session, *moments, camera="west"):
    for taken_s in moments:
        session.feeds.take(View(camera, taken_s), CODED, 1.0)


def shown(session, camera="west"):
    """When the picture on the screen was taken; "dark", or None where there is none yet."""
    one = next(o for o in session.feeds.show(session.clock_s) if o.camera == camera)
    return "dark" if one.dark else one.snapshot and one.snapshot.view.taken_s


def bring(session, kind, **more):
    session.do(INSTRUCTOR, act_of(inject(kind, **more)))


def test_the_newest_picture_is_shown_once_its_moment_is_there(session, watch):
    assert shown(session) is None
    taken(session, 28.0, 29.5, 31.0)
    assert shown(session) == 29.5
    run(session, watch, 1.0)
    assert shown(session) == 31.0


def test_pictures_are_made_for_the_moment_at_which_they_are_ready(session):
    session.feeds.take(View("west", 20.0), CODED, 6.0)
    missed, view = session.feeds.wanted(session.now)
    assert (view.camera, view.taken_s) == ("west", session.clock_s + 4.0)
    assert missed == pytest.approx(view.taken_s - 20.0)
    _, fast = session.feeds.wanted(Clock(session.clock_s, 8.0))
    assert fast.taken_s == session.clock_s + 32.0
    _, still = session.feeds.wanted(Clock(session.clock_s, 0.0))
    assert still.taken_s == session.clock_s


def test_a_picture_that_had_a_process_to_begin_makes_the_next_one_no_later(session):
    session.feeds.take(View("west", 20.0), CODED, 40.0)
    session.feeds.take(View("west", 21.0), CODED, 0.5)
    _, view = session.feeds.wanted(session.now)
    assert view.taken_s == session.clock_s + 0.5


def test_what_is_there_already_is_not_made_again(session):
    taken(session, session.clock_s + 2.0 - APART_S + 0.1)
    assert session.feeds.wanted(session.now) is None


def test_nothing_is_made_where_nobody_looks(session, watch):
    assert session.feeds.wanted(session.now) is not None
    watch.now_s += WATCHED_S + 1.0
    assert session.feeds.wanted(session.now) is None


def test_what_cannot_be_made_is_put_off_and_tried_again(session, watch):
    _, view = session.feeds.wanted(session.now)
    session.feeds.put_off(view)
    assert session.feeds.wanted(session.now) is None
    watch.now_s += feeds_module.PUT_OFF_S
    session.feeds.show(session.clock_s)
    assert session.feeds.wanted(session.now) is not None


def test_a_camera_that_is_out_shows_nothing_and_wants_nothing(session, watch):
    taken(session, 29.0)
    bring(session, "camera_out", what="west", lasts_s=20)
    run(session, watch, 0.5)
    assert shown(session) == "dark"
    assert session.feeds.wanted(Clock(session.clock_s, 0.0)) is None
    run(session, watch, 20.5)
    assert shown(session) == 29.0


def test_a_picture_that_stands_still_is_that_of_before(session, watch):
    bring(session, "feed_frozen", what="west", lasts_s=60)
    began_s = session.clock_s
    taken(session, began_s - 1.0, began_s + 1.0)
    run(session, watch, 20.0)
    assert shown(session) == began_s - 1.0
    session.feeds.take(View("west", began_s - 9.0), CODED, 1.0)
    assert shown(session) == began_s - 1.0


def test_of_a_picture_that_stands_still_the_last_before_is_made(session, watch):
    bring(session, "feed_frozen", what="west", lasts_s=60)
    began_s = session.clock_s
    run(session, watch, 20.0)
    session.feeds.show(session.clock_s)
    _, view = session.feeds.wanted(session.now)
    assert view.taken_s == began_s - 1 / session.feeds.cameras[0].fps


@pytest.mark.parametrize("fps", [12.0, 30.0])
def test_a_picture_that_stands_still_is_made_once_and_shown(session, watch, fps):
    session.feeds.cameras = [one.model_copy(update={"fps": fps}) for one in session.feeds.cameras]
    bring(session, "feed_frozen", what="west", lasts_s=60)
    run(session, watch, 20.0)
    session.feeds.show(session.clock_s)
    _, view = session.feeds.wanted(session.now)
    session.feeds.take(view, CODED, 1.0)
    assert shown(session) == view.taken_s
    assert session.feeds.wanted(session.now) is None


def test_frames_that_come_late_are_shown_late(session, watch):
    bring(session, "network_delay", what="west", lasts_s=60, amount=8)
    began_s = session.clock_s
    taken(session, began_s - 1.0, began_s + 0.5)
    run(session, watch, 7.0)
    assert shown(session) == began_s - 1.0
    run(session, watch, 2.0)
    assert shown(session) == began_s + 0.5


def test_pictures_of_a_day_that_came_otherwise_are_shown_no_more(session, watch):
    taken(session, 29.0, 36.0)
    run(session, watch, 2.0)
    bring(session, "evacuation", lasts_s=60)
    run(session, watch, 6.0)
    assert shown(session) == 29.0
    session.feeds.show(session.clock_s)
    _, view = session.feeds.wanted(session.now)
    assert [one.kind for one in view.brought] == ["evacuation"]


def test_only_what_was_shown_is_handed_out_and_out_of_focus_with_less_detail(session, watch):
    taken(session, 29.0, 36.0)
    with pytest.raises(UnreadError):
        session.feeds.picture("west", 0)
    shown(session)
    assert softened(*session.feeds.picture("west", 0)) == CODED
    for camera, number in (("west", 1), ("west", -1), ("nowhere", 0)):
        with pytest.raises(UnreadError):
            session.feeds.picture(camera, number)
    bring(session, "blur", what="west", lasts_s=60)
    taken(session, 30.2)
    run(session, watch, 1.0)
    shown(session)
    soft = cv2.imdecode(np.frombuffer(softened(*session.feeds.picture("west", 2)), np.uint8), 1)
    assert soft.std() < 0.6 * cv2.imdecode(NOISE, 1).std()


def test_no_more_than_a_few_are_held(session):
    taken(session, *np.arange(10.0, 30.0))
    assert shown(session) == 29.0
    assert len(session.feeds._held["west"]) == KEPT


def turned(known):
    """Everybody drawn as whoever comes next."""
    played = [*known.values()]
    return dict(zip(known, played[1:] + played[:1], strict=True))


@pytest.mark.parametrize(
    ("refused", "left"),
    [([GONE], True), ([GONE, GONE], False), (["no"], False), ([GONE, "", GONE], True)],
)
def test_a_picture_is_put_off_that_is_refused_or_ends_its_process_twice(
    session, monkeypatch, refused, left
):
    monitors, answers = Monitors(lambda: [session]), iter(refused)
    picture = b64encode(CODED).decode()
    monkeypatch.setattr(
        monitors.painter, "paint", lambda _: {"refused": next(answers), "picture": picture}
    )
    assert all(monitors._next() for _ in refused)
    assert (session.feeds.wanted(Clock(session.clock_s, 0.0)) is not None) is left


@pytest.fixture(scope="module")
def watched(laid, tmp_path_factory):
    """A session's folder, a picture of its camera at a busy moment, and who was drawn as whom then,
    right after it, and, everybody as the next one on purpose, as an evacuation has begun meanwhile.
    """
    folder = shutil.copytree(laid, tmp_path_factory.mktemp("feeds") / "one")
    (folder / PLACE).mkdir()
    snapshots = Snapshots(folder, folder / PLACE)
    first = snapshots.take(View("west", 100.0))
    known = [dict(snapshots._known)]
    for brought in ((), (EVACUATION,)):
        snapshots.take(View("west", 101.0, brought))
        known.append(dict(snapshots._known))
        snapshots._known = turned(snapshots._known)
    return folder, first, *known


def test_a_picture_is_small_and_settles_nothing(watched):
    folder, first, *_ = watched
    shape = cv2.imdecode(np.frombuffer(first, np.uint8), 1).shape
    assert shape == (360, 640, 3)
    assert list((folder / PLACE).iterdir()) == []


def test_whoever_is_still_there_looks_as_they_did(watched):
    _, _, before, after, away = watched
    others = turned(after)
    for earlier, later in ((before, after), (others, away)):
        both = earlier.keys() & later.keys()
        assert both
        assert [earlier[one] for one in both] == [later[one] for one in both]
        assert len({*later.values()}) == len(later)


def test_feeds_are_made_for_sessions_that_are_looked_at(watched):
    session = Session(watched[0])
    monitors = Monitors(lambda: [session])
    monitors.open()
    end_s, found = time.monotonic() + PATIENCE_S, None
    while found is None and time.monotonic() < end_s:
        with session.lock:
            found = session.feeds.show(session.clock_s)[0].snapshot
        time.sleep(0.1)
    process = monitors.painter.process
    monitors.close()
    session.close()
    assert found.view == View("west", session.clock_s)
    assert cv2.imdecode(np.frombuffer(found.coded, np.uint8), 1).shape == (360, 640, 3)
    assert process.poll() is not None
