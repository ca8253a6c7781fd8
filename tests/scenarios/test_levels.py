"""Scenarios in places of several levels: cameras and posts stand on one of them."""

import pytest
import yaml

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from tests.storeys import scenario, storeys


def test_cameras_and_posts_stand_on_the_level_that_they_say(tmp_path):
    loaded = load_scenario(scenario(tmp_path))
    assert loaded.place == storeys()
    assert [camera.level for camera in loaded.scenario.cameras] == [0, 1]
    assert [post.level for post in loaded.scenario.officers.posts_m] == [0, 1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cameras.0.level": "7"}, r"cameras\.0\.level: got 7, wanted one of its levels, 0, 1"),
        ({"cameras.1.at_m": "[31, 2]"}, r"cameras\.1\.at_m: got \[31\.0, 2\.0\], .* of Upper"),
        ({"cameras.0.height_m": "5.5"}, r"cameras\.0\.height_m: got 5\.5, .* of Ground"),
        (
            {"officers.posts_m": "[[4, 10, 2]]"},
            r"posts_m\.0: got \[4\.0, 10\.0, 2\], wanted one of its levels, 0, 1",
        ),
        (
            {"officers.posts_m": "[[31, 2], [31, 2, 1]]"},
            r"posts_m\.1: got \[31\.0, 2\.0, 1\], wanted a point on the floor of Upper",
        ),
        ({"officers.posts_m": "[[31, 2, 0.5]]"}, r"posts_m\.0\.2: got 0\.5"),
        ({"arrivals.shops_visited": "[1, 4]"}, "wanted fewest and most of 3 shops"),
    ],
)
def test_what_does_not_stand_on_a_level_is_refused(tmp_path, changes, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario(scenario(tmp_path), changes)


def test_a_camera_hangs_on_what_stands_on_its_own_level(tmp_path):
    """At (20, 1) there is a kiosk below, and free floor above."""
    file = scenario(tmp_path)
    for level, said in ((0, r"cameras\.0\.at_m: got \[20\.0, 1\.0\]"), (1, None)):
        at = {"cameras.0.at_m": "[20, 1]", "cameras.0.level": str(level)}
        if said:
            with pytest.raises(ScenarioError, match=said):
                load_scenario(file, at)
        else:
            assert load_scenario(file, at).scenario.cameras[0].at_m == (20.0, 1.0)


def test_what_was_loaded_is_written_and_read_as_the_same(tmp_path):
    file = scenario(tmp_path)
    loaded = load_scenario(file).scenario
    again = tmp_path / "again.yaml"
    again.write_text(yaml.safe_dump(loaded.model_dump(mode="json")))
    assert load_scenario(str(again)).scenario == loaded
