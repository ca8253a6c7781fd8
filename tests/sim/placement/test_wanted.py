import pytest
import shapely

from scenarios.place import Level, Place, flat
from scenarios.venue import Entrance, Shop, Stay, Venue
from sim.errors import SimError
from sim.placement.wanted import door, ways, zone


def ring(*, blocked=False):
    """A corridor around a block, a door at either end; its north may be blocked."""
    hole = shapely.box(10, 8, 30, 30 if blocked else 22)
    floor = shapely.box(0, 0, 40, 30).difference(hole)
    doors = tuple(
        Entrance(name, shapely.box(x, 14, x + 1.5, 16)) for name, x in (("west", 0), ("east", 38.5))
    )
    shop = Shop("clinic", hole, (20.0, 7.5))
    seat = Stay("bench", "seat", shapely.box(2, 2, 4, 3), 3)
    return Venue("ring", floor, doors, (shop,), stays=(seat,))


def test_ways_lead_round_both_sides_of_a_block_and_the_quickest_is_first():
    found = ways(flat(ring()), "west", "east")
    lengths = [one.length_m for one in found]
    assert len(found) >= 2
    assert lengths == sorted(lengths)
    assert lengths[-1] <= 1.5 * lengths[0]
    (south, north) = (
        [one for one in found if one.walked[0][1].intersects(side)]
        for side in (shapely.box(19, 0, 21, 8), shapely.box(19, 22, 21, 30))
    )
    assert south
    assert north
    floor = ring().floor.buffer(0.06)
    assert all(floor.covers(one.walked[0][1].buffer(-0.45)) for one in found)


def test_where_one_side_is_blocked_all_ways_lead_round_the_other():
    found = ways(flat(ring(blocked=True)), "west", "east")
    assert all(one.walked[0][1].intersects(shapely.box(19, 0, 21, 8)) for one in found)


def test_a_zone_is_a_name_on_the_plan_or_a_box():
    place = flat(ring())
    clinic = zone(place, "clinic")
    assert clinic.area.contains(shapely.Point(20, 6))
    assert place.levels[0].venue.floor.covers(clinic.area)
    assert zone(place, "bench").area.equals(shapely.box(2, 2, 4, 3))
    assert zone(place, "6,2,4,0").area.equals(shapely.box(4, 0, 6, 2))


@pytest.mark.parametrize("told", ["toilets", "1,2,3", "100,100,110,110", "0,0,nan,1", "1,1,2,2,3"])
def test_what_is_no_zone_is_refused(told):
    with pytest.raises(SimError, match=r"keep-out: got .*wanted"):
        zone(flat(ring()), told)


def test_a_name_on_several_levels_is_refused():
    place = Place("two", (Level(0, "low", 0.0, ring()), Level(1, "high", 4.5, ring())))
    with pytest.raises(SimError, match="on several levels, wanted a box of one"):
        zone(place, "bench")
    assert zone(place, "1,1,5,5,1").ordinal == 1
    with pytest.raises(SimError, match="see: got 'west', wanted one of the entrances: 0 west"):
        door(place, "west", "see")
    assert door(place, "3", "see") == 3
