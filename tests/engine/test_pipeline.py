from dataclasses import replace

import numpy as np
import pytest

from engine.errors import GalleryError
from engine.feeds.recorded import MemoryFeed
from engine.matching.enrolment import enrol_folder
from engine.matching.gallery import NOBODY, Gallery
from engine.pipeline import Pipeline
from engine.settings import EngineSettings

SETTINGS = EngineSettings(minimum_frames=2)
THRESHOLD = 0.55


@pytest.fixture(scope="module")
def gallery(watchlist, analyser):
    return enrol_folder(watchlist, analyser)


def engine(analyser, gallery, settings=SETTINGS):
    return Pipeline(analyser, gallery, settings, THRESHOLD)


def said(seen):
    faces = [(f.track, f.subject, f.reason, round(f.score, 5)) for f in seen.faces]
    return faces, seen.alerts


def test_two_engines_side_by_side_equal_each_alone(walk, analyser, gallery):
    feeds = [MemoryFeed(walk[:5], "a"), MemoryFeed(walk[:6:-1], "b")]
    alone = []
    for feed in feeds:
        one = engine(analyser, gallery)
        alone.append([said(one.process(frame)) for frame in feed])
    a, b = engine(analyser, gallery), engine(analyser, gallery)
    together = [(said(a.process(x)), said(b.process(y))) for x, y in zip(*feeds, strict=True)]
    assert together == list(zip(*alone, strict=True))


def test_alerts_name_the_right_subject_once(walk, analyser, gallery):
    one = engine(analyser, gallery)
    alerts = [alert for frame in MemoryFeed(walk) for alert in one.process(frame).alerts]
    subjects = [alert.subject for alert in alerts]
    assert len(subjects) == len(set(subjects)) >= 3
    assert [alert.id for alert in alerts] == list(range(len(alerts)))
    assert all(alert.frame >= 1 and alert.score >= THRESHOLD for alert in alerts)


def test_two_sightings_are_enough_where_two_are_wanted(walk, analyser, gallery):
    one = engine(analyser, gallery)
    first, second = (one.process(frame) for frame in MemoryFeed([walk[4]] * 2))
    assert first.alerts == ()
    assert len(second.alerts) >= 2
    assert {alert.track for alert in second.alerts} <= {face.track for face in first.faces}


def test_no_track_lasts_over_a_gap_in_time(walk, analyser, gallery):
    one = engine(analyser, gallery, SETTINGS.model_copy(update={"minimum_frames": 3}))
    frames = [*MemoryFeed([walk[4]] * 4)]
    times_s = [0.0, 0.2, 600.0, 600.2]
    seen = [
        one.process(replace(frame, time_s=time_s))
        for frame, time_s in zip(frames, times_s, strict=True)
    ]
    before, after = (
        {f.track for look in part for f in look.faces} for part in (seen[:2], seen[2:])
    )
    assert before
    assert before.isdisjoint(after)
    assert [look.alerts for look in seen] == [()] * 4


def test_an_empty_watchlist_sees_faces_and_stays_silent(walk, analyser):
    nobody = Gallery((), np.zeros((0, analyser.dimension), np.float32), analyser.pack.id)
    one = engine(analyser, nobody)
    seen = [one.process(frame) for frame in MemoryFeed(walk[:3])]
    assert all(s.faces and not s.alerts for s in seen)
    assert {face.subject for s in seen for face in s.faces} == {NOBODY}


def test_faces_too_poor_are_not_searched(walk, analyser, gallery):
    one = engine(analyser, gallery, EngineSettings(minimum_interocular_px=500))
    seen = one.process(next(iter(MemoryFeed(walk))))
    assert seen.faces
    assert all(f.reason == "too_small" and f.subject == NOBODY for f in seen.faces)


def test_a_gallery_of_another_pack_is_refused(analyser, gallery):
    other = replace(gallery, pack_id="other-00000000")
    with pytest.raises(GalleryError, match=f"other-00000000, wanted {analyser.pack.id}"):
        engine(analyser, other)
