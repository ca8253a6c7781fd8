import cv2
import numpy as np
import pytest

from engine.drawing.crops import (
    CAPTION_PX,
    GAP_PX,
    PLATE,
    SIDE_PX,
    beside,
    cut_out,
    first_picture,
    png,
)

GREEN = np.full((100, 60, 3), (0, 255, 0), np.uint8)


def test_the_face_stands_left_and_the_candidate_right():
    frame = np.zeros((200, 300, 3), np.uint8)
    frame[50:90, 100:140] = 255
    picture = beside(frame, np.array([100, 50, 140, 90], np.float32), GREEN)
    assert picture.shape == (SIDE_PX + CAPTION_PX, 2 * SIDE_PX + GAP_PX, 3)
    assert picture[SIDE_PX // 2, SIDE_PX // 2].tolist() == [255, 255, 255]
    assert picture[SIDE_PX // 2, SIDE_PX + GAP_PX + SIDE_PX // 2].tolist() == [0, 255, 0]
    assert (picture[:, SIDE_PX : SIDE_PX + GAP_PX] == PLATE).all()


def test_without_a_picture_of_the_candidate_the_right_says_so():
    picture = beside(GREEN, np.array([10, 10, 30, 30], np.float32), None)
    right = picture[:SIDE_PX, SIDE_PX + GAP_PX :]
    written = (right != PLATE).any(axis=(1, 2)).nonzero()[0]
    assert 5 < len(written) < 25


def test_what_is_said_of_either_stands_below_it_and_no_name_runs_out_of_its_place():
    box = np.array([10, 10, 30, 30], np.float32)
    for said in (("1.2 s, score 0.712", ""), ("", "Zoë 山田"), ("", "a name too long " * 20)):
        below = beside(GREEN, box, GREEN, said)[SIDE_PX:] != PLATE
        halves = below[:, : SIDE_PX - 2], below[:, SIDE_PX + GAP_PX + 2 : -2]
        assert [half.any() for half in halves] == [bool(words) for words in said]
        assert below.sum() == sum(half.sum() for half in halves)


def test_a_name_that_is_no_text_is_written_and_ends_no_process():
    picture = beside(GREEN, np.array([10, 10, 30, 30], np.float32), GREEN, ("", "\udcff\n"))
    assert (picture[SIDE_PX:] != PLATE).any()


@pytest.mark.parametrize("box", [(-50, -50, 5, 5), (59, 99, 200, 200), (500, 500, 600, 600)])
def test_a_face_at_or_beyond_the_edge_leaves_at_least_a_pixel(box):
    assert cut_out(GREEN, np.array(box, np.float32)).size
    assert beside(GREEN, np.array(box, np.float32), GREEN).shape[0] == SIDE_PX + CAPTION_PX


def test_the_first_picture_of_a_subject_is_read(tmp_path):
    file = tmp_path / "ann.png"
    file.write_bytes(png(GREEN))
    assert np.array_equal(first_picture({"ann": [file]}, "ann"), GREEN)
    assert first_picture({"ann": [file]}, "bob") is None
    assert np.array_equal(cv2.imread(str(file)), GREEN)
