"""IMDF archives: what is in them, and what is wrong with those that people have."""

import contextlib
import json

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.checks.place import findings
from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.plan import Asked, read_plan
from tests.scenarios.importers.maps import (
    Earth,
    arcade,
    box,
    collection,
    level,
    opening,
    unit,
    zipped,
)

EARTH = Earth()
MEND = Asked(mend=True)


def read(tmp_path, files, asked=Asked()):  # noqa: B008  # frozen
    return read_plan(zipped(tmp_path / "arcade.zip", files), asked)


def found(place, kind):
    return [one for one in place.findings if one.kind == kind]


def with_units(*units, **files):
    made = arcade()
    return made | {"unit.geojson": [*made["unit.geojson"], *units]} | files


def test_units_become_floors_shops_and_links_and_openings_doors(tmp_path):
    place = read(tmp_path, arcade())
    lower, upper = place.levels
    assert (place.name, lower.name, upper.ordinal) == ("Arcade", "Floor 0", 1)
    assert [shop.name for shop in lower.venue.shops] == ["Books L0", "Soup L0"]
    assert "Boiler L0" in [thing.name for thing in lower.venue.things]
    assert (len(lower.venue.entrances), len(upper.venue.entrances)) == (1, 0)
    kinds = {link.kind: [one.ordinal for one in link.landings] for link in place.links}
    assert kinds == {"stairs": [0, 1], "lift": [0, 1]}
    (guessed,) = found(place, "door guessed")
    assert guessed.ordinal == 1
    assert guessed.told.startswith("no door is drawn of 2 rooms")


def test_a_floor_open_to_below_is_seen_over_and_walked_round(tmp_path):
    upper = read(tmp_path, arcade()).levels[1].venue
    hole = unit(EARTH, "opentobelow", box(12, 1, 14, 2), "L1")
    open_below = read(tmp_path, with_units(hole)).levels[1].venue
    (void,) = [one for one in open_below.things if one.kind == "void"]
    assert void.outline.area == pytest.approx(2, abs=0.1)
    assert open_below.low == (void.outline,)
    assert open_below.floor.area == pytest.approx(upper.floor.area - 2, abs=0.1)


def test_an_archive_reads_the_same_from_a_folder(tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, content in arcade().items():
        text = content if isinstance(content, str) else json.dumps(collection(content))
        (folder / name).write_text(text)
    assert read_plan(folder) == read(tmp_path, arcade())


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    longitude=st.floats(-179, 179),
    latitude=st.floats(-80, 80),
    turned=st.floats(-180, 180),
)
def test_wherever_on_earth_and_however_turned_it_is_the_same_place(
    tmp_path, longitude, latitude, turned
):
    place = read(tmp_path, arcade(Earth(longitude, latitude, turned)))
    west, south, east, north = place.levels[0].venue.floor.bounds
    assert 0 <= west < 7.01
    assert 0 <= south < 7.01
    assert (east - west, north - south) == pytest.approx((30, 4), abs=0.01)
    assert place.levels[0].venue.floor.area == pytest.approx(120, abs=0.3)
    assert len(place.links) == 2


def test_an_import_reads_back_from_an_export_as_it_is(tmp_path):
    place = read(tmp_path, arcade())
    write_place(tmp_path / "again.geojson", place)
    assert read_plan(tmp_path / "again.geojson") == place


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"unit.geojson": "{"}, r"unit\.geojson: got no JSON"),
        ({"unit.geojson": '{"type": "FeatureCollection", "features": 5}'}, "features: got 5"),
        ({"unit.geojson": '{"type": "Feature"}'}, "got no FeatureCollection"),
        ({"unit.geojson": []}, "got no unit with an area"),
        ({"level.geojson": []}, "floor: got nothing to walk on"),
        ({"level.geojson": [level(EARTH, "1", "L0")]}, r"ordinal: got '1', wanted a whole number"),
        ({"level.geojson": [level(EARTH, None, "L0")]}, "ordinal: got None"),
        ({"unit.geojson": collection([5])["features"]}, r"features\.0\.properties: got None"),
    ],
)
def test_an_archive_that_is_none_is_refused_by_file_and_field(tmp_path, files, said):
    with pytest.raises(ScenarioError, match=said) as refusal:
        read(tmp_path, arcade() | files)
    assert "arcade.zip" in str(refusal.value)


@pytest.mark.parametrize("missing", ["level.geojson", "unit.geojson"])
def test_an_archive_without_levels_or_units_is_refused(tmp_path, missing):
    files = {name: content for name, content in arcade().items() if name != missing}
    with pytest.raises(ScenarioError, match=f"got no {missing}, wanted an IMDF archive"):
        read(tmp_path, files)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 torn", b"no zip at all"])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "plan.zip").write_bytes(content)
    with pytest.raises(ScenarioError, match=r"plan\.zip: got no zip that can be read"):
        read_plan(tmp_path / "plan.zip")


def test_a_folder_without_an_archive_is_refused_with_what_is_known(tmp_path):
    with pytest.raises(ScenarioError, match=r"got what no format is known by, wanted one of"):
        read_plan(tmp_path)


def test_coordinates_in_metres_are_refused_by_feature(tmp_path):
    files = arcade()
    files["unit.geojson"][0]["geometry"]["coordinates"] = [box(0, 0, 3000, 400)]
    with pytest.raises(ScenarioError, match=r"features\.0\.geometry: got points that are now"):
        read(tmp_path, files)


CROSSED = [[0, 0], [30, 4], [30, 0], [0, 4], [0, 0]]


def test_an_outline_that_crosses_itself_is_refused_where_it_is_or_made_valid(tmp_path):
    files = arcade()
    files["unit.geojson"].append(unit(EARTH, "walkway", CROSSED, name="Bow"))
    with pytest.raises(
        ScenarioError,
        match=r"level 0: outline: got walkway Bow .* crosses .* at 15, 2 m "
        r"\(52\.50008\d, 13\.40017\d latitude, longitude in the file\), wanted none",
    ):
        read(tmp_path, files)
    (told,) = found(read(tmp_path, files, MEND), "crossing")
    assert told.mended == "made valid: 2 areas"


def test_without_a_door_that_leads_out_a_place_is_refused_or_gets_one_that_is_told(tmp_path):
    files = arcade() | {"opening.geojson": arcade()["opening.geojson"][1:]}
    with pytest.raises(ScenarioError, match="entrance: got none that leads out of a lowest level"):
        read(tmp_path, files)
    place = read(tmp_path, files, MEND)
    (told,) = found(place, "entrance guessed")
    assert len(place.levels[0].venue.entrances) == 1
    assert told.at_m is not None


def split(gap_m):
    """The corridor of the lower level in two, a gap between them."""
    files = arcade()
    halves = [box(0, 0, 15 - gap_m, 4), box(15, 0, 30, 4)]
    files["unit.geojson"] = [
        *files["unit.geojson"][1:],
        *(unit(EARTH, "walkway", one) for one in halves),
    ]
    return files


def test_a_narrow_gap_is_told_where_it_is_and_closed_if_asked(tmp_path):
    place = read(tmp_path, split(0.05))
    (told,) = found(place, "gap")
    assert told.told == "a gap of 5.0 cm between two areas"
    assert told.mended == ""
    assert len([one for one in place.levels if one.ordinal == 0]) == 2
    mended = read(tmp_path, split(0.05), MEND)
    assert [one.mended for one in found(mended, "gap")] == ["closed"]
    assert len([one for one in mended.levels if one.ordinal == 0]) == 1


def test_a_wide_gap_is_none_and_what_lies_behind_it_is_told_to_have_no_way_in(tmp_path):
    place = read(tmp_path, split(0.5))
    assert found(place, "gap") == []
    assert [one.name for one in place.levels][:2] == ["Floor 0, part 1", "Floor 0, part 2"]
    assert {one.ordinal for one in found(place, "no way in")} == {0, 1}


def test_files_outside_the_standard_are_passed_over_with_a_word(tmp_path):
    (told,) = found(read(tmp_path, arcade() | {"navPath.geojson": "{"}), "unknown file")
    assert told.told == "navPath.geojson is no file of the standard"
    assert told.mended == "passed over"


def test_rooms_that_overlap_are_told_with_where(tmp_path):
    files = with_units(unit(EARTH, "room", box(8, 5, 12, 9), name="Kiosk"))
    told = {one.told for one in found(read(tmp_path, files), "overlap")}
    assert told == {
        "Books L0 and Kiosk overlap by 8.0 m2",
        "Soup L0 and Kiosk overlap by 8.0 m2",
    }


def test_a_room_that_no_wall_joins_to_the_floor_is_kept_shut_and_told(tmp_path):
    place = read(tmp_path, with_units(unit(EARTH, "room", box(0, 10, 10, 15), name="Attic")))
    (told,) = found(place, "unreachable room")
    assert told.told.startswith("Attic has no door to the floor")
    assert "Attic" not in [shop.name for shop in place.levels[0].venue.shops]


def test_a_door_too_wide_and_one_too_narrow_are_told(tmp_path):
    doors = [opening(EARTH, [[1, 4], [10, 4]]), opening(EARTH, [[11, 4], [11.3, 4]])]
    files = arcade()
    files["opening.geojson"] += doors
    told = [one.told.partition(",")[0] for one in found(read(tmp_path, files), "door width")]
    assert told == ["door 4 is 9.00 m wide", "door 5 is 0.30 m wide"]


def test_a_door_in_no_wall_is_told(tmp_path):
    files = arcade()
    files["opening.geojson"].append(opening(EARTH, [[50, 50], [51, 50]]))
    (told,) = found(read(tmp_path, files), "door in no wall")
    assert told.told.startswith("door 4 stands in no wall")


def test_levels_that_share_an_ordinal_lie_side_by_side(tmp_path):
    annex = level(EARTH, 0, "A0", box(60, 0, 80, 4))
    files = with_units(unit(EARTH, "walkway", box(60, 0, 80, 4), "A0"))
    files["level.geojson"] = [*files["level.geojson"], annex]
    files["opening.geojson"].append(opening(EARTH, [[80, 1], [80, 3]], "A0"))
    place = read(tmp_path, files)
    assert [(one.ordinal, one.name) for one in place.levels] == [
        (0, "Floor 0"),
        (0, "Floor 0 (2)"),
        (1, "Floor 1"),
    ]
    (told,) = found(place, "shared ordinal")
    assert told.mended == "laid side by side as levels of their own"
    assert len(place.levels[1].venue.entrances) == 1


def test_levels_of_one_ordinal_over_each_other_are_told_as_that(tmp_path):
    files = with_units(unit(EARTH, "walkway", box(0, 0, 20, 4), "A0"))
    files["level.geojson"] = [*files["level.geojson"], level(EARTH, 0, "A0")]
    (told,) = found(read(tmp_path, files), "shared ordinal")
    assert told.told.endswith("they overlap by 80 m2")
    assert told.mended == ""


def test_a_floor_that_nobody_gets_to_is_told_and_left_out_if_asked(tmp_path):
    files = with_units(unit(EARTH, "walkway", box(60, 0, 70, 4), "L1"))
    place = read(tmp_path, files)
    (told,) = found(place, "no way in")
    assert told.told.startswith("Floor 1, part 2, 40 m2, has no way in")
    assert [one.name for one in place.levels] == ["Floor 0", "Floor 1, part 1", "Floor 1, part 2"]
    mended = read(tmp_path, files, MEND)
    assert [one.name for one in mended.levels] == ["Floor 0", "Floor 1, part 1"]


def test_stairs_that_end_on_no_floor_are_told_and_left_out(tmp_path):
    stairs = [unit(EARTH, "stairs", box(60, 0, 64, 4), on) for on in ("L0", "L1")]
    place = read(tmp_path, with_units(*stairs))
    told = [one.told for one in found(place, "link on no floor")]
    assert told == ["stairs 3 meets no floor on level 0", "stairs 3 meets no floor on level 1"]
    assert len(place.links) == 2


def test_a_speck_of_floor_is_left_out_and_told(tmp_path):
    files = with_units(unit(EARTH, "walkway", box(60, 0, 60.9, 0.9), "L0"))
    (told,) = found(read(tmp_path, files), "sliver")
    assert told.told == "a piece of floor of 0.81 m2"


def test_areas_in_several_parts_are_areas(tmp_path):
    files = arcade()
    walkway = files["unit.geojson"][0]
    halves = [[box(0, 0, 15, 4)], [box(15, 0, 30, 4)]]
    walkway["geometry"] = {"type": "MultiPolygon", "coordinates": EARTH.degrees(halves)}
    assert read(tmp_path, files).levels[0].venue.floor.area == pytest.approx(120, abs=0.3)


def test_a_level_without_walkways_is_walked_on_wherever_no_room_is(tmp_path):
    files = arcade()
    files["unit.geojson"] = [
        one for one in files["unit.geojson"] if one["properties"]["category"] != "walkway"
    ]
    place = read(tmp_path, files)
    assert {one.mended for one in found(place, "no walkway")} == {
        "all of the level that is no room is walked on"
    }
    assert place.levels[0].venue.floor.area == pytest.approx(120, abs=0.3)


def test_a_floor_of_another_unit_s_size_is_refused(tmp_path):
    files = with_units(unit(EARTH, "walkway", box(0, 0, 4000, 4)))
    with pytest.raises(ScenarioError, match="floor: got 4,000 m across, wanted at most 3,000 m"):
        read(tmp_path, files)


def test_corners_of_floors_lie_on_millimetres_and_nothing_else_is_rounded(tmp_path):
    floor = read(tmp_path, arcade()).levels[0].venue.floor
    corners = shapely.get_coordinates(floor) * 1000
    assert np.abs(corners - corners.round()).max() < 1e-6
    assert shapely.get_precision(floor) == 0


@pytest.mark.parametrize("stairs", [box(20, 4, 24, 10), box(14, 1.2, 16, 2.4), box(-2, 0, 0, 0.9)])
def test_landings_lie_on_their_floors_round_where_somebody_can_stand(tmp_path, stairs):
    files = with_units(*(unit(EARTH, "stairs", stairs, on, f"S {on}") for on in ("L0", "L1")))
    place = read(tmp_path, files)
    assert [one for one in findings(place) if one.kind == "narrow way"] == []
    for link in place.links:
        for landing in link.landings:
            floor = place.at(landing).venue.floor
            assert floor.buffer(1e-6).covers(landing.area)
            assert floor.boundary.distance(landing.area.centroid) > 0.38


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
ANYTHING |= st.lists(ANYTHING, max_size=3) | st.dictionaries(st.text(max_size=2), ANYTHING)


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_stands_anywhere_in_an_archive_is_taken_or_refused(data, tmp_path):
    files = arcade()
    file = data.draw(st.sampled_from(["level.geojson", "unit.geojson", "opening.geojson"]))
    one = data.draw(st.sampled_from(files[file]))
    part = data.draw(st.sampled_from([one, one["properties"], one["geometry"]]))
    part[data.draw(st.sampled_from([*part]))] = data.draw(ANYTHING)
    with contextlib.suppress(ScenarioError):
        read(tmp_path, files, Asked(mend=data.draw(st.booleans())))


def test_a_torn_archive_is_refused(tmp_path):
    whole = zipped(tmp_path / "arcade.zip", arcade()).read_bytes()
    for cut in (len(whole) // 2, 40):
        (tmp_path / "torn.zip").write_bytes(whole[:cut])
        with pytest.raises(ScenarioError, match=r"torn\.zip"):
            read_plan(tmp_path / "torn.zip")
    at = whole.index(b"features")
    (tmp_path / "torn.zip").write_bytes(whole[:at] + b"FEATURES" + whole[at + 8 :])
    with pytest.raises(ScenarioError, match="got no zip that can be read"):
        read_plan(tmp_path / "torn.zip")


def test_two_files_of_one_name_and_two_levels_of_one_id_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"got a/unit\.geojson and unit\.geojson, wanted one"):
        read(tmp_path, arcade() | {"a/unit.geojson": []})
    twice = [level(EARTH, 0, "L0"), level(EARTH, 1, "L0")]
    with pytest.raises(ScenarioError, match="id: got 2 levels with 1 ids, wanted one each"):
        read(tmp_path, arcade() | {"level.geojson": twice})
