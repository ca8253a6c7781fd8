"""What looking for large faces costs on a feed's frame, beside the detector on the frame alone."""

import cv2
import numpy as np
import pytest
from insightface.data import get_image

from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser


@pytest.fixture(scope="module")
def frame() -> np.ndarray:
    return cv2.resize(get_image("t1"), (1280, 720))


def test_faces_of_any_size_beside_the_bare_detector(beside, frame):
    analyser = Analyser(load_pack())
    detector = analyser.pack.detector
    padded = np.zeros((736, 1280, 3), np.uint8)
    padded[:720] = frame
    blob = detector._prepare_input_blob(padded, (1280, 736))

    def bare() -> None:
        detector.session.run(None, {detector.input_name: blob})

    assert len(analyser.detect(frame)) == 6
    beside(
        "detect faces of any size, beside the bare detector", lambda: analyser.detect(frame), bare
    )
