"""A stress run answers in plain lines how many cameras and how large a watchlist."""

from dashboards.figures.stress import search_times
from dashboards.reports.stress_answers import answers
from dashboards.reports.stress_tables import shown

EACH = (
    "at 5 frames a second with 6 faces in each picture of 1280x736 pixels, a watchlist of 1,000"
    " and 2 workers"
)
TIME = {"median": 3.14159}


def found(**parts):
    terms = {"fps": 5.0, "watchlist": 1000, "workers": 2}
    load = {"size_px": [1280, 736], "faces": 6.0}
    return {"machine": {"cores": 2}, "terms": terms, "load": load, "parts": parts}


def first(**parts):
    return answers(found(**parts))[0]


def test_streams_that_were_played_say_how_many_cameras():
    assert first(density={"streams": 7, "bearable_hz": 36.0}) == f"This machine: 7 cameras {EACH}."
    density = {"streams": 1, "bearable_hz": 5.4}
    assert first(density=density, grid={}) == f"This machine: 1 camera {EACH}."
    none = first(density={"streams": 0, "bearable_hz": 4.25})
    assert none.startswith(f"This machine: no camera {EACH}: it looks at 4.25 frames a second")


def test_without_them_cameras_are_reckoned_from_what_was_measured():
    reckoned = f"This machine: about 4 cameras {EACH}, reckoned from the 27 frames a second"
    for parts in (
        {"throughput": {"farm_per_s": {"median": 27.0}}},
        {"grid": {"cells": [{}, {"per_s": {"median": 27.0}}]}},
        {"capacity": {"need": {"frame_ms": 2000 / 27}}},
    ):
        assert first(**parts).startswith(reckoned)


def test_searches_are_told_from_the_largest_watchlist_and_absent_parts_by_what_they_answer():
    sizes = [{"watchlist": size, "ours_ms": TIME} for size in (1000, 100_000)]
    told, absent = answers(found(search={"probes": 8, "sizes": sizes}))
    assert told == (
        "This machine: a search of 100,000 takes 3.14 ms, of 1,000 takes 3.14 ms"
        " (for 8 faces at once, on one thread)."
    )
    assert absent.startswith("Not run: throughput (how many frames a second, beside")
    assert "density (how many cameras are served well?)" in absent
    assert "search (" not in absent


def test_a_rival_that_finds_less_is_told_not_to_count_in_table_and_chart():
    time = {"median": 2.0, "low": 1.0, "high": 3.0}
    size = {
        "watchlist": 100, "ours_ms": time, "rivals_ms": {"numpy": time, "bytes": time},
        "over_better": time, "better": "numpy", "recall": 1.0, "recalls": {"bytes": 0.9871},
    }  # fmt: skip
    found = {"sizes": [size], "best": 5, "probes": 8, "wanted": {"over_better": 1.1}}
    (row,) = shown("search", found).rows
    assert row[2:4] == ("2 (1 to 3)", "2 (1 to 3), recall 0.987: does not count")
    assert [one.name for one in search_times(found).data] == [
        "ours",
        "numpy",
        "bytes, recall 0.987",
    ]


def test_a_machine_that_others_used_is_told_first():
    machine = {"cores": 2, "busy": 0.4}
    assert answers(found(density={"streams": 7, "bearable_hz": 36.0}) | {"machine": machine})[
        0
    ].startswith("This")
    busy = answers(
        found(density={"streams": 7, "bearable_hz": 36.0}) | {"machine": machine | {"busy": 1.5}}
    )
    assert busy[0].startswith("Others kept 1.5 of 2 cores busy when this began")
    assert busy[1].startswith("This machine: 7 cameras")
