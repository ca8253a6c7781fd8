"""Longitude and latitude as metres, beside distances on the ellipsoid."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scenarios.importers.survey.metres import direction_deg, frame_of

EARTH = pyproj.Geod(ellps="WGS84")


@given(
    longitude=st.floats(-179.9, 179.9),
    latitude=st.floats(-75, 75),
    bearing=st.floats(0, 360),
    far_m=st.floats(1, 3000),
)
def test_distances_are_those_on_the_ellipsoid(longitude, latitude, bearing, far_m):
    east, north, _ = EARTH.fwd(longitude, latitude, bearing, far_m)
    assume(abs(east - longitude) < 1)  # round the date line no map of a building lies
    line = shapely.LineString([(longitude, latitude), (east, north)])
    frame = frame_of([line])
    assert frame.metres(line).length == pytest.approx(far_m, rel=1e-6, abs=0.002)


@given(turned=st.floats(-180, 180), wide=st.floats(20, 200))
@example(turned=96.0, wide=20.0)  # the long walls lie on both sides of a bin's edge
def test_the_longest_walls_lie_along_x(turned, wide):
    hall = shapely.affinity.rotate(shapely.box(0, 0, wide, wide / 2), turned)
    found = direction_deg([hall])
    assert abs((found - turned + 90) % 180 - 90) < 0.01


def test_of_walls_that_bend_a_little_the_mean_direction_counts():
    angles = np.radians([29.8, 30.1, 30.2])
    ends = np.cumsum(np.c_[np.cos(angles), np.sin(angles)] * 10, axis=0)
    assert direction_deg([shapely.LineString([(0, 0), *ends])]) == pytest.approx(30.03, abs=0.05)


def test_points_alone_have_no_direction():
    assert direction_deg([shapely.Point(1, 2)]) == 0.0
