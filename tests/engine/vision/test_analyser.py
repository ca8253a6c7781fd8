import numpy as np
import pytest

from engine.errors import SettingsError
from engine.matching.enrolment import enrol_folder
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser, align

THRESHOLD = 0.606
"""The score above which one in 100,000 pairs of different people comes in Labeled Faces in the
Wild with this pack (docs/model-card.md); at one in 10,000, .533, two of the six would be mixed up.
"""


def test_all_six_faces_are_found_with_eyes_nose_and_mouth_inside(six):
    assert len(six.faces) == 6
    for face in six.faces:
        x1, y1, x2, y2 = face.box_px
        assert ((face.landmarks_px > [x1, y1]) & (face.landmarks_px < [x2, y2])).all()
        right_eye, left_eye, nose, right_mouth, left_mouth = face.landmarks_px
        assert right_eye[0] < left_eye[0]
        assert right_mouth[0] < left_mouth[0]
        assert right_eye[1] < nose[1] < right_mouth[1]


def test_each_of_the_six_matches_the_crop_of_themselves_and_nobody_else(six, watchlist, analyser):
    gallery = enrol_folder(watchlist, analyser)
    matched = gallery.templates @ six.templates.T >= THRESHOLD
    assert np.array_equal(matched, np.eye(6, dtype=bool))
    subjects, _ = gallery.search(six.templates)
    assert [gallery.subjects[k] for k in subjects] == [f"person-{k}" for k in range(6)]


def test_templates_are_unit_and_the_same_alone_and_in_a_batch(six, analyser):
    alone = np.concatenate([analyser.templates(six.bgr, [face]) for face in six.faces])
    np.testing.assert_allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(alone, six.templates, atol=1e-4)


def test_a_picture_without_faces_gives_none(analyser):
    picture = np.full((100, 130, 3), 90, np.uint8)
    assert analyser.detect(picture) == []
    assert analyser.templates(picture, []).shape == (0, analyser.dimension)


def test_a_surer_detector_finds_a_subset(six, pack):
    sure = Analyser(pack, EngineSettings(detector_score=0.92)).detect(six.bgr)
    assert 0 < len(sure) < 6
    assert all(face.score >= 0.92 for face in sure)


def test_two_analysers_of_one_pack_keep_to_their_own_settings(six, pack):
    strict, loose = (Analyser(pack, EngineSettings(detector_score=s)) for s in (0.92, 0.5))
    assert len(strict.detect(six.bgr)) < len(loose.detect(six.bgr)) == 6
    assert len(strict.detect(six.bgr)) < 6


@pytest.mark.parametrize("shape", [(10, 10), (10, 10, 4)])
def test_what_is_no_colour_picture_is_refused(analyser, shape):
    with pytest.raises(SettingsError, match="wanted"):
        analyser.detect(np.zeros(shape, np.uint8))


def test_a_face_in_place_is_cut_out_as_it_is():
    from insightface.utils.face_align import arcface_dst

    picture = np.random.default_rng(0).integers(0, 255, (112, 112, 3), dtype=np.uint8)
    assert np.array_equal(align(picture, arcface_dst.astype(np.float32)), picture)
