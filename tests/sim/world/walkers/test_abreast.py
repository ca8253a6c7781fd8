"""Lines before a gap, of people who come alone."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from scenarios.place import flat
from scenarios.schema import CrowdSettings
from scenarios.venue import Venue
from sim.fidelity.crowds.calibrating import Noted
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import walkers_of
from sim.world.walkers.abreast import abreast
from sim.world.walkers.gates import crossings_of, gates_of

NECK_M, NEAR_M = 12.0, 1.0
FLOOR = shapely.union_all(
    [shapely.box(0, 0, NECK_M, 4), shapely.box(11, 1.5, 15, 2.5), shapely.box(14, 0, 20, 4)]
)
STARTS_M = (0.5, 2.0, 3.5)


@pytest.fixture(scope="module")
def lines():
    """Three who come alone, from beside each other to one way out behind a neck."""
    noted = Noted(walkers_of(CrowdSettings()))
    people = [Walker((1.0, y), 0, 1.3, float(k)) for k, y in enumerate(STARTS_M)]
    walk(noted, FLOOR, [shapely.box(19, 1, 20, 3)], people, 10.0)
    return noted.lines


def spread(lines):
    gates = gates_of(flat(Venue("neck", FLOOR, (), ())))
    return abreast(lines, gates, crossings_of(lines, gates), [FLOOR], NEAR_M)


def y_at(lines, walker, x_m):
    corners = lines.corners[lines.first[walker] : lines.last[walker] + 1]
    return float(np.interp(x_m, *corners.T))


def test_people_stay_beside_each_other_until_they_are_near_a_gap(lines):
    found, at_m = spread(lines), NECK_M - NEAR_M
    before, now = ([y_at(one, w, at_m) for w in range(3)] for one in (lines, found))
    assert now == sorted(now)
    assert now[-1] - now[0] > 2.2  # as far as walls beside the gap leave room
    assert before[-1] - before[0] < 1.5
    walls = FLOOR.buffer(1e-6)
    for w in range(3):
        rows = slice(found.first[w], found.last[w] + 1)
        assert walls.covers(shapely.LineString(found.corners[rows]))
        assert found.corners[found.first[w]] == pytest.approx(lines.corners[lines.first[w]])
        assert found.corners[found.last[w]] == pytest.approx(lines.corners[lines.last[w]])
        long_m = np.hypot(*np.diff(found.corners[rows], axis=0).T)
        assert np.diff(found.along_m[rows]) == pytest.approx(long_m)
    assert (found.rest_s == 0).all()
    assert (found.queue == -1).all()


def test_who_comes_in_company_and_who_is_near_already_stay_on_their_lines(lines):
    together = replace(lines, visit=np.zeros_like(lines.visit))
    assert spread(together) is together
    gates = gates_of(flat(Venue("neck", FLOOR, (), ())))
    crossings = crossings_of(lines, gates)
    assert abreast(lines, gates, crossings, [FLOOR], 40.0) is lines
