"""`footfall cameras coverage`: tables, JSON and pictures of what a scenario's cameras cover."""

import json
import xml.etree.ElementTree as ET

import pytest

from scenarios.loader import load_scenario
from sim.cameras.coverage import coverage


def told(footfall, *options: str) -> dict:
    answer = footfall("cameras", "coverage", *options, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_areas_add_up_and_are_those_of_the_exact_zones(footfall):
    (level,) = told(footfall, "market", "--density", "0.1", "--step", "0.25")["levels"]
    loaded = load_scenario("market")
    assert [one["id"] for one in level["cameras"]] == [one.id for one in loaded.scenario.cameras]
    for one, camera in zip(level["cameras"], loaded.scenario.cameras, strict=True):
        areas = coverage(camera, loaded.place.on(0, camera.at_m).venue)
        assert one["some_adult_m2"] == pytest.approx(areas.some.area, abs=0.01)
        assert areas.zone.area - 0.5 <= one["zone"]["m2"] <= areas.some.area + 0.5
        sizes = [area["m2"] for area in one["iec_62676_4_2025"].values()]
        assert sizes == sorted(sizes, reverse=True)
        assert one["in_zone"]["visible_share"] < 1
    together = level["together"]
    assert sum(one["m2"] for one in together["seen_by"].values()) == level["floor_m2"]
    assert together["seen"]["m2"] <= sum(one["seen"]["m2"] for one in level["cameras"])
    unseen = level["floor_m2"] - together["seen"]["m2"]
    assert together["seen_by"]["0"]["m2"] == pytest.approx(unseen)


def test_tables_and_pictures_show_every_camera(footfall, tmp_path):
    out = tmp_path / "out"
    answer = footfall("cameras", "coverage", "market", "--density", "0", "--out", str(out))
    assert answer.code == 0, answer.err
    for words in ("blind below", "characterise", "identification", "stalls", "together"):
        assert words in answer.out
    cameras = [one.id for one in load_scenario("market").scenario.cameras]
    names = {"all.svg", "coverage.json", *(f"camera-{one}.svg" for one in cameras)}
    assert {file.name for file in out.iterdir()} == names
    drawn = ET.fromstring((out / "camera-stalls.svg").read_text())
    assert drawn.find("{http://www.w3.org/2000/svg}title").text == "Camera stalls of Corn Market"
    assert "blind under the picture" in (out / "all.svg").read_text()


def test_the_scenario_s_own_crowd_is_denser_where_people_walk(footfall, monkeypatch, tmp_path):
    monkeypatch.setenv("FOOTFALL_STAGES", str(tmp_path / "stages"))
    (level,) = told(footfall, "corridor")["levels"]
    assert 0.01 < level["people_per_m2"] < 0.05
    zone = level["cameras"][0]["in_zone"]
    assert zone["visible_share"] < 0.995
    assert 0.6 < zone["facing_share"] < 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--step", "0.0001"), "greater than or equal to 0.05"),
        (("--density", "11"), "less than or equal to 10"),
        (("--set", "cameras.0.fov_deg=0"), "cameras"),
    ],
)
def test_what_cannot_be_is_refused(footfall, options, said):
    answer = footfall("cameras", "coverage", "corridor", *options)
    assert answer.code == 2
    assert said in answer.err
