"""A run in two storeys, from who comes to what came of it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.loader import load_scenario
from sim.events import PersonStopped
from sim.reader import read_run
from sim.run import play
from tests.places.storeys import scenario, storeys

BUSY = {"arrivals.profile": "[{from_s: 0, people_per_h: 3000}]", "operators.confirm_true": "1"}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return scenario(tmp_path_factory.mktemp("storeys"))


@pytest.fixture(scope="module")
def made(file, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "made"
    return play(file, out=out, fidelity="scores", overrides=BUSY)


def test_cameras_of_a_run_see_those_of_their_level_and_the_books_close(made):
    run = read_run(made.folder)
    crowd, seen = run.table("crowd.parquet"), run.table("sightings.parquet")
    on = dict(
        zip(
            zip(crowd["person"].to_pylist(), crowd["tick"].to_pylist(), strict=True),
            crowd["level"].to_pylist(),
            strict=True,
        )
    )
    cameras = {camera.id: camera.level for camera in run.scenario().cameras}
    assert set(seen["camera"].to_pylist()) == set(cameras)
    rows = zip(*(seen[name].to_pylist() for name in ("camera", "person", "time_s")), strict=True)
    assert all(
        on[person, round(time_s / 0.5)] == cameras[camera] for camera, person, time_s in rows
    )
    assert sum(made.outcomes["books"].values()) == made.outcomes["passers_by"]


def test_stops_are_on_the_level_where_somebody_was(made):
    run = read_run(made.folder)
    walks, stops = run.walks(0.0, 1000.0, 0.5), run.events(PersonStopped)
    assert {stop.level for stop in stops} == {0, 1}
    for stop in stops:
        here = np.flatnonzero(
            (walks.person == stop.person) & (np.abs(walks.tick * 0.5 - stop.time_s) <= 0.5)
        )
        assert set(walks.level[here].tolist()) == {stop.level}
        assert np.hypot(walks.x_m[here] - stop.x_m, walks.y_m[here] - stop.y_m).min() < 0.02


def test_a_run_keeps_its_place_and_is_played_again_from_its_folder(made, tmp_path):
    assert read_run(made.folder).place() == storeys()
    again = play(str(made.folder / "scenario.yaml"), out=tmp_path / "again", fidelity="scores")
    assert again.outcomes == made.outcomes


def test_a_camera_that_moves_to_another_level_looks_anew_and_nobody_walks_anew(
    made, file, tmp_path
):
    changed = BUSY | {"cameras.0.level": "1", "cameras.0.at_m": "[25, 8]"}
    moved = play(
        file, out=tmp_path / "moved", fidelity="scores", overrides=changed, from_run=made.folder
    )
    assert moved.sources["world"] == "run"
    assert moved.sources["sightings"] == "made"
    assert load_scenario(file, changed).scenario.cameras[0].level == 1


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    turned_deg=st.one_of(st.sampled_from([0.0, 90.0, 180.0, -90.0]), st.floats(-180, 180)),
    by_m=st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000)),
)
def test_the_same_place_turned_by_any_angle_anywhere_ends_the_same(
    made, tmp_path_factory, turned_deg, by_m
):
    folder = tmp_path_factory.mktemp("elsewhere")
    file = scenario(folder / "there", None, turned_deg, by_m)
    there = play(file, out=folder / "run", fidelity="scores", overrides=BUSY)
    (people, seen), (others, again) = (
        [read_run(one.folder).table(f"{name}.parquet") for name in ("people", "sightings")]
        for one in (made, there)
    )
    for name in ("arrival_s", "subject", "height_m", "entrance", "exit"):
        assert people[name].equals(others[name])
    apart_s = np.abs(np.subtract(people["exit_s"].to_numpy(), others["exit_s"].to_numpy()))
    assert np.mean(apart_s <= 0.5) > 0.98
    assert len(again) == pytest.approx(len(seen), rel=0.005)
    views = [set(zip(*(one[k].to_pylist() for k in ("camera", "person")), strict=True))
             for one in (seen, again)]  # fmt: skip
    assert len(views[0] ^ views[1]) <= 0.02 * len(views[0])
    books = [one.outcomes["books"] for one in (made, there)]
    moved = sum(abs(books[0][line] - books[1][line]) for line in books[0])
    assert moved <= 0.04 * made.outcomes["passers_by"]
    assert there.outcomes["alerts"] == pytest.approx(made.outcomes["alerts"], abs=2)
