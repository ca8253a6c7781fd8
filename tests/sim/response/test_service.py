import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.settings import WEEK_S
from sim.response.service import work_s


@given(st.floats(0.001, WEEK_S), st.floats(0, 2), st.integers(0, 999))
def test_no_work_lasts_longer_than_a_week(median_s, spread, seed):
    assert 0 < work_s(np.random.default_rng(seed), median_s, spread) <= WEEK_S
