"""What of a mesh can throw a shadow on the part of it that is drawn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.people.drawing.extents import extent, furthest, reaching


@given(st.integers(0, 2**32 - 1), st.floats(-2.0, 2.0))
def test_what_reaches_no_further_than_what_is_drawn_is_left_away(seed, lowest):
    rng = np.random.default_rng(seed)
    near, height = rng.normal(size=(2, 9)).astype(np.float32)
    triangles = rng.integers(0, 9, (12, 3)).astype(np.int32)
    drawn = height[triangles].max(1) >= lowest
    last = furthest(triangles, near, height, lowest)
    assert last == near[triangles][drawn].min(initial=np.inf)
    kept = triangles[near[triangles].max(1) >= last]
    np.testing.assert_array_equal(reaching(triangles, near, last), kept)


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_an_extent_is_that_of_the_points(seed, columns):
    points = np.random.default_rng(seed).normal(size=(7, columns)).astype(np.float32)
    low, high = extent(points)
    np.testing.assert_array_equal([low, high], [points.min(0), points.max(0)])
