import numpy as np

from engine.drawing.annotate import BAND_PX, PLATE, Annotator, canvas, onto
from engine.faces import Frame
from engine.matching.gallery import NOBODY, Gallery
from engine.pipeline import Seen, SeenFace
from tests.strategies import face_at

GALLERY = Gallery(("ann",), np.eye(1, 4, dtype=np.float32), "test")


def seen(*faces):
    grey = np.full((200, 300, 3), 128, np.uint8)
    return Seen(Frame("hall", 0, 0.0, grey), faces, ())


def drawn(*faces):
    return Annotator(GALLERY, 0.5).draw(seen(*faces))


def test_the_frame_itself_stays_as_it_was():
    looked_at = seen(SeenFace(face_at(100, 80), 0, None, 0, 0.9))
    before = looked_at.frame.bgr.copy()
    assert not np.array_equal(Annotator(GALLERY, 0.5).draw(looked_at), before)
    assert np.array_equal(looked_at.frame.bgr, before)


def test_without_faces_only_the_band_is_drawn():
    assert (drawn()[BAND_PX + 2 :] == 128).all()


def test_a_match_a_searched_and_a_poor_face_look_different():
    face = face_at(100, 80)
    kinds = [
        SeenFace(face, 0, None, 0, 0.9),
        SeenFace(face, 0, None, 0, 0.1),
        SeenFace(face, 0, "too_small", NOBODY, -1.0),
    ]
    corners = {tuple(drawn(kind)[80, 110].tolist()) for kind in kinds}
    assert len(corners) == 3


def test_a_face_at_the_edge_is_drawn_as_far_as_it_is_there():
    assert drawn(SeenFace(face_at(-20, 180), 0, None, 0, 0.9)).shape == (200, 300, 3)


def test_a_canvas_too_small_for_a_coder_is_grown_and_the_picture_fitted():
    assert canvas((3, 1)) == (16, 16)
    drawn_small = onto((16, 16), np.full((1, 3, 3), 255, np.uint8))
    assert drawn_small.shape == (16, 16, 3)
    assert (drawn_small.max(), drawn_small.min()) == (255, PLATE[0])
