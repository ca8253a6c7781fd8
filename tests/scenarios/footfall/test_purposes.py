"""What groups come for, and where on a plan they do it: read, written, refused."""

import json

import pytest
import shapely

from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.loader import load_scenario
from scenarios.plan import read_plan

SEAT = {"kind": "seat", "name": "bench", "places": 5}
WAITING = {"kind": "waiting", "name": "meeting point"}
GATES = {"kind": "checkpoint", "name": "gates", "service_s": 3.5, "lanes": 4, "checks": "in"}


def plan(folder, *features, **cafe):
    """The library's mall with more on its floor; `cafe` is what its first shop says besides."""
    file = folder / "mall.geojson"
    drawn = json.loads(file.read_text())
    shop = next(f for f in drawn["features"] if f["properties"]["kind"] == "shop")
    shop["properties"] |= cafe
    for k, (properties, (west, south, east, north)) in enumerate(features):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        named = {"name": f"n{k}"} | properties
        drawn["features"].append({"type": "Feature", "properties": named, "geometry": geometry})
    file.write_text(json.dumps(drawn))
    return file


@pytest.fixture
def at(folder):
    """Somewhere on the mall's floor: boxes of 3 m by .6 m and 2 m by 2 m, and one across."""
    (level,) = read_plan(folder / "mall.geojson").levels
    for x in range(5, 60):
        for y in range(5, 60):
            if level.venue.floor.contains(shapely.box(x, y, x + 6, y + 4)):
                return {"seat": (x, y, x + 3, y + 0.6), "waiting": (x, y + 1, x + 2, y + 3),
                        "checkpoint": (x + 4, y, x + 4.5, y + 4)}  # fmt: skip
    raise AssertionError


def three(folder, at):
    drawn = [(one, at[one["kind"]]) for one in (SEAT, WAITING, GATES)]
    return plan(folder, *drawn, food=True)


def test_seats_waiting_areas_and_checkpoints_are_read_and_written_back(folder, at, tmp_path):
    place = read_plan(three(folder, at))
    (_, seat), (_, waiting) = place.stays
    assert (seat.name, seat.kind, seat.places) == ("bench", "seat", 5)
    assert (waiting.kind, waiting.places) == ("waiting", 4)
    ((_, gates),) = place.checkpoints
    assert (gates.lanes, gates.service_s, gates.service_sd_s, gates.checks) == (4, 3.5, 0.0, "in")
    assert [shop.food for _, shop in place.shops].count(True) == 1
    write_place(tmp_path / "again.geojson", place)
    assert read_plan(tmp_path / "again.geojson") == place


def test_they_leave_the_floor_as_it_was(folder, at):
    before = read_plan(folder / "mall.geojson").levels[0].venue.floor
    assert read_plan(three(folder, at)).levels[0].venue.floor.equals(before)


@pytest.mark.parametrize(
    ("kind", "properties", "said"),
    [
        ("seat", {"places": 0}, "places: got 0, wanted a number of 1 to 10000"),
        ("seat", {"places": 2.5}, "places: got 2.5, wanted a whole number"),
        ("seat", {"places": 99}, "places: got 99 in 1.8 m2, wanted room for them"),
        ("checkpoint", {}, "service_s: got none, wanted how long a check takes"),
        ("checkpoint", {"service_s": 1}, "service_s: got 1, wanted a number of 1.5 to 3600"),
        ("checkpoint", {"service_s": 3, "service_sd_s": -1}, "service_sd_s: got -1"),
        ("checkpoint", {"service_s": 3, "checks": "on"}, "checks: got 'on', wanted one of both"),
        ("checkpoint", {"service_s": 3, "lane": 2}, "unknown property, wanted perhaps lanes"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(folder, at, kind, properties, said):
    with pytest.raises(ScenarioError) as refusal:
        read_plan(plan(folder, ({"kind": kind} | properties, at[kind])))
    assert said in str(refusal.value)


def test_one_off_the_floor_is_refused(folder):
    with pytest.raises(ScenarioError, match="stay n0: got one off the floor"):
        read_plan(plan(folder, ({"kind": "seat"}, (-50, -50, -47, -49))))


def asked(folder, at, purposes):
    three(folder, at)
    return load_scenario(folder / "mall.yaml", {"arrivals.purposes": purposes}).scenario


def test_purposes_that_the_plan_has_room_for_are_played(folder, at):
    found = asked(folder, at, "{eat: {share: .3, dwell_s: 900}, sit: {share: .2, dwell_s: 300}}")
    assert [*found.arrivals.purposes.each] == ["eat", "sit"]
    assert found.arrivals.purposes.eat.stops == (1, 1)


@pytest.mark.parametrize(
    ("purposes", "field", "said"),
    [
        ("{sit: {share: .2, dwell_s: 9, stops: [1, 2]}}", "sit.stops",
         "got [1, 2], wanted fewest and most of 1 seat on the plan"),
        ("{eat: {share: .2, dwell_s: 9, stops: [2, 2]}}", "eat.stops",
         "got [2, 2], wanted fewest and most of 1 shop of food on the plan"),
        ("{eat: {share: .7, dwell_s: 9}, wait: {share: .6, dwell_s: 9}}", "",
         "got shares that add up to 1.3, wanted at most 1"),
    ],
)  # fmt: skip
def test_purposes_that_do_not_fit_are_refused(folder, at, purposes, field, said):
    with pytest.raises(ScenarioError) as refusal:
        asked(folder, at, purposes)
    (fault,) = refusal.value.faults
    assert fault.field == f"arrivals.purposes{'.' if field else ''}{field}"
    assert fault.said == said
