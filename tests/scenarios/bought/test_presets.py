"""Cameras that turn: presets in a scenario's file, and what a run sees through them."""

import numpy as np
import pytest
import yaml

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario, written
from sim.cameras.visibility import looking
from sim.run import play

DOOR = {"id": "door", "from_s": 0, "heading_deg": 180, "tilt_deg": 6, "focal_mm": 8}
HALL = {"id": "hall", "from_s": 60, "heading_deg": 0, "focal_mm": 4}


@pytest.fixture
def turning(folder, raw):
    """Writes the scenario with its first camera turning, and gives the file."""

    def write(presets=(DOOR, HALL), **camera):
        first, *others = raw["cameras"]
        kept = {k: first[k] for k in ("id", "at_m", "height_m")} | {"class": "1/2.8-1080p"}
        told = raw | {"cameras": [kept | {"presets": [*presets]} | camera, *others], "window": None}
        file = folder / "mine.yaml"
        file.write_text(yaml.safe_dump(told, sort_keys=False))
        return str(file)

    return write


def test_each_preset_is_a_camera_that_looks_so_for_its_spans(turning, raw):
    loaded = load_scenario(turning(cycle_s=100))
    door, hall, *others = loaded.scenario.cameras
    assert (door.id, hall.id) == ("west-door", "west-hall")
    assert [one.id for one in others] == [one["id"] for one in raw["cameras"][1:]]
    assert hall.fov_deg > door.fov_deg
    time_s = np.arange(0, raw["duration_s"], 0.5)
    looks = np.stack([looking(one, time_s) for one in (door, hall)])
    assert (looks.sum(0) == 1).all()
    np.testing.assert_array_equal(looks[0], time_s % 100 < 60)
    assert looking(others[0], time_s).all()
    assert written(loaded).cameras[0].active_s == door.active_s


def test_without_a_cycle_each_is_taken_once(turning, raw):
    door, hall, *_ = load_scenario(turning()).scenario.cameras
    assert door.active_s == ((0, 60),)
    assert hall.active_s == ((60, raw["duration_s"]),)


def test_a_camera_sees_people_only_while_it_looks_there(turning, tmp_path):
    file = turning()
    changes = {"duration_s": "240"}
    found = play(file, out=tmp_path / "run", overrides=changes)
    from sim.reader import read_run

    seen = read_run(found.folder).table("sightings.parquet").to_pandas()
    by = {name: rows.time_s for name, rows in seen.groupby("camera", observed=True)}
    assert by["west-door"].max() < 60
    assert by["west-hall"].min() >= 60


@pytest.mark.parametrize(
    ("camera", "field", "said"),
    [
        ({"presets": []}, "presets", "got [], wanted one or more presets"),
        ({"presets": [HALL]}, "presets", "wanted them to rise from 0"),
        ({"presets": [DOOR, DOOR | {"id": "b"}]}, "presets", "wanted them to rise from 0"),
        ({"presets": [DOOR, HALL | {"id": "door"}]}, "presets", "got an id twice"),
        ({"presets": [{"from_s": 0}]}, "presets.0", "wanted id and from_s"),
        ({"presets": [DOOR | {"fps": 3}]}, "presets.0.fps", "got an unknown field"),
        ({"presets": [DOOR | {"from_s": "soon"}]}, "presets.0.from_s", "got 'soon'"),
        ({"cycle_s": 50}, "cycle_s", "got 50, wanted more than 60 s"),
        ({"presets": [DOOR, HALL | {"focal_mm": 0.2}]}, "focal_mm", "wanted 1 to 150 degrees"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_the_file_s_own_fields(turning, camera, field, said):
    with pytest.raises(ScenarioError) as told:
        load_scenario(turning(**camera))
    fault = told.value.faults[0]
    assert fault.field == f"cameras.0.{field}"
    assert fault.line is not None
    assert said in fault.said


def test_a_fault_of_a_later_camera_is_told_on_its_own_line(turning):
    with pytest.raises(ScenarioError) as told:
        load_scenario(turning(), {"cameras.1.height_m": "-3"})
    assert [one.field for one in told.value.faults] == ["cameras.1.height_m"]


def test_a_window_in_which_a_camera_turns_is_refused(turning):
    window = {"window": "{start_s: 30, duration_s: 60, cameras: [west-door]}", "fidelity": "pixels"}
    with pytest.raises(ScenarioError, match="got west-door, which does not look so for all of the"):
        load_scenario(turning(), window)
    within = window | {"window": "{start_s: 30, duration_s: 20, cameras: [west-door]}"}
    assert load_scenario(turning(), within).scenario.watching[0].id == "west-door"
