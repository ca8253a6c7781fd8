from dataclasses import replace

import numpy as np
import pytest
import shapely

from scenarios.place import Landing, Level, Link, Place
from scenarios.venue import Checkpoint, Stay
from sim.cameras import optics
from sim.cameras.scenery.backdrop import backdrop
from sim.cameras.scenery.fittings import LOW_M, SEAT_M, around, built
from sim.cameras.scenery.surfaces import hits, walls_of
from sim.world.staying.areas import places_of
from tests.sim.cameras.scenery.test_places import furnished, thing
from tests.sim.cameras.stage import WIDE, hall, seen

SEATS = Stay("row", "seat", shapely.box(6, 9, 7, 12), 5)
GATES = Checkpoint("gates", shapely.box(9, 7, 10, 13), 4, 2.0)
ENDS = (Landing(0, shapely.box(6, 9, 8, 11)), Landing(1, shapely.box(16, 9, 18, 11)))
UP = Link("up", "escalator", ENDS, width_m=1.0, down=False)


def two(link=UP, venue=None):
    """The hall with another one above it."""
    upper = replace(venue or hall(), entrances=())
    return Place("two", (Level(0, "low", 0.0, hall()), Level(1, "high", 5.0, upper)), (link,))


def ahead_of(place, number, at_m):
    """How far ahead what one sees at some points (n, 3) from a level hides people."""
    level = place.levels[number]
    walls = walls_of(level.venue, around(place, level).ways)
    uv = optics.project(WIDE, np.array(at_m))[0]
    return hits(WIDE, level.venue, walls, optics.station(WIDE), optics.rays(WIDE, uv))


def test_there_is_a_chair_at_each_place_to_sit_and_none_where_the_plan_has_a_bench():
    venue = replace(hall(), stays=(SEATS,))
    seats = [one for one in built(venue, ()) if one.face.top_m == SEAT_M[1]]
    assert len(seats) == SEATS.places
    for at, seat in zip(places_of(SEATS), seats, strict=True):
        assert seat.outline.centroid.distance(shapely.Point(at)) < 1e-6
    bench = thing("bench", shapely.box(6.2, 9, 6.9, 12))
    own = replace(furnished(bench), stays=(SEATS,))
    assert not [one for one in built(own, ()) if one.face.material == "chair"]


def test_each_lane_of_a_checkpoint_lies_free_between_two_cabinets():
    made = built(replace(hall(), checkpoints=(GATES,)), ())
    assert len(made) == GATES.lanes + 1
    middles = [7 + 6 * (k + 0.5) / 4 for k in range(4)]
    lanes = shapely.MultiPoint([(9.5, y) for y in middles])
    assert all(one.outline.distance(lanes) > 0.4 for one in made)
    assert all(GATES.area.buffer(1e-6).covers(one.outline) for one in made)


def test_a_flight_rises_from_its_landing_to_the_next_and_leads_down_from_there():
    place = two()
    (up,), (down,) = (around(place, level).ways for level in place.levels)
    assert (up.rises, down.rises) == (True, False)
    assert up.start == pytest.approx([8, 10])
    assert down.start == pytest.approx([16, 10])
    assert up.towards == pytest.approx([1, 0])
    assert (up.run_m, down.run_m) == pytest.approx((8, 8))
    steps = [one for one in built(place.levels[0].venue, (up,)) if one.face.part == "flight"]
    assert max(one.face.top_m for one in steps) == pytest.approx(5.0)
    plan = shapely.union_all([one.outline for one in steps])
    assert plan.bounds == pytest.approx((8, 9.5, 16, 10.5))
    assert not built(place.levels[1].venue, (down,))


def test_a_lift_and_stairs_over_each_other_have_no_flight():
    here = (Landing(0, shapely.box(6, 9, 8, 11)), Landing(1, shapely.box(6, 9, 8, 11)))
    for kind in ("lift", "stairs"):
        place = two(replace(UP, kind=kind, landings=here, down=True))
        (way,) = around(place, place.levels[0]).ways
        assert way.towards is None
        assert not built(place.levels[0].venue, (way,))
        backdrop(WIDE, place.levels[0].venue, around(place, place.levels[0]))


def test_what_of_a_flight_is_high_hides_nobody():
    place = two()
    found = ahead_of(place, 0, [[14.0, 10.0, 3.2], [8.0, 10.0, 0.2]])
    assert (found.wall >= 0).all()
    assert np.isinf(found.ahead_m[0])
    assert found.ahead_m[1] == pytest.approx(7.0, abs=0.1)
    assert LOW_M < 3.2


def test_fittings_change_no_sighting():
    walk = [(12.0, 10.0), (11.9, 10.0)]
    bare, fitted = (
        seen(walk, venue=one)
        for one in (hall(), replace(hall(), stays=(SEATS,), checkpoints=(GATES,)))
    )
    np.testing.assert_array_equal(bare.face_px, fitted.face_px)


def test_through_a_void_one_sees_a_darker_floor_and_around_it_the_floor_as_it_was():
    hole = thing("void", shapely.box(5, 8, 9, 12))
    venue = furnished(hole)
    ((u, v),) = optics.project(WIDE, [[6.2, 10.0, 0.0]])[0].round().astype(int)
    shown = backdrop(WIDE, venue)
    bare = backdrop(WIDE, hall())
    near = np.s_[v - 2 : v + 3, u - 2 : u + 3]
    assert shown.bgr[near].mean() < 0.75 * bare.bgr[near].mean()
    assert np.isinf(shown.ahead_m[v, u])
    ((u, v),) = optics.project(WIDE, [[9.8, 10.0, 0.0]])[0].round().astype(int)
    assert np.abs(shown.bgr[v, u].astype(int) - bare.bgr[v, u]).max() < 40


def test_over_a_void_faces_are_sighted_and_nobody_walks():
    hole = furnished(thing("void", shapely.box(5, 8, 7, 12)))
    walk = [(8.0, 10.0), (7.9, 10.0)]
    np.testing.assert_array_equal(seen(walk, venue=hole).face_px, seen(walk).face_px)
    assert not hole.floor.intersects(shapely.box(5.1, 8.1, 6.9, 11.9))
