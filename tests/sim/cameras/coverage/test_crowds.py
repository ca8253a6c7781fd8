"""What a crowd hides on the mean, beside crowds strewn at random and looked at one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.place import Level
from scenarios.schema import Camera
from sim.cameras.coverage import crowding, even, ground
from sim.cameras.coverage.crowds import EYES_M, SQUARE_M, visible_shares
from sim.cameras.sightings import Places, see
from sim.streams import Streams
from sim.world.manners import EYES_BELOW_CROWN_M
from tests.sim.cameras.stage import crowd, hall, people

GROUND = ground(Level(0, "hall", 0.0, hall()), 0.5)
CAMERA = Camera(id="one", at_m=(1, 10), height_m=2.6, heading_deg=0, tilt_deg=6, fov_deg=50)


def strewn(camera: Camera, away_m: float, density: float, times: int, seed: int) -> np.ndarray:
    """(times,) what of a face so far away crowds of 20 x 20 m leave, each of another throw."""
    rng, shares = np.random.default_rng(seed), []
    for _ in range(times):
        others = rng.poisson(density * 400)
        x = np.concatenate([[camera.at_m[0] + away_m], rng.uniform(0, 20, others)])
        y = np.concatenate([[10.0], rng.uniform(0, 20, others)])
        count = others + 1
        places = Places(
            np.zeros(count), np.arange(count, dtype=np.int32), x, y, rng.uniform(0, 360, count),
            np.zeros(count, bool), np.zeros((count, 2)),
        )  # fmt: skip
        who = people(count, EYES_M + EYES_BELOW_CROWN_M)
        only = np.arange(count) == 0
        seen = see(camera, 0, who, places, Streams(1), only)
        shares.append(float(seen.visible_share[0]))
    return np.array(shares)


@pytest.mark.parametrize(
    ("height_m", "away_m", "density"),
    [(2.6, 6.0, 0.4), (2.6, 12.0, 0.3), (1.9, 8.0, 0.2), (3.5, 9.0, 1.0), (EYES_M, 7.0, 0.1)],
)
def test_a_crowd_hides_as_much_as_crowds_strewn_at_random(height_m, away_m, density):
    camera = Camera(**CAMERA.model_dump() | {"height_m": height_m, "tilt_deg": 4.0})
    eyes = np.array([[camera.at_m[0] + away_m, 10.0, EYES_M]])
    (told,) = visible_shares(camera, eyes, even(density))
    found = strewn(camera, away_m, density, 1500, 3)
    error = found.std() / np.sqrt(len(found))
    assert told < 0.99
    assert abs(told - found.mean()) < 5 * error + 0.01  # what a lens held aslant changes


@settings(deadline=None, max_examples=30)
@given(st.floats(1.4, 5), st.floats(2, 15), st.floats(0, 3), st.floats(0, 3))
def test_more_people_never_leave_more_to_be_seen(height_m, away_m, one, other):
    camera = Camera(**CAMERA.model_dump() | {"height_m": height_m})
    eyes = np.array([[1 + away_m, 10.0, EYES_M]])
    few, many = (visible_shares(camera, eyes, even(d))[0] for d in sorted((one, other)))
    assert 0 <= many <= few <= 1


def test_nobody_far_below_the_line_of_sight_hides_a_face():
    camera = Camera(**CAMERA.model_dump() | {"height_m": 8.0, "tilt_deg": 60.0})
    assert visible_shares(camera, np.array([[2.0, 10.0, EYES_M]]), even(1.0))[0] == 1.0


def test_a_walked_crowd_is_counted_where_it_is():
    walked = crowd([(5.2, 5.2)] * 4, [(5.4, 5.9), (9.5, 9.5)], heading_deg=90.0)
    found = crowding(GROUND, people(2, 1.7), walked, (0.0, 2.0))
    assert found.density_per_m2.sum() * SQUARE_M**2 * 4 == pytest.approx(6)
    assert found.density_per_m2[5, 5] == pytest.approx(5 / 4)
    ways = found.heading_shares(np.array([5.5]), np.array([5.5]))[0]
    assert ways.sum() == pytest.approx(1)
    assert ways.argmax() == 4
    np.testing.assert_allclose(found.eyes_m, EYES_M, atol=1e-6)


def test_before_the_time_that_is_looked_at_and_after_it_nobody_counts():
    walked = crowd([(5.2, 5.2)] * 4)
    assert crowding(GROUND, people(1), walked, (1.0, 2.0)).density_per_m2.sum() == 1
    assert crowding(GROUND, people(1), walked, (50.0, 60.0)).density_per_m2.sum() == 0
