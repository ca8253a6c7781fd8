from dataclasses import replace

import numpy as np
import pytest

from engine.errors import SettingsError
from engine.measure.calibration.presets import load_preset
from engine.measure.realism.bounds import RELATIVE, Gap, UpperBound, load_gap, save_gap, standing

KEPT, BROKEN = UpperBound("spread", 0.1, 0.2), UpperBound("TAR", 0.3, 0.05)


@pytest.fixture(scope="module")
def preset():
    return load_preset("rendered")


def gap(*bounds):
    return Gap("open-1", "784 photographs of 400 people", bounds)


def test_a_bound_holds_up_to_what_is_wanted_and_never_where_nothing_was_measured():
    assert UpperBound("one", 0.05, 0.05).holds
    assert not UpperBound("one", 0.050001, 0.05).holds
    assert not UpperBound("one", float("nan"), 0.05).holds


def test_where_a_bound_fails_rates_are_called_relative_and_the_bound_is_named(preset):
    told = standing(preset, gap(KEPT, BROKEN))
    assert (told["label"], told["bounds_hold"]) == (RELATIVE, False)
    assert told["details"].startswith("Rendered people break 1 of 2 bounds")
    assert "TAR: 0.30, at most 0.05 wanted" in told["details"]
    assert "spread" not in told["details"]
    assert [one["holds"] for one in told["bounds"]] == [True, False]


@pytest.mark.parametrize(
    ("found", "holds"), [(gap(KEPT), True), (gap(BROKEN), False), (None, None)]
)
def test_rates_of_rendered_people_are_for_comparing_whatever_was_measured(preset, found, holds):
    told = standing(preset, found)
    assert (told["label"], told["bounds_hold"]) == (RELATIVE, holds)
    assert "for comparing designs only" in told["statement"]
    assert len(told["statement"]) <= 100  # it stands on one line
    assert ("was not measured" in told["details"]) == (found is None)


def test_a_preset_of_photographs_is_not_labelled(preset):
    photographs = replace(preset, admitted=np.empty(0, np.int64))
    assert standing(photographs, gap(BROKEN))["label"] == ""


def test_what_is_kept_beside_a_preset_is_read_back_for_its_pack_alone(tmp_path):
    save_gap(gap(KEPT, BROKEN), tmp_path / "mine.gap.json")
    for name in ("mine", "mine.npz"):
        assert load_gap(str(tmp_path / name), "open-1") == gap(KEPT, BROKEN)
    assert load_gap(str(tmp_path / "mine.npz"), "another") is None
    assert load_gap(str(tmp_path / "other.npz"), "open-1") is None
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pack": 1, "against": "", "bounds": [{}]}'])
def test_a_file_that_is_no_gap_is_refused(tmp_path, text):
    (tmp_path / "mine.gap.json").write_text(text)
    with pytest.raises(SettingsError, match="got no bounds"):
        load_gap(str(tmp_path / "mine.npz"), "open-1")


@pytest.mark.parametrize("name", ["rendered", "rendered-second"])
def test_the_library_s_presets_of_rendered_people_have_bounds_beside_them(name):
    found = load_gap(name, load_preset(name).pack_id)
    assert found is not None
    assert len(found.bounds) == 5
