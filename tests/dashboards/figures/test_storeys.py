"""A place as a picture."""

import numpy as np
import shapely

from dashboards.figures.storeys import AIR_PX, HEAD_PX, drawn
from scenarios.place import Finding, Landing, Level, Link, Place
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
