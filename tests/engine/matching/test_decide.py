from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.matching.decide import Match, decide
from engine.settings import EngineSettings
from tests.strategies import matches

ONE_FRAME = EngineSettings(minimum_frames=1, cooldown_s=0)
dials = st.builds(
    EngineSettings, minimum_frames=st.integers(1, 4), cooldown_s=st.sampled_from([0.0, 5.0, 60.0])
)


def seen(*times_s, track=0, subject=0, score=0.9):
    return [Match(t, k, track, subject, score) for k, t in enumerate(times_s)]


@given(matches(), dials, st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_threshold_alerts_on_a_subset_of_the_subjects(found, settings, a, b):
    loose, strict = sorted((a, b))
    subjects = {m.subject for m in decide(found, settings, strict)}
    assert subjects <= {m.subject for m in decide(found, settings, loose)}


@given(matches(), st.integers(1, 4), st.floats(0, 1), st.floats(0, 1))
def test_without_cooldown_it_alerts_on_a_subset_of_the_tracks(found, frames, a, b):
    settings = EngineSettings(minimum_frames=frames, cooldown_s=0)
    loose, strict = sorted((a, b))
    tracks = {(m.track, m.subject) for m in decide(found, settings, strict)}
    assert tracks <= {(m.track, m.subject) for m in decide(found, settings, loose)}


@given(matches(), dials, st.floats(0, 1))
def test_alerts_are_matches_at_the_threshold_once_a_track_and_subject(found, settings, threshold):
    alerts = decide(found, settings, threshold)
    keys = [(m.track, m.subject) for m in alerts]
    assert len(set(keys)) == len(keys)
    assert all(m in found and m.score >= threshold and m.subject >= 0 for m in alerts)


@given(matches(), dials, st.floats(0, 1))
def test_a_subject_is_silent_during_the_cooldown(found, settings, threshold):
    for subject in range(3):
        times = [m.time_s for m in decide(found, settings, threshold) if m.subject == subject]
        assert all(b - a >= settings.cooldown_s for a, b in pairwise(times))


@given(matches(), dials, st.floats(0, 1), st.integers(0, 3))
def test_more_frames_wanted_never_alert_earlier(found, settings, threshold, more):
    patient = settings.model_copy(update={"minimum_frames": settings.minimum_frames + more})
    firsts = [
        {m.subject: m.time_s for m in reversed(decide(found, one, threshold))}
        for one in (settings, patient)
    ]
    assert all(firsts[0][subject] <= time_s for subject, time_s in firsts[1].items())


def test_an_alert_needs_its_frames_of_one_track():
    settings = EngineSettings(minimum_frames=3)
    assert decide(seen(0, 1), settings, 0.5) == []
    assert [m.time_s for m in decide(seen(0, 1, 2, 3), settings, 0.5)] == [2]
    assert decide([*seen(0, 1), *seen(2, track=1)], settings, 0.5) == []


def test_nobody_is_never_alerted():
    assert decide(seen(0, 1, 2, subject=-1), ONE_FRAME, -1.0) == []


def test_a_track_silenced_by_the_cooldown_speaks_after_it():
    settings = EngineSettings(minimum_frames=1, cooldown_s=10)
    found = [*seen(0), *seen(5, 9, 12, track=1)]
    assert [(m.time_s, m.track) for m in decide(found, settings, 0.5)] == [(0, 0), (12, 1)]


def test_no_matches_make_no_alerts():
    assert decide([], EngineSettings(), 0.5) == []
