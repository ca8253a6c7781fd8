"""The tests of RiMEA that are quick, and what makes one fail."""

import pytest
import shapely

from scenarios.schema import CrowdSettings
from sim.fidelity.crowds.diagram import Beside, measured
from sim.fidelity.crowds.rimea import (
    assigned,
    bottleneck,
    corner,
    corridor,
    density,
    doors,
    speeds,
    starting,
)  # fmt: skip
from sim.fidelity.crowds.rimea.list import APPLIED, NOT_APPLIED
from sim.fidelity.crowds.rimea.rooms import crowd
from sim.world.walker import walkers_of
from sim.world.walkers.flow import Flow

QUICK = (corridor, starting, corner, speeds, assigned)


def named(name):
    return walkers_of(CrowdSettings(walkers=name, population="corridor"))


@pytest.mark.parametrize("test", QUICK, ids=lambda test: test.__name__.split(".")[-1])
@pytest.mark.parametrize("name", ["flow", "jupedsim"])
def test_ours_pass_the_quick_ones(name, test):
    found = test.check(named(name))
    assert found.passes, found


def test_there_are_sixteen_each_once():
    numbers = [4, *(number for number, *_ in NOT_APPLIED)]
    assert len(numbers) + len(APPLIED) == 16
    assert len(set(numbers)) == len(numbers)


class Slow(Flow):
    """At a third of their speed."""

    def walk(self, arriving, *about, **more):
        from dataclasses import replace

        slow = [replace(one, speed_mps=one.speed_mps / 3) for one in arriving.visits]
        return super().walk(replace(arriving, visits=tuple(slow)), *about, **more)


@pytest.mark.parametrize("test", [corridor, speeds])
def test_slow_walkers_fail(test):
    assert not test.check(Slow(CrowdSettings())).passes


def test_the_diagram_fails_where_one_bin_is_outside():
    bins = measured()
    right = [Beside(one, one.mean_mps, 30) for one in bins]
    assert density.check(right).passes
    wrong = [*right[:-1], Beside(bins[-1], bins[-1].high_mps + 0.1, 30)]
    found = density.check(wrong)
    assert not found.passes
    assert found.got == "11 of 12 bins inside, not 3"


def test_half_of_the_doors_take_longer_and_wider_ones_let_more_through(monkeypatch):
    monkeypatch.setattr(doors, "PEOPLE", 120)
    walkers = named("jupedsim")
    four, two = (doors.emptied_s(walkers, doors.MIDDLES_M[:n]) for n in (4, 2))
    assert two > 1.3 * four
    monkeypatch.setattr(bottleneck, "PEOPLE", 80)
    monkeypatch.setattr(bottleneck, "MIDDLE", (20, 60))
    narrow, wide = (bottleneck.flow_per_s(walkers, wide) for wide in (1.0, 1.4))
    assert wide > 1.2 * narrow


def test_people_are_shared_out_among_doors_from_left_to_right():
    people = crowd((0, 0, 20, 20), 100, 4)
    room = shapely.box(0, 0, 20, 20)
    assert all(room.contains(shapely.Point(one.start_m)) for one in people)
    assert [sum(one.exit == k for one in people) for k in range(4)] == [25] * 4
    assert max(one.start_m[0] for one in people if not one.exit) <= 6
