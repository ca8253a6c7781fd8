import cv2
import pytest

from sim.errors import SimError
from sim.people.sheets.lineup import HEIGHT_PX, STEP_PX, write_lineup


def test_a_lineup_shows_everybody_and_a_walk(tmp_path):
    shares = []
    write_lineup(tmp_path / "bodies.png", 2, 1, 2, shares.append)
    drawn = cv2.imread(str(tmp_path / "bodies.png"))
    assert drawn.shape[0] > 2 * HEIGHT_PX
    assert drawn.shape[1] == 8 * STEP_PX
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])


def test_a_place_that_cannot_hold_a_picture_is_refused(tmp_path):
    with pytest.raises(SimError, match="wanted a picture"):
        write_lineup(tmp_path / "bodies.txt", 2, 1, 2, lambda _share: None)
