import pytest

from dashboards.reports.run_tables import CAMERA_HEADS, SPOTTED, run_table, run_tables
from dashboards.words import BOOKS
from sim.outcomes.books import BOOKS as KEPT
from sim.outcomes.measures import measures


def test_every_measure_that_is_a_table_has_one_with_full_rows(made):
    tables = run_tables(made.outcomes())
    assert [one.title for one in tables] == [one.name for one in measures("table")]
    for one in tables:
        assert one.text
        assert {len(row) for row in one.rows} == {len(one.heads)}


def test_the_books_stand_in_the_order_of_the_way_and_end_in_their_sum(made):
    told = made.outcomes()
    shown = run_table("books", told["books"]).rows
    assert [row[0] for row in shown[:-1]] == [BOOKS[name][0] for name in KEPT]
    assert shown[-1] == ("all passers-by", f"{told['passers_by']:,}")


def test_a_camera_s_rates_stand_with_interval_and_denominator(made):
    told = made.outcomes()["cameras"]["west"]
    (row,) = run_table("cameras", {"west": told}).rows
    at = dict(zip(CAMERA_HEADS, row, strict=True))
    assert at["alerts (false)"] == f"{told['alerts']} ({told['false_alerts']})"
    assert at["listed people found (TPIR)"].endswith(
        f"{told['tpir']['numerator']} of {told['tpir']['denominator']}"
    )


@pytest.mark.parametrize("count", [0, 1])
def test_of_few_people_held_no_interval_is_told(count):
    one = {"total": 60.0 * count, "low": None, "high": None, "count": count}
    one |= dict.fromkeys(("median", "longest"), 60.0 if count else None)
    rows = run_table("held_s", {"wrong_person": one, "right_person": one}).rows
    assert rows[0][1:4] == (str(count), "60 s" if count else "–", "too few for one")


def test_what_officers_found_without_the_engine_is_a_table_where_some_looked(made):
    of = {"value": 0.25, "low": 0.1, "high": 0.5, "numerator": 2, "denominator": 8, "divides": "x"}
    spotted = {"officers": 2, "faces": 20, "spotted": 3, "busy": None}
    told = made.outcomes() | {"briefed": spotted | {"listed_spotted": of, "wrong": of}}
    *others, last = run_tables(told)
    assert len(others) == len(measures("table"))
    assert last.title == SPOTTED
    assert {len(row) for row in last.rows} == {len(last.heads)}
    assert "2 of 8" in str(last.rows)
