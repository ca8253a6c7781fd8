"""Who comes to sit or to wait does so in sight, one a place, and goes on where all are taken."""

import numpy as np
import pytest
import shapely

from scenarios.venue import Stay
from sim.world.staying.areas import facing_deg, places_of
from sim.world.walker import DT_S
from tests.places.stays import BENCH, CAFE, MEETING, STORE, came, hall, still, walked

SIT = {"share": 0.4, "dwell_s": 100.0}
BOTH = {"sit": SIT, "wait": {"share": 0.4, "dwell_s": 100.0}}


@pytest.fixture(scope="module", params=["flow", "jupedsim"])
def day(request):
    place = hall(BENCH, MEETING)
    arriving = came(place, purposes=BOTH)
    return place, arriving, walked(place, arriving, request.param)


def at_rest(day, stay):
    """Of everybody on a stay at a tick: who, tick, and where, of those who stand still."""
    crowd = day[2].crowd
    rows = still(crowd)
    rows = rows[shapely.contains_xy(stay.area.buffer(0.3), crowd.x_m[rows], crowd.y_m[rows])]
    return crowd.person[rows], crowd.tick[rows], np.stack([crowd.x_m[rows], crowd.y_m[rows]], 1)


def test_all_leave_at_last_and_nobody_is_given_up(day):
    _, _, found = day
    assert np.isfinite(found.exit_s).all()
    assert not len(found.given_up)


@pytest.mark.parametrize("stay", [BENCH, MEETING])
def test_never_more_people_than_places(day, stay):
    person, tick, _ = at_rest(day, stay)
    assert len(person) > 500
    assert np.bincount(tick).max() <= stay.places
    assert np.bincount(tick).max() >= stay.places - 2  # busy enough to tell


def test_nobody_stands_in_another(day):
    for stay in (BENCH, MEETING):
        _, tick, at_m = at_rest(day, stay)
        for one in np.unique(tick):
            here = at_m[tick == one]
            apart = np.hypot(*(here[:, None] - here[None]).transpose(2, 0, 1))
            assert (apart + np.eye(len(here)) * 9).min() > 0.3  # two radii


def test_who_stays_is_in_sight_all_the_time_and_outruns_nobody(day):
    _, arriving, found = day
    crowd = found.crowd
    same = np.diff(crowd.person) == 0
    assert (np.diff(crowd.tick)[same] == 1).all()
    moved = np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m))[same]
    speed = np.array([visit.speed_mps for visit in arriving.visits])[arriving.group]
    slack = 1e-3 if not len(found.given_up) else 0.0
    assert (moved <= speed[crowd.person[1:][same]] * DT_S * 1.5 + slack).all()


def test_they_stay_as_long_as_they_wanted(day):
    _, arriving, _ = day
    person, _, _ = at_rest(day, MEETING)
    wanted = {v.members[0]: v.dwell_s[0] for v in arriving.visits if v.stays == (1,)}
    rested = np.bincount(person, minlength=len(arriving.group)) * DT_S
    off = [rested[p] - dwell_s for p, dwell_s in wanted.items() if rested[p] and dwell_s > 10]
    assert len(off) > 10
    assert np.abs(np.median(off)) <= 3.0


def test_where_all_places_are_taken_people_go_on():
    place = hall(Stay("stool", "seat", shapely.box(18, 1, 18.6, 1.6), 1))
    arriving = came(place, purposes={"sit": {"share": 1.0, "dwell_s": 1000.0}})
    found = walked(place, arriving)
    rows = still(found.crowd)
    inside = shapely.contains_xy(
        place.stays[0][1].area, found.crowd.x_m[rows], found.crowd.y_m[rows]
    )
    sat = {*found.crowd.person[rows][inside].tolist()}
    assert 1 <= len(sat) < 5
    assert np.isfinite(found.exit_s).all()


def test_places_are_in_the_area_and_apart():
    for stay, apart_m in ((BENCH, 0.6), (MEETING, 1.0)):
        places = places_of(stay)
        assert len(places) == stay.places
        assert shapely.contains_xy(stay.area, *places.T).all()
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        assert (apart + np.eye(len(places)) * 9).min() >= apart_m - 1e-6


def test_seats_look_where_it_is_open_and_who_waits_to_the_nearest_door():
    (level,) = hall(BENCH, MEETING).levels
    assert facing_deg(BENCH, level) == pytest.approx(90.0)
    east = level.venue.entrances[1].area.centroid
    assert facing_deg(MEETING, level) == pytest.approx(
        np.degrees(np.arctan2(east.y - 7, east.x - 29))
    )


def test_who_comes_to_eat_goes_to_shops_of_food_and_who_shops_to_the_others():
    place = hall()
    share = {"share": 0.5, "dwell_s": 60.0}
    eats = came(place, purposes={"eat": share}).visits
    shops = came(place, purposes={"shop": share}).visits
    names = [shop.name for _, shop in place.shops]
    assert {visit.shops for visit in eats} == {(), (names.index(CAFE.name),)}
    assert {visit.shops for visit in shops} == {(), (names.index(STORE.name),)}
    among = np.mean([bool(visit.shops) for visit in eats])
    assert abs(among - 0.5) < 5 * np.sqrt(0.25 / len(eats))


def test_one_more_purpose_takes_from_those_who_only_pass_and_from_nobody_else():
    place = hall(BENCH, MEETING)
    before = came(place, purposes={"sit": SIT})
    after = came(place, purposes=BOTH)
    assert (after.height_m == before.height_m).all()
    for one, other in zip(before.visits, after.visits, strict=True):
        assert one == other or (not one.stays and other.stays == (1,))
    assert sum(one != other for one, other in zip(before.visits, after.visits, strict=True)) > 10
