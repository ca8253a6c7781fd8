import numpy as np
import pytest

from scenarios.place import flat
from sim.cameras.scenes import moments
from sim.cameras.steps import strides, walked
from sim.people.body import gait
from sim.streams import Streams
from sim.world.staying.seated import Seats
from tests.sim.cameras.stage import DT_S, crowd, hall, people

WALK = [(10.0 - 0.6 * k, 10.0) for k in range(12)]
WAIT = [(4.0, 12.0)] * 12


def phases(*walks, times_s):
    walking = crowd(*walks)
    places = moments(walking, np.asarray(times_s), 0, Seats(flat(hall()), 0))
    return strides(walking, people(len(walks)), places, Streams(1))


def test_the_way_walked_adds_up_for_each_person_alone():
    way = walked(crowd(WALK, WAIT, WALK))
    assert way[11] == pytest.approx(6.6, abs=1e-4)
    assert way[12:24].tolist() == [0] * 12
    assert way[24] == 0
    assert way[35] == pytest.approx(6.6, abs=1e-4)


def test_who_waits_stands_and_who_walks_steps_on():
    waiting, _ = phases(WAIT, times_s=np.arange(0, 5, 0.25))
    assert (waiting == gait.STANDING).all()
    stepping, _ = phases(WALK, times_s=np.arange(0, 5, 0.05))
    changes = np.diff(stepping) % gait.PHASES
    assert set(changes.tolist()) <= {0, 1}
    cycles = 5 * 0.6 / DT_S / gait.stride_m(1.7, gait.USUAL_MPS)
    assert changes.sum() == pytest.approx(8 * cycles, abs=1.5)


def test_a_phase_is_the_same_whenever_it_is_asked_for():
    all_at_once, _ = phases(WALK, times_s=np.arange(0, 5, 0.1))
    alone = [phases(WALK, times_s=[time])[0][0] for time in np.arange(0, 5, 0.1)]
    assert all_at_once.tolist() == alone


def test_two_people_do_not_step_in_time():
    stepping, _ = phases(*[WALK] * 8, times_s=[1.0])
    assert len(set(stepping.tolist())) > 2
