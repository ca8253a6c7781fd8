import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.sensor.shutter import rolled, skewed
from sim.cameras.sensor.spread import (
    MOST_CIRCLE_PX,
    MOST_STREAK_PX,
    blur_px,
    circle_px,
    kernel,
    smeared,
    streak_px,
)
from sim.people.sprites import Sprite
from tests.sim.cameras.stage import LEVEL

reach = st.floats(-20, 20)


def board() -> Sprite:
    """A white board with dots for landmarks, clear around."""
    bgra = np.zeros((120, 80, 4), np.uint8)
    bgra[20:100, 20:60] = (200, 200, 200, 255)
    marks = np.array([[30, 40], [50, 40], [40, 50], [33, 60], [47, 60]], float)
    for x, y in marks.astype(int):
        bgra[y - 1 : y + 1, x - 1 : x + 1, :3] = 0
    return Sprite(bgra, np.array([40.0, 40.0]), marks, 60.0, 100.0)


def moments(spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of a spread, about its middle."""
    y, x = (np.indices(spread.shape).T - np.array(spread.shape) // 2).T
    at = np.stack([x.ravel(), y.ravel()])
    mean = at @ spread.ravel()
    return mean, (at * spread.ravel()) @ at.T - np.outer(mean, mean)


def dark_points(sprite: Sprite) -> np.ndarray:
    """Centres of the dark dots inside, by their weight, one near each landmark."""
    found = []
    for x, y in sprite.landmarks_px:
        left, top = int(x) - 4, int(y) - 4
        part = sprite.bgra[top : top + 9, left : left + 9, 0].astype(float)
        weight = np.maximum(190 - part, 0)
        j, i = np.indices(part.shape) + 0.5
        found.append(
            [(weight * i).sum() / weight.sum() + left, (weight * j).sum() / weight.sum() + top]
        )
    return np.array(found)


@settings(deadline=None, max_examples=40)
@given(reach, reach)
def test_a_streak_spreads_along_its_way_and_keeps_its_middle(x, y):
    mean, spread = moments(kernel(x, y, 0.0))
    grain = 0.25 + 0.1 * np.hypot(x, y)
    assert mean == pytest.approx([0, 0], abs=1e-4)
    assert np.trace(spread) == pytest.approx((x**2 + y**2) / 12, abs=2 * grain)


@pytest.mark.parametrize("diameter", [2.0, 5.0, 12.0])
def test_a_circle_has_the_spread_of_a_disc(diameter):
    spread = moments(kernel(0.0, 0.0, diameter))[1]
    assert spread[0, 0] == pytest.approx(diameter**2 / 16, rel=0.12, abs=0.25)
    assert spread[0, 0] == pytest.approx(spread[1, 1], rel=1e-3)


def test_spreads_add_up_by_variance():
    assert blur_px(3.0, np.array([12.0, 0]), np.array(16.0)) == pytest.approx(
        np.sqrt(9 + 144 / 12 + 256 / 16)
    )
    assert blur_px(0.5, np.zeros(2), np.array(0.0)) == 0.5


def test_the_circle_of_confusion_is_that_of_a_thin_lens():
    imaging = Imaging(focus_m=4.0, f_number=2.0, pixel_um=3.0)
    focal_m = optics.focal_px(LEVEL) * 3e-6
    aperture_m = focal_m / 2
    image_m = [1 / (1 / focal_m - 1 / depth_m) for depth_m in (2.0, 4.0)]
    expected = aperture_m * (image_m[0] - image_m[1]) / image_m[0] / 3e-6
    assert circle_px(LEVEL, imaging, np.array(2.0)) == pytest.approx(expected, rel=1e-6)
    assert circle_px(LEVEL, imaging, np.array(4.0)) == 0


def test_smaller_apertures_have_more_in_focus():
    wide, narrow = (
        circle_px(LEVEL, Imaging(focus_m=4, f_number=n), np.array(1.5)) for n in (1.4, 8)
    )
    assert wide / narrow == pytest.approx(8 / 1.4)
    assert circle_px(LEVEL, Imaging(), np.array([1.0, 9.0])).tolist() == [0, 0]


def test_a_smeared_sprite_keeps_its_weight_and_its_landmarks_stay_on_it():
    sprite = board()
    spread = smeared(sprite, np.array([6.0, 2.0]), 3.0)
    weights = [one.bgra[..., 3].astype(float).sum() for one in (sprite, spread)]
    assert weights[1] == pytest.approx(weights[0], rel=0.01)
    assert dark_points(spread) == pytest.approx(spread.landmarks_px, abs=0.6)
    assert spread.landmarks_px - spread.eyes_px == pytest.approx(
        sprite.landmarks_px - sprite.eyes_px
    )


def test_colours_do_not_darken_at_a_smeared_edge():
    spread = smeared(board(), np.array([8.0, 0.0]), 0.0)
    row = spread.bgra[30 + (spread.bgra.shape[0] - 120) // 2]
    assert (row[row[:, 3] > 20, 0] > 190).all()


def test_who_stands_still_in_focus_is_left_alone():
    sprite = board()
    assert smeared(sprite, np.array([0.2, 0.1]), 0.3) is sprite
    assert skewed(sprite, np.zeros(2), 30e-6) is sprite


@settings(deadline=None, max_examples=40)
@given(st.floats(-2000, 2000), st.floats(-2000, 2000), st.floats(0, 700))
def test_a_row_shows_where_a_point_is_when_its_turn_comes(across, down, row):
    velocity, line_s = np.array([across, down]), 60e-6
    seen = rolled(np.array([100.0, row]), velocity, line_s)
    turn_s = seen[1] * line_s
    assert seen == pytest.approx([100 + across * turn_s, row + down * turn_s])


def test_a_skewed_sprite_carries_its_landmarks():
    velocity, line_s = np.array([1500.0, 400.0]), 100e-6
    sprite = board()
    skew = skewed(sprite, velocity, line_s)
    assert dark_points(skew) == pytest.approx(skew.landmarks_px, abs=0.3)
    away, before = (one.landmarks_px - one.eyes_px for one in (skew, sprite))
    assert away[:, 1] == pytest.approx(before[:, 1] / (1 - 0.04))
    assert away[:, 0] == pytest.approx(before[:, 0] + before[:, 1] * 0.15 / 0.96)


def test_a_camera_takes_an_imaging_part_or_none():
    assert Camera(**LEVEL.model_dump()).imaging is None
    assert Camera(**LEVEL.model_dump() | {"imaging": {}}).imaging == Imaging()


@pytest.mark.parametrize("speed_px_s", [1.0, 1e3, 1e9, 1e300])
def test_nobody_is_drawn_larger_than_memory_however_fast_or_unsharp(speed_px_s):
    velocity = np.array([speed_px_s, -speed_px_s])
    assert np.hypot(*streak_px(velocity, 1.0)) <= MOST_STREAK_PX * (1 + 1e-9)
    skew = skewed(board(), velocity, 2e-3)
    assert skew.bgra.size < 8 * board().bgra.size
    near = circle_px(LEVEL, Imaging(focus_m=1e5, f_number=0.5, pixel_um=50), np.array([0.8]))
    assert near <= MOST_CIRCLE_PX
