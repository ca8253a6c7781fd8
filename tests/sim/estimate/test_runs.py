"""What a run is said to need, beside what it took and beside what others are said to."""

import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.calibration.presets import load_preset
from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario
from sim.estimate import Machine, field_behind, of_run, refuse
from sim.estimate.need import Estimate, Need
from sim.estimate.posts import cut_off
from sim.run import estimated, play
from sim.world.ways import Ways
from tests.places.halls import World
from tests.places.storeys import CAMERAS, FALLING, RISING, STAIRS, scenario, storeys

PRESET = load_preset("rendered")
SMALL = Machine(2.0, 8_000_000_000, 4_000_000_000)
BELOW = {"profile": [{"from_s": 0, "people_per_h": 60}], "shops_visited": [0, 1]}
MEASURES = ("cpu_s", "memory_bytes", "disk_bytes")


def estimate(name="corridor", **changes):
    told = {field.replace("__", "."): str(value) for field, value in changes.items()}
    loaded = load_scenario(name, told)
    return replace(of_run(loaded, PRESET), machine=SMALL)


def refusal(name="corridor", within_s=3600.0, **changes):
    told = {field.replace("__", "."): str(value) for field, value in changes.items()}
    loaded = load_scenario(name, told)

    def of(one):
        return replace(of_run(one, PRESET), machine=SMALL)

    with pytest.raises(ScenarioError) as refused:
        refuse(of(loaded), within_s, blamed=field_behind(loaded, of))
    return str(refused.value)


def test_a_run_comes_to_about_what_was_said(tmp_path):
    said = estimated("corridor")
    run = play("corridor", out=tmp_path / "run").folder
    rows = {
        "people": pq.read_metadata(run / "people.parquet").num_rows,
        "crowd_rows": pq.read_metadata(run / "crowd.parquet").num_rows,
    }
    for name, came in rows.items():
        assert 0.6 * came < said.amounts[name] < 1.6 * came
    disk = sum(file.stat().st_size for file in run.rglob("*"))
    assert disk / 4 < said.disk_bytes < 4 * disk


def test_who_finds_the_floor_full_waits_outside(tmp_path):
    """100,000 an hour in a corridor that takes a tenth of them in."""
    crowded = {"arrivals.profile": "[{from_s: 0, people_per_h: 100000}]"}
    said = estimated("corridor", overrides=crowded)
    run = play("corridor", out=tmp_path / "run", overrides=crowded).folder
    came = pq.read_metadata(run / "crowd.parquet").num_rows
    assert came < said.amounts["crowd_rows"] < 4 * came


@pytest.mark.parametrize(
    ("field", "less", "more"),
    [
        ("arrivals__dwell_s", 60, 6000),
        ("arrivals__listed_share", 0.01, 0.9),
        ("crowd__talk_s", 20, 2000),
        ("watchlist__size", 100, 100_000),
        ("arrivals__profile__0__people_per_h", 100, 100_000),
    ],
)
def test_more_of_something_never_needs_less(field, less, more):
    few = estimate(engine__threshold=0.7, **{field: less})
    many = estimate(engine__threshold=0.7, **{field: more})
    for measure in MEASURES:
        assert getattr(few, measure) <= getattr(many, measure)
    assert few.cpu_s < many.cpu_s


def test_a_run_twice_as_long_needs_twice_as_much():
    one, two = (estimate("shopping_centre", duration_s=10_000 * k, window="null") for k in (1, 2))
    assert 1.5 < two.amounts["crowd_rows"] / one.amounts["crowd_rows"] < 2.6


@pytest.mark.parametrize(
    ("changes", "field", "what"),
    [
        ({"watchlist__size": 1_000_000, "engine__threshold": 0.7}, "watchlist.size", "memory"),
        ({"duration_s": 600_000, "arrivals__profile__0__people_per_h": 5000}, "", "memory"),
        (
            {"arrivals__profile__0__people_per_h": 1_000_000, "duration_s": 3500},
            "arrivals.profile",
            "memory",
        ),
        ({"crowd__talk_s": 3600, "crowd__talk_share": 1, "duration_s": 90_000}, "", "memory"),
        ({"fidelity": "pixels", "cameras__0__width_px": 7680, "cameras__0__height_px": 4320,
          "cameras__0__fps": 60, "duration_s": 3600, "window__duration_s": 3000}, "", ""),
    ],
)  # fmt: skip
def test_what_this_machine_cannot_do_is_refused_with_the_field_behind_it(changes, field, what):
    told = refusal(**changes)
    assert "\n" not in told
    assert field in told
    assert what in told
    assert "wanted at most" in told


def test_long_work_is_refused_unless_it_is_asked_for():
    slow = Estimate("x", {}, (Need("a", cpu_s=8000.0),), SMALL)
    with pytest.raises(ScenarioError, match=r"x: got work that would take about 2\.2 h"):
        refuse(slow)
    refuse(slow, within_s=None)


def test_what_is_kept_from_before_is_not_counted():
    slow = Estimate("x", {}, (Need("a", cpu_s=8000.0), Need("b", cpu_s=5.0)), SMALL)
    refuse(slow, kept=["a"])


@given(st.lists(st.tuples(st.floats(0, 1e4), st.integers(1, 8)), min_size=1, max_size=4))
@settings(max_examples=30)
def test_no_work_is_done_sooner_than_its_processors_can(parts):
    whole = Estimate("x", {}, tuple(Need("p", s, processes=n) for s, n in parts), SMALL)
    assert whole.cpu_s / SMALL.cores <= whole.wall_s * (1 + 1e-9) <= whole.cpu_s * (1 + 2e-9)


def test_a_door_that_nobody_gets_to_is_refused_before_anything_is_played(tmp_path):
    hall = World((), (), ({"id": "a", "at_m": (8.0, 9.0), "heading_deg": 0.0},), (), 1)
    path = hall.write(tmp_path / "hall")
    plan = json.loads((tmp_path / "hall" / "hall.geojson").read_text())
    for low, high in ((0.0, 8.8), (9.2, 18.0)):
        ring = [[15, low], [15.3, low], [15.3, high], [15, high], [15, low]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        wall = {"type": "Feature", "properties": {"kind": "wall"}, "geometry": shape}
        plan["features"].append(wall)
    (tmp_path / "hall" / "hall.geojson").write_text(json.dumps(plan))
    with pytest.raises(ScenarioError, match=r"door 1: got no way from and to entrance door 0"):
        play(path, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("links", "lost"),
    [
        ((RISING, STAIRS), None),
        ((RISING,), "to"),
        ((FALLING,), "back from"),
        ((replace(STAIRS, name="rising", down=False), FALLING), None),
    ],
)
def test_a_post_without_a_way_to_people_and_back_is_refused_with_its_place(tmp_path, links, lost):
    ground, upper = storeys(*links).levels
    empty = replace(upper, venue=replace(upper.venue, shops=()))
    place = replace(storeys(*links), levels=(ground, empty))
    path = scenario(tmp_path, place, arrivals=BELOW, cameras=[CAMERAS[0]])
    loaded = load_scenario(path)
    if lost is None:
        of_run(loaded, load_preset(loaded.scenario.engine.preset))
        return
    with pytest.raises(ScenarioError) as refused:
        of_run(loaded, load_preset(loaded.scenario.engine.preset))
    (fault,) = refused.value.faults
    assert fault.field == "officers.posts_m.1"
    assert f"got [24.0, 12.0, 1], from which no way leads {lost} entrance West" in str(fault)


def test_a_post_in_a_corner_behind_a_gap_too_narrow_is_refused(tmp_path):
    hall = World((), (), ({"id": "a", "at_m": (8.0, 9.0), "heading_deg": 0.0},), ((29.0, 1.0),), 1)
    path = hall.write(tmp_path / "hall")
    plan = json.loads((tmp_path / "hall" / "hall.geojson").read_text())
    for x1, y1, x2, y2 in ((26, 2, 29.6, 2.2), (26, 0, 26.2, 2.2)):
        ring = [[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]]
        wall = {"kind": "wall"}, {"type": "Polygon", "coordinates": [ring]}
        plan["features"].append({"type": "Feature", "properties": wall[0], "geometry": wall[1]})
    (tmp_path / "hall" / "hall.geojson").write_text(json.dumps(plan))
    with pytest.raises(ScenarioError, match=r"posts_m\.0: got \[29\.0, 1\.0\], from which no way"):
        play(path, out=tmp_path / "run")


@pytest.mark.parametrize("name", [*library()])
def test_every_post_of_the_library_has_a_way(name):
    loaded = load_scenario(name)
    assert not [*cut_off(loaded, Ways(loaded.place))]
