import re
import zlib

import numpy as np
import pytest
import yaml
from shapely.geometry import shape

from dashboards.reports.placing.camera_plan import camera_plan
from dashboards.reports.placing.schedule import HEADS, as_geojson, schedule
from scenarios.loader import library, load_scenario
from sim.cameras import optics
from sim.cameras.coverage import coverage
from sim.world.manners import EYES_BELOW_CROWN_M


def test_the_schedule_tells_each_camera_and_its_zone():
    loaded = load_scenario("galleries")
    placed = schedule(loaded)
    assert [one.camera for one in placed] == [*loaded.scenario.cameras]
    for one in placed:
        venue = loaded.place.on(one.camera.level, one.camera.at_m).venue
        assert one.zone.equals(coverage(one.camera, venue).zone)
        assert len(one.cells()) == len(HEADS)
        assert one.cells()[0] == one.camera.id


def test_densities_at_the_zone_are_those_of_faces_in_it():
    (one,) = schedule(load_scenario("corridor"))
    assert 0 < one.near_m < one.far_m
    eye_m = 1.7 - EYES_BELOW_CROWN_M
    points = [(*one.zone.representative_point().coords[0], eye_m)]
    density = optics.px_per_m(one.camera, optics.project(one.camera, np.array(points))[1])
    assert one.far_px_per_m <= density[0] <= one.near_px_per_m


def test_a_camera_without_a_zone_says_so():
    (one,) = schedule(load_scenario("corridor", {"cameras.0.zone_interocular_px": "900"}))
    assert one.cells()[-2:] == ("–", "–")
    assert one.zone.is_empty


def test_a_class_its_lens_and_each_preset_stand_in_the_schedule(tmp_path):
    loaded = load_scenario(str(turning(tmp_path)))
    rows = [dict(zip(HEADS, one.cells(), strict=True)) for one in schedule(loaded)]
    assert [row["camera"] for row in rows] == ["dome-gate", "dome-hall"]
    assert {row["class"] for row in rows} == {"1/2.8-1080p"}
    assert [row["lens"] for row in rows] == ["12.0 mm", "6.0 mm"]
    assert [row["looks"] for row in rows] == ["0 to 20 s of every 60 s", "20 to 60 s of every 60 s"]
    (plain,) = schedule(load_scenario("corridor"))
    row = dict(zip(HEADS, plain.cells(), strict=True))
    assert (row["class"], row["lens"], row["looks"]) == ("–", "–", "always")
    assert camera_plan(loaded, "A layout").startswith(b"%PDF-")


def turning(folder):
    """The corridor with a camera of a class that turns and zooms between two presets."""
    told = yaml.safe_load(library()["corridor"].read_text())
    presets = [
        {"id": "gate", "from_s": 0, "focal_mm": 12},
        {"id": "hall", "from_s": 20, "heading_deg": 0, "focal_mm": 6},
    ]
    dome = {"id": "dome", "class": "1/2.8-1080p", "presets": presets, "cycle_s": 60}
    west = {name: told["cameras"][0][name] for name in ("at_m", "height_m", "heading_deg")}
    venue = str(library()["corridor"].parent / told["venue"])
    file = folder / "turning.yaml"
    file.write_text(yaml.safe_dump(told | {"venue": venue, "cameras": [west | dome]}))
    return file


def test_cameras_and_zones_are_geojson():
    loaded = load_scenario("corridor")
    told = as_geojson(loaded)
    camera, zone = told["features"]
    assert camera["geometry"]["coordinates"] == (13.0, 30.0)
    assert camera["properties"]["heading_deg"] == 180
    assert shape(zone["geometry"]).area == pytest.approx(schedule(loaded)[0].zone.area)


@pytest.mark.parametrize(("place", "pages"), [("corridor", 2), ("galleries", 4)])
def test_the_plan_has_a_page_a_level_with_cameras_and_a_schedule(place, pages):
    loaded = load_scenario(place)
    levels = {camera.level for camera in loaded.scenario.cameras}
    written = camera_plan(loaded, "A layout")
    assert written.startswith(b"%PDF-")
    assert written == camera_plan(loaded, "A layout")
    assert len(re.findall(rb"/Type /Page\b", written)) == pages == len(levels) + 1
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL)
    drawn = [one for one in map(_inflated, streams) if one]
    assert len(drawn) >= pages


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
