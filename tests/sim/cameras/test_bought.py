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


@pytest.mark.parametrize(
    ("dial", "value"),
    [
        *(("noise", "false"), ("gain_max_db", "12"), ("full_well_e", "900"), ("colour_k", "2700")),
        *(("backlight_lux", "800"), ("rain_mm_per_h", "30"), ("line_time_us", "20")),
        *(("sharpening", "1"), ("bitrate_kbps", "100"), ("gop_s", "2")),
    ],
)
def test_what_scores_do_not_feel_of_a_picture_is_refused_there(tmp_path, dial, value):
    with pytest.raises(ScenarioError, match="wanted a field that a run in scores feels"):
        play("corridor", out=tmp_path / "run", overrides={f"cameras.0.imaging.{dial}": value})


@pytest.mark.parametrize("dial", ["focus_m=2", "softness_px=3", "shutter_s=0.5"])
def test_a_blurred_picture_costs_matches_in_scores_and_finds_as_many_faces(tmp_path, dial):
    field, _, value = dial.partition("=")
    many = {"arrivals.listed_share": "0.9", "watchlist.size": "400", "window": "null"}
    sharp, blurred = (
        play("corridor", out=tmp_path / name, overrides=many | {"duration_s": "120"} | more)
        for name, more in (("sharp", {}), ("blurred", {f"cameras.0.imaging.{field}": value}))
    )
    counts = [one.outcomes["alerts"] for one in (sharp, blurred)]
    assert counts[1] < counts[0] / 2
    assert not [field for field in blurred.unfelt if "imaging" in field]
