"""Crowds over levels: by links alone, one after another, each floor for itself."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.density import cells_of
from sim.world.links import goes
from sim.world.manners import PRAM, TROLLEY, WHEELCHAIR
from sim.world.visitors import populate
from sim.world.walker import DT_S
from sim.world.ways import Ways
from tests.places.storeys import FALLING, LIFT, RISING, STAIRS, point, scenario, storeys

WALKS = "{pram: 0, trolley: 0, wheelchair: 0}"
BUSY = {"arrivals.profile": "[{from_s: 0, people_per_h: 2400}]", "arrivals.listed_share": "0"}


def walked(folder, place=None, turned_deg=0.0, by_m=(0, 0), **changes):
    file = scenario(folder, place, turned_deg, by_m)
    loaded = load_scenario(file, BUSY | {k.replace("__", "."): v for k, v in changes.items()})
    ways = Ways(loaded.place)
    return loaded.place, *populate(loaded.scenario, loaded.place, Streams(1), ways)


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return walked(tmp_path_factory.mktemp("storeys"))


def rides(place, crowd):
    """Everybody's way from one level to another: person, link, landings, and the rows of them."""
    found = []
    for row in np.flatnonzero((np.diff(crowd.person) == 0) & (np.diff(crowd.level) != 0)).tolist():
        on, off = (
            [
                (number, k)
                for number, link in enumerate(place.links)
                for k, landing in enumerate(link.landings)
                if landing.ordinal == crowd.level[one]
                and landing.area.distance(shapely.Point(crowd.x_m[one], crowd.y_m[one])) < 1.5
            ]
            for one in (row, row + 1)
        )
        (link,) = {number for number, _ in on} & {number for number, _ in off}
        ends = (dict(on)[link], dict(off)[link])
        found.append((int(crowd.person[row]), link, *ends, row))
    return found


def test_everybody_goes_up_by_links_that_lead_there_and_leaves_again(day):
    place, people, crowd = day
    assert np.isfinite(people.exit_s).all()
    taken = rides(place, crowd)
    assert {place.links[link].name for _, link, *_ in taken} >= {"stairs", "lift"}
    for person, link, start, end, row in taken:
        assert goes(place.links[link], start, end)
        away_s = (crowd.tick[row + 1] - crowd.tick[row]) * DT_S
        least_s = Ways(place).lasts_s(
            *(one for k in (start, end) for one in Ways(place).stations
              if (one.link, one.landing) == (link, k)),
            float(people.speed_mps[person]),
        )  # fmt: skip
        assert least_s <= away_s <= least_s + 3 * DT_S


def test_nobody_leaves_the_floor_of_their_level_or_outruns_their_speed_on_it(day):
    place, people, crowd = day
    for level in place.levels:
        here = crowd.level == level.ordinal
        floor = level.venue.floor.buffer(1e-3)
        shapely.prepare(floor)
        assert here.any()
        assert shapely.contains_xy(floor, crowd.x_m[here], crowd.y_m[here]).all()
    going = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    assert (np.diff(crowd.level)[going] == 0).all()
    moved = np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m))[going]
    assert (moved <= people.speed_mps[crowd.person[1:][going]] * DT_S + 1e-4).all()


def test_everybody_is_in_one_place_and_out_of_sight_only_in_shops_and_on_links(day):
    place, people, crowd = day
    step, same = np.diff(crowd.tick), np.diff(crowd.person) == 0
    assert (step[same] > 0).all()
    doors = {level: [shop.door_m for at, shop in place.shops if at == level] for level in (0, 1)}
    gone = np.flatnonzero(same & (step > 1) & (np.diff(crowd.level) == 0)).tolist()
    for row in gone:
        here = (crowd.x_m[row], crowd.y_m[row])
        away = [np.hypot(here[0] - x, here[1] - y) for x, y in doors[int(crowd.level[row])]]
        assert min(away) < 1.5
    left = np.flatnonzero(same & (np.diff(crowd.level) != 0))
    assert len(rides(place, crowd)) == len(left) > 100
    assert (step[left] > 1).all()
    ends = (crowd.first[:-1], people.entrance), (crowd.first[1:] - 1, people.exit)
    for rows, doorways in ends:
        for row, door in zip(rows.tolist(), doorways.tolist(), strict=True):
            level, there = place.entrances[door]
            assert crowd.level[row] == level
            assert there.area.distance(shapely.Point(crowd.x_m[row], crowd.y_m[row])) < 1.5


def test_as_many_come_back_down_as_go_up_and_none_is_left_on_a_link(day):
    place, _, crowd = day
    taken = rides(place, crowd)
    for person in {one for one, *_ in taken}:
        mine = [(start, end) for one, _, start, end, _ in taken if one == person]
        assert sum(end - start for start, end in mine) == 0
        assert all(a[1] == b[0] for a, b in pairwise(mine))


def test_escalators_carry_nobody_against_their_way(tmp_path):
    place, _, crowd = walked(tmp_path, storeys(RISING, FALLING), crowd__manners=WALKS)
    taken = rides(place, crowd)
    ways = {(place.links[link].name, end > start) for _, link, start, end, _ in taken}
    assert ways == {("rising", True), ("falling", False)}
    for _, _, _, _, row in taken:
        rides_s = (crowd.tick[row + 1] - crowd.tick[row]) * DT_S
        assert RISING.length_m / RISING.speed_mps <= rides_s <= 18 + 3 * DT_S


def test_whoever_rolls_goes_by_lift(day):
    place, people, crowd = day
    rolls = np.isin(people.manner, (PRAM, TROLLEY, WHEELCHAIR))
    groups = set(people.group[rolls].tolist())
    theirs = [link for person, link, *_ in rides(place, crowd) if people.group[person] in groups]
    assert theirs
    assert {place.links[link].name for link in theirs} == {"lift"}


@pytest.mark.parametrize(
    "links",
    [
        (replace(STAIRS, width_m=0.4),),
        (replace(RISING, width_m=0.2), replace(FALLING, width_m=0.2)),
        (replace(LIFT, capacity=12),),
    ],
)
def test_no_link_takes_up_more_people_than_it_can_and_whoever_cannot_waits_before_it(
    tmp_path, links
):
    place, people, crowd = walked(tmp_path, storeys(*links), duration_s="180")
    taken = rides(place, crowd)
    assert np.isfinite(people.exit_s).all()
    ways = Ways(place)
    queues = {}
    for _, link, start, _, row in taken:
        station = next(o for o in ways.stations if (o.link, o.landing) == (link, start))
        queues.setdefault(ways.queue_of(station), []).append(int(crowd.tick[row]))
    for queue, ticks in queues.items():
        boards, each_s = np.sort(ticks) * DT_S, ways.apart_s[queue]
        for lasts_s in (20.0, 60.0):
            within = np.searchsorted(boards, boards + lasts_s, "right") - np.arange(len(boards))
            assert within.max() <= lasts_s / each_s + 3
    still = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    still &= np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m)) < 1e-4
    spots = [station.spot for station in ways.stations]
    rows = np.flatnonzero(still)
    at = np.min([np.hypot(crowd.x_m[rows] - s.x_m, crowd.y_m[rows] - s.y_m) for s in spots], 0)
    ticks, when, waiting = np.unique(crowd.tick[rows], return_inverse=True, return_counts=True)
    nearest = np.full(len(ticks), np.inf)
    np.minimum.at(nearest, when, at)
    assert np.mean(nearest[waiting >= 5] < 1.5) > 0.9
    assert np.median(at) < 6


def test_floors_have_cells_of_their_own():
    place = storeys()
    both = np.split(cells_of(place).area_m2, len(place.levels))
    for level, areas in zip(place.levels, both, strict=True):
        alone = cells_of(replace(place, levels=(level,))).area_m2
        assert np.sort(areas) == pytest.approx(np.sort(alone))


def test_who_is_above_slows_nobody_below(tmp_path):
    """The same people on the same ways below, with and without a crowd that goes up."""
    errands = {"arrivals__shops_visited": "[0, 0]"}
    _, alone, quiet = walked(tmp_path / "one", replace(storeys(), links=()), **errands)
    _, others, busy = walked(tmp_path / "two", **errands)
    assert np.array_equal(alone.exit_s, others.exit_s)
    assert np.array_equal(quiet.x_m, busy.x_m)


@pytest.mark.parametrize(
    ("turned_deg", "by_m"), [(0.0, (300.0, -200.0)), (0.0, (-26.0, -12.0)), (90.0, (0.0, 0.0))]
)
def test_a_moved_place_or_one_turned_by_a_quarter_has_the_same_day(day, tmp_path, turned_deg, by_m):
    _, people, crowd = day
    _, others, there = walked(tmp_path, None, turned_deg, by_m)
    assert np.array_equal(people.arrival_s, others.arrival_s)
    assert np.abs(people.exit_s - others.exit_s).max() <= DT_S
    same = np.flatnonzero(np.diff(crowd.first) == np.diff(there.first)).tolist()
    assert len(same) > 0.95 * len(people)
    for person in same:
        one, other = (slice(*c.first[person : person + 2]) for c in (crowd, there))
        assert np.array_equal(crowd.level[one], there.level[other])
        at = (crowd.x_m[one].astype(float), crowd.y_m[one].astype(float))
        x_m, y_m = point(at, turned_deg, by_m)
        away_m = np.hypot(there.x_m[other] - x_m, there.y_m[other] - y_m)
        assert np.median(away_m) < 0.02


@pytest.mark.parametrize("turned_deg", [30.0, 45.0, 137.5, -60.0])
def test_in_a_turned_place_everybody_stays_as_long(day, tmp_path, turned_deg):
    _, people, _ = day
    _, others, _ = walked(tmp_path, None, turned_deg, (-50.0, 80.0))
    stay, other = people.exit_s - people.arrival_s, others.exit_s - others.arrival_s
    assert np.median(other) == pytest.approx(np.median(stay), rel=0.02)
    assert np.mean(np.abs(stay - other) <= DT_S) > 0.99
