import cv2
import numpy as np
import pytest

from sim.errors import SimError
from sim.people.sheets import likeness, restyling
from sim.people.sheets.likeness import Judge
from sim.people.sheets.restyling import CONDITIONS, write_conditions, write_restyled
from sim.people.sheets.sheet import FACE_PX, GAP_PX, LABEL_PX, sheet, write_sheet
from sim.people.sprites import Sprites


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


def test_a_person_in_24_conditions_is_judged_in_each(tmp_path, monkeypatch):
    monkeypatch.setattr(restyling, "CONDITIONS", restyling.CONDITIONS[17:19])
    shares = []
    write_conditions(tmp_path / "one.png", 3, 1, shares.append)
    drawn = cv2.imread(str(tmp_path / "one.png"))
    height, width = FACE_PX + LABEL_PX, FACE_PX
    assert drawn.shape == (height + 2 * GAP_PX, 2 * (width + GAP_PX) + GAP_PX, 3)
    assert shares == [0.5, 1]


def test_there_are_24_conditions_of_different_names():
    assert len({condition.name for condition in CONDITIONS}) == 24


def test_restyled_people_stand_four_in_a_row(tmp_path):
    write_restyled(tmp_path / "restyled.png", 1, 1, 2, lambda _share: None)
    drawn = cv2.imread(str(tmp_path / "restyled.png"))
    assert drawn.shape == (FACE_PX + LABEL_PX + 2 * GAP_PX, 4 * FACE_PX + 2 * GAP_PX, 3)


def test_a_judge_knows_a_face_from_a_wall_and_is_silent_without_models(monkeypatch, tmp_path):
    picture, wall = Sprites(1).enrolment(2), np.full((320, 320, 3), 160, np.uint8)
    assert float(Judge().says(picture, picture)) > 0.99
    assert Judge().says(picture, wall) == "no face found"
    monkeypatch.setattr(likeness, "built_folder", lambda: tmp_path)
    assert Judge().says(picture, picture) == ""
