import json

import pytest

from scenarios.loader import library, load_scenario
from scenarios.things import SCENES
from sim.run import play


def test_every_scene_has_a_scenario_of_its_name():
    assert {name: load_scenario(name).venue.scene for name in SCENES} == {n: n for n in SCENES}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_s_scenario_plays(name, tmp_path):
    assert name in library()
    few = {"duration_s": "45", "window": "null"}
    played = play(name, out=tmp_path / "run", fidelity="scores", overrides=few).outcomes
    assert played["passers_by"] > 10
    assert sum(played["books"].values()) == played["passers_by"]
    assert json.loads((tmp_path / "run" / "venue.geojson").read_text())["features"]
