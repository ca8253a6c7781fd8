import numpy as np
import pytest

from sim.record.cases import month_of
from sim.record.eras import in_grid
from sim.record.fitting import fit
from sim.record.judging.judged import COUNTS, RIVALLED, forward, leave_one_out
from sim.record.judging.rivals import CONSTANT, ENOUGH, ON_FACES, constant, peers
from sim.record.judging.verdict import as_text, judged, summed_up
from sim.record.published import record

EARLY = [row for row in record() if in_grid(row) and row.day.isoformat() < "2024-02-06"]
LAST = month_of(2024, 1)


@pytest.fixture(scope="module")
def found():
    return fit([row for row in EARLY if row.day.isoformat() < "2024-02"], draws=100)


@pytest.fixture(scope="module")
def scored(found):
    return list(forward(EARLY, {LAST: found}))


def test_the_next_month_is_foretold_by_those_before_it(scored):
    assert {one.row for one in scored} == {"MPSG-240201-2"}
    assert [one.count for one in scored] == list(COUNTS)
    for one in scored:
        assert 0 <= one.pit <= 1
        assert one.own.crps >= 0
        assert set(one.rivals) == ({CONSTANT, ON_FACES} if one.count in RIVALLED else set())
        assert one.own.log_p <= 0


def test_each_row_is_foretold_by_the_others(found):
    told = list(leave_one_out(EARLY[:4], found, lambda *_: None))
    assert len(told) == 4
    assert {len(some) for _, some in told} == {len(COUNTS)}
    summary = summed_up([one for _, some in told for one in some])
    assert summary["rows"] == 4
    arrests = summary["counts"]["arrests"]
    assert arrests["coverage"]["95"]["denominator"] == sum(arrests["pit"]) == 4
    assert "NaN" not in as_text(summary)


def test_a_verdict_says_what_right_forecasts_would_come_to(scored):
    told = summed_up(scored)["counts"]["arrests"]
    rate = told["coverage"]["95"]
    assert rate["expected_low"] <= rate["expected"] <= rate["expected_high"] == 1
    assert rate["as_many"] + rate["as_few"] >= 1
    assert told["crps_if_right"] > 0


def test_rivals_are_fitted_to_rows_of_the_same_era_where_there_are_enough():
    assert len(peers(EARLY, EARLY[0])) == 13
    assert len(peers(EARLY[:ENOUGH], EARLY[-1])) == ENOUGH
    eta, spread = constant(EARLY[:13], "true_alerts", 10_000)
    hits, faces = sum(row.true_alerts for row in EARLY[:13]), sum(row.faces for row in EARLY[:13])
    assert np.exp(eta) == pytest.approx((hits + 0.5) / faces * 10_000)
    assert spread == hits + 0.5


def test_what_ships_says_how_many_rows_and_which():
    told = judged()
    assert told["forward"]["first_fit_ends"] == "2024-02"
    assert told["leave_one_out"]["fitted_anew"] < 30
    assert told["forward_further"]["months_ahead"] == 4
