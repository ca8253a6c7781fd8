import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.sensor.lens import Lens
from tests.sim.cameras.stage import SMALL


def lens(k1: float, k2: float = 0.0, fov_deg: float = 60.0) -> Lens:
    fields = SMALL.model_dump() | {"fov_deg": fov_deg, "imaging": Imaging(k1=k1, k2=k2)}
    return Lens(Camera(**fields))


def test_points_are_bent_as_opencv_bends_them():
    bender = lens(-0.2, 0.05)
    focal, points = bender.focal_px, np.array([[10.0, 20], [160, 90], [300, 170]])
    away = np.column_stack([(points - [160, 90]) / focal, np.ones(3)])
    matrix = np.array([[focal, 0, 160], [0, focal, 90], [0, 0, 1]])
    theirs, _ = cv2.projectPoints(
        away, np.zeros(3), np.zeros(3), matrix, np.array([-0.2, 0.05, 0, 0])
    )
    np.testing.assert_allclose(bender.bent(points + bender.margin_px), theirs[:, 0], atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.floats(-0.25, 0.4), st.floats(0, 0.1), st.floats(0, 320), st.floats(0, 180))
def test_unbending_undoes_bending(k1, k2, x, y):
    bender, point = lens(k1, k2), np.array([[x, y]])
    np.testing.assert_allclose(bender.bent(bender.unbent(point)), point, atol=1e-4)


@pytest.mark.parametrize("k1", [-0.25, 0.4])
def test_marked_points_are_found_where_the_truth_says(k1):
    bender = lens(k1)
    picture = np.zeros((bender.pinhole.height_px, bender.pinhole.width_px), np.float32)
    drawn = np.array([[60.5, 50.5], [250.5, 130.5], [160.5, 90.5]]) + bender.margin_px
    for x, y in drawn.astype(int):
        cv2.circle(picture, (int(x), int(y)), 3, 1.0, -1)
    bent = bender.take(picture)
    for x, y in bender.bent(drawn):
        left, top = int(x) - 6, int(y) - 6
        part = bent[top : top + 13, left : left + 13]
        j, i = np.indices(part.shape) + 0.5
        middle = ((part * i).sum() / part.sum() + left, (part * j).sum() / part.sum() + top)
        assert middle == pytest.approx((x, y), abs=0.15)


def test_the_pinhole_of_a_barrel_sees_more_and_from_the_same_place():
    barrel = lens(-0.25)
    wide, camera = barrel.pinhole, barrel.camera
    assert wide.width_px > camera.width_px
    assert optics.focal_px(wide) == pytest.approx(optics.focal_px(camera))
    corner = barrel.unbent(np.array([[0.0, 0.0]]))
    assert (corner >= 0).all()


def test_a_straight_lens_is_the_camera_itself():
    straight = lens(0.0)
    picture = np.zeros((180, 320, 3), np.uint8)
    assert straight.pinhole is straight.camera
    assert straight.take(picture) is picture


def test_boxes_hold_what_their_edges_become_and_sizes_follow():
    barrel = lens(-0.25)
    box = np.array([[20.0, 20, 60, 70]]) + np.tile(barrel.margin_px, 2)
    side = np.linspace(0, 1, 9)[:, None]
    corners = box[0].reshape(2, 2)
    edge = corners[0] + side * (corners[1] - corners[0]) * [1, 0]
    bent, found = barrel.bent(edge), barrel.bent_boxes(box)[0]
    assert bent[:, 0].min() >= found[0] - 1e-9
    assert bent[:, 1].min() >= found[1] - 0.05
    assert barrel.scale(corners)[0] < 1
    assert barrel.scale(barrel.middle[None] + barrel.margin_px)[0] == pytest.approx(1, abs=1e-4)
