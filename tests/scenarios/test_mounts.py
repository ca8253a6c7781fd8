import math

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.mounts import BEFORE_M, OFF_FLOOR_M, held_by, lens_m
from scenarios.plan import read_plan
from scenarios.schema import Camera
from scenarios.things import OPEN_AIR
from scenarios.venue import Entrance, Shop, Venue
from sim.cameras.scenery.places import PLACES
from sim.cameras.visibility import face_area
from tests.worlds import elsewhere

PILLAR, SHOP = shapely.box(9.7, 9.7, 10.3, 10.3), shapely.box(0, 14, 20, 20)


def hall(turned_deg: float = 0.0) -> Venue:
    """20 x 20 m with a pillar in the middle and a shop along its north, turned about 0/0."""

    def turned(area):
        return shapely.affinity.rotate(area, turned_deg, origin=(0, 0))

    floor = shapely.difference(shapely.box(0, 0, 20, 20), shapely.union(PILLAR, SHOP))
    door = Entrance("East", turned(shapely.box(18, 8, 19.9, 12)))
    return Venue("hall", turned(floor), (door,), (Shop("shop", turned(SHOP), (10.0, 13.0)),))


def hung(at_m: tuple[float, float], heading_deg: float, turned_deg: float = 0.0) -> Camera:
    at = shapely.affinity.rotate(shapely.Point(at_m), turned_deg, origin=(0, 0))
    heading = heading_deg + turned_deg
    return Camera(id="hung", at_m=(at.x, at.y), heading_deg=heading, height_m=2.8, fov_deg=90)


HANGS = {
    "outer wall": ((0.0, 5.0), 0.0, (5.0, 5.0)),
    "inside the outer wall": ((-0.2, 5.0), 0.0, (5.0, 5.0)),
    "shop front": ((4.0, 14.0), 270.0, (4.0, 8.0)),
    "behind a shop front": ((4.0, 14.3), 250.0, (4.0, 8.0)),
    "pillar's east": ((10.0, 10.0), 0.0, (15.0, 10.0)),
    "pillar's south": ((10.0, 10.0), 270.0, (10.0, 4.0)),
    "pillar's west face": ((9.7, 10.0), 180.0, (4.0, 10.0)),
    "corner": ((0.0, 0.0), 45.0, (4.0, 4.0)),
    "a hair off the wall": ((1e-9, 5.0), 0.0, (5.0, 5.0)),
}


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(HANGS)), st.floats(-180, 180))
def test_a_camera_on_a_wall_looks_out_from_it_however_the_place_is_turned(name, by_deg):
    at_m, heading_deg, looks_at = HANGS[name]
    venue, camera = hall(by_deg), hung(at_m, heading_deg, by_deg)
    eye = lens_m(camera, venue)
    assert venue.floor.boundary.distance(shapely.Point(eye)) == pytest.approx(BEFORE_M, abs=1e-3)
    assert math.dist(eye, camera.at_m) <= OFF_FLOOR_M + 2 * BEFORE_M
    seen = face_area(camera.model_copy(update={"at_m": eye}), venue)
    ahead = shapely.affinity.rotate(shapely.Point(looks_at), by_deg, origin=(0, 0))
    assert seen.contains(ahead)
    assert seen.difference(venue.floor.buffer(1e-6)).area < 1e-6


@pytest.mark.parametrize("at_m", [(-0.6, 5.0), (-0.375, -0.375), (10.0, 17.0), (500.0, 1.0)])
def test_a_camera_too_far_from_the_floor_is_refused(at_m):
    with pytest.raises(ScenarioError, match=r"wanted a point on the floor of hall, or on a wall"):
        lens_m(hung(at_m, 0.0), hall())


@settings(deadline=None, max_examples=60)
@given(st.floats(-0.6, 20.6), st.floats(-0.6, 14.6), st.floats(-180, 180))
@example(-0.375, -0.375, 0.0)
def test_a_lens_stays_where_it_is_once_it_is_placed(x, y, heading_deg):
    camera, venue = hung((x, y), heading_deg), hall()
    if venue.floor.distance(shapely.Point(x, y)) > OFF_FLOOR_M:
        with pytest.raises(ScenarioError, match=r"0\.5 m off"):
            lens_m(camera, venue)
        return
    eye = lens_m(camera, venue)
    assert venue.floor.contains(shapely.Point(eye))
    again = lens_m(camera.model_copy(update={"at_m": eye}), venue)
    assert again == eye


@pytest.mark.parametrize("turned_deg", [0.0, 30.0, 45.0, 211.0])
def test_a_scenario_s_camera_may_hang_on_a_shop_front(tmp_path, turned_deg):
    venue = load_scenario("mall").venue
    shop = venue.shops[0].outline
    front = shapely.intersection(shop.boundary, venue.floor.boundary.buffer(1e-6))
    at = shapely.get_parts(front)[0].interpolate(0.5, normalized=True)
    cos, sin = np.cos(np.radians(turned_deg)), np.sin(np.radians(turned_deg))
    there = [float(at.x * cos - at.y * sin), float(at.x * sin + at.y * cos)]
    file = elsewhere("mall", tmp_path, turned_deg=turned_deg)
    loaded = load_scenario(str(file), {"cameras.0.at_m": str(there)})
    eye = shapely.Point(loaded.scenario.cameras[0].at_m)
    assert eye.distance(shapely.Point(there)) < 2 * BEFORE_M
    assert loaded.venue.floor.contains(eye)
    same = load_scenario(str(file), {"cameras.0.at_m": str([eye.x, eye.y])}).scenario
    assert same.cameras == loaded.scenario.cameras


@pytest.mark.parametrize(
    ("height_m", "said"), [("20", "got 20, wanted at most the ceiling's 4.6 m"), ("4.6", None)]
)
def test_a_camera_above_the_ceiling_is_refused(height_m, said):
    changes = {"cameras.0.height_m": height_m}
    if said is None:
        assert load_scenario("mall", changes).scenario.cameras[0].height_m == 4.6
    else:
        with pytest.raises(ScenarioError, match=r"--set cameras\.0\.height_m: got 20") as refusal:
            load_scenario("mall", changes)
        assert said in str(refusal.value)


def test_under_the_sky_there_is_no_ceiling_to_hang_below():
    assert load_scenario("street", {"cameras.0.height_m": "20"}).scenario.cameras[0].height_m == 20
    assert {name for name, place in PLACES.items() if place.open_air} == OPEN_AIR


def test_an_officer_s_post_on_a_wall_is_refused():
    with pytest.raises(ScenarioError, match=r"posts_m\.0: got .*wanted a point on the floor"):
        load_scenario("corridor", {"officers.posts_m": "[[0, 30]]"})


COURT = """
{"type": "FeatureCollection", "features": [
 {"properties": {"kind": "floor", "name": "Court", "scene": "%s"}, "type": "Feature",
  "geometry": {"type": "Polygon", "coordinates": [[[0,0],[20,0],[20,20],[0,20],[0,0]]]}},
 {"properties": {"kind": "entrance", "name": "West"}, "type": "Feature",
  "geometry": {"type": "Polygon", "coordinates": [[[0.1,8],[2,8],[2,12],[0.1,12],[0.1,8]]]}},
 {"properties": {"kind": "%s", "name": "it"}, "type": "Feature",
  "geometry": {"type": "Polygon", "coordinates": [[[9,9],[10,9],[10,10],[9,10],[9,9]]]}}]}
"""


def court(tmp_path, kind, scene="mall") -> Venue:
    """20 x 20 m with something of a kind, a metre wide, in the middle."""
    file = tmp_path / "court.geojson"
    file.write_text(COURT % (scene, kind))
    return read_plan(file).levels[0].venue


@pytest.mark.parametrize(
    ("kind", "height_m", "top"),
    [
        ("bench", 2.8, 0.45),
        ("bin", 2.8, 0.95),
        ("planter", 2.8, 1.3),
        ("void", 2.8, 1.1),
        ("kiosk", 2.8, 2.6),
        ("post", 6.5, 6),
    ],
)
@pytest.mark.parametrize("at_m", [(9.2, 9.2), (9.0, 9.5)])
def test_a_camera_above_what_it_should_hang_on_is_refused(tmp_path, kind, height_m, top, at_m):
    venue = court(tmp_path, kind)
    camera = hung(at_m, 225.0).model_copy(update={"height_m": height_m})
    with pytest.raises(ScenarioError) as refusal:
        lens_m(camera, venue)
    x, y = at_m
    got = f"got [{x}, {y}], {height_m:g} m high on a {kind} from 0 to {top:g} m"
    assert str(refusal.value) == f"{got}, wanted what reaches as high, or a point over the floor"
    lower = camera.model_copy(update={"height_m": top})
    lens = lens_m(lower, venue)
    assert held_by(lower.model_copy(update={"at_m": lens}), venue) == f"a {kind}"


@pytest.mark.parametrize("kind", ["pillar", "wall", "glass", "post"])
def test_what_is_tall_holds_a_camera_and_the_floor_beside_it_needs_nothing(tmp_path, kind):
    venue = court(tmp_path, kind)
    lens = lens_m(hung((9.2, 9.5), 180.0), venue)
    assert lens == pytest.approx((8.95, 9.5))
    named = "a glass wall" if kind == "glass" else f"a {kind}"
    assert held_by(hung(lens, 180.0), venue) == named


@pytest.mark.parametrize(
    ("scene", "held"), [("mall", "the ceiling"), ("street", "a pole of its own")]
)
def test_over_the_floor_a_camera_hangs_wherever_it_is(tmp_path, scene, held):
    venue = court(tmp_path, "bench", scene)
    for at_m in [(5.0, 5.0), (8.99, 9.5)]:  # far from the bench, and within reach of it
        lens = lens_m(hung(at_m, 180.0), venue)
        assert held_by(hung(lens, 180.0), venue) == held


def test_where_no_wall_is_nothing_holds_a_camera(tmp_path):
    inside, street = court(tmp_path, "post"), court(tmp_path, "post", "street")
    edge = hung((20.0, 5.0), 180.0)
    assert held_by(hung(lens_m(edge, inside), 180.0), inside) == "a wall"
    with pytest.raises(ScenarioError, match=r"on the edge of the floor, where no wall is, wanted"):
        lens_m(edge, street)
    stadium = court(tmp_path, "post", "stadium")  # of brick, and open where people come in
    assert held_by(hung(lens_m(edge, stadium), 180.0), stadium) == "a wall"
    with pytest.raises(ScenarioError, match=r"where no wall is"):
        lens_m(hung((0.0, 10.0), 0.0), stadium)


def test_a_hole_that_nobody_names_is_a_wall_to_the_ceiling():
    assert held_by(hung(lens_m(hung((10.0, 10.0), 0.0), hall()), 0.0), hall()) == "a wall"


def test_a_scenario_with_a_camera_on_a_bench_is_refused():
    bench = next(one for one in load_scenario("mall").venue.things if one.kind == "bench")
    at = bench.outline.centroid
    with pytest.raises(ScenarioError, match=r"cameras\.0\.at_m: got .* on a bench from 0 to 0\.45"):
        load_scenario("mall", {"cameras.0.at_m": str([at.x, at.y])})
