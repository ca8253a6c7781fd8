"""Maps beside independent geometry: rays cast by shapely, points projected by angles, and people
put there and sighted."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.faces import INTEROCULAR_M
from scenarios.place import Level, flat
from scenarios.schema import Camera, Imaging
from sim.cameras.coverage import coverage, coverage_map, even, ground
from sim.cameras.coverage.classes import DORI_2014, IEC_2025, class_of
from sim.cameras.coverage.crowds import SECTORS, WALKING_MPS, Crowding
from sim.cameras.coverage.maps import STATURE_M
from sim.cameras.sightings import observe
from sim.errors import SimError
from sim.streams import Streams
from sim.world.manners import EYES_BELOW_CROWN_M
from tests.sim.cameras.stage import crowd, hall, people

BLOCKS = (shapely.box(12, 9, 13, 10), shapely.box(6, 3, 7.5, 3.4), shapely.box(4, 14, 4.4, 14.4))
VENUE = hall(*BLOCKS)
LEVEL = Level(0, "hall", 0.0, VENUE)
GROUND = ground(LEVEL, 0.5)
EYES_M = STATURE_M - EYES_BELOW_CROWN_M
CAMERA = Camera(id="one", at_m=(1, 10), height_m=2.6, heading_deg=0, tilt_deg=8, fov_deg=40)
NEAR_M = 0.8
cameras = st.builds(
    Camera,
    id=st.just("any"),
    at_m=st.tuples(st.floats(1, 11), st.floats(4, 13)),
    height_m=st.floats(1.8, 5),
    heading_deg=st.floats(-180, 180),
    tilt_deg=st.floats(0, 40),
    fov_deg=st.floats(15, 110),
    width_px=st.sampled_from([640, 1280, 1920]),
    height_px=st.sampled_from([480, 720, 1080]),
)


def fields(**other) -> Camera:
    return Camera(**CAMERA.model_dump() | other)


def turned(camera: Camera) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the eyes over each square: to the right, below and ahead of the lens, by plain angles."""
    east, north = GROUND.x_m - camera.at_m[0], GROUND.y_m - camera.at_m[1]
    heading, tilt = np.radians(camera.heading_deg), np.radians(camera.tilt_deg)
    ahead = east * np.cos(heading) + north * np.sin(heading)
    right = east * np.sin(heading) - north * np.cos(heading)
    down = camera.height_m - EYES_M
    depth = ahead * np.cos(tilt) + down * np.sin(tilt)
    below = down * np.cos(tilt) - ahead * np.sin(tilt)
    return right, below, depth


@settings(deadline=None, max_examples=60)
@given(cameras)
def test_what_is_seen_is_what_rays_reach_and_angles_hold(camera):
    found = coverage_map(camera, GROUND)
    right, below, depth = turned(camera)
    focal = camera.width_px / 2 / np.tan(np.radians(camera.fov_deg / 2))
    ahead = np.maximum(depth, 1e-9)
    beside = np.abs(right / ahead) - camera.width_px / 2 / focal
    over = np.abs(below / ahead) - camera.height_px / 2 / focal
    places = np.stack([GROUND.x_m, GROUND.y_m], 1)
    lines = shapely.linestrings([[camera.at_m, place] for place in places.tolist()])
    walls = shapely.union_all(BLOCKS)
    hidden = shapely.intersects(lines, walls) | shapely.contains_xy(walls, *camera.at_m)
    near = max(NEAR_M, focal / 4000)
    pictured = (depth > near) & (beside < 0) & (over < 0) & ~hidden
    seen = pictured & (INTEROCULAR_M * focal / ahead >= 6)
    edges = np.abs([beside, over, depth - near, INTEROCULAR_M * focal / ahead - 6]).min(0)
    grazing = shapely.intersects(lines, walls.boundary.buffer(1e-3)) & ~shapely.intersects(
        lines, walls.buffer(-1e-3)
    )
    sure = (edges > 1e-6) & ~grazing
    np.testing.assert_array_equal(found.seen[sure], seen[sure])
    np.testing.assert_array_equal(~np.isnan(found.px_per_m[sure]), pictured[sure])
    both = found.seen & seen
    np.testing.assert_allclose(found.px_per_m[both], focal / depth[both])
    away = np.hypot(GROUND.x_m - camera.at_m[0], GROUND.y_m - camera.at_m[1])
    pitch = np.degrees(np.arctan2(camera.height_m - EYES_M, away))
    np.testing.assert_allclose(found.pitch_deg[both], pitch[both])


@pytest.mark.parametrize("imaging", [None, Imaging(k1=-0.2), Imaging(k1=0.4)])
def test_people_put_on_every_square_are_sighted_as_the_map_has_it(imaging):
    camera = fields(fov_deg=70.0, imaging=imaging, zone_interocular_px=10.0, heading_deg=15.0)
    found = coverage_map(camera, GROUND)
    places = np.stack([GROUND.x_m, GROUND.y_m], 1)
    walked = crowd(*[[tuple(place)] for place in places.tolist()])
    walked.heading_deg[:] = np.degrees(np.arctan2(*(np.asarray(camera.at_m) - places).T[::-1]))
    sighted = observe((camera,), flat(VENUE), people(len(places), STATURE_M), walked, Streams(1))
    assert np.flatnonzero(found.seen).tolist() == sorted(sighted.person.tolist())
    assert found.seen.sum() > 50
    size = found.interocular_px[sighted.person]
    np.testing.assert_allclose(size, sighted.frontal_px, rtol=1e-2 if imaging else 1e-5)


def test_classes_begin_where_a_metre_has_so_many_pixels():
    dense = coverage_map(fields(height_m=EYES_M, tilt_deg=0.0), GROUND).px_per_m
    focal = 640 / np.tan(np.radians(20))
    for classes in (IEC_2025, DORI_2014):
        number = class_of(dense, classes)
        for k, one in enumerate(classes):
            near = GROUND.x_m - CAMERA.at_m[0] <= focal / one.px_per_m
            some = ~np.isnan(dense)
            np.testing.assert_array_equal((number >= k)[some], near[some])


def test_the_zone_lies_between_that_of_every_adult_and_that_of_some():
    camera = fields(zone_interocular_px=14.0)
    found, areas = coverage_map(camera, GROUND), coverage(camera, VENUE)
    places = GROUND.x_m, GROUND.y_m
    every = shapely.contains_xy(areas.zone.buffer(-0.01), *places)
    some = shapely.contains_xy(areas.some.buffer(0.01), *places)
    assert found.in_zone.any()
    assert found.in_zone[every].all()
    assert some[found.in_zone].all()


def towards(heading_deg: float) -> Crowding:
    """People who all walk one way."""
    ways = np.zeros((1, 1, SECTORS))
    ways[0, 0, round(heading_deg * SECTORS / 360) % SECTORS] = 1.0
    return Crowding(0.0, 0.0, np.inf, np.full((1, 1), 0.1), ways, 1.5, np.array([EYES_M]))


def test_who_walks_to_the_camera_faces_it_and_who_leaves_does_not():
    middle = np.abs(GROUND.y_m - 10) < 1
    come, go = (coverage_map(CAMERA, GROUND, towards(way)) for way in (180.0, 0.0))
    here = come.seen & middle & (GROUND.x_m > 8)
    assert here.sum() > 5
    assert come.yaw_deg[here].max() < 10
    assert come.facing_share[here].min() == 1
    assert go.yaw_deg[here].min() > 170
    assert go.facing_share[here].max() == 0


def test_who_crosses_is_smeared_by_the_shutter_and_who_comes_is_not():
    imaging = Imaging(shutter_s=0.02, softness_px=0.5)
    camera = fields(height_m=EYES_M, tilt_deg=0.0, imaging=imaging)
    across, come = (coverage_map(camera, GROUND, towards(way)).blur_px for way in (90.0, 180.0))
    here = ~np.isnan(across) & (np.abs(GROUND.y_m - 10) < 0.3)
    focal = 640 / np.tan(np.radians(20))
    streak = focal * 1.5 * 0.02 / (GROUND.x_m[here] - CAMERA.at_m[0])
    np.testing.assert_allclose(across[here], np.sqrt(0.25 + streak**2 / 12), rtol=0.02)
    assert (come[here] < across[here] / 1.5).all()


def test_nobody_hides_anybody_and_of_a_crowd_without_a_way_half_face_the_camera():
    empty, alone = coverage_map(CAMERA, GROUND, even(0.0)), coverage_map(CAMERA, GROUND)
    assert (empty.visible_share[empty.seen] == 1).all()
    assert np.isnan(alone.yaw_deg).all()
    np.testing.assert_allclose(empty.facing_share[empty.seen], 0.53, atol=0.04)
    np.testing.assert_allclose(empty.yaw_deg[empty.seen], 90, atol=1)
    assert even(0.0).speed_mps == WALKING_MPS


def test_squares_too_small_and_crowds_too_dense_are_refused():
    with pytest.raises(SimError, match=r"step: got 0\.0001 m"):
        ground(LEVEL, 0.0001)
    with pytest.raises(SimError, match="density: got 40, wanted 0 to 10"):
        even(40)
