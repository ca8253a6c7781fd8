import cv2
import pytest

from sim.errors import SimError
from sim.people.births import identity
from sim.people.sheets import fittings
from sim.people.sheets.fittings import VIEW_PX, cell, wearers, write_fittings
from sim.people.sheets.sheet import LABEL_PX


def test_a_cell_shows_one_thing_on_several_people(sprites):
    assert cell(sprites, "cap", 2).shape == (VIEW_PX + LABEL_PX, 2 * VIEW_PX, 3)


def test_both_sexes_wear_a_thing_unless_only_one_does():
    sexes = [identity(number, 1).sex for number in wearers(1, "cap", 4)]
    assert sexes == ["female", "male"] * 2
    assert {identity(number, 1).sex for number in wearers(1, "hijab", 3)} == {"female"}
    assert {identity(number, 1).sex for number in wearers(1, "turban", 3)} == {"male"}


def test_a_sheet_has_a_cell_for_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(fittings, "NAMES", ("cap", "scarf"))
    shares = []
    write_fittings(tmp_path / "wear.png", 1, 1, 2, shares.append)
    assert cv2.imread(str(tmp_path / "wear.png")).shape[1] > 2 * VIEW_PX
    assert shares == pytest.approx([0.5, 1])


def test_a_place_that_cannot_hold_a_picture_is_refused(tmp_path):
    with pytest.raises(SimError, match="wanted a picture"):
        write_fittings(tmp_path / "wear.txt", 1, 1, 2, lambda _share: None)
