"""What passes a gap is bounded, the rest queues before it, and nobody stands closer than people do.

Weidmann 1993: 1.22 people a second and metre, and nobody moves at 5.4 to a square metre.
"""

import tracemalloc

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from scenarios.loader import library, load_scenario
from scenarios.place import flat
from scenarios.schema import CrowdSettings
from scenarios.venue import Venue
from sim.fidelity.crowds.trial import Walker, walk
from sim.streams import Streams
from sim.world.density import CELL_M, cells_of
from sim.world.visitors import populate
from sim.world.walker import DT_S
from sim.world.walkers.flow import Flow
from sim.world.walkers.gates import gates_of
from sim.world.ways import Ways

PER_M_S, JAM_PER_M2 = 1.22, 5.4
LONG, DEEP, MIDDLE = 40.0, 10.0, 20.0
BUSIEST_S = {"shopping_centre": (10_800.0, 12_000.0)}
"""Of a day; the other library scenarios last minutes and are walked whole."""


def hall(wide_m):
    low, high = (DEEP - wide_m) / 2, (DEEP + wide_m) / 2
    walls = [shapely.box(19.8, 0, 20.2, low), shapely.box(19.8, high, 20.2, DEEP)]
    return shapely.box(0, 0, LONG, DEEP).difference(shapely.union_all(walls))


def through(wide_m, per_s, lasts_s, seed=1):
    """People come from both ends of a hall, half of them each, to go out at the other."""
    rng = np.random.default_rng(seed)
    floor = hall(wide_m)
    exits = [shapely.box(0.3, 4, 0.9, 6), shapely.box(39.1, 4, 39.7, 6)]
    come_s = np.sort(rng.uniform(0, lasts_s, round(per_s * lasts_s)))
    ends = rng.integers(0, 2, len(come_s))
    at = [((1.0, 39.0)[e] + rng.uniform(-0.5, 0.5), rng.uniform(1.5, 8.5)) for e in ends]
    people = [
        Walker((float(x), float(y)), 1 - int(e), 1.33, float(t))
        for (x, y), e, t in zip(at, ends, come_s, strict=True)
    ]
    return people, walk(Flow(CrowdSettings()), floor, exits, people, lasts_s)


def passed(crowd):
    """The ticks at which somebody was on the other side of the wall than before."""
    went = np.diff(crowd.x_m >= MIDDLE) & (np.diff(crowd.person) == 0)
    return crowd.tick[1:][went]


def density_per_m2(place, crowd):
    """Of each row the people in its cell, whose walkable area counts at least a quarter of it."""
    cells = cells_of(place)
    rows = -2 * cells.low[0]
    levels = np.array([level.ordinal for level in place.levels])
    at = np.stack([crowd.x_m, crowd.y_m], 1).astype(float) - cells.middle_m
    row, column = (np.floor(at @ cells.axes.T / CELL_M).astype(int) - cells.low).T
    row = np.clip(row, 0, rows - 1) + np.searchsorted(levels, crowd.level) * rows
    cell = row * cells.columns + np.clip(column, 0, cells.columns - 1)
    key = crowd.tick.astype(np.int64) * len(cells.area_m2) + cell
    _, which, count = np.unique(key, return_inverse=True, return_counts=True)
    return count[which] / cells.area_m2[cell]


@pytest.mark.parametrize("per_s", [3, 6])
def test_more_than_a_door_takes_queue_before_it(per_s):
    _, trial = through(1.2, per_s, 300.0)
    crowd = trial.crowd
    late = passed(crowd) * DT_S > 100
    assert 1.1 < late.sum() / 200 <= 1.5
    near = (np.abs(crowd.x_m - MIDDLE) < 1) & (np.abs(crowd.y_m - DEEP / 2) < 1)
    assert np.bincount(crowd.tick[near]).max() / (4 - 0.4 * 0.8) <= JAM_PER_M2
    assert density_per_m2(flat(Venue("hall", trial.floor, (), ())), crowd).max() <= JAM_PER_M2
    assert trial.given_up == 0


def test_fewer_than_a_door_takes_all_get_through():
    people, trial = through(1.2, 1, 300.0)
    stayed = trial.left_s - np.array([one.arrival_s for one in people])
    early = np.array([one.arrival_s < 200 for one in people])
    assert np.isfinite(stayed[early]).all()
    assert np.median(stayed[early]) < 1.2 * (LONG - 3) / 1.33


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(wide_m=st.floats(0.95, 4.0), per_s=st.floats(0.5, 6.0), seed=st.integers(0, 1000))
def test_gaps_of_any_width_pass_what_they_can_and_nobody_is_lost(wide_m, per_s, seed):
    people, trial = through(wide_m, per_s, 60.0, seed)
    ticks = np.sort(passed(trial.crowd)) * DT_S
    for lasts_s in (10.0, 30.0):
        within = np.searchsorted(ticks, ticks + lasts_s, "left") - np.arange(len(ticks))
        assert within.max(initial=0) <= PER_M_S * wide_m * (lasts_s + DT_S) + 3
    first = trial.crowd.first
    some = np.flatnonzero(np.diff(first))
    came, last = trial.crowd.tick[first[some]], trial.crowd.tick[first[some + 1] - 1]
    arrived_s = np.array([one.arrival_s for one in people])
    for tick in range(120):
        inside = ((came <= tick) & (tick <= last)).sum()
        left = (trial.left_s <= tick * DT_S).sum()
        assert (came <= tick).sum() == inside + left
        assert inside + left <= (arrived_s <= tick * DT_S).sum()


@pytest.fixture(scope="module", params=[*library()])
def busiest(request):
    loaded = load_scenario(request.param, {"fidelity": "scores", "window": "null"})
    start_s, end_s = BUSIEST_S.get(request.param, (0.0, loaded.scenario.duration_s))
    streams, ways = Streams(loaded.scenario.seed), Ways(loaded.place)
    people, crowd = populate(
        loaded.scenario, loaded.place, streams, ways, start_s=start_s, end_s=end_s
    )
    return loaded.place, people, crowd


def test_no_library_scenario_is_denser_than_people_are(busiest):
    place, people, crowd = busiest
    assert density_per_m2(place, crowd).max() <= JAM_PER_M2
    assert not people.given_up.any()


def test_companions_stay_together_where_it_is_full(busiest):
    place, people, crowd = busiest
    if place.links:
        pytest.skip("a link takes one after another, also companions")
    walked = np.diff(crowd.first) > 0
    for group in np.flatnonzero(np.bincount(people.group[walked]) >= 2).tolist():
        one, other = np.flatnonzero((people.group == group) & walked)[:2]
        left, right = (slice(*crowd.first[p : p + 2]) for p in (one, other))
        assert np.array_equal(crowd.tick[left], crowd.tick[right])
        apart = (crowd.x_m[left] - crowd.x_m[right], crowd.y_m[left] - crowd.y_m[right])
        assert np.hypot(*apart).max() < 0.7


@pytest.mark.parametrize("turned_deg", [0, 30, 45, 90, 137.5])
def test_gaps_are_where_a_floor_narrows_however_it_lies(turned_deg):
    floor = rotate(hall(1.2), turned_deg, origin=(0, 0))
    gates = gates_of(flat(Venue("hall", floor, (), ())))
    assert gates.wide_m == pytest.approx([1.2])
    assert gates.each_s(PER_M_S) == pytest.approx([1 / (1.22 * 1.2)])
    ends = shapely.MultiPoint(gates.ends_m[0])
    wanted = rotate(shapely.MultiPoint([(20, 4.4), (20, 5.6)]), turned_deg, origin=(0, 0))
    assert ends.hausdorff_distance(wanted) < 1e-6


def test_a_forest_of_pillars_takes_memory_by_the_gap_and_not_by_the_pair():
    pillars = [shapely.box(x, y, x + 0.4, y + 0.4) for x in range(20) for y in range(15)]
    floor = shapely.box(-1, -1, 21, 16).difference(shapely.union_all(pillars))
    tracemalloc.start()
    gates = gates_of(flat(Venue("forest", floor, (), ())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(gates.wide_m) > 1000
    assert peak < 200e6
