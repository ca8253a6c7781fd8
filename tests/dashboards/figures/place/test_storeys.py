"""A place as a picture."""

import numpy as np
import pytest
import shapely

from dashboards.figures.place.found import entries, line
from dashboards.figures.place.sheet import AIR_PX, HEAD_PX, bgr
from dashboards.figures.place.storeys import LINE_PX, NUMBER_PX, drawn
from scenarios.place import Finding, Landing, Level, Link, Own, Place
from scenarios.venue import Entrance, Shop, Venue

WRONG = (20, 60, 184)
"""The palette's vermilion, BGR."""


def level(ordinal):
    door = Entrance("door", shapely.box(0, 8, 1, 12))
    shop = Shop("Books", shapely.box(40, 0, 60, 20), (39.0, 10.0))
    return Level(
        ordinal, f"Level {ordinal}", 0.0, Venue("v", shapely.box(0, 0, 40, 20), (door,), (shop,))
    )


def near(picture, x, y, colour, px=10):
    part = picture[y - px : y + px, x - px : x + px].astype(int)
    return bool((np.abs(part - colour).max(axis=2) < 8).any())


def test_what_was_found_is_drawn_where_it_is_and_nowhere_else():
    place = Place("hall", (level(0),))
    found = Finding("gap", "a gap", 0, (30.0, 15.0))
    scale = 1200 / 60
    x, y = int(30 * scale) + AIR_PX, int(5 * scale) + AIR_PX + HEAD_PX
    assert near(drawn(place, [found]), x, y, WRONG)
    assert not near(drawn(place, []), x, y, WRONG)
    assert not near(drawn(place, [Finding("gap", "a gap", 1, (30.0, 15.0))]), x, y, WRONG)


def test_every_level_has_a_panel_and_every_finding_a_line_up_to_some():
    one = drawn(Place("hall", (level(0),)), [])
    three = drawn(Place("hall", tuple(level(k) for k in range(3))), [])
    assert three.shape[1] == 2 * one.shape[1]
    told = drawn(Place("hall", (level(0),)), [Finding("gap", "a gap", 0)] * 500)
    assert told.shape[0] < one.shape[0] + 800


def test_a_long_finding_goes_on_in_further_lines():
    place = Place("hall", (level(0),))
    short, long = (
        drawn(place, [Finding("gap", "no room at all " * n, 0, (30.0, 15.0))]) for n in (1, 60)
    )
    beyond = long.shape[0] - short.shape[0]
    assert beyond >= 4 * LINE_PX
    last = long[-2 * LINE_PX :]
    assert last[:, AIR_PX + NUMBER_PX :].min() < 128 < last[:, : AIR_PX + NUMBER_PX - 2].min()


def test_floors_left_out_are_hatched_and_told_in_the_legend():
    away = shapely.box(70, 0, 80, 20)
    place = Place("hall", (level(0),), left_out=((0, away),))
    scale = 1200 / 80
    x, y = int(75 * scale) + AIR_PX, int(10 * scale) + AIR_PX + HEAD_PX
    part = drawn(place, [])[y - 30 : y + 30, x - 30 : x + 30]
    shares = (np.abs(part.astype(int) - bgr("blind")).max(axis=2) < 8).mean()
    assert 0.1 < shares < 0.5
    whole = drawn(Place("hall", (level(0),), left_out=((-1, away),)), [])
    assert whole.shape[0] > 1.8 * (drawn(place, []).shape[0] - 100)  # a panel of its own


def test_a_scale_and_a_grid_are_drawn_in_metres():
    picture = drawn(Place("hall", (level(0),)), [])
    scale = 1200 / 60
    floor_at = int(np.mean([2, 8]) * scale) + AIR_PX + HEAD_PX
    row = picture[floor_at].astype(int).sum(axis=1)
    lines = np.flatnonzero(row < row.max() - 20)
    wanted = [round(x * scale) + AIR_PX for x in range(0, 61, 5)]
    assert all(np.abs(lines - one).min() <= 1 for one in wanted)
    beneath = AIR_PX + HEAD_PX + 400 + 30
    foot = picture[beneath : beneath + 80, AIR_PX : AIR_PX + 400]
    black = (foot.astype(int) < 90).all(axis=2)
    runs = ["".join("x "[int(one)] for one in row).split("x") for row in black]
    assert max(len(run) for row in runs for run in row) == pytest.approx(10 * scale, abs=2)


def test_many_findings_of_a_kind_share_a_line_and_hide_no_other():
    slivers = [Finding("sliver", f"a piece of {k}", 0, (k, 1.0), "left out") for k in range(40)]
    told = entries([*slivers[:20], Finding("no way in", "a floor", 0, (1.0, 1.0)), *slivers[20:]])
    assert [len(one) for one in told] == [1, 40]
    assert told[0][0].kind == "no way in"
    said = line(told[1], Own("mm", 0, lambda at: (at[0] * 1000, at[1] * 1000)))
    assert said.startswith("40 times, first level 0 at 0, 1 m (0, 1000 mm in the file): a piece")
    assert "also at 1, 1 m (1000, 1000 mm in the file)" in said
    assert said.endswith("and 36 more")


def test_names_in_any_letters_and_links_are_drawn():
    names = ("Bücher 本 \x1b[31m", "x" * 300)
    levels = tuple(
        Level(k, names[k], 0.0, Venue(names[k], shapely.box(0, 0, 40, 20), (), ())) for k in (0, 1)
    )
    at = shapely.box(10, 5, 12, 7)
    link = Link("lift", "lift", (Landing(0, at), Landing(1, at)))
    with_link = drawn(Place("hall", levels, (link,)), [])
    without = drawn(Place("hall", levels), [])
    assert (with_link != without).any()
