import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.dress.cutting import cut


def sheet(steps=6):
    """A unit square of triangles: points (n, 2) and triangles."""
    x, y = np.meshgrid(np.linspace(0, 1, steps), np.linspace(0, 1, steps))
    at = np.arange(steps * steps).reshape(steps, steps)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    sides = [np.stack(corners, -1).reshape(-1, 3) for corners in ((a, b, c), (a, c, d))]
    return np.stack([x.ravel(), y.ravel()], 1), np.concatenate(sides).astype(np.int32)


def area(points, triangles):
    a, b, c = (points[triangles[:, k]] for k in range(3))
    (ux, uy), (vx, vy) = (b - a).T, (c - a).T
    return (ux * vy - uy * vx) / 2


@settings(deadline=None, max_examples=60)
@given(st.floats(-0.5, 1.5), st.floats(0, 2 * np.pi))
def test_two_sides_of_a_line_make_up_the_whole(place, angle):
    points, triangles = sheet()
    line = points @ [np.cos(angle), np.sin(angle)] - place + 1e-7
    uv = points[triangles].astype(float)
    pieces = [cut(triangles, uv, side[None]) for side in (line, -line)]
    areas = [area(piece.blend @ points, piece.triangles) for piece in pieces]
    assert sum(one.sum() for one in areas) == pytest.approx(1)
    assert all((one > -1e-12).all() for one in areas)


def test_a_hem_is_straight_and_keeps_its_place_on_the_cloth():
    points, triangles = sheet()
    lines = np.stack([points[:, 1] - 0.33, 0.71 - points[:, 0]])
    piece = cut(triangles, points[triangles].astype(float), lines)
    places = piece.blend @ points
    assert places[:, 1].min() == pytest.approx(0.33)
    assert places[:, 0].max() == pytest.approx(0.71)
    assert area(places, piece.triangles).sum() == pytest.approx(0.67 * 0.71)
    np.testing.assert_allclose(piece.uv, places[piece.triangles], atol=1e-6)
    assert (piece.edge >= -1e-6).all()


def test_nothing_is_left_of_what_lies_beyond_the_line():
    points, triangles = sheet()
    piece = cut(triangles, points[triangles].astype(float), np.full((1, len(points)), -1.0))
    assert len(piece.triangles) == 0
