import cv2
import numpy as np
import pytest

from engine.crops import GAP_PX, PLATE, SIDE_PX, beside, cut_out, first_picture, png

GREEN = np.full((100, 60, 3), (0, 255, 0), np.uint8)


def test_the_face_stands_left_and_the_candidate_right():
    frame = np.zeros((200, 300, 3), np.uint8)
    frame[50:90, 100:140] = 255
    picture = beside(frame, np.array([100, 50, 140, 90], np.float32), GREEN)
    assert picture.shape == (SIDE_PX, 2 * SIDE_PX + GAP_PX, 3)
    assert picture[SIDE_PX // 2, SIDE_PX // 2].tolist() == [255, 255, 255]
    assert picture[SIDE_PX // 2, SIDE_PX + GAP_PX + SIDE_PX // 2].tolist() == [0, 255, 0]
    assert (picture[:, SIDE_PX : SIDE_PX + GAP_PX] == PLATE).all()


def test_without_a_picture_of_the_candidate_the_right_stays_empty():
    picture = beside(GREEN, np.array([10, 10, 30, 30], np.float32), None)
    assert (picture[:, SIDE_PX:] == PLATE).all()


@pytest.mark.parametrize("box", [(-50, -50, 5, 5), (59, 99, 200, 200), (500, 500, 600, 600)])
def test_a_face_at_or_beyond_the_edge_leaves_at_least_a_pixel(box):
    assert cut_out(GREEN, np.array(box, np.float32)).size
    assert beside(GREEN, np.array(box, np.float32), GREEN).shape[0] == SIDE_PX


def test_the_first_picture_of_a_subject_is_read(tmp_path):
    file = tmp_path / "ann.png"
    file.write_bytes(png(GREEN))
    assert np.array_equal(first_picture({"ann": [file]}, "ann"), GREEN)
    assert first_picture({"ann": [file]}, "bob") is None
    assert np.array_equal(cv2.imread(str(file)), GREEN)
