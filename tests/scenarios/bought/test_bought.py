"""Cameras of a class and a focal length, in a scenario's file."""

from math import hypot

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scenarios.bought.kinds import GENERIC, diagonal_mm, focal_mm, fov_deg, kind_of
from scenarios.errors import ScenarioError
from scenarios.lenses import focal_m
from scenarios.loader import load_scenario, written
from scenarios.schema import Imaging

OWN = """
dome: {source: its data sheet, sensor_mm: [5.6, 3.15], width_px: 2560, height_px: 1440,
  focal_mm: [2.8, 12], f_number: 1.4}
fixed: {source: its data sheet, format_in: 1/3, width_px: 1280, height_px: 720, focal_mm: [4, 4]}
torn: {source: its data sheet, width_px: 1280, height_px: 720}
odd: {source: its data sheet, format_in: 1/3, width_px: 1281, height_px: 720}
"""
MADE = ("fov_deg", "width_px", "height_px", "imaging")


@pytest.fixture
def bought(folder, raw):
    """Writes the scenario with its first camera so, and gives the file."""

    def write(**camera):
        (folder / "own.yaml").write_text(OWN)
        first, *others = raw["cameras"]
        kept = {name: value for name, value in first.items() if name not in MADE}
        file = folder / "mine.yaml"
        file.write_text(
            yaml.safe_dump(raw | {"cameras": [kept | camera, *others]}, sort_keys=False)
        )
        return str(file)

    return write


def test_a_class_and_a_focal_length_come_to_a_picture(bought):
    camera = load_scenario(bought(**{"class": "1/2.8-1080p", "focal_mm": 8})).scenario.cameras[0]
    assert (camera.width_px, camera.height_px) == (1920, 1080)
    wide_mm = 18 / 2.8 * 1920 / hypot(1920, 1080)
    assert camera.fov_deg == pytest.approx(fov_deg(8, 1000 * wide_mm / 1920, 1920))
    assert focal_m(camera) == pytest.approx(0.008)
    assert camera.imaging.pixel_um == pytest.approx(1000 * wide_mm / 1920)


def test_what_was_bought_is_written_out_as_what_it_came_to(bought, folder):
    loaded = load_scenario(bought(**{"class": "own.yaml#dome", "focal_mm": 2.8}))
    again = folder / "again.yaml"
    again.write_text(yaml.safe_dump(loaded.scenario.model_dump(mode="json"), sort_keys=False))
    assert load_scenario(str(again)).scenario == loaded.scenario
    assert written(loaded).cameras[0].width_px == 2560


def test_a_class_s_sheet_stands_behind_what_the_scenario_says_itself(bought):
    file = bought(**{"class": "own.yaml#dome", "focal_mm": 6, "imaging": {"f_number": 2.0}})
    imaging = load_scenario(file).scenario.cameras[0].imaging
    assert imaging == Imaging(f_number=2.0, pixel_um=1000 * 5.6 / 2560)
    file = bought(**{"class": "own.yaml#dome", "focal_mm": 6})
    assert load_scenario(file).scenario.cameras[0].imaging.f_number == 1.4


def test_a_fixed_lens_need_not_be_told_and_a_sensor_without_a_class_may_be(bought):
    fixed = load_scenario(bought(**{"class": "own.yaml#fixed"})).scenario.cameras[0]
    assert focal_m(fixed) == pytest.approx(0.004)
    plain = bought(focal_mm=5.0, width_px=1920, imaging={"pixel_um": 3.0})
    assert focal_m(load_scenario(plain).scenario.cameras[0]) == pytest.approx(0.005)


def test_a_change_for_one_run_puts_another_lens_on(bought):
    file = bought(**{"class": "1/3-720p", "focal_mm": 4})
    wide, narrow = (
        load_scenario(file, change).scenario.cameras[0].fov_deg
        for change in ({}, {"cameras.0.focal_mm": "8"})
    )
    assert narrow < wide


def test_a_field_that_is_null_is_none(bought):
    file = bought(**{"class": "1/3-720p", "focal_mm": 4, "fov_deg": None, "width_px": None})
    assert load_scenario(file).scenario.cameras[0].width_px == 1280
    asked = {"cameras.0.focal_mm": "null", "cameras.0.fov_deg": "33"}
    assert load_scenario(file, asked).scenario.cameras[0].fov_deg == 33


@pytest.mark.parametrize(
    ("camera", "field", "said"),
    [
        ({"class": "1/3-721p"}, "class", "got '1/3-721p', wanted one of 1/3-720p"),
        ({"class": 3}, "class", "got 3, wanted the name of a class, in quotes"),
        ({"class": "own.yaml#doom"}, "class", "of own.yaml: perhaps dome"),
        ({"class": "none.yaml#dome"}, "class", "none.yaml: got no readable file"),
        ({"class": "own.yaml#torn"}, "class", "wanted format_in or sensor_mm"),
        ({"class": "own.yaml#odd"}, "class", "own.yaml:6: odd.width_px: got 1281"),
        ({"class": "1/3-720p", "width_px": 800}, "class", "got it beside width_px"),
        ({"class": "own.yaml#dome", "focal_mm": 20}, "focal_mm", "got 20 mm, wanted a lens"),
        ({"class": "own.yaml#dome", "fov_deg": 10}, "fov_deg", "wanted a lens of its class"),
        ({"class": "own.yaml#dome"}, "fov_deg", "got no focal_mm, wanted one from 2.8 to 12 mm"),
        ({"class": "1/3-720p", "focal_mm": 4, "fov_deg": 40}, "focal_mm", "got it beside fov_deg"),
        ({"class": "1/3-720p", "focal_mm": 0.5}, "focal_mm", "got 0.5, which shows 158.3 degrees"),
        ({"class": "1/3-720p", "focal_mm": "wide"}, "focal_mm", "got 'wide', wanted 0.1 to 2000"),
        ({"focal_mm": 4}, "focal_mm", "got it alone, wanted a class, or imaging.pixel_um"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_file_line_and_field(bought, camera, field, said):
    file = bought(**camera)
    with pytest.raises(ScenarioError) as told:
        load_scenario(file)
    (fault,) = told.value.faults
    assert fault.field == f"cameras.0.{field}"
    assert fault.line is not None
    assert said in fault.said


def test_every_generic_class_names_its_sources_and_has_the_pixels_that_such_sensors_have():
    for name in yaml.safe_load(GENERIC.read_text()):
        kind = kind_of(name, GENERIC.parent)
        assert 1 < kind.pixel_um < 6
        assert kind.format_in
        assert "rule" in kind.source
        assert kind.focal_mm is None


@given(st.floats(1, 100), st.floats(1, 10), st.integers(160, 7680))
def test_a_lens_and_what_it_shows_are_one_another_s_inverse(focal, pixel_um, width_px):
    assert focal_mm(fov_deg(focal, pixel_um, width_px), pixel_um, width_px) == pytest.approx(focal)


@pytest.mark.parametrize(("inches", "mm"), [("1/4", 4.5), ("1/3", 6), ("1/2", 8), ("2/3", 32 / 3)])
def test_formats_have_the_diagonals_they_are_sold_by(inches, mm):
    assert diagonal_mm(inches) == pytest.approx(mm)
