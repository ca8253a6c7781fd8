import cv2
import numpy as np
import pytest

from engine.measure.calibration.photographs import (
    SMALLEST_PX,
    Called,
    Subject,
    photograph,
    preset,
    subjects_in,
)
from engine.measure.calibration.sample import VIEWED, joined
from engine.packs.names import OPEN
from tests.engine.measure.calibration.test_fit import drawn
from tests.engine.measure.calibration.test_standin import standin

VIEWS = 4


def look(subjects):
    return photograph(subjects, VIEWS, OPEN, [].append)


@pytest.fixture(scope="module")
def folder(six, tmp_path_factory):
    """Two people with two pictures, one with one, and one with none that shows a face."""
    made = tmp_path_factory.mktemp("people")
    for name, number, pictures in (("ann", 0, 2), ("bob", 1, 2), ("cy", 2, 1)):
        (made / name).mkdir()
        for k in range(pictures):
            crop = six.crop(number, 0.8 + 0.3 * k)
            cv2.imwrite(str(made / name / f"{k}.png"), cv2.resize(crop, None, fx=0.8, fy=0.8))
    cv2.imwrite(str(made / "wall.png"), np.full((120, 90, 3), 200, np.uint8))
    return made


@pytest.fixture(scope="module")
def seen(folder):
    return look(subjects_in(folder))


def test_people_are_enrolled_once_and_their_other_pictures_seen_at_many_sizes(seen):
    assert seen.subject.tolist() == ["ann", "bob", "cy"]
    assert seen.pictures.tolist() == [2, 2, 1]
    assert seen.person.tolist() == [0] * VIEWS + [1] * VIEWS
    for person in (0, 1):
        size = seen.interocular_px[seen.person == person]
        assert size.min() >= SMALLEST_PX
        assert size.argmax() == 0
        assert np.all(np.diff(size[1:]) > 0)


def test_large_views_look_like_their_own_enrolment(seen):
    large = seen.detected & (seen.interocular_px > 16)
    scores = seen.probe[large] @ seen.enrolled.T
    assert large.sum() >= 4
    assert scores.argmax(1).tolist() == seen.person[large].tolist()


def test_people_seen_apart_are_the_same_people(folder, seen):
    subjects = subjects_in(folder)
    parts = joined([look(subjects[:1]), look(subjects[1:])])
    for name in ("enrolled", "subject", "pictures", *VIEWED):
        assert np.array_equal(getattr(parts, name), getattr(seen, name)), name


def test_a_picture_that_cannot_be_read_is_told_and_the_others_go_on(folder, seen, tmp_path):
    (tmp_path / "torn.png").write_bytes(b"\x89PNG torn")
    subjects = subjects_in(folder)
    files = (tmp_path / "torn.png", *subjects[0].files)
    held = look([Subject(subjects[0].name, files), *subjects[1:]])
    assert np.array_equal(held.enrolled, seen.enrolled)
    ((file, why),) = held.unreadable.tolist()
    assert file == str(files[0])
    assert why.startswith("something unreadable")
    assert seen.unreadable.shape == (0, 2)


def test_a_preset_says_what_it_was_fitted_to_and_gates_nobody(monkeypatch, seen):
    for name, size in (("SUBJECTS", 50), ("STRANGERS", 200)):
        monkeypatch.setattr(f"engine.measure.calibration.thresholds.{name}", size)
    sample = drawn(standin(), np.random.default_rng(4))
    views = {name: getattr(sample, name) for name in ("enrolled", *VIEWED)}
    people = len(sample.enrolled)
    subject, pictures = np.array([str(k) for k in range(people)]), np.full(people, 3)
    whole = type(seen)(**views, subject=subject, pictures=pictures)
    made = preset(
        whole, Called("press", "press pictures"), "drawn", np.random.default_rng(1), [].append
    )
    assert "fitted to 1,200 pictures of 400 people in press pictures" in made.origin
    assert made.standin.look_alike == 1.0
    assert not len(made.admitted)
