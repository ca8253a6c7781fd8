from dataclasses import replace
from datetime import date
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import GalleryError
from engine.matching.claims import Claims
from engine.matching.gallery import NOBODY
from engine.matching.watchlist import Watchlist
from engine.matching.watchlists import Watchlists
from tests.strategies import templates, watchlists

few = settings(deadline=None, max_examples=50)
PROBES = templates(st.integers(1, 6))
AXES = np.eye(8, dtype=np.float32)


def listed(name, rows, subjects=None, **more):
    subjects = subjects or tuple(f"s{k:02d}" for k in range(len(rows)))
    return Watchlist(name, "wanted", subjects, rows, "test", **more)


def found_by(lists, probes, threshold=0.5, k=3):
    found = Watchlists(lists, threshold).search(probes, k)
    return [found.candidates(row) for row in range(len(found))]


def alike(one, other):
    """The same scores; and the same people, where no two scores are nearly equal."""
    np.testing.assert_allclose([c.score for c in one], [c.score for c in other], atol=1e-5)
    leads = np.sort([c.lead for c in one])
    if (np.diff(leads) > 1e-4).all():
        assert [c.subject for c in one[:-1]] == [c.subject for c in other[:-1]]


@few
@given(watchlists("a"), watchlists("b"), PROBES)
def test_all_lists_together_find_the_best_lead_of_each_alone(a, b, probes):
    together = found_by([a, b], probes)
    for row, probe in enumerate(probes):
        alone = [found_by([one], probe[None])[0][0].lead for one in (a, b)]
        assert together[row][0].lead == pytest.approx(max(alone), abs=1e-5)


@few
@given(watchlists("a"), watchlists("b"), PROBES)
def test_the_order_of_lists_and_enrolment_does_not_matter(a, b, probes):
    held = Watchlists([b, a], 0.5)
    for subject, template in zip(reversed(a.subjects), reversed(a.templates), strict=True):
        held.enrol("a", subject, template)
    found = held.search(probes, 3)
    again = [found.candidates(row) for row in range(len(found))]
    assert again == found_by([a, b], probes)


@few
@given(watchlists("a"), watchlists("b"), PROBES)
def test_a_batch_equals_one_by_one(a, b, probes):
    batch = found_by([a, b], probes)
    for row, probe in enumerate(probes):
        alike(batch[row], found_by([a, b], probe[None])[0])


@few
@given(watchlists("a"), PROBES, st.data())
def test_withdrawing_then_enrolling_gives_the_same_search(a, probes, data):
    row = data.draw(st.integers(0, len(a) - 1))
    held = Watchlists([a], 0.5)
    held.withdraw("a", a.subjects[row])
    assert a.subjects[row] not in {c.subject for c in _all(held, probes)}
    held.enrol("a", a.subjects[row], a.templates[row])
    assert _all(held, probes) == _all(Watchlists([a], 0.5), probes)


def _all(held, probes):
    found = held.search(probes, 99)
    return [one for row in range(len(found)) for one in found.candidates(row)]


@few
@given(watchlists("a"), PROBES)
def test_candidates_are_the_highest_scores_and_the_margin_is_their_gap(a, probes):
    found = Watchlists([a], 0.5).search(probes, 3)
    exact = np.sort(probes @ a.templates.astype(np.float32).T, axis=1)[:, ::-1]
    for row in range(len(found)):
        scores = [one.score for one in found.candidates(row)]
        np.testing.assert_allclose(scores, exact[row, :3], atol=1e-5)
        gap = exact[row, 0] - (exact[row, 1] if len(a) > 1 else -1)
        assert found.margin(row) == pytest.approx(gap, abs=1e-5)


def test_one_person_on_two_lists_is_no_rival_of_themselves():
    rows = AXES[:2]
    held = Watchlists([listed("a", rows, ("ann", "bob")), listed("b", AXES[:1], ("ann",))], 0.5)
    found = held.search(AXES[:1])
    assert [one.subject for one in found.candidates(0)] == ["ann", "ann", "bob"]
    assert found.margin(0) == 1.0


def test_a_lower_threshold_of_one_s_list_outweighs_a_little_score():
    probe = np.array([[0.8, 0.6, 0, 0, 0, 0, 0, 0]], np.float32)
    strict = listed("strict", AXES[:1], ("ann",), threshold=0.9)
    loose = listed("loose", AXES[1:2], ("bob",), threshold=0.5)
    first = found_by([strict, loose], probe)[0][0]
    assert (first.watchlist, first.subject, first.threshold) == ("loose", "bob", 0.5)


def test_a_search_during_changes_sees_one_state():
    """Everybody on the changing list has one and the same template: none are ever mixed."""
    states = [listed("a", np.tile(AXES[k], (4, 1))) for k in range(2)]
    held = Watchlists(states[:1], 0.5)
    stop = []

    def change():
        while not stop:
            for one in states:
                held.put(one)

    changing = Thread(target=change)
    changing.start()
    seen = [held.search(AXES[:2], 4).scores.sum(1).tolist() for _ in range(500)]
    stop.append(True)
    changing.join()
    assert all(sums in ([4.0, 0.0], [0.0, 4.0]) for sums in seen)


def test_lists_come_and_go():
    held = Watchlists([], 0.5)
    assert (len(held), held.search(AXES).candidates(0)) == (0, ())
    held.put(listed("b", AXES[:2], expires=date(2026, 1, 31)))
    held.put(listed("a", AXES[2:5]))
    assert (held.names, len(held)) == (("a", "b"), 5)
    assert held.drop_expired(date(2026, 1, 31)) == ()
    assert held.drop_expired(date(2026, 2, 1)) == ("b",)
    held.drop("a")
    assert held.names == ()


def test_lists_that_do_not_belong_are_refused():
    held = Watchlists([listed("a", AXES)], 0.5)
    with pytest.raises(GalleryError, match="of pack other, wanted test as on a"):
        held.put(replace(listed("b", AXES), pack_id="other"))
    with pytest.raises(GalleryError, match="two watchlists of this name"):
        Watchlists([listed("a", AXES), listed("a", AXES)], 0.5)
    for change in (lambda: held.drop("b"), lambda: held.withdraw("b", "s00")):
        with pytest.raises(GalleryError, match="no watchlist of this name, wanted a"):
            change()
    with pytest.raises(GalleryError, match="wanted somebody on the list"):
        held.withdraw("a", "nobody")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "wanted printable words"),
        ({"category": "a\nb"}, "wanted printable words"),
        ({"threshold": 1.5}, "wanted -1 to 1"),
        ({"threshold": float("nan")}, "wanted -1 to 1"),
        ({"subjects": ("b", "a")}, "out of the order"),
        ({"subjects": ("a", "a")}, "twice"),
        ({"subjects": ("a", "b\x1b")}, "wanted a printable name"),
        ({"subjects": ("a",)}, "for 1 subjects"),
        ({"templates": AXES[:2].astype(np.float64)}, "float64"),
        ({"templates": 2 * AXES[:2]}, "another length than 1"),
        ({"templates": np.nan * AXES[:2]}, "another length than 1"),
    ],
)
def test_a_watchlist_that_does_not_fit_together_is_refused(change, said):
    with pytest.raises(GalleryError, match=said):
        replace(listed("a", AXES[:2], ("a", "b")), **change)


def test_a_subject_keeps_its_number_however_the_lists_change():
    held = Watchlists([listed("b", AXES[:2], ("cy", "di"))], 0.5)
    claims = Claims(held)
    first = [one.number for one in claims.search(AXES[:2])]
    held.put(listed("a", AXES[2:4], ("ann", "bob")))
    held.withdraw("b", "cy")
    assert first == [0, 1]
    assert [one.number for one in claims.search(AXES[1:3])] == [1, 2]
    assert [*claims.subjects] == ["cy", "di", "ann"]
    held.drop("a")
    held.drop("b")
    assert [(one.number, one.score) for one in claims.search(AXES[:1])] == [(NOBODY, -1.0)]
