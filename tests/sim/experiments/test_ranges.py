import numpy as np
import pytest

from engine.errors import SettingsError
from scenarios.errors import ScenarioError
from sim.experiments.designs.ranges import designs_at, grid, hypercube, told_ranges, told_values
from sim.experiments.rows.folder import begun
from sim.experiments.sweep import sweep
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand


def test_a_grid_has_every_combination_once():
    values = told_values(["operators.count=1,2", "officers.posts_m=[],[[1, 2]]"])
    points = [*grid(values)]
    assert points[1] == {"operators.count": "1", "officers.posts_m": "[[1, 2]]"}
    assert len({tuple(one.values()) for one in points}) == len(points) == 4


def test_a_hypercube_has_one_point_in_each_part_of_each_range():
    ranges = told_ranges(["officers.speed_mps=1.0:3", "operators.count=1:4"])
    points = hypercube(ranges, 20, 3)
    speeds = np.array([float(one["officers.speed_mps"]) for one in points])
    assert sorted(np.floor((speeds - 1) * 10).astype(int)) == [*range(20)]
    counts = [one["operators.count"] for one in points]
    assert {value: counts.count(value) for value in "1234"} == dict.fromkeys("1234", 5)
    assert points == hypercube(ranges, 20, 3) != hypercube(ranges, 20, 4)


@pytest.mark.parametrize(
    "told", ["a", "a=", "=1:2", "a=1", "a=2:1", "a=1:1", "a=x:2", "a=nan:2", "a=0:inf"]
)
def test_a_range_that_is_none_is_refused(told):
    with pytest.raises(SettingsError, match=r"vary: got .*wanted"):
        told_ranges([told])


@pytest.mark.parametrize("told", [["a"], ["a="], ["a=[1"], ["a=1", "a=2"], ["=1"]])
def test_values_that_are_none_are_refused(told):
    with pytest.raises(SettingsError, match=r"vary: got .*wanted"):
        told_values(told)


def test_a_point_that_the_scenario_refuses_is_refused_before_any_is_played():
    with pytest.raises(ScenarioError, match=r"operators.count"):
        designs_at("corridor", {}, [{"operators.count": "1"}, {"operators.count": "-1"}])


def test_points_are_played_with_the_same_luck(tmp_path):
    values = told_values(["officers.speed_mps=1.9,4", "operators.count=0,1"])
    made, of_point = designs_at("corridor", HALF_A_MINUTE, [*grid(values)])
    designs = [one for one, _, _ in made]
    assert of_point == [0, 1, 2, 3]
    with begun(tmp_path / "x", "sweep", "day", designs) as folder, at_hand() as crew:
        found = sweep(folder, designs, [*values], "day", 2, ("alerts", "stops"), crew)
    assert [one.changes["operators.count"] for one in found] == ["0", "1", "0", "1"]
    assert len({one.means["alerts"].mean for one in found}) == 1
    assert found[0].means["stops"].mean == found[2].means["stops"].mean == 0
