from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from sim.errors import SimError
from sim.record.eras import ERAS, era_on, eras_of, in_grid, least_and_most, span_of
from sim.record.published import COUNTS, record, record_hash, row

GRID = [one for one in record() if in_grid(one)]


def test_the_rows_are_those_that_were_published():
    assert len(record()) == len({one.id for one in record()}) == 269
    assert Counter(one.kind for one in record()) == {
        "deployment": 259, "aggregate": 9, "volunteer test": 1,
    }  # fmt: skip
    assert all(one.source and one.evidence for one in record())
    assert len(record_hash()) == 64


def test_an_empty_field_stays_empty():
    told = row("MPS-200220")
    assert {getattr(told, name) for name in (*COUNTS, "hours", "watchlist", "threshold")} == {None}
    assert row("SWP-AGG1719").watchlist is None
    assert row("SWP-AGG1719").watchlist_told == "400-800 typical, <=2,000"
    assert row("SWP-AGG1719").day is None


def test_counts_of_the_grids_add_up():
    assert len(GRID) == 255
    for one in GRID:
        assert one.alerts == one.true_alerts + one.false_alerts
        assert one.arrests <= one.engagements <= one.true_alerts
        assert one.day is not None


def test_other_outcomes_are_known_only_where_two_columns_tell_them_apart():
    told = [one for one in GRID if one.no_action is not None]
    assert all(one.day >= date(2025, 1, 1) for one in told)
    ends = [one.arrests + one.other_disposals + one.no_action - one.engagements for one in told]
    assert Counter(ends) == {0: len(told) - 1, 1: 1}
    assert row("MPSG-240716-1").other_disposals is None


def test_every_day_has_one_era():
    for one, later in pairwise(ERAS):
        assert later.first - one.last == timedelta(days=1)
        assert era_on(one.last) == one
        assert era_on(later.first) == later
    assert {era_on(one.day).name for one in GRID} == {era.name for era in ERAS[1:]}
    assert eras_of(row("MPS-T-ESSEX6")) == ERAS[:1]


def test_thresholds_changed_when_the_eras_say():
    def between(first, last):
        rows = [one for one in GRID if first <= one.day.isoformat() <= last]
        return least_and_most(rows, "threshold")

    assert between("2023-01-01", "2024-07-10") == (0.60, 0.60)
    assert between("2024-07-11", "2024-07-24") == (0.62, 0.62)
    assert between("2024-07-25", "2025-12-31") == (0.64, 0.64)


def test_a_year_a_month_and_a_day_are_spans():
    assert span_of("2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert span_of("2024-12") == (date(2024, 12, 1), date(2024, 12, 31))
    assert span_of("2024-08-20") == (date(2024, 8, 20), date(2024, 8, 20))


@pytest.mark.parametrize("told", ["then", "2024-13", "2024-02-30", "2024-1-1-1", ""])
def test_what_is_no_date_is_refused(told):
    with pytest.raises(SimError, match="wanted a year, month or day"):
        span_of(told)


def test_a_row_that_is_not_there_is_refused():
    with pytest.raises(SimError, match="row: got 'MPSG-1'"):
        row("MPSG-1")
