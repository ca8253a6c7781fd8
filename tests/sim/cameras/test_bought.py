"""Runs of cameras as they were bought."""

import pytest

from scenarios.errors import ScenarioError
from sim.run import play

LENS = {"cameras.0.fov_deg": "null", "cameras.0.width_px": "null", "cameras.0.height_px": "null"}
BOUGHT = LENS | {"cameras.0.class": "'1/3-720p'", "duration_s": "120", "window": "null"}


def seen(folder, focal_mm: str) -> dict:
    changes = BOUGHT | {"cameras.0.focal_mm": focal_mm}
    return play("corridor", out=folder, overrides=changes).outcomes


def test_a_longer_lens_is_another_run_in_scores(tmp_path):
    short, long = seen(tmp_path / "short", "4"), seen(tmp_path / "long", "9")
    assert short["cameras"] != long["cameras"]


@pytest.mark.parametrize("dial", ["illuminance_lux", "shutter_s", "focus_m", "softness_px"])
def test_what_scores_do_not_feel_of_a_picture_is_refused_there(tmp_path, dial):
    with pytest.raises(ScenarioError, match="wanted a field that a run in scores feels"):
        play("corridor", out=tmp_path / "run", overrides={f"cameras.0.imaging.{dial}": "0.5"})
