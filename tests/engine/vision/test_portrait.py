from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.faces import Face
from engine.matching.enrolment import ENROLMENT, enrol, read_source
from engine.vision.portrait import (
    DOUBTFUL,
    NO_FACE,
    SEVERAL_FACES,
    Portrait,
    doubtful,
    portrait,
)


def mosaic(six):
    """A face that has been made unknowable; the detector still tells one."""
    bgr = six.crop(0)
    cell = round(0.12 * six.faces[0].interocular_px)
    size = (bgr.shape[1] // cell, bgr.shape[0] // cell)
    small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, bgr.shape[1::-1], interpolation=cv2.INTER_NEAREST)


def twice(six):
    """A head that moved while it was taken: two pictures of it in one."""
    bgr, apart = six.crop(0), six.faces[0].interocular_px
    moved = np.array([[1, 0, 0.25 * apart], [0, 1, 0.5 * apart]])
    other = cv2.warpAffine(bgr, moved, bgr.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return cv2.addWeighted(bgr, 0.5, other, 0.5, 0)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("times", [1, 4])
def test_good_pictures_are_taken(six, analyser, number, times):
    bgr = cv2.resize(six.crop(number), None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    found = portrait(bgr, analyser, ENROLMENT)
    assert isinstance(found, Portrait)
    assert found.template @ six.templates[number] > 0.9


def test_nobody_and_a_crowd_are_told_apart(six, analyser):
    assert portrait(np.full((300, 300, 3), 90, np.uint8), analyser, ENROLMENT) == NO_FACE
    assert portrait(six.bgr, analyser, ENROLMENT) == SEVERAL_FACES


@pytest.mark.parametrize("make", [mosaic, twice])
def test_a_face_that_second_looks_do_not_agree_on_is_doubtful(six, analyser, make):
    assert len(analyser.detect(make(six))) == 1
    assert portrait(make(six), analyser, ENROLMENT) == DOUBTFUL


def test_misplaced_landmarks_are_doubtful_and_the_right_ones_are_not(six, analyser):
    for face, template in zip(six.faces, six.templates, strict=True):
        assert not doubtful(six.bgr, face, template, analyser)
    face = six.faces[0]
    off = np.zeros((5, 2), np.float32)
    off[2:] = [0, -0.3 * face.interocular_px]  # as the detector itself has them of huge faces
    wrong = replace(face, landmarks_px=face.landmarks_px + off)
    assert doubtful(six.bgr, wrong, analyser.templates(six.bgr, [wrong])[0], analyser)


def test_a_face_where_none_is_is_doubtful(analyser):
    marks = np.array([[90, 90], [150, 90], [120, 120], [95, 150], [145, 150]], np.float32)
    face = Face(np.array([60, 40, 180, 190], np.float32), marks, 0.9)
    grey = np.full((256, 256, 3), 128, np.uint8)
    assert doubtful(grey, face, analyser.templates(grey, [face])[0], analyser)


def test_a_doubtful_picture_is_refused_by_name_and_nobody_is_enrolled_from_it(
    tmp_path, six, analyser
):
    cv2.imwrite(str(tmp_path / "ann.png"), six.crop(1))
    cv2.imwrite(str(tmp_path / "bob.png"), mosaic(six))
    made = enrol(read_source(tmp_path), analyser, name="list")
    assert made.watchlist.subjects == ("ann",)
    assert [(one.subject, one.file.name, one.reason) for one in made.refused] == [
        ("bob", "bob.png", DOUBTFUL)
    ]
