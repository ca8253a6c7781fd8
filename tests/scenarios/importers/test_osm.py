"""Indoor maps of OpenStreetMap: what is in them, and what is wrong with those that people have."""

import contextlib
import copy
import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.plan import Asked, read_plan
from tests.scenarios.importers.maps import Earth, box, collection

EARTH = Earth(5.7, 45.2, -17.0)
MEND = Asked(mend=True)


def area(ring, key="way/1", **tags):
    return EARTH.feature("Polygon", [ring], key, **tags)


def line(ends, key="way/2", **tags):
    return EARTH.feature("LineString", ends, key, **tags)


def point(at, key="node/3", **tags):
    return EARTH.feature("Point", at, key, **tags)


def corridor(level="0", ring=None, **tags):
    return area(ring or box(0, 0, 30, 6), f"way/c{level}", indoor="corridor", level=level, **tags)


SHOP = area(box(4, 6, 14, 12), "way/9", indoor="room", shop="books", name="Books", level="0")
DOOR = point([0, 3], "node/1", entrance="main", door="sliding", level="0")


def read(tmp_path, *features, asked=Asked()):  # noqa: B008  # frozen
    file = tmp_path / "map.geojson"
    file.write_text(json.dumps(collection(features)))
    return read_plan(file, asked)


def found(place, kind):
    return [one for one in place.findings if one.kind == kind]


def test_corridors_become_floors_rooms_shops_and_entrances_ways_in(tmp_path):
    place = read(tmp_path, corridor(), SHOP, DOOR)
    (level,) = place.levels
    assert level.venue.floor.area == pytest.approx(180, abs=0.2)
    assert [shop.name for shop in level.venue.shops] == ["Books"]
    assert len(level.venue.entrances) == 1
    (told,) = found(place, "door guessed")
    assert told.told == "no door is drawn of 1 room (Books)"


def test_a_door_drawn_on_a_room_is_taken(tmp_path):
    place = read(tmp_path, corridor(), SHOP, DOOR, point([6, 6], "node/4", door="yes", level="0"))
    assert found(place, "door guessed") == []
    (shop,) = place.levels[0].venue.shops
    wall = shop.outline.boundary
    assert wall.distance(shapely.Point(shop.door_m)) == pytest.approx(0.45, abs=0.02)


@pytest.mark.parametrize(
    ("tags", "kind", "ways"),
    [
        ({}, "stairs", (True, True)),
        ({"incline": "up"}, "stairs", (True, True)),
        ({"incline": "up", "conveying": "forward"}, "escalator", (True, False)),
        ({"incline": "up", "conveying": "backward"}, "escalator", (False, True)),
    ],
)
def test_steps_between_levels_become_links_that_go_the_way_they_convey(tmp_path, tags, kind, ways):
    upper = corridor("1", box(20, 0, 50, 6))
    steps = line([[12, 3], [22, 3]], "way/5", highway="steps", level="0;1", **tags)
    lower = corridor("0", box(0, 0, 13, 6))
    place = read(tmp_path, lower, upper, DOOR, steps)
    (link,) = place.links
    assert (link.kind, (link.up, link.down)) == (kind, ways)
    assert link.length_m == pytest.approx(10, abs=0.02)
    assert [place.at(one).ordinal for one in link.landings] == [0, 1]


@pytest.mark.parametrize("incline", ["up", "down"])
def test_an_escalator_s_line_runs_up_or_down_and_is_conveyed_along_or_against_it(tmp_path, incline):
    low, high = [12, 3], [22, 3]
    ends = [low, high] if incline == "up" else [high, low]
    for conveying, up in (("forward", incline == "up"), ("backward", incline == "down")):
        tags = {"incline": incline, "conveying": conveying, "level": "0;1"}
        steps = line(ends, "way/5", highway="steps", **tags)
        upper = corridor("1", box(20, 0, 50, 6))
        place = read(tmp_path, corridor("0", box(0, 0, 13, 6)), upper, DOOR, steps)
        (link,) = place.links
        assert (link.up, link.down) == (up, not up)


@pytest.mark.parametrize("level", ["-1;0;1", "-1-1", "1;0;-1", "0;-1;1"])
def test_a_lift_stops_on_every_level_it_names(tmp_path, level):
    floors = [corridor(str(one)) for one in (-1, 0, 1)]
    lift = point([20, 5], "node/7", highway="elevator", level=level, name="A")
    (link,) = read(tmp_path, *floors, DOOR, lift).links
    assert (link.kind, [one.ordinal for one in link.landings]) == ("lift", [-1, 0, 1])


def test_steps_that_say_no_incline_begin_where_the_lower_floor_is(tmp_path):
    upper, lower = corridor("1", box(20, 0, 50, 6)), corridor("0", box(0, 0, 13, 6))
    for ends in ([[12, 3], [22, 3]], [[22, 3], [12, 3]]):
        steps = line(ends, "way/5", highway="steps", level="0;1")
        (link,) = read(tmp_path, lower, upper, DOOR, steps).links
        assert [one.ordinal for one in link.landings] == [0, 1]


def test_an_escalator_without_a_direction_runs_up_and_is_told(tmp_path):
    upper, lower = corridor("1", box(20, 0, 50, 6)), corridor("0", box(0, 0, 13, 6))
    steps = line([[12, 3], [22, 3]], "way/5", highway="steps", level="0;1", conveying="yes")
    place = read(tmp_path, lower, upper, DOOR, steps)
    assert (place.links[0].up, place.links[0].down) == (True, False)
    (told,) = found(place, "no direction")
    assert told.told == "no direction is said of 1 escalator (escalator way/5)"


def test_a_wall_drawn_as_a_line_gets_a_thickness_and_a_gap_where_a_door_is(tmp_path):
    wall = line([[15, 0], [15, 6]], "way/6", indoor="wall", level="0")
    apart = read(tmp_path, corridor(), DOOR, wall)
    assert len(apart.levels) == 2
    assert len(found(apart, "no way in")) == 1
    door = point([15, 3], "node/5", indoor="door", level="0")
    (level,) = read(tmp_path, corridor(), DOOR, wall, door).levels
    assert level.venue.floor.area == pytest.approx(180 - 0.15 * (6 - 1.2), abs=0.3)


def test_a_wall_of_glass_is_seen_through_and_not_walked_through(tmp_path):
    wall = line([[15, 1], [15, 6]], "way/6", indoor="wall", level="0", material="glass")
    (level,) = read(tmp_path, corridor(), DOOR, wall).levels
    (pane,) = level.venue.things
    assert (pane.kind, level.venue.low) == ("glass", (pane.outline,))
    assert level.venue.floor.area == pytest.approx(180 - 0.15 * 5, abs=0.2)


def test_columns_stand_in_the_way(tmp_path):
    column = area(box(10, 2, 11, 3), "way/7", indoor="column", level="0")
    (level,) = read(tmp_path, corridor(), DOOR, column).levels
    assert [one.kind for one in level.venue.things] == ["pillar"]
    assert level.venue.floor.area == pytest.approx(179, abs=0.2)


def test_a_way_drawn_as_a_line_is_floor_as_wide_as_it_says(tmp_path):
    way = line([[30, 3], [60, 3]], "way/8", highway="footway", indoor="yes", level="0", width="2 m")
    place = read(tmp_path, corridor(), DOOR, way)
    assert place.levels[0].venue.floor.area == pytest.approx(180 + 30 * 2 + 2, abs=0.3)
    assert len(found(place, "line for a floor")) == 1


def test_a_half_level_is_passed_over_and_told(tmp_path):
    half = area(box(40, 0, 50, 6), "way/10", indoor="room", level="0.5")
    (told,) = found(read(tmp_path, corridor(), DOOR, half), "half level")
    assert told.told == "way/10 is on level 0.5, which is no whole one"


def test_steps_that_lead_nowhere_are_told_with_where(tmp_path):
    steps = line([[12, 3], [90, 80]], "way/5", highway="steps", level="0;1", incline="up")
    place = read(tmp_path, corridor(), corridor("1"), DOOR, steps)
    (told,) = found(place, "link on no floor")
    assert told.told == "stairs way/5 meets no floor on level 1"
    assert place.links == ()


CROSSED = [[40, 0], [50, 6], [50, 0], [40, 6], [40, 0]]


def test_an_outline_that_crosses_itself_is_refused_or_made_valid(tmp_path):
    crossed = area(CROSSED, "way/11", indoor="room", level="0", name="Bow")
    with pytest.raises(ScenarioError, match="level 0: outline: got Bow has an outline that cross"):
        read(tmp_path, corridor(), DOOR, crossed)
    (told,) = found(read(tmp_path, corridor(), DOOR, crossed, asked=MEND), "crossing")
    assert told.mended == "made valid: 2 areas"


def test_a_map_without_a_way_in_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="entrance: got none that leads out"):
        read(tmp_path, corridor(), SHOP)


def test_a_map_in_which_nothing_is_walked_on_is_refused(tmp_path):
    wall = line([[15, 0], [15, 6]], "way/6", indoor="wall", level="0")
    with pytest.raises(ScenarioError, match="indoor: got nothing that people walk on"):
        read(tmp_path, wall, DOOR)


def test_a_map_whose_rooms_fill_all_of_its_floor_is_refused(tmp_path):
    room = area(box(-1, -1, 31, 7), "way/12", indoor="room", level="0")
    with pytest.raises(ScenarioError, match="floor: got nothing to walk on"):
        read(tmp_path, corridor(), DOOR, room)


def test_a_place_nowhere_on_earth_is_refused_by_feature(tmp_path):
    far = corridor()
    far["geometry"]["coordinates"] = [box(0, 0, 3000, 400)]
    with pytest.raises(ScenarioError, match=r"features\.0\.geometry: got points that are nowhere"):
        read(tmp_path, far, DOOR)


def test_a_door_that_leads_to_nothing_is_told(tmp_path):
    lost = point([80, 80], "node/8", door="yes", level="0")
    (told,) = found(read(tmp_path, corridor(), DOOR, lost), "door in no wall")
    assert told.told.startswith("door node/8 stands in no wall")


def test_an_entrance_onto_a_sliver_or_to_too_little_floor_is_told_in_degrees_too(tmp_path):
    sliver = area(box(60, 0, 60.8, 0.8), "way/7", indoor="corridor", level="0")
    porch = point([60.4, 0], "node/8", entrance="yes", level="0")
    corner = area(box(0, 0, 30, 6), "way/6", indoor="corridor", level="1")
    strip = area(box(31, 0, 36, 0.22), "way/5", indoor="corridor", level="0")
    side = point([36, 0.11], "node/9", entrance="yes", level="0")
    place = read(tmp_path, corridor(), DOOR, sliver, porch, corner, strip, side)
    onto, before = sorted(found(place, "door to nowhere"), key=lambda one: -one.at_m[0])
    assert onto.told == ("door node/8 leads onto a piece of floor of 0.64 m2, which is left out")
    assert before.told == "door node/9 has less than 0.3 m2 of floor before it"
    assert {one.mended for one in (onto, before)} == {"left out"}
    assert place.own.at(onto.at_m) == pytest.approx(
        porch["geometry"]["coordinates"][::-1], abs=1e-6
    )
    assert [round(floor.area, 2) for _, floor in place.left_out] == [0.64]


def test_an_entrance_that_says_no_level_is_on_the_ground(tmp_path):
    place = read(tmp_path, corridor("0"), corridor("1"), point([0, 3], entrance="yes"))
    assert [len(one.venue.entrances) for one in place.levels] == [1, 0]


def test_what_is_tagged_in_both_ways_or_in_none_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"got what no format is known by, wanted one of: feat"):
        read(tmp_path, area(box(0, 0, 9, 9), building="yes"))
    both = area(box(0, 0, 9, 9), indoor="room", kind="floor", level="0")
    with pytest.raises(ScenarioError, match=r"features\.0\.properties\.indoor: got an unknown"):
        read(tmp_path, both)


def test_what_is_asked_of_a_format_that_does_not_take_it_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="unit: got something asked for, wanted mend"):
        read(tmp_path, corridor(), DOOR, asked=Asked(unit="mm"))


def test_a_map_reads_back_from_an_export_as_it_is(tmp_path):
    steps = line([[12, 3], [22, 3]], "way/5", highway="steps", level="0;1", incline="up")
    place = read(tmp_path, corridor(), corridor("1"), SHOP, DOOR, steps)
    write_place(tmp_path / "again.geojson", place)
    assert read_plan(tmp_path / "again.geojson") == place


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
ANYTHING |= st.lists(ANYTHING, max_size=3) | st.dictionaries(st.text(max_size=2), ANYTHING)


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_stands_anywhere_in_a_map_is_taken_or_refused(data, tmp_path):
    steps = line([[12, 3], [22, 3]], "way/5", highway="steps", level="0;1", conveying="yes")
    features = copy.deepcopy([corridor(), corridor("1"), SHOP, DOOR, steps])
    one = data.draw(st.sampled_from(features))
    part = data.draw(st.sampled_from([one, one["properties"], one["geometry"]]))
    part[data.draw(st.sampled_from([*part]))] = data.draw(ANYTHING)
    with contextlib.suppress(ScenarioError):
        read(tmp_path, *features, asked=Asked(mend=data.draw(st.booleans())))
