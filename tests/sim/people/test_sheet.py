import cv2
import numpy as np
import pytest

from sim.errors import SimError
from sim.people.sheet import FACE_PX, GAP_PX, LABEL_PX, sheet, write_sheet


def test_a_sheet_holds_as_many_people_as_asked(tmp_path):
    shares = []
    write_sheet(tmp_path / "people.png", 3, 1, 2, shares.append)
    drawn = cv2.imread(str(tmp_path / "people.png"))
    height, width = FACE_PX + LABEL_PX + GAP_PX, 2 * FACE_PX + GAP_PX
    assert drawn.shape == (2 * height + GAP_PX, 2 * width + GAP_PX, 3)
    assert drawn[:height, :width].std() > 20
    assert drawn[height + GAP_PX :, width + GAP_PX :].std() == 0
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])


def test_fewer_people_than_columns_make_one_row():
    assert sheet([np.zeros((10, 20, 3), np.uint8)] * 2, 6).shape == (10 + 2 * 6, 2 * 26 + 6, 3)


@pytest.mark.parametrize("name", ["people.txt", "people", "nowhere/people.png"])
def test_a_place_that_cannot_hold_a_picture_is_refused_before_drawing(tmp_path, name):
    with pytest.raises(SimError, match="people"):
        write_sheet(tmp_path / name, 400, 1, 6, lambda _share: None)
    assert list(tmp_path.iterdir()) == []
