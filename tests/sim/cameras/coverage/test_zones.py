from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from scenarios.loader import library, load_scenario
from scenarios.place import flat
from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.coverage import ADULTS_M, coverage, warnings
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import FACE_M, observe
from sim.cameras.visibility import LEAST_FRONTAL_PX, near_m
from sim.streams import Streams
from sim.world.manners import EYES_BELOW_CROWN_M
from tests.sim.cameras.stage import crowd, hall, people

PILLAR = shapely.box(12, 9, 13, 10)
VENUE = hall(PILLAR)
CAMERA = Camera(id="one", at_m=(3, 10), height_m=2.6, heading_deg=10, tilt_deg=8, fov_deg=40)
cameras = st.builds(
    Camera,
    id=st.just("any"),
    at_m=st.tuples(st.floats(2, 11), st.floats(2, 18)),
    height_m=st.floats(0.5, 5),
    heading_deg=st.floats(-180, 180),
    tilt_deg=st.floats(-30, 90),
    fov_deg=st.floats(2, 140),
    height_px=st.sampled_from([720, 1280, 2160]),
    width_px=st.sampled_from([720, 1280, 3840]),
    zone_interocular_px=st.floats(8, 60),
)


LEAST_HIGH_DEG = 2.0
"""Of a lower picture a stature between two of those that are looked at may have a band of its own:
docs/limits.md."""


def high_deg(camera: Camera) -> float:
    """How high the picture is."""
    half = np.tan(np.radians(camera.fov_deg / 2)) * camera.height_px / camera.width_px
    return float(2 * np.degrees(np.arctan(half)))


def eyes(places: np.ndarray, stature_m: float) -> np.ndarray:
    return np.column_stack([places, np.full(len(places), stature_m - EYES_BELOW_CROWN_M)])


def recognised(camera: Camera, places: np.ndarray, stature_m: float) -> np.ndarray:
    """Whose faces lie whole and large in the picture, by the corners of each, one by one."""
    half, above, below = FACE_M
    right, down, deep = optics.axes(camera)
    at = eyes(places, stature_m)
    depth = (at - optics.station(camera)) @ deep
    found = (depth > near_m(camera)) & _clear(camera, places)
    least = max(camera.zone_interocular_px, LEAST_FRONTAL_PX)
    found &= optics.focal_px(camera) * 0.063 / np.maximum(depth, 0.01) >= least
    for aside, lower in ((-half, -above), (half, -above), (-half, below), (half, below)):
        uv, _ = optics.project(camera, at + aside * right + lower * down)
        with np.errstate(invalid="ignore"):
            found &= ((uv >= 0) & (uv <= (camera.width_px, camera.height_px))).all(1)
    return found


def _clear(camera: Camera, places: np.ndarray) -> np.ndarray:
    lines = shapely.linestrings([[camera.at_m, place] for place in places.tolist()])
    return ~shapely.intersects(lines, PILLAR)


def spread(camera: Camera, by: int = 700) -> np.ndarray:
    """Places all over the floor, and more of them near the camera."""
    rng = np.random.default_rng(5)
    near = np.asarray(camera.at_m) + rng.normal(0, 2.5, (by, 2))
    places = np.concatenate([rng.uniform(0.05, 19.95, (by, 2)), near])
    return places[shapely.contains_xy(VENUE.floor, *places.T)]


def off_edge(area: shapely.Geometry, places: np.ndarray, by_m: float) -> np.ndarray:
    return shapely.distance(area.boundary, shapely.points(places)) > by_m


LOW = Camera(
    id="low", at_m=(2, 2), height_m=1.5, heading_deg=0, tilt_deg=0, fov_deg=4, zone_interocular_px=8
)
"""In whose picture only people of some 1.6 m have their whole face, a few metres away."""


@settings(deadline=None, max_examples=25)
@given(cameras)
@example(LOW)
def test_the_zone_is_where_the_faces_of_adults_lie_in_the_picture(camera):
    assume(high_deg(camera) >= LEAST_HIGH_DEG)
    covered, places = coverage(camera, VENUE), spread(camera)
    by_stature = [recognised(camera, places, one) for one in np.linspace(*ADULTS_M, 9)]
    sure = off_edge(covered.zone, places, 0.002)
    found = shapely.contains_xy(covered.zone, *places.T)
    np.testing.assert_array_equal(found[sure], np.all(by_stature, 0)[sure])
    some, any_of = shapely.contains_xy(covered.some, *places.T), np.any(by_stature, 0)
    assert not (any_of & ~some & off_edge(covered.some, places, 0.15)).any()


@settings(deadline=None, max_examples=25)
@given(cameras)
def test_nobody_s_face_is_in_the_picture_from_where_it_is_blind(camera):
    covered, places = coverage(camera, VENUE), spread(camera)
    blind = shapely.contains_xy(covered.blind, *places.T) & off_edge(covered.blind, places, 0.002)
    for stature_m in ADULTS_M:
        uv, depth = optics.project(camera, eyes(places[blind], stature_m))
        assert not (optics.in_picture(camera, uv) & (depth > near_m(camera))).any()
    assert covered.blind.intersection(covered.view).area < 0.01


@pytest.mark.parametrize("imaging", [None, Imaging(k1=-0.3), Imaging(k1=0.5)])
@pytest.mark.parametrize("tilt_deg", [4.0, 25.0])
def test_sightings_in_the_zone_are_where_the_map_has_it(imaging, tilt_deg):
    camera = replace_fields(
        fov_deg=60.0, tilt_deg=tilt_deg, imaging=imaging, zone_interocular_px=10.0
    )
    covered, places = coverage(camera, VENUE), spread(camera, 1000)
    away = np.degrees(np.arctan2(*(np.asarray(camera.at_m) - places).T[::-1]))
    for stature_m in (1.52, 1.7, 1.88):
        walked = crowd(*[[tuple(place)] for place in places.tolist()])
        walked.heading_deg[:] = away
        who = people(len(places), stature_m)
        seen = observe((camera,), flat(VENUE), who, walked, Streams(1))
        found = np.isin(np.arange(len(places)), seen.person[seen.in_zone])
        turned = np.isin(np.arange(len(places)), seen.person[np.abs(seen.yaw_deg) > 60])
        zone, some = (shapely.contains_xy(one, *places.T) for one in (covered.zone, covered.some))
        assert found.any()
        assert found[zone & ~turned & off_edge(covered.zone, places, 0.15)].all()
        assert some[found & off_edge(covered.some, places, 0.15)].all()


def replace_fields(**fields) -> Camera:
    return Camera(**(CAMERA.model_dump() | fields))


def test_beneath_a_camera_that_hangs_high_and_level_nobody_is_seen():
    covered = coverage(replace_fields(height_m=3.2, tilt_deg=0.0, zone_interocular_px=14.0), VENUE)
    nearest = shapely.Point(CAMERA.at_m).distance(covered.some)
    chin_m = 1.88 - EYES_BELOW_CROWN_M - FACE_M[2]
    focal = 640 / np.tan(np.radians(20))
    assert nearest == pytest.approx((3.2 - chin_m) * focal / 360, abs=0.1)
    assert covered.blind.area > 5
    assert covered.blind.distance(shapely.Point(CAMERA.at_m)) == 0


def test_a_wall_ends_the_zone():
    behind = shapely.Point(14.5, 9.0)
    camera = replace_fields(zone_interocular_px=8.0, heading_deg=-5.0)
    assert coverage(camera, hall()).some.contains(behind)
    assert not coverage(camera, VENUE).some.contains(behind)


@settings(deadline=None, max_examples=20)
@given(cameras, st.floats(-180, 180))
@example(CAMERA, 2e-266)
def test_a_turned_world_has_the_same_zone_turned(camera, by_deg):
    def turned(shape):
        return shapely.affinity.rotate(shape, by_deg, origin=(0, 0))

    at = turned(shapely.Point(camera.at_m))
    other = Camera(
        **camera.model_dump() | {"at_m": (at.x, at.y), "heading_deg": camera.heading_deg + by_deg}
    )
    here = coverage(camera, VENUE)
    there = coverage(other, replace(VENUE, floor=turned(VENUE.floor)))
    for area, same in ((here.zone, there.zone), (here.some, there.some), (here.blind, there.blind)):
        assert turned(area).symmetric_difference(same).area < 0.01 + 0.002 * area.area


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tilt_deg": -30.0}, "have their faces nowhere in its picture: it recognises nobody"),
        ({"height_m": 4.5}, "have nowhere 24 px between the eyes"),
        ({"tilt_deg": 80.0}, "only where it sees them from"),
        ({"tilt_deg": 80.0, "fov_deg": 52.0, "zone_interocular_px": 1e-9}, "degrees above"),
        ({"zone_interocular_px": 900.0}, "have nowhere 900 px between the eyes"),
        ({"height_m": 3.2}, "alone: it recognises hardly anybody"),
    ],
)
def test_a_camera_that_can_recognise_nobody_is_told_of(fields, said):
    (warning,) = warnings([replace_fields(**fields), CAMERA], flat(VENUE))
    assert warning.startswith("camera one: adults of 1.52 to 1.88 m")
    assert said in warning


@pytest.mark.parametrize("name", library())
def test_the_library_s_cameras_recognise_somebody(name):
    loaded = load_scenario(name)
    assert warnings(loaded.scenario.cameras, loaded.place) == []


def test_a_lens_that_draws_more_in_covers_more():
    straight, barrel = (
        coverage(replace_fields(fov_deg=60.0, imaging=imaging, zone_interocular_px=10.0), VENUE)
        for imaging in (None, Imaging(k1=-0.25))
    )
    assert Lens(replace_fields(imaging=Imaging(k1=-0.25))).pinhole.width_px > 1280
    assert barrel.view.area > straight.view.area
