"""The best of some designs is chosen as often as is promised."""

import numpy as np
import pytest

from engine.errors import SettingsError
from sim.experiments.rows.folder import begun
from sim.experiments.selection import FIRST, Rule, check, race, select
from tests.sim.experiments.small import at_hand, small

TRIALS = 400


def right(means, common=0.0, most_is_best=True, zone=1.0):
    """How often the last design, the best, is chosen, as a share; replications on average."""
    rng, chosen, counts = np.random.default_rng(6), 0, []
    rule = Rule(zone, 0.9, most_is_best)
    for _ in range(TRIALS):
        shared = rng.normal(0, common, (1000, 1))
        found = race(shared + rng.normal(means, 2.0, (1000, len(means))), rule)
        chosen += found.chosen == len(means) - 1
        counts.append(found.count)
    return chosen / TRIALS, float(np.mean(counts))


@pytest.mark.parametrize("common", [0.0, 5.0])
def test_the_best_is_chosen_as_often_as_is_promised_where_all_others_are_a_zone_behind(common):
    share, _ = right([0, 0, 0, 1], common)
    assert share >= 0.9 - 5 * (0.9 * 0.1 / TRIALS) ** 0.5


def test_the_least_is_chosen_where_least_is_best():
    share, _ = right([1, 1, 0], most_is_best=False)
    assert share >= 0.9 - 5 * (0.9 * 0.1 / TRIALS) ** 0.5


def test_designs_far_behind_are_dropped_early_and_luck_in_common_costs_nothing():
    near, far = right([0, 0, 0, 1])[1], right([-9, -9, -9, 1])[1]
    assert far < near / 2
    assert right([0, 0, 0, 1], common=20.0)[1] == pytest.approx(near, rel=0.1)


def test_of_designs_that_never_differed_none_is_chosen():
    values = np.repeat(np.random.default_rng(1).normal(0, 1, (40, 1)), 2, axis=1)
    found = race(values, Rule(0.5))
    assert (found.chosen, found.left, found.count) == (None, (0, 1), 40)


def test_values_that_do_not_decide_ask_for_more():
    values = np.random.default_rng(2).normal(0, 5, (FIRST, 3))
    found = race(values, Rule(0.1))
    assert (found.chosen, found.left) == (None, (0, 1, 2))


def test_designs_are_played_until_one_is_chosen(tmp_path):
    listed = {"arrivals__listed_share": "0.5"}
    designs = [small("some", **listed), small("none", **listed, operators__count="0")]
    with begun(tmp_path / "x", "select", "day", designs) as folder, at_hand() as crew:
        found = select(folder, designs, "day", "stops", Rule(0.5), 40, crew)
        rows = folder.figures()["design"].to_pylist()
    assert found.chosen == "some"
    assert found.dropped["none"] == rows.count("none") == FIRST
    assert "at least 95%" in found.to_json()["guarantee"]


@pytest.mark.parametrize(
    ("rule", "most", "said"),
    [
        (Rule(0.0), 20, "zone: got 0"),
        (Rule(1.0, 1.0), 20, "sure: got 1"),
        (Rule(1.0), 5, "replications: got 5"),
    ],
)
def test_a_choice_that_decides_nothing_is_refused(rule, most, said):
    with pytest.raises(SettingsError, match=said):
        check([small("a"), small("b", operators__count="3")], rule, most)
