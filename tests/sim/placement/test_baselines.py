from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.errors import SimError
from sim.placement.baselines import DENSITY, DETECTION, EVEN, baselines, compared
from sim.placement.candidates import Mounting
from sim.placement.planner import Asked, choose, prepare
from sim.placement.solve.ground import ground
from sim.stages.store import Store

CHANGES = {"duration_s": "90", "window.start_s": "10", "arrivals.listed_share": "0.5"}
ASKED = Asked(2, 10.0, 0.0, mounting=Mounting(45.0, (0.0,), 40.0, 90.0))


@pytest.fixture(scope="module")
def ready():
    loaded = load_scenario("corridor", CHANGES)
    return prepare(loaded, load_preset(loaded.scenario.engine.preset), ASKED)


def test_each_baseline_is_best_by_what_it_goes_by_and_none_by_recognition(ready):
    chosen, (day,) = baselines(ready, ASKED), ready.days
    alike = replace(day.scanned, weight=np.ones(len(day.sampled)))
    optimum = choose(ready, ASKED).placement.value
    for name, demand in ((DENSITY, day.near), (DETECTION, alike)):
        whole = ground(demand)
        pairs = [
            pair
            for pair in combinations(range(len(ready.laid.cameras)), 2)
            if len({ready.laid.place[one] for one in pair}) == 2
        ]
        assert whole.value(chosen[name]) == pytest.approx(max(map(whole.value, pairs)))
    assert all(ground(day.listed).value(one) <= optimum + 1e-9 for one in chosen.values())


def test_even_spacing_is_apart_and_begins_in_the_middle(ready):
    chosen = baselines(ready, ASKED)[EVEN]
    at = np.array([one.at_m for one in ready.laid.cameras])
    to = np.hypot(*(at - at.mean(0)).T)
    first = min(chosen, key=lambda one: to[one])
    (second,) = set(chosen) - {first}
    far = np.hypot(*(at - at[first]).T)
    assert to[first] == to.min()
    assert far[second] == far.max()


def test_layouts_are_played_on_the_same_days(ready, tmp_path):
    own = ready.loaded.scenario.cameras
    found = {one.name: one for one in compared(ready, ASKED, own, 2, Store(tmp_path))}
    assert len(found) == 4
    assert all(0 <= share <= 1 for one in found.values() for share in one.shares)
    best, even = found["optimum"], found[EVEN]
    mean, low, high = even.apart
    assert best.apart is None
    assert best.cameras == ("west",)
    assert mean == pytest.approx(np.mean(np.subtract(best.shares, even.shares)))
    assert low <= mean <= high
    predicted = best.expected.recognised / ready.days[0].on_list
    assert np.mean(best.shares) == pytest.approx(predicted, abs=0.15)


def test_one_day_says_nothing_of_how_sure_a_difference_is(ready):
    with pytest.raises(SimError, match="compare: got 1, wanted 2 days or more"):
        compared(ready, ASKED, (), 1, None)
