import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.matching.evidence import Evidence, fuse
from engine.matching.gallery import NOBODY, Gallery
from tests.strategies import templates

WEIGHTS = st.floats(0, 1, width=32)
few = settings(deadline=None, max_examples=60)


@st.composite
def tracks(draw, most=12):
    """Templates (n, d) of one track and their weights."""
    seen = draw(templates(st.integers(1, most)))
    return seen, draw(st.lists(WEIGHTS, min_size=len(seen), max_size=len(seen)))


def evidence(seen, weights, best):
    one = Evidence(best)
    for template, weight in zip(seen, weights, strict=True):
        one.add(0, template, weight)
    return one


@few
@given(tracks())
def test_the_fused_template_is_unit(track):
    assert np.linalg.norm(fuse(*track)) == pytest.approx(1, abs=1e-5)


@few
@given(tracks(), st.randoms())
def test_the_frames_order_does_not_matter_to_the_fusion(track, random):
    seen, weights = track
    order = random.sample(range(len(seen)), len(seen))
    shuffled = fuse(seen[order], [weights[k] for k in order])
    if np.linalg.norm(np.array(weights) @ seen) > 0.1:  # else hardly any direction is left
        np.testing.assert_allclose(shuffled, fuse(seen, weights), atol=1e-4)


@few
@given(templates(st.just(1)), st.lists(WEIGHTS, min_size=1, max_size=9))
def test_one_face_seen_again_and_again_is_itself(seen, weights):
    again = np.repeat(seen, len(weights), axis=0)
    np.testing.assert_allclose(fuse(again, weights), seen[0], atol=1e-5)


@few
@given(tracks(), st.integers(1, 5))
def test_no_more_than_the_best_frames_are_kept_and_none_of_them_is_worse_than_one_left(track, best):
    one = evidence(*track, best)
    kept = [weight for weight, _ in one.kept[0]]
    assert kept == sorted(track[1], reverse=True)[:best]


@few
@given(tracks(), st.integers(1, 5), WEIGHTS)
def test_a_frame_worse_than_the_best_kept_changes_nothing(track, best, weight):
    one = evidence(*track, best)
    before = one.template(0)
    if len(one.kept[0]) == best and weight <= one.kept[0][-1][0]:
        one.add(0, -track[0][0], weight)
        assert np.array_equal(one.template(0), before)


@few
@given(tracks(), templates(st.integers(1, 6)))
def test_a_track_s_score_is_that_of_its_nearest_subject(track, enrolled):
    gallery = Gallery(tuple(str(k) for k in range(len(enrolled))), enrolled, "test")
    one = evidence(*track, 5)
    score = one.score(0, gallery)
    against = [one.against(0, subject, gallery) for subject in range(len(enrolled))]
    assert score.score == pytest.approx(max(against), abs=1e-5)
    assert -1.0001 <= score.score <= 1.0001


def test_tracks_share_nothing_and_an_empty_watchlist_is_nobody():
    empty = Gallery((), np.zeros((0, 4), np.float32), "test")
    one = Evidence(3)
    for track in (5, 2):
        one.add(track, np.eye(4, dtype=np.float32)[track % 4], 0.5)
    scores = one.scores(empty)
    assert [(s.track, s.subject, s.score, s.frames) for s in scores] == [
        (2, NOBODY, -1.0, 1),
        (5, NOBODY, -1.0, 1),
    ]
    assert one.against(2, NOBODY, empty) == -1


@few
@given(tracks(), st.sets(st.integers(0, 4)), st.integers(1, 5))
def test_what_is_dropped_and_what_is_kept_make_up_the_whole(track, alive, best):
    enrolled = Gallery(("a", "b"), np.eye(track[0].shape[1], dtype=np.float32)[:2], "test")
    whole, parted = Evidence(best), Evidence(best)
    for k, (template, weight) in enumerate(zip(*track, strict=True)):
        whole.add(k % 5, template, weight)
        parted.add(k % 5, template, weight)
    over = parted.drop(alive)
    assert parted.kept.keys() <= alive
    assert over.kept.keys().isdisjoint(alive)
    both = over.scores(enrolled) + parted.scores(enrolled)
    assert sorted(both, key=lambda one: one.track) == whole.scores(enrolled)


def test_fusing_noisy_views_comes_nearer_to_the_person_than_a_view_does():
    rng = np.random.default_rng(0)
    person = rng.normal(size=64)
    views = person + rng.normal(size=(5, 64))
    unit = (views / np.linalg.norm(views, axis=1, keepdims=True)).astype(np.float32)
    true = (person / np.linalg.norm(person)).astype(np.float32)
    assert fuse(unit, [1.0] * 5) @ true > max(unit @ true)
