import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera
from sim.cameras import optics

angles = st.floats(-180, 180)
metres = st.floats(-15, 15)
heights = st.floats(0, 4)
cameras = st.builds(
    Camera,
    id=st.just("one"),
    at_m=st.tuples(metres, metres),
    height_m=st.floats(1, 5),
    heading_deg=angles,
    tilt_deg=st.floats(-20, 60),
    fov_deg=st.floats(20, 100),
)


def at(camera: Camera, ahead_m: float, up_m: float) -> np.ndarray:
    """A point so far in front of the camera, at its own height plus `up_m`."""
    heading = np.radians(camera.heading_deg)
    level = [ahead_m * np.cos(heading), ahead_m * np.sin(heading), up_m]
    return optics.station(camera) + level


def turned(point: np.ndarray, by_deg: float) -> np.ndarray:
    c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    return point @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])


def test_what_a_level_camera_looks_at_is_in_the_middle_of_its_picture():
    camera = Camera(id="one", at_m=(2, 3), heading_deg=37, tilt_deg=0)
    uv, depth = optics.project(camera, at(camera, 8, 0)[None])
    np.testing.assert_allclose(uv, [[640, 360]], atol=1e-9)
    np.testing.assert_allclose(depth, [8])


def test_east_is_right_and_high_is_up_for_a_camera_that_looks_north():
    camera = Camera(id="one", at_m=(0, 0), height_m=3, heading_deg=90, tilt_deg=0)
    ((u, v),), _ = optics.project(camera, [[1, 10, 4]])
    assert u > 640
    assert v < 360


def test_the_field_of_view_ends_at_the_sides_of_the_picture():
    camera = Camera(id="one", at_m=(0, 0), heading_deg=0, tilt_deg=0, fov_deg=90)
    uv, _ = optics.project(camera, [[5, 5, 3], [5, -5, 3]])
    np.testing.assert_allclose(uv[:, 0], [0, 1280], atol=1e-9)


@settings(deadline=None, max_examples=50)
@given(cameras, st.floats(1, 20), st.floats(1.05, 3))
def test_farther_is_smaller(camera, ahead_m, factor):
    near, far = (at(camera, ahead_m * k, -0.2 * k) for k in (1, factor))
    _, depth = optics.project(camera, [near, far])
    if depth.min() > optics.NEAREST_M:
        close, away = optics.px_per_m(camera, depth)
        assert close > away


@settings(deadline=None, max_examples=50)
@given(cameras, st.floats(0.5, 20))
def test_what_is_behind_the_camera_is_unseen(camera, behind_m):
    level = camera.model_copy(update={"tilt_deg": 0.0})
    uv, _ = optics.project(level, at(level, -behind_m, 0.3)[None])
    assert not optics.in_picture(level, uv).any()


@settings(deadline=None, max_examples=50)
@given(cameras, st.tuples(metres, metres, heights), angles)
def test_turning_world_and_camera_together_changes_nothing(camera, point, by_deg):
    place = turned(np.array([*camera.at_m, 0]), by_deg)[:2]
    other = camera.model_copy(
        update={"at_m": tuple(place), "heading_deg": camera.heading_deg + by_deg}
    )
    uv, depth = optics.project(camera, np.array([point]))
    again, same = optics.project(other, turned(np.array([point]), by_deg))
    np.testing.assert_allclose(depth, same, atol=1e-6)
    if depth[0] > 0.2:
        np.testing.assert_allclose(uv, again, atol=1e-3, rtol=1e-6)


@settings(deadline=None, max_examples=50)
@given(cameras, st.tuples(st.floats(0, 1280), st.floats(0, 720)), st.floats(0.5, 30))
def test_a_pixel_s_ray_comes_back_to_the_pixel(camera, pixel, depth_m):
    point = optics.station(camera) + depth_m * optics.rays(camera, [pixel])
    uv, depth = optics.project(camera, point)
    np.testing.assert_allclose(uv, [pixel], atol=1e-5)
    assert depth[0] == pytest.approx(depth_m)


def test_a_face_beyond_reach_is_smaller_than_asked():
    camera = Camera(id="one", at_m=(0, 0), tilt_deg=0, heading_deg=0)
    reach = optics.reach_m(camera, 12)
    _, depth = optics.project(camera, at(camera, reach, 0)[None])
    assert INTEROCULAR_M * optics.px_per_m(camera, depth)[0] <= 12
