import numpy as np
import pytest

from sim.outcomes.books import BOOKS
from sim.outcomes.everybody import GROUPS, everybody
from sim.reader import read_run
from sim.run import play

THRESHOLDS = ("0.6", "0.75")
"""At the one others are alerted, too; at the other listed people are missed."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everybody")
    changes = {"arrivals.listed_share": "0.05"}
    return [
        read_run(
            play("corridor", out=folder / t, overrides={**changes, "engine.threshold": t}).folder
        )
        for t in THRESHOLDS
    ]


def size(run, group):
    found = everybody(run)
    return int(GROUPS[group][1](found).sum())


def test_people_add_up_to_the_books(runs):
    for run in runs:
        told, found = run.outcomes(), everybody(run)
        assert len(found) == told["passers_by"] > 100
        counted = np.bincount(found.ended, minlength=len(BOOKS)).tolist()
        assert dict(zip(BOOKS, counted, strict=True)) == told["books"]


def test_groups_are_whom_the_rates_count(runs):
    counted = dict.fromkeys(GROUPS, 0)
    for run in runs:
        told = run.outcomes()
        tpir, fpir = told["tpir"], told["fpir"]
        wanted = {
            "missed": tpir["denominator"] - tpir["numerator"],
            "found_in_zone": tpir["numerator"],
            "found": told["listed_found"]["numerator"],
            "not_found": told["listed_passers_by"] - told["listed_found"]["numerator"],
            "alerted_in_zone": fpir["numerator"],
            "alerted_wrongly": fpir["numerator"] + told["others_outside_zone"],
            "stopped_wrongly": told["wrongful_stops"]["numerator"],
        }
        for group, count in wanted.items():
            assert size(run, group) == count
            counted[group] += count
    assert all(counted[group] > 0 for group in wanted)


def test_alerts_and_stops_are_counted_by_person(runs):
    for run in runs:
        told, found = run.outcomes(), everybody(run)
        assert int(found.right.sum()) == told["true_alerts"]
        assert int(found.wrong.sum()) == told["false_alerts"]
        assert int(found.stops.sum()) == told["stops"] > 0
        assert np.isnan(found.score[found.right + found.wrong == 0]).all()
        assert (found.entered_s >= 0).all()


def test_how_long_each_was_held_adds_up_to_what_the_outcomes_tell(runs):
    for run in runs:
        told, found = run.outcomes()["held_s"], everybody(run)
        total_s = sum(one["total"] for one in told.values())
        assert found.held_s.sum() == pytest.approx(total_s, rel=1e-5)
        assert ((found.held_s > 0) == (found.stops > 0)).all()
