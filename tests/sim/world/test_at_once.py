"""What is done some at a time comes to the same as all at once."""

import numpy as np

from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world import density
from sim.world.arriving import arrivals, errands


def test_cells_are_the_same(monkeypatch):
    place = load_scenario("mall").place
    whole = density.cells_of(place).area_m2
    monkeypatch.setattr(density, "AT_ONCE", 7)
    assert np.array_equal(density.cells_of(place).area_m2, whole)


def test_errands_are_the_same(monkeypatch):
    loaded = load_scenario("corridor")
    asked = (loaded.scenario.arrivals, loaded.scenario.watchlist.size, loaded.place, 180.0)
    whole = arrivals.arrive(*asked, Streams(1)).visits
    monkeypatch.setattr(errands, "AT_ONCE", 50)
    assert arrivals.arrive(*asked, Streams(1)).visits == whole
