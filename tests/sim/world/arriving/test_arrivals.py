"""Who comes, by which door and when; one source's people are nothing to another's."""

from collections import Counter

import numpy as np
import pytest

from scenarios.footfall.arrivals import Arrivals
from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.arriving.arrivals import Visit, arrive

HALF_HOUR_S = 1800.0
PROFILE = [{"from_s": 0, "people_per_h": 1200}]


@pytest.fixture(scope="module")
def place():
    return load_scenario("shopping_centre").place


def came(place, seed=1, **fields):
    """The visits and the people of half an hour."""
    arrivals = Arrivals.model_validate({"profile": PROFILE, **fields})
    return arrive(arrivals, 100, place, HALF_HOUR_S, Streams(seed))


def luck(visit: Visit):
    """A visit without the numbers by which its people are counted."""
    return (visit.arrival_s, len(visit.members), visit.entrance, visit.shops, visit.exit,
            visit.speed_mps, visit.talk_s)  # fmt: skip


def test_people_come_and_go_by_doors_as_they_are_weighted(place):
    names = [entrance.name for _, entrance in place.entrances]
    doors = {name: {"comes": 0, "goes": 0} for name in names[2:]} | {names[0]: {"comes": 3}}
    found = came(place, doors=doors, shops_visited=[1, 3])
    came_by = Counter(visit.entrance for visit in found.visits)
    assert {*came_by} == {0, 1}
    assert {visit.exit for visit in found.visits} == {0, 1}
    count, share = len(found.visits), came_by[0] / len(found.visits)
    assert abs(share - 0.75) < 5 * np.sqrt(0.75 * 0.25 / count)


def test_who_walks_through_leaves_by_another_door_that_people_leave_by(place):
    names = [entrance.name for _, entrance in place.entrances]
    doors = {name: {"goes": 0} for name in names[1:3]}
    found = came(place, doors=doors, shops_visited=[0, 0])
    assert found.visits
    assert all(visit.exit not in (visit.entrance, 1, 2) for visit in found.visits)


def test_a_train_empties_through_its_door_again_and_again(place):
    name = place.entrances[1][1].name
    train = {"at_s": 100, "people": 200, "over_s": 60, "every_s": 600, "door": name}
    found = came(place, profile=[], surges=[train])
    assert {visit.entrance for visit in found.visits} == {1}
    times = np.array([visit.arrival_s for visit in found.visits for _ in visit.members])
    assert (np.diff(times) >= 0).all()
    assert {int(time // 600) for time in times} == {0, 1, 2}
    assert ((times % 600 >= 100) & (times % 600 <= 160)).all()
    assert abs(len(times) - 600) < 5 * np.sqrt(600 * 2.5)  # groups of 1 to 4


def test_a_door_counted_apart_and_a_train_change_nothing_of_who_comes_besides(place):
    alone = came(place, listed_share=0.0)
    doors = {place.entrances[0][1].name: {"profile": [{"from_s": 0, "people_per_h": 600}]}}
    trains = [{"at_s": 300, "people": 100}]
    more = came(place, doors=doors, surges=trains, listed_share=0.0)
    assert len(more.visits) > len(alone.visits)
    by_number = {visit.number: visit for visit in more.visits}
    assert [luck(by_number[one.number]) for one in alone.visits] == [*map(luck, alone.visits)]
    kept = np.isin(more.identity, alone.identity)
    assert (more.identity[kept] == alone.identity).all()
    assert (more.height_m[kept] == alone.height_m).all()
    assert (more.manner[kept] == alone.manner).all()


def test_days_differ_as_much_as_they_are_said_to(place):
    counts = [len(came(place, seed, varies=0.2).group) for seed in range(200)]
    same = [len(came(place, seed).group) for seed in range(200)]
    assert abs(np.mean(counts) / 600 - 1) < 5 * 0.2 / np.sqrt(200)
    assert 0.14 < np.sqrt(np.var(counts) - np.var(same)) / 600 < 0.26
