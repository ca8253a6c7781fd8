import cv2
import numpy as np
import pytest

from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.finder import ORDINARY_PX
from engine.vision.tiles import LARGEST_PX, SIDE_PX, spans, tiles

SAME_FACE = 0.95


def resized(bgr, longest_px):
    share = longest_px / max(bgr.shape[:2])
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return cv2.resize(bgr, None, fx=share, fy=share, interpolation=way)


def only(analyser, bgr):
    (face,) = analyser.detect(bgr)
    return face, analyser.templates(bgr, [face])[0]


@pytest.mark.parametrize("longest_px", [300, 450, 960, 1600, 2200])
@pytest.mark.parametrize("number", [0, 3])
def test_one_picture_of_any_size_is_one_face_with_one_template(six, analyser, number, longest_px):
    portrait = six.crop(number)
    _, wanted = only(analyser, resized(portrait, 640))
    _, found = only(analyser, resized(portrait, longest_px))
    assert found @ wanted >= SAME_FACE


@pytest.mark.parametrize("number", [0, 2])
def test_a_rendered_portrait_is_as_one_at_every_size(analyser, portrait, number):
    _, wanted = only(analyser, resized(portrait(number), 640))
    for longest_px in (320, 1600):
        assert only(analyser, resized(portrait(number), longest_px))[1] @ wanted >= SAME_FACE


def test_a_face_that_fills_the_picture_is_found_though_its_borders_cut_it(six, analyser):
    face = six.faces[0]
    reach = 1.3 * face.interocular_px
    low, high = (np.round(face.landmarks_px.mean(0) + k * reach).astype(int) for k in (-1, 1))
    tight = six.bgr[low[1] : high[1], low[0] : high[0]]
    for longest_px in (300, 1500):
        assert only(analyser, resized(tight, longest_px))[1] @ six.templates[0] >= 0.9


def test_ordinary_faces_are_the_detector_s_own_to_the_bit(six, analyser):
    height, width = (-(-side // 32) * 32 for side in six.bgr.shape[:2])
    padded = np.zeros((height, width, 3), np.uint8)
    padded[: six.bgr.shape[0], : six.bgr.shape[1]] = six.bgr
    boxes, landmarks = analyser.pack.detector.detect(padded, input_size=(width, height))
    order = np.argsort(-boxes[:, 4], kind="stable")
    found = analyser.detect(six.bgr)
    assert max(face.interocular_px for face in found) < ORDINARY_PX
    assert np.array_equal([face.box_px for face in found], boxes[order, :4])
    assert np.array_equal([face.landmarks_px for face in found], landmarks[order])
    assert [face.score for face in found] == boxes[order, 4].tolist()


def test_six_large_faces_are_the_six(six, analyser):
    large = cv2.resize(six.bgr, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    found = sorted(analyser.detect(large), key=lambda face: face.box_px[0])
    assert sum(face.interocular_px > ORDINARY_PX for face in found) >= 4
    assert len(found) == 6
    alike = analyser.templates(large, found) @ six.templates.T
    assert (alike.diagonal() > 0.9).all()


def test_nothing_is_found_in_nothing_at_any_size(analyser):
    noise = np.random.default_rng(3).integers(0, 255, (900, 1300, 3), dtype=np.uint8)
    waves = np.indices((900, 1300)).sum(0)[..., None] // 3 % 256
    for picture in (noise, np.broadcast_to(waves, noise.shape).astype(np.uint8)):
        assert analyser.detect(picture) == []
        assert analyser.detect(cv2.GaussianBlur(picture, (0, 0), 20)) == []


def test_a_surer_detector_finds_no_large_face_below_its_score(six, pack):
    sure = Analyser(pack, EngineSettings(detector_score=0.99))
    assert sure.detect(resized(six.crop(0), 1280)) == []


def test_a_picture_too_large_for_one_look_shows_what_its_parts_show(six, analyser):
    height, width = 2320, 2400
    canvas = np.full((height, width, 3), 120, np.uint8)
    assert height * width > LARGEST_PX
    cut = round((spans(width)[0].stop + spans(width)[1].start) / 2)
    left, top = cut - six.bgr.shape[1] // 2, 40
    canvas[top : top + six.bgr.shape[0], left : left + six.bgr.shape[1]] = six.bgr
    found = sorted(analyser.detect(canvas), key=lambda face: face.box_px[0])
    assert len(found) == 6
    assert (analyser.templates(canvas, found) @ six.templates.T).diagonal().min() >= SAME_FACE


@pytest.mark.parametrize("length_px", [100, SIDE_PX, SIDE_PX + 1, 5000, 6000, 16384])
def test_tiles_cover_a_side_and_every_place_is_somebody_s(length_px):
    found = spans(length_px)
    assert (found[0].start, found[-1].stop) == (0, length_px)
    assert max(one.stop - one.start for one in found) <= SIDE_PX
    assert all(any(one.owns(place) for one in found) for place in range(0, length_px, 7))
    sizes = {-(-(one.stop - one.start) // 32) for one in found}
    assert len(sizes) == 1  # one shape: the detector's memory is that of one


def test_a_picture_that_one_look_can_bear_is_one_tile():
    picture = np.zeros((2160, 2400, 3), np.uint8)
    ((_, _, part),) = tiles(picture)
    assert part is picture
