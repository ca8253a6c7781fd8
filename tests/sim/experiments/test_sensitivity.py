"""Sobol's and Morris's measures beside functions whose own are known."""

import numpy as np
import pytest

from engine.errors import SettingsError
from sim.experiments.designs.ranges import changes_of, designs_at, told_ranges
from sim.experiments.rows.folder import begun
from sim.experiments.sensitivity import effects, play_points, tried
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand

PI = np.pi
CUBE = told_ranges([f"{name}=-{PI}:{PI}" for name in "abc"])


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_s_shares_of_ishigami_s_function_are_the_known_ones():
    """Ishigami & Homma (1990), with a = 7 and b = .1."""
    points = tried(CUBE, "sobol", 1024, 1)
    assert points.shape == (1024 * 5, 3)
    found = effects(CUBE, "sobol", points, ishigami(points), 1)
    assert [one.first for one in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert [one.total for one in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    assert all(0 < one.total_reach < 0.1 for one in found)


def test_morris_s_effects_of_a_line_are_its_slopes_over_the_ranges():
    ranges = told_ranges(["a=0.0:1", "b=0.0:10", "c=2.0:4"])
    points = tried(ranges, "morris", 8, 2)
    assert points.shape == (8 * 4, 3)
    line = 3 * points[:, 0] - 2 * points[:, 1]
    found = effects(ranges, "morris", points, line, 2)
    assert [one.size for one in found] == pytest.approx([3, 20, 0])
    assert [one.spread for one in found] == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_what_is_the_same_everywhere_hangs_on_nothing(method):
    points = tried(CUBE, method, 4, 1)
    found = effects(CUBE, method, points, np.ones(len(points)), 1)
    told = [one.to_json(method) for one in found]
    assert all(one["total" if method == "sobol" else "size"] == 0 for one in told)


def test_a_scenario_is_asked_what_its_stops_hang_on(tmp_path):
    ranges = told_ranges(["operators.confirm_true=0.0:1.0", "officers.engage_s=20:40"])
    points = tried(ranges, "morris", 2, 1)
    many = HALF_A_MINUTE | {"arrivals.listed_share": "0.5"}
    made, of_point = designs_at("corridor", many, changes_of(ranges, points))
    designs = [one for one, _, _ in made]
    with begun(tmp_path / "x", "sensitivity", "answer", designs) as folder, at_hand() as crew:
        told = play_points(folder, designs, of_point, "answer", 1, ("stops",), crew)
    confirmed, engaged = effects(ranges, "morris", points, told["stops"], 1)
    assert confirmed.size > engaged.size


@pytest.mark.parametrize(
    ("told", "method", "count", "said"),
    [
        ([], "sobol", 8, "vary: got nothing"),
        (["a=0:1"], "sobol", 6, "wanted a power of two"),
        (["a=0:1"], "morris", 1, "tries: got 1"),
    ],
)
def test_points_that_no_method_has_are_refused(told, method, count, said):
    with pytest.raises(SettingsError, match=said):
        tried(told_ranges(told), method, count, 1)
