import json

import cv2
import pytest
import yaml

from scenarios.schema import Imaging
from sim.fidelity import conditions
from sim.fidelity.walkpast import Condition
from tests.sim.quiet import quiet_mall
from tests.worlds import elsewhere

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
    assert "not real-world accuracy" in told["note"]
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


BLIND = "camera west: adults of 1.52 to 1.88 m who stand on the floor have their faces nowhere"


def test_a_camera_that_recognises_nobody_is_warned_of_before_a_run(footfall, tmp_path):
    file = elsewhere("corridor", tmp_path)
    raw = yaml.safe_load(file.read_text())
    raw["cameras"][0]["tilt_deg"] = -30
    file.write_text(yaml.safe_dump(raw))
    said = footfall("validate", "corridor", file)
    assert (said.code, said.err) == (0, "")
    assert said.out.count("Warning:") == said.out.count(f"Warning: {BLIND}") == 1
    told = json.loads(footfall("validate", "corridor", file, "--json").out)
    assert [len(one["warnings"]) for one in told] == [0, 1]


def test_a_run_with_a_camera_that_recognises_nobody_says_so(footfall, tmp_path):
    command = ("run", "corridor", "--set", "cameras.0.tilt_deg=-30", "--out")
    few = ("--set", "arrivals.profile.0.people_per_h=100")
    assert f"Warning: {BLIND}" in footfall(*command, tmp_path / "table", *few).out
    told = json.loads(footfall(*command, tmp_path / "json", *few, "--json").out)
    (warning,) = told["warnings"]
    assert warning.startswith(BLIND)
