import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.stress.load import Load
from engine.stress.parts.capacity import HIGHEST_BUSY, Costs, capacity, fitted, need
from engine.stress.parts.grid import Cell, settings_of
from engine.stress.repeats import spread
from engine.stress.terms import Terms

TERMS = Terms(cameras=7, fps=6.0)
COST = st.floats(0.01, 50)
COSTS = st.builds(Costs, *[COST] * 5)
PICTURE = np.zeros((192, 320, 3), np.uint8)


def cells(costs: Costs) -> list[Cell]:
    """The grid of the terms as the model itself would have it."""

    def load(faces, size_px):
        picture = np.broadcast_to(PICTURE[:1, :1], (size_px[1], size_px[0], 3))
        return Load("drawn", (picture,), float(faces))

    made = []
    for one in settings_of(TERMS, load, load(6, TERMS.size_px)):
        frame_ms = costs.per_frame_ms(one.load.size_px, one.load.faces, one.watchlist)
        rate = spread([1e3 * 2 / frame_ms] * 2)
        cell = Cell(
            "drawn", one.load.size_px, one.load.faces, one.watchlist, 2, 9, rate, one.held_out
        )
        made.append(cell)
    return made


@given(COSTS)
@settings(deadline=None, max_examples=40)
def test_cells_made_by_a_model_are_predicted_exactly_also_those_not_fitted(costs):
    found = capacity(cells(costs), TERMS)
    assert all(abs(check.error) < 1e-6 for check in found.checks)
    assert found.largest_error < 1e-6
    assert sum(check.held_out for check in found.checks) == 7


@given(COSTS, st.integers(1, 500), st.floats(0.5, 60))
@settings(deadline=None, max_examples=40)
def test_the_workers_wanted_have_time_to_spare_and_one_fewer_would_not(costs, cameras, fps):
    asked = need(costs, cameras, fps, (640, 384), 2.0, 1000)
    assert asked.busy_workers <= HIGHEST_BUSY * asked.workers + 1e-6
    assert asked.workers == 1 or asked.busy_workers > HIGHEST_BUSY * (asked.workers - 1) - 1e-6
    assert need(costs, cameras + 1, fps, (640, 384), 2.0, 1000).workers >= asked.workers


def test_costs_are_never_below_nothing():
    rng = np.random.default_rng(1)
    noisy = [
        Cell("drawn", (640, 384), 0.0, 100, 2, 9, spread([rate]), held_out=False)
        for rate in rng.uniform(5, 50, 8)
    ]
    assert all(cost >= 0 for cost in vars_of(fitted(noisy)))


def vars_of(costs: Costs) -> list[float]:
    return [getattr(costs, name) for name in Costs.__dataclass_fields__]


def test_fewer_cells_than_costs_are_refused():
    with pytest.raises(SettingsError, match="got 4 cells"):
        capacity(cells(Costs(1, 1, 1, 1, 1))[:6], TERMS)


def test_every_step_of_every_axis_is_fitted_and_held_out():
    grid = cells(Costs(1, 1, 1, 1, 1))[:-1]
    wanted = list(product(TERMS.grid_watchlists, TERMS.grid_faces, TERMS.grid_sizes_px))
    assert [(cell.watchlist, cell.faces, cell.size_px) for cell in grid] == wanted
    for held_out in (False, True):
        those = [cell for cell in grid if cell.held_out == held_out]
        for axis in ("watchlist", "faces", "size_px"):
            assert {getattr(c, axis) for c in those} == {getattr(c, axis) for c in grid}


def test_the_time_of_a_frame_is_a_worker_s():
    one = Cell("drawn", (640, 384), 0.0, 100, 4, 9, spread([8.0]), held_out=False)
    assert math.isclose(one.frame_ms, 500)
