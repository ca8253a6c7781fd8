import contextlib
import copy
import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.plan import read_plan

ANYTHING = st.none() | st.booleans() | st.floats() | st.text(max_size=3)
ANYTHING |= st.lists(ANYTHING, max_size=3)


def square(x, y, side=2.0):
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(kind, coordinates, **properties):
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind} | properties, "geometry": geometry}


FLOOR = feature("floor", square(0, 0, 20), name="Hall")
DOOR = feature("entrance", square(0, 8), name="door")
WALL = [[[5, -1], [6, -1], [6, 21], [5, 21], [5, -1]]]
SHOP = feature("shop", square(10, 10), name="shop", door=[9.5, 11], attraction=2)
DULL = feature("shop", square(10, 10), name="shop", door=[9.5, 11], attraction=0)


NAMELESS = feature("shop", square(10, 10), name="\ud800", door=[9.5, 11])


MANY = [feature("entrance", square(0, 8), name=f"door {k}") for k in range(1001)]
HEAVY = feature("shop", square(10, 10), name="shop", door=[9.5, 11], attraction=1e7)


def read(tmp_path, *features, **changes):
    file = tmp_path / "hall.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features} | changes))
    return read_plan(file).levels[0].venue


def test_floor_is_what_is_left_between_shops_kiosks_pillars_and_benches(tmp_path):
    bench, pillar = feature("bench", square(4, 4, 1)), feature("pillar", square(16, 4, 1))
    venue = read(tmp_path, FLOOR, DOOR, SHOP, bench, pillar)
    assert venue.floor.area == pytest.approx(400 - 4 - 1 - 1)
    assert (venue.name, venue.shops[0].door_m, venue.shops[0].attraction) == ("Hall", (9.5, 11), 2)
    assert venue.low == (shapely.Polygon(square(4, 4, 1)[0]),)


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ((DOOR,), "got 0 floors"),
        ((FLOOR, FLOOR, DOOR), "got 2 floors"),
        ((FLOOR,), "got no entrance"),
        ((FLOOR, feature("entrance", square(19, 8))), "one off the floor"),
        ((FLOOR, DOOR, feature("tree", square(1, 1))), r"features\.2\.kind: got 'tree'"),
        ((FLOOR, DOOR, feature("shop", square(10, 10))), "door: got None"),
        ((FLOOR, DOOR, feature("shop", square(10, 10), door=[11, 11])), "wanted a point on the"),
        ((FLOOR, DOOR, feature("shop", square(10, 10), door="ab")), "door: got 'ab'"),
        ((FLOOR, DOOR, feature("kiosk", WALL)), "pieces"),
        ((FLOOR, feature("entrance", [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]])), "no valid"),
        ((FLOOR, {"properties": {"kind": "entrance"}}), r"features\.1\.geometry"),
        ((FLOOR, DOOR, DULL), "attraction: got 0"),
        ((FLOOR, DOOR, HEAVY), "attraction: got 10000000"),
        ((FLOOR, *MANY), "entrance: got 1,001, wanted at most 1,000"),
        ((FLOOR, 5), r"features\.1"),
        (
            (FLOOR, DOOR, NAMELESS),
            r"features\.2\.properties\.name: got '\\\\ud800', wanted up to 200",
        ),
        (
            (FLOOR, DOOR, SHOP | {"properties": SHOP["properties"] | {"name": "x" * 201}}),
            "up to 200",
        ),
        ((feature("floor", square(0, 0, 4000)), DOOR), "4,000 m across"),
    ],
)
def test_a_venue_that_does_not_hold_is_refused_by_feature(tmp_path, features, said):
    with pytest.raises(ScenarioError, match=said) as refusal:
        read(tmp_path, *features)
    assert "hall.geojson" in str(refusal.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "Feature"}', "\xff"])
def test_what_is_no_geojson_is_refused(tmp_path, content):
    file = tmp_path / "hall.geojson"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ScenarioError, match=r"hall\.geojson"):
        read_plan(file)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_stands_anywhere_is_taken_or_refused(data, tmp_path):
    features = copy.deepcopy([FLOOR, DOOR, SHOP])
    one = data.draw(st.sampled_from(features))
    part = data.draw(st.sampled_from([one, one["properties"], one["geometry"]]))
    part[data.draw(st.sampled_from([*part]))] = data.draw(ANYTHING)
    with contextlib.suppress(ScenarioError):
        read(tmp_path, *features)


def test_eastgate_has_four_entrances_and_fits_its_size(eastgate, tmp_path):
    venue = read(tmp_path, *eastgate["features"])
    assert len(venue.entrances) == 4
    assert venue.floor.bounds == (0, 0, 120, 60)
    assert all(venue.floor.distance(shop.outline) == 0 for shop in venue.shops)


@pytest.mark.parametrize("apart_m", [1e-12, 1e-6, 0.01])
def test_a_wall_that_is_drawn_a_rounding_off_the_outline_leaves_no_floor_behind_it(
    tmp_path, apart_m
):
    ring = [[10, 0], [12, 0], [12, 20 - apart_m], [10, 20 - apart_m], [10, 0]]
    shop = feature("shop", [ring], door=[9.5, 11])
    cut_off = feature("entrance", square(0, 8), name="door")
    with pytest.raises(ScenarioError, match="2 pieces"):
        read(tmp_path, FLOOR, cut_off, shop)
    shut = feature("wall", [[[12, 0], [20, 0], [20, 20], [12, 20], [12, 0]]])
    floor = read(tmp_path, FLOOR, cut_off, shop, shut).floor
    assert floor.bounds == pytest.approx((0, 0, 10, 20), abs=1e-9)
