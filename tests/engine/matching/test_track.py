import numpy as np
import pytest
from hypothesis import given, settings

from engine.matching.track import Tracker
from engine.settings import EngineSettings
from tests.strategies import face_at, walks

FPS = 5.0


def tracker(lost_after_s=1.0):
    return Tracker(EngineSettings(lost_after_s=lost_after_s))


def tracks(frames, times_s=None, lost_after_s=1.0):
    """The tracks of each frame's faces; frames stand FPS to the second unless told otherwise."""
    times_s = [k / FPS for k in range(len(frames))] if times_s is None else times_s
    one = tracker(lost_after_s)
    return [one.update(*frame).tolist() for frame in zip(frames, times_s, strict=True)]


def at_rest(times_s, lost_after_s=1.0):
    """The track at each time of a face that does not move."""
    return [found[0] for found in tracks([[face_at(0, 0)]] * len(times_s), times_s, lost_after_s)]


@settings(deadline=None, max_examples=25)
@given(walks(), walks())
def test_two_trackers_side_by_side_equal_each_alone(one, other):
    a, b = tracker(), tracker()
    together = [
        (a.update(x, k / FPS).tolist(), b.update(y, k / FPS).tolist())
        for k, (x, y) in enumerate(zip(one, other, strict=True))
    ]
    assert together == list(zip(tracks(one), tracks(other), strict=True))


@settings(deadline=None, max_examples=25)
@given(walks())
def test_faces_of_one_frame_have_tracks_of_their_own(frames):
    for found, faces in zip(tracks(frames), frames, strict=True):
        assert len(found) == len(faces) == len(set(found))


def test_a_walking_face_keeps_its_track():
    found = tracks([[face_at(30 * k, 10), face_at(400, 300 - 30 * k)] for k in range(8)])
    assert found == [[0, 1]] * 8


def test_faces_keep_their_tracks_whatever_their_order():
    frames = [[face_at(5 * k, 10), face_at(400, 5 * k)] for k in range(6)]
    straight = tracks(frames)
    turned = tracks([faces[::-1] for faces in frames])
    assert straight == turned == [[0, 1]] * 6


def test_the_first_sight_of_a_face_has_its_track_and_numbers_go_by_first_sight():
    seen = [[face_at(0, 0)], [], [face_at(0, 0), face_at(400, 0)], [face_at(800, 0)]]
    assert tracks(seen) == [[0], [], [0, 1], [2]]


@pytest.mark.parametrize("fps", [2.0, 5.0, 12.5, 29.97, 120.0])
def test_a_track_ends_by_seconds_unseen_at_any_frame_rate(fps):
    away_s = np.arange(1, int(fps * 3)) / fps
    for gap_s in away_s.tolist():
        found = at_rest([0.0, 1 / fps, 1 / fps + gap_s])
        assert found == [0, 0, 0 if gap_s <= 1.0 + 1e-6 else 1]


@pytest.mark.parametrize("start_s", [0.0, 0.1, 4.1, 64.1, 3601.6, 86_400.3])
@pytest.mark.parametrize("lost_after_s", [0.1, 0.3, 1.0, 60.0])
def test_a_track_unseen_for_exactly_so_long_lives_on(start_s, lost_after_s):
    end_s = start_s + lost_after_s
    assert at_rest([start_s, end_s], lost_after_s) == [0, 0]
    assert at_rest([start_s, end_s + 1e-5], lost_after_s) == [0, 1]


def test_empty_frames_and_missing_frames_age_a_track_alike():
    seen, empty = [face_at(0, 0)], []
    for frames, times_s in (
        ([seen, *[empty] * 5, seen], [k / FPS for k in range(7)]),
        ([seen, seen], [0.0, 1.2]),
    ):
        assert tracks(frames, times_s)[-1] == [1]


def test_no_track_lasts_over_a_gap_of_minutes():
    assert at_rest([0.0, 0.1, 0.2, 600.0, 600.1, 600.2]) == [0, 0, 0, 1, 1, 1]


def test_a_face_seen_only_once_is_found_again_within_the_time():
    frames = [[face_at(0, 0)], [], [], [], [face_at(0, 0)]]
    assert tracks(frames)[-1] == [0]


@pytest.mark.parametrize("shift_s", [0.0, 3600.0, 1e6])
def test_where_the_clock_begins_does_not_matter(shift_s):
    frames = [[face_at(20 * k, 10)] for k in range(8)]
    times_s = [0.2 * k for k in range(8)]
    assert tracks(frames, [shift_s + t for t in times_s]) == tracks(frames, times_s)


STEPS = {
    "half of the frames dropped": lambda rng: rng.choice([0.04, 0.08, 0.12], 60),
    "bursts": lambda _: np.tile([0.033, 0.034, 0.333], 20),
    "from 5 to 30 frames a second": lambda _: np.repeat([0.2, 1 / 30], [20, 60]),
    "from 30 to 5 frames a second": lambda _: np.repeat([1 / 30, 0.2], [60, 20]),
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_walkers_keep_their_tracks_however_their_frames_lie(steps):
    """Faces of 30 px that walk seven times their width a second, as people do."""
    for seed in range(5):
        rng = np.random.default_rng(seed)
        times_s = np.cumsum(steps(rng))
        frames = [[face_at(210 * t, 10), face_at(9000 - 210 * t, 400)] for t in times_s]
        assert tracks(frames, times_s.tolist()) == [[0, 1]] * len(times_s)


@pytest.mark.parametrize("times_s", [[0.0, 0.2, 0.2, 0.4], [0.0, 0.2, 0.1, 0.4]])
def test_times_that_stand_still_or_fall_are_those_of_the_frame_before(times_s):
    frames = [[face_at(10 * k, 0), face_at(400, 0)] for k in range(4)]
    assert tracks(frames, times_s) == [[0, 1]] * 4


def test_a_track_is_alive_until_it_can_no_longer_return():
    one, alive = tracker(), []
    for k, faces in enumerate([[face_at(0, 0)]] * 4 + [[]] * 8):
        assert set(one.update(faces, k / FPS).tolist()) <= one.alive
        alive.append(len(one.alive))
    assert alive == [1] * 9 + [0] * 3  # seen last at 0.6 s, so alive at 1.6 s


def test_nothing_to_track_is_no_trouble():
    assert tracks([[], []]) == [[], []]
