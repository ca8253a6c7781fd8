"""`footfall crowd calibrate` on one place for a minute."""

import json

import pytest

from sim.fidelity.crowds import calibrating


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(calibrating, "HELD_OUT", ("mall",))
    monkeypatch.setattr(calibrating, "RATES_PER_H", (600,))
    monkeypatch.setattr(calibrating, "LASTS_S", 60.0)


@pytest.mark.usefixtures("short")
def test_a_check_tells_both_figures_and_their_bounds(footfall):
    told = footfall("crowd", "calibrate", "--check", "--json")
    found = json.loads(told.out)
    assert found["wanted"] == {"walking": 0.03, "seen": 0.1}
    (pair,) = found["pairs"]
    assert (pair["place"], pair["rate_per_h"]) == ("mall", 600)
    assert told.code == (0 if pair["near"] else 1)


@pytest.mark.usefixtures("short")
def test_who_is_far_off_fails_the_check(footfall, monkeypatch):
    monkeypatch.setattr(calibrating, "WALKING", 0.0)
    told = footfall("crowd", "calibrate", "--check")
    assert told.code == 1
    assert "NO" in told.out
