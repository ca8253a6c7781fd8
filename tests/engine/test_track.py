import numpy as np
from hypothesis import given, settings

from engine.matching.track import Tracker
from engine.settings import EngineSettings
from tests.strategies import face_at, walks


def tracks(frames, tracker=None):
    tracker = tracker or Tracker(EngineSettings(), 5.0)
    return [tracker.update(faces).tolist() for faces in frames]


@settings(deadline=None, max_examples=25)
@given(walks(), walks())
def test_two_trackers_side_by_side_equal_each_alone(one, other):
    a, b = (Tracker(EngineSettings(), 5.0) for _ in range(2))
    together = [
        (a.update(x).tolist(), b.update(y).tolist()) for x, y in zip(one, other, strict=True)
    ]
    assert together == list(zip(tracks(one), tracks(other), strict=True))


@settings(deadline=None, max_examples=25)
@given(walks())
def test_faces_of_one_frame_have_tracks_of_their_own(frames):
    for found, faces in zip(tracks(frames), frames, strict=True):
        assert len(found) == len(faces) == len(set(found))


def test_a_walking_face_keeps_its_track():
    found = tracks([[face_at(30 * k, 10), face_at(400, 300 - 30 * k)] for k in range(8)])
    assert {tuple(np.argsort(f)) for f in found[1:]} == {tuple(np.argsort(found[1]))}
    assert len({number for f in found[1:] for number in f}) == 2


def test_faces_keep_their_tracks_whatever_their_order():
    frames = [[face_at(5 * k, 10), face_at(400, 5 * k)] for k in range(6)]
    straight = tracks(frames)
    turned = tracks([faces[::-1] for faces in frames])
    first, last = straight[1], straight[-1]
    assert first == last
    assert turned[1] == turned[-1]


def test_a_face_long_unseen_is_a_new_track():
    away = [[] for _ in range(20)]
    found = tracks([[face_at(0, 0)]] * 4 + away + [[face_at(0, 0)]] * 4)
    before, after = {f[0] for f in found[1:4]}, {f[0] for f in found[-3:]}
    assert before.isdisjoint(after)


def test_a_track_is_alive_until_it_can_no_longer_return():
    tracker, seen = Tracker(EngineSettings(), 5.0), []
    for faces in [[face_at(0, 0)]] * 4 + [[]] * 8:
        found = [number for number in tracker.update(faces).tolist() if number >= 0]
        assert set(found) <= tracker.alive
        seen.append(len(tracker.alive))
    assert (seen[3], seen[-1]) == (1, 0)


def test_nothing_to_track_is_no_trouble():
    assert tracks([[], []]) == [[], []]
