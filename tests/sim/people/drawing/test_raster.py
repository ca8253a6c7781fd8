"""Triangles are drawn pixel by pixel; what is passed over lies outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.people.drawing.raster import Buffers

HEIGHT, WIDTH = 24, 32


def inside(corners):
    """Which pixels' middles lie in a triangle (3, 2): weights of the corners, looked at one by
    one.
    """
    x, y = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    ahead, aside = corners[1] - corners[0], corners[2] - corners[0]
    along, down = x - corners[0, 0], y - corners[0, 1]
    area = ahead[0] * aside[1] - aside[0] * ahead[1]
    second = (along * aside[1] - aside[0] * down) / area
    third = (ahead[0] * down - along * ahead[1]) / area
    return np.minimum(np.minimum(second, third), 1 - second - third)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.5, 8.0, 60.0]))
def test_every_pixel_inside_is_drawn_and_no_other(seed, wide):
    rng = np.random.default_rng(seed)
    middle = rng.uniform([0, 0], [WIDTH, HEIGHT])
    corners = middle + wide * rng.normal(size=(3, 2)) * rng.choice([0.05, 1], 2)
    points = np.column_stack([corners, np.zeros(3)]).astype(np.float32)
    buffers = Buffers(HEIGHT, WIDTH)
    buffers.draw(points, np.array([[0, 1, 2]], np.int32))
    within = inside(points[:, :2].astype(np.float64))
    sure = np.abs(within) > 1e-3  # where single precision decides nothing
    assert ((buffers.winner == 0) == (within > 0))[sure].all()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_two_that_share_a_side_leave_no_gap(order):
    points = np.array([[2, 2, 0], [29.3, 3, 0], [28, 21, 0], [3, 20.6, 0]], np.float32)
    buffers = Buffers(HEIGHT, WIDTH)
    buffers.draw(points, np.array([[0, 1, 2], [0, 2, 3]], np.int32)[:, order])
    assert (buffers.winner[4:20, 4:28] >= 0).all()
