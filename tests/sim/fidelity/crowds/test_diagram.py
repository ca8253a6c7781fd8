"""The fundamental diagram, of people and of walkers."""

import numpy as np
import pytest

from scenarios.schema import CrowdSettings
from sim.fidelity.crowds import diagram
from sim.fidelity.crowds.diagram import BIN_PER_M2, Beside, instants, measured
from sim.fidelity.crowds.trial import Trial
from sim.world.crowd import Crowd
from sim.world.walker import walkers_of


def rows(*tracks):
    """A trial of people at x by tick from 0 on."""
    counts = [len(one) for one in tracks]
    x = np.concatenate(tracks).astype(np.float32)
    crowd = Crowd(
        dt_s=0.5,
        person=np.repeat(np.arange(len(tracks)), counts).astype(np.int32),
        tick=np.concatenate([np.arange(n) for n in counts]).astype(np.int32),
        x_m=x,
        y_m=np.zeros_like(x),
        level=np.zeros(len(x), np.int8),
        heading_deg=np.zeros(len(x), np.float32),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
    return Trial(None, crowd, np.full(len(tracks), np.inf), 0)


def test_people_were_measured_from_a_quarter_to_three_per_square_metre():
    bins = measured()
    assert [one.density_per_m2 for one in bins] == pytest.approx(BIN_PER_M2 * np.arange(1, 13))
    assert all(one.low_mps < one.mean_mps < one.high_mps for one in bins)
    speeds = [one.mean_mps for one in bins]
    assert speeds == sorted(speeds, reverse=True)


def test_heads_and_speeds_are_counted_in_the_zone():
    one = np.arange(0, 20, 0.5)  # 1 m/s, 4 ticks in the zone
    found = instants(rows(one, one + 0.25), (9.0, 11.0), 2.0)
    assert found[:, 1] == pytest.approx(np.ones(len(found)))
    assert set(found[:, 0]) <= {0.25, 0.5}
    assert (found[:, 0] == 0.5).any()


def test_nobody_in_the_zone_is_no_instant():
    assert instants(rows(np.zeros(10)), (9.0, 11.0), 2.0).shape == (0, 2)


def test_a_bin_is_inside_within_its_band_alone():
    people = measured()[3]
    assert Beside(people, people.low_mps, 20).inside
    assert not Beside(people, people.high_mps + 0.01, 20).inside
    assert not Beside(people, None, 2).inside


def test_few_walkers_walk_at_the_speeds_of_people(monkeypatch):
    monkeypatch.setattr(diagram, "RUNS", ((0.6, 3.0),))
    found = diagram.diagram(walkers_of(CrowdSettings(walkers="jupedsim", population="corridor")))
    low, *_, dense = found
    assert low.inside
    assert low.instants > 50
    assert dense.mean_mps is None


def test_a_jam_before_a_narrow_way_out_is_dense_and_slow(monkeypatch):
    walkers = walkers_of(CrowdSettings(walkers="jupedsim", population="corridor"))
    monkeypatch.setattr(diagram, "RUN_S", 40.0)
    trial = diagram.run(walkers, 4.0, 1.0)
    density, speed = instants(trial, diagram.ZONE_M, diagram.WIDE_M).T
    late = slice(len(density) // 2, None)
    assert density[late].mean() > 1.5
    assert speed[late].mean() < 0.8
