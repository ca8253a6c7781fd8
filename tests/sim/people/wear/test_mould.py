import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.dress.garments import Cloth
from sim.people.head.atlas import atlas
from sim.people.wear.mould import CENTRE_DM, angles, direction, mould, reach
from sim.people.wear.solids import ball, sheet, tube

CLOTH = Cloth("plain", (0.1, 0.1, 0.1), (0.1, 0.1, 0.1))
ANGLE = st.floats(-3.1, 3.1)


@settings(deadline=None, max_examples=60)
@given(ANGLE, st.floats(-1.5, 1.5), st.floats(0.1, 5))
def test_angles_undo_a_direction(turn, lift, far):
    found = angles(far * direction(np.array([turn]), np.array([lift])))
    np.testing.assert_allclose([found[0][0], found[1][0]], [turn, lift], atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(ANGLE, st.floats(-0.5, 1.5))
def test_what_is_fitted_to_the_base_head_stays_where_it_is(turn, lift):
    point = CENTRE_DM + 1.2 * direction(np.array([turn]), np.array([lift]))
    np.testing.assert_allclose(mould().fitted(point, atlas().base), point, atol=1e-5)


@settings(deadline=None, max_examples=60)
@given(ANGLE, st.floats(-0.3, 0.3))
def test_what_is_fitted_to_a_moved_head_moves_along(turn, lift):
    point = CENTRE_DM + 1.1 * direction(np.array([turn]), np.array([lift]))
    shift = np.array([0.1, 2, -0.3], np.float32)
    moved = mould().fitted(point, atlas().base + shift)
    np.testing.assert_allclose(moved, point + shift, atol=1e-5)


def test_a_head_is_as_high_as_asked_at_the_lift_found():
    turn, height = np.array([0.0, 1.5, 3.0]), np.full(3, 7.8)
    lift = mould().lift(turn, height, ears=False)
    found = CENTRE_DM[1] + mould().radius(turn, lift, ears=False) * np.sin(lift)
    np.testing.assert_allclose(found, height, atol=0.03)


def test_a_ball_reaches_as_far_as_it_is_large_also_at_its_poles():
    one = ball(np.zeros(3), np.full(3, 0.7), CLOTH, 60)
    assert reach(one.points, one.triangles)[15:] == pytest.approx(0.7, abs=0.01)


def test_the_inner_of_two_balls_is_told_from_the_outer():
    small, large = (ball(np.zeros(3), np.full(3, r), CLOTH, 40) for r in (0.5, 0.9))
    points = np.concatenate([small.points, large.points])
    corners = np.concatenate([small.triangles, large.triangles + len(small.points)])
    assert reach(points, corners).max() == pytest.approx(0.9, abs=0.01)
    assert reach(points, corners, outer=False)[15:].max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("made", [
    ball(np.zeros(3), np.ones(3), CLOTH),
    tube(np.stack([np.zeros(9), np.zeros(9), np.linspace(-1, 1, 9)], 1), 0.3, 0.2, CLOTH),
])  # fmt: skip
def test_a_solid_s_triangles_face_outward(made):
    corner = made.points[made.triangles]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    away = corner.mean(1)
    if np.ptp(made.points[:, 0]) < 1:
        away = away * [1, 1, 0]
    assert ((normal * away).sum(1) > -1e-9).all()


def test_a_sheet_s_hem_is_where_it_begins():
    grid = np.stack(np.meshgrid(np.arange(3.0), np.arange(4.0), [0.0], indexing="ij"), -1)[:, :, 0]
    assert sheet(grid, CLOTH).edge.reshape(3, 4).tolist() == [[0, 1, 2, 3]] * 3
