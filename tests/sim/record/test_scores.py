import numpy as np
import pytest
from scipy.stats import binom

from sim.record.scores import crps, crps_if_right, inside_if_right


def test_a_right_forecast_expects_the_crps_that_its_own_draws_have():
    draws = np.random.default_rng(3).poisson(3.0, 400).astype(float)
    assert crps_if_right(draws) == pytest.approx(np.mean([crps(draws, y) for y in draws]))


def test_rows_inside_are_binomial_where_each_is_as_likely():
    told = inside_if_right([0.96] * 255)
    assert told == pytest.approx(binom.pmf(np.arange(256), 255, 0.96))
