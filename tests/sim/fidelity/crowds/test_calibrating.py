"""Flow beside jupedsim: what counts as near, and what is fitted on what."""

import pytest

from sim.errors import SimError
from sim.fidelity.crowds import calibrating
from sim.fidelity.crowds.calibrating import Pair, Played, Trials, fitted
from sim.world.walkers.calibrated import (
    Calibrated,
    calibrated,
    read_calibrated,
    write_calibrated,
)


def pair(walking_s, seen_per_h):
    about = Played(walking_s, seen_per_h, 0), Played(100.0, (200.0, 50.0), 0)
    return Pair("mall", 1000, *about)


@pytest.mark.parametrize(
    ("walking_s", "seen", "near"),
    [
        (102.9, (200.0, 50.0), True),
        (97.1, (200.0, 50.0), True),
        (103.1, (200.0, 50.0), False),
        (100.0, (219.0, 46.0), True),
        (100.0, (200.0, 44.0), False),
    ],
)
def test_near_is_within_both_bounds_at_every_camera(walking_s, seen, near):
    assert pair(walking_s, seen).near is near


def test_the_camera_furthest_off_counts():
    assert pair(100.0, (190.0, 55.0)).seen == pytest.approx(0.1)


def test_places_tried_are_none_fitted_on():
    assert len(calibrating.HELD_OUT) >= 2
    assert not {*calibrating.FITTED_ON} & {*calibrating.HELD_OUT}


def test_the_pace_that_jupedsim_walks_at_is_found(monkeypatch):
    def play(_, rate_per_h, walkers, about=None):
        alone_s = 100.0 if walkers == "jupedsim" else 97.0 / about.pace
        return Played(alone_s, (rate_per_h / 2,), 0)

    monkeypatch.setattr(calibrating, "play", play)
    told = []
    about, pairs = fitted(told.append)
    assert about.pace == pytest.approx(0.97)
    assert len(pairs) == len(calibrating.FITTED_ON) * len(calibrating.RATES_PER_H)
    assert all(one.near for one in pairs)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_both_walk_the_same_people(monkeypatch):
    monkeypatch.setattr(calibrating, "LASTS_S", 60.0)
    monkeypatch.setattr(calibrating, "RATES_PER_H", (600,))
    (one,) = Trials(("mall",), lambda _: None).pairs()
    assert abs(one.walking) < 0.2
    assert one.flow.given_up == one.jupedsim.given_up == 0


def test_kept_figures_come_back_and_say_where_they_are_from(tmp_path):
    found = Calibrated(pace=0.98, felt=1.5, source="a test")
    write_calibrated(tmp_path / "flow.json", found)
    assert read_calibrated((tmp_path / "flow.json").read_text(), "flow.json") == found
    assert "crowd calibrate" in calibrated().source


def test_a_file_that_is_none_is_told_by_its_field():
    with pytest.raises(SimError, match=r"flow\.json: pace: got 2\.0, wanted"):
        read_calibrated('{"pace": 2.0, "felt": 1.0, "source": ""}', "flow.json")
