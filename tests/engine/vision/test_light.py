import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.vision.analyser import align
from engine.vision.light import light


@pytest.fixture(scope="module")
def crop(six):
    return align(six.bgr, six.faces[0].landmarks_px)


@pytest.mark.parametrize("sigma", [1.0, 2.0, 4.0])
def test_a_blurred_face_is_less_sharp(crop, sigma):
    blurred = np.asarray(cv2.GaussianBlur(crop, (0, 0), sigma), np.uint8)
    assert light(blurred).sharpness < 0.7 * light(crop).sharpness


def test_sharpness_hangs_neither_on_contrast_nor_on_brightness(crop):
    paler = (crop.astype(float) * 0.5 + 60).round().astype(np.uint8)
    assert light(paler).sharpness == pytest.approx(light(crop).sharpness, rel=0.1)
    assert light(paler).dynamic_range_bits < light(crop).dynamic_range_bits


def test_a_darker_face_is_under_exposed_and_a_brighter_one_over_exposed(crop):
    dark, bright = (np.clip(crop.astype(float) + by, 0, 255).astype(np.uint8) for by in (-90, 130))
    assert light(dark).under_exposed > light(crop).under_exposed
    assert light(bright).over_exposed > light(crop).over_exposed
    assert light(dark).luminance < light(crop).luminance < light(bright).luminance


def test_a_face_lit_from_one_side_is_less_uniform(crop):
    ramp = np.linspace(0.2, 1.0, 112)[None, :, None]
    aside = (crop * ramp).astype(np.uint8)
    assert light(aside).uniformity < light(crop).uniformity


@given(st.integers(0, 255))
def test_a_flat_crop_has_no_sharpness_no_range_and_two_equal_halves(grey):
    seen = light(np.full((112, 112, 3), grey, np.uint8))
    assert (seen.sharpness, seen.dynamic_range_bits, seen.uniformity) == (0, 0, 1)
    assert seen.luminance == grey
    assert seen.under_exposed + seen.over_exposed == (grey <= 10 or grey >= 245)
