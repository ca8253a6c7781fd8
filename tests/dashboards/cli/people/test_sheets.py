import json

import cv2

from sim.fidelity import disguises
from sim.people.sheets import fittings


def test_a_sheet_of_what_is_worn_is_drawn(footfall, tmp_path, monkeypatch):
    monkeypatch.setattr(fittings, "NAMES", ("cap", "scarf"))
    told = footfall("people", "wear", tmp_path / "wear.png", "--count", 1)
    assert (told.code, "1 person in each thing" in told.out) == (0, True)
    assert cv2.imread(str(tmp_path / "wear.png")).std() > 20


def test_what_is_worn_is_measured_with_denominators_and_a_warning(footfall, monkeypatch):
    monkeypatch.setattr(disguises, "USUAL", ("none", "sunglasses"))
    told = json.loads(footfall("people", "worn", "--people", 1, "--json").out)
    assert "not real-world accuracy" in told["note"]
    assert [one["name"] for one in told["worn"]] == ["none", "sunglasses"]
    for one in told["worn"]:
        assert one["found"]["denominator"] == 2


def test_the_table_of_what_is_worn_carries_its_warning(footfall, monkeypatch):
    monkeypatch.setattr(disguises, "USUAL", ("none",))
    told = footfall("people", "worn", "--people", 1)
    assert (told.code, "median loss" in told.out, "rendered people" in told.out) == (0, True, True)
