"""What is doubtful about places that can be played."""

import shapely

from scenarios.checks.place import findings
from scenarios.checks.reach import apart
from scenarios.place import Landing, Level, Link, Place, flat
from scenarios.venue import Entrance, Shop, Venue

DOOR = Entrance("door", shapely.box(0, 3, 1, 6))
BACK = Entrance("back", shapely.box(19, 3, 20, 6))


def venue(name, floor, *, doors=(), shops=()):
    return Venue(name, floor, tuple(doors), tuple(shops))


def level(ordinal, west=0.0, doors=()):
    name = f"{ordinal} at {west:g}"
    return Level(ordinal, name, 0.0, venue(name, shapely.box(west, 0, west + 20, 10), doors=doors))


def stairs(low, high, *, up=True, down=True):
    at = [one.venue.floor.centroid.buffer(1) for one in (low, high)]
    landings = Landing(low.ordinal, at[0]), Landing(high.ordinal, at[1])
    kind = "stairs" if up and down else "escalator"
    return Link(f"{low.name} to {high.name}", kind, landings, up=up, down=down)


def lost(levels, *links):
    return [(level, told.kind) for level, told in apart(levels, links)]


def test_a_level_is_joined_over_levels_between_and_an_escalator_leads_one_way():
    ground, first, second = level(0, doors=[DOOR]), level(1), level(2)
    storeys = [ground, first, second]
    assert lost(storeys, stairs(ground, first), stairs(first, second)) == []
    only_down = stairs(first, second, up=False)
    assert lost(storeys, stairs(ground, first), only_down) == [(second, "no way in")]
    only_up = stairs(first, second, down=False)
    assert lost(storeys, stairs(ground, first), only_up) == [(second, "apart")]
    assert lost(storeys, stairs(ground, first), only_up, only_down) == []
    assert lost(storeys) == [(first, "no way in"), (second, "no way in")]


def test_of_floors_side_by_side_the_one_with_the_landing_is_joined():
    ground, left, right = level(0, doors=[DOOR]), level(1), level(1, west=50)
    assert lost([ground, left, right], stairs(ground, left)) == [(right, "no way in")]


def test_of_two_houses_with_doors_of_their_own_the_smaller_is_apart():
    ground, first, annex = level(0, doors=[DOOR]), level(1), level(0, west=90, doors=[DOOR])
    assert lost([ground, first, annex], stairs(ground, first)) == [(annex, "apart")]


def test_floors_of_one_ordinal_that_overlap_are_told():
    place = Place("hall", (level(0, doors=[DOOR]), level(0, west=15, doors=[DOOR])))
    told = {one.kind: one.told for one in findings(place)}
    assert told["overlap"] == "0 at 0 and 0 at 15 overlap by 50.0 m2"
    assert told.keys() == {"overlap", "apart"}


def test_a_shop_behind_a_neck_too_narrow_and_a_door_too_narrow_are_told():
    neck = shapely.union_all(
        [shapely.box(0, 0, 20, 10), shapely.box(20, 4, 24, 4.7), shapely.box(24, 0, 30, 10)]
    )
    shop = Shop("Books", shapely.box(30, 0, 36, 10), (29.0, 5.0))
    slit = Entrance("slit", shapely.box(0, 3, 0.3, 3.5))
    told = {
        one.kind: one.told
        for one in findings(flat(venue("hall", neck, doors=[slit], shops=[shop])))
    }
    assert told == {
        "door width": "slit is 0.50 m across, and doors are at least 0.6 m",
        "narrow way": "nobody gets to Books on ways that are 0.8 m wide",
    }


def test_nothing_is_told_of_a_plain_hall_and_nothing_twice():
    place = flat(venue("hall", shapely.box(0, 0, 20, 10), doors=[DOOR, BACK]))
    assert findings(place) == ()
    lost = Place("hall", (level(0, doors=[DOOR, BACK]), level(1)))
    (told,) = findings(lost)
    again = Place(lost.name, lost.levels, (), (told,))
    assert findings(again) == (told,)


def test_a_place_in_which_people_have_nowhere_to_go_is_told():
    hall = flat(venue("hall", shapely.box(0, 0, 20, 10), doors=[DOOR]))
    (told,) = findings(hall)
    assert (told.kind, told.ordinal, told.at_m) == ("nowhere to go", 0, (0.5, 4.5))
    shop = Shop("kiosk", shapely.box(18, 8, 20, 10), (18.0, 9.0), 1.0)
    assert (
        findings(flat(venue("hall", shapely.box(0, 0, 20, 10), doors=[DOOR], shops=[shop]))) == ()
    )
