import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.schema import Imaging
from sim.cameras.sensor.exposure import expose, exposure_lx_s, level, luminance_cd_m2
from sim.cameras.sensor.light import AMBIENT, ambient, chromaticity, tint_bgr

lux = st.floats(0.01, 1e5)


def grey(imaging: Imaging, reflectance: float = 0.18) -> float:
    return expose(imaging, reflectance).level_per_reflectance * reflectance


def test_a_matt_grey_card_in_a_shop_s_light_gets_what_the_equation_says():
    luminance = luminance_cd_m2(300, 0.18)
    assert luminance == pytest.approx(17.19, abs=0.01)
    assert exposure_lx_s(luminance, 2.0, 0.02) == pytest.approx(0.65 * 17.19 * 0.02 / 4, rel=1e-3)
    fixed = Imaging(illuminance_lux=300, f_number=2, shutter_s=0.02, gain_db=0, base_iso=200)
    assert grey(fixed) == pytest.approx(0.18 * 0.05587 * 200 / 10, rel=1e-3)


def test_standard_output_sensitivity_puts_ten_over_s_at_18_percent():
    assert level(10 / 400, 400) == pytest.approx(0.18)


def test_exposure_value_counts_halvings_of_light():
    fixed = Imaging(f_number=2.0, shutter_s=1 / 64)
    assert expose(fixed, 0.18).ev == pytest.approx(8)
    assert expose(Imaging(f_number=1, shutter_s=1), 0.18).ev == pytest.approx(0)


@settings(deadline=None, max_examples=60)
@given(lux, st.floats(0.02, 0.9))
def test_automatic_exposure_meets_its_level_or_stands_at_a_limit(illuminance, reflectance):
    imaging = Imaging(illuminance_lux=illuminance)
    found = expose(imaging, reflectance)
    reached = found.level_per_reflectance * reflectance
    assert imaging.shutter_min_s <= found.shutter_s <= imaging.shutter_max_s
    assert 0 <= found.gain_db <= imaging.gain_max_db
    assert found.gain_db == 0 or found.shutter_s == imaging.shutter_max_s
    if reached > 0.18 * 1.001:
        assert found.shutter_s == imaging.shutter_min_s
    elif reached < 0.18 * 0.999:
        assert found.gain_db == imaging.gain_max_db


@settings(deadline=None, max_examples=30)
@given(lux, st.floats(1.01, 10))
def test_more_light_never_means_more_gain_or_a_longer_shutter(illuminance, times):
    dark = expose(Imaging(illuminance_lux=illuminance), 0.2)
    bright = expose(Imaging(illuminance_lux=illuminance * times), 0.2)
    assert bright.gain_db <= dark.gain_db
    assert bright.shutter_s <= dark.shutter_s


def test_half_the_light_costs_six_decibels():
    one, half = (expose(Imaging(illuminance_lux=x), 0.18).gain_db for x in (20, 10))
    assert half - one == pytest.approx(20 * np.log10(2))


def test_without_exposure_levels_stay_as_drawn():
    found = expose(Imaging(exposure=False, illuminance_lux=1), 0.5)
    assert (found.gain_db, found.level_per_reflectance) == (0, 1)


def test_what_a_scenario_says_of_light_goes_before_place_and_hour():
    assert ambient(Imaging(place="street", hour="night")) == AMBIENT["street", "night"]
    said = ambient(Imaging(place="street", illuminance_lux=7, colour_k=3000))
    assert (said.illuminance_lux, said.colour_k) == (7, 3000)


@pytest.mark.parametrize("place", ["mall", "street", "station"])
def test_it_never_gets_lighter_towards_night(place):
    day, dusk, night = (AMBIENT[place, hour].illuminance_lux for hour in ("day", "dusk", "night"))
    assert day >= dusk >= night


def test_black_bodies_have_the_chromaticities_of_the_cie():
    assert chromaticity(2856) == pytest.approx((0.4476, 0.4074), abs=0.001)
    assert chromaticity(6504) == pytest.approx((0.3135, 0.3237), abs=0.001)


def test_balanced_light_is_white_and_lamps_beyond_what_a_camera_follows_are_warm():
    assert tint_bgr(Imaging(colour_k=4000)) == pytest.approx([1, 1, 1])
    blue, green, red = tint_bgr(Imaging(colour_k=2000))
    assert blue < green < red
