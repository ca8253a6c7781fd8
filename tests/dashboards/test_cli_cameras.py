import json

import cv2
import pytest

from scenarios.schema import Imaging
from sim.study import conditions
from sim.study.walkpast import Condition
from tests.sim.study.quiet import quiet_mall

pytestmark = pytest.mark.usefixtures("painted_once")
TWO = (Condition("well", Imaging()), Condition("badly", Imaging(softness_px=5.0)))


def test_a_sheet_of_conditions_is_drawn(footfall, tmp_path, monkeypatch):
    monkeypatch.setattr(conditions, "SHOWN", TWO)
    told = footfall("cameras", "sheet", tmp_path / "cameras.png", "--person", 3)
    assert (told.code, "2 conditions" in told.out) == (0, True)
    assert cv2.imread(str(tmp_path / "cameras.png")).std() > 20


def test_conditions_are_measured_with_denominators_and_a_warning(footfall, monkeypatch):
    monkeypatch.setattr(conditions, "MEASURED", TWO)
    told = json.loads(footfall("cameras", "measure", "--people", 2, "--json").out)
    assert "no accuracy in the world" in told["note"]
    assert [one["condition"] for one in told["conditions"]] == ["well", "badly"]
    for one in told["conditions"]:
        assert one["matched"]["denominator"] == one["found"]["denominator"] == 2
    assert told["conditions"][1]["matched"]["numerator"] == 0


def test_the_measured_table_names_its_threshold(footfall, monkeypatch):
    monkeypatch.setattr(conditions, "MEASURED", TWO[:1])
    told = footfall("cameras", "measure", "--people", 1)
    assert (told.code, "threshold" in told.out, "rendered people" in told.out) == (0, True, True)


def test_a_frame_is_written_and_told_who_is_in_it(footfall, tmp_path):
    quiet, out = quiet_mall(tmp_path), tmp_path / "frame.png"
    told = json.loads(footfall("cameras", "frame", quiet, out, "--at", 90, "--json").out)
    assert cv2.imread(str(out)).shape == (180, 320, 3)
    assert (told["camera"], told["time_s"]) == ("court", 90)
    assert all(one["pixels"] > 0 for one in told["people"])


def test_a_frame_of_a_camera_that_is_not_there_is_refused(footfall, tmp_path):
    told = footfall("cameras", "frame", "mall", tmp_path / "frame.png", "--camera", "moon")
    assert told.code == 2
    assert "got 'moon', wanted one of court, gate" in told.err
