import cv2
import pytest

from sim.errors import SimError
from sim.people.sheets.parade import HEIGHT_PX, MANNERS, WIDTH_PX, write_parade
from sim.world import manners


def test_a_parade_shows_every_manner_there_is(tmp_path):
    shares = []
    write_parade(tmp_path / "manners.png", 1, 1, len(MANNERS), shares.append)
    drawn = cv2.imread(str(tmp_path / "manners.png"))
    assert drawn.shape[0] > HEIGHT_PX
    assert drawn.shape[1] > len(MANNERS) * 3 * WIDTH_PX
    assert shares[-1] == pytest.approx(1)
    assert set(MANNERS) == set(manners.MANNERS)


def test_a_place_that_cannot_hold_a_picture_is_refused(tmp_path):
    with pytest.raises(SimError, match="wanted a picture"):
        write_parade(tmp_path / "manners.txt", 1, 1, 1, lambda _share: None)
