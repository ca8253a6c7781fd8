import math

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.axes import log_ticks, log_up


@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=9))
def test_round_numbers_hold_all_values_between_them(values):
    ticks = log_ticks(values)
    assert ticks[0] <= min(values)
    assert max(values) <= ticks[-1]
    assert ticks == sorted(set(ticks))
    assert {f"{tick:.0e}"[0] for tick in ticks} <= {"1", "2", "5"}


@pytest.mark.parametrize("y", [[], [None, 0.0], [math.nan], [3.0, None]])
def test_what_a_logarithmic_axis_cannot_show_asks_for_no_numbers(y):
    figure = go.Figure(go.Scatter(y=y))
    log_up(figure, "s")
    shown = [one for one in y if one and one > 0]
    assert figure.layout.yaxis.tickvals == (tuple(log_ticks(shown)) if shown else None)
