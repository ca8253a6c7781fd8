"""Who passes a checkpoint queues in a line before it and is checked one by one."""

from dataclasses import replace

import numpy as np
import pytest

from sim.streams import Streams
from sim.world.staying.gates import SPACE_M, checks_s
from sim.world.walker import DT_S
from tests.places.stays import GATES, came, hall, still, walked

ONE_WAY = {"doors": {"west": {"goes": 0}, "east": {"comes": 0}}}
BUSY = {"people_per_h": 4000, "last_s": 70, **ONE_WAY}


@pytest.fixture(scope="module", params=["flow", "jupedsim"])
def busy(request):
    arriving = came(hall(checkpoints=(GATES,)), **BUSY)
    return arriving, walked(hall(checkpoints=(GATES,)), arriving, request.param)


def passed_s(crowd):
    """When each was first a metre beyond the gates, in the order of time."""
    beyond = crowd.x_m > 17.2
    first = np.flatnonzero(beyond[1:] & ~beyond[:-1] & (np.diff(crowd.person) == 0)) + 1
    _, once = np.unique(crowd.person[first], return_index=True)
    return np.sort(crowd.tick[first[once]] * DT_S)


def test_no_more_get_through_than_lanes_take_and_as_many_as_that_where_all_wait(busy):
    arriving, found = busy
    times = passed_s(found.crowd)
    assert len(times) == len(arriving.subject)
    per_s = GATES.lanes / GATES.service_s
    for lasts_s in (20.0, 60.0):
        within = np.searchsorted(times, times + lasts_s, "right") - np.arange(len(times))
        assert within.max() <= lasts_s * per_s + 2 * GATES.lanes
    waited = times[10:-10]
    assert (len(waited) - 1) / np.ptp(waited) == pytest.approx(per_s, rel=0.1)


def test_they_stand_apart_behind_each_other(busy):
    crowd = busy[1].crowd
    rows = still(crowd)
    rows = rows[crowd.x_m[rows] < 16.0]
    assert len(rows) > 500
    nearest = []
    for tick in np.unique(crowd.tick[rows]):
        here = rows[crowd.tick[rows] == tick]
        at_m = np.stack([crowd.x_m[here], crowd.y_m[here]], 1)
        apart = np.hypot(*(at_m[:, None] - at_m[None]).transpose(2, 0, 1))
        nearest.append((apart + np.eye(len(here)) * 9).min())
    assert min(nearest) > 0.3
    assert np.median(nearest) >= SPACE_M - 0.15


def test_whoever_goes_the_other_way_is_not_checked():
    out = {"doors": {"east": {"goes": 0}, "west": {"comes": 0}}}
    arriving = came(hall(checkpoints=(replace(GATES, service_s=60.0),)), **{**BUSY, **out},
                    purposes={"shop": {"share": 1.0, "dwell_s": 1.0}})  # fmt: skip
    found = walked(hall(checkpoints=(replace(GATES, service_s=60.0),)), arriving)
    plain = walked(hall(), arriving)
    assert np.array_equal(found.exit_s, plain.exit_s)


def test_a_check_of_the_others_changes_no_line():
    """A checkpoint that nobody crosses leaves everybody's way as it was."""
    aside = replace(GATES, area=GATES.area.buffer(0), checks="out")
    arriving = came(hall(), **BUSY, purposes={"shop": {"share": 1.0, "dwell_s": 1.0}})
    plain, beside = walked(hall(), arriving), walked(hall(checkpoints=(aside,)), arriving)
    assert np.array_equal(plain.crowd.x_m, beside.crowd.x_m)


def test_checks_take_as_long_as_they_are_said_to():
    gate = replace(GATES, service_s=10.0, service_sd_s=4.0)
    drawn = checks_s(gate, 20_000, Streams(1).rng("checks"))
    assert drawn.mean() == pytest.approx(10.0, abs=5 * 4 / np.sqrt(20_000))
    assert drawn.std() == pytest.approx(4.0, rel=0.05)
    assert set(checks_s(GATES, 5, Streams(1).rng("checks")).tolist()) == {4.0}
