"""Groups choose doors and shops by what their first member is like, where that is planted."""

import json

import numpy as np
import pytest

from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.planted import Walk
from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.arriving.arrivals import arrive
from sim.world.demography.labels import FEMALE

HOUR_S = 3600.0
WOMEN = {"label": "sex", "group": "female"}
DOOR, SHOP = "West Gate", "Ashdown"


@pytest.fixture(scope="module")
def place():
    return load_scenario("shopping_centre").place


def came(place, *walks, **fields):
    """The visits of an hour, and which of them a woman leads."""
    profile = [{"from_s": 0, "people_per_h": 4000}]
    arrivals = Arrivals.model_validate({"profile": profile, "shops_visited": [0, 2], **fields})
    planted = [Walk(**WOMEN, **walk) for walk in walks]
    found = arrive(arrivals, 100, place, HOUR_S, Streams(1), walks=planted)
    leads = np.array([visit.members[0] for visit in found.visits])
    return found.visits, found.labels.sex[leads] == FEMALE


def share(chosen):
    return np.mean(chosen), np.sqrt(0.25 / len(chosen))


def test_they_come_and_leave_by_a_door_as_often_as_its_shifted_weight_has_it(place):
    visits, women = came(place, {"door": DOOR, "shift": np.log(3)}, shops_visited=[1, 2])
    weight = {True: 3 / 6, False: 1 / 4}
    for led in (True, False):
        mine = [visit for visit, woman in zip(visits, women, strict=True) if woman == led]
        for door in ([one.entrance for one in mine], [one.exit for one in mine]):
            found, error = share(np.array(door) == 0)
            assert abs(found - weight[led]) < 5 * error


def test_they_go_to_a_shop_as_often_as_its_shifted_weight_has_it(place):
    visits, women = came(place, {"shop": SHOP, "shift": np.log(20)}, shops_visited=[1, 1])
    names = [one.name for _, one in place.shops]
    weight = np.array([one.attraction for _, one in place.shops])
    shifted = np.where(np.array(names) == SHOP, 20.0, 1.0) * weight
    first = np.array([visit.shops[0] for visit in visits])
    for group, each in ((women, shifted), (~women, weight)):
        found, error = share(first[group] == names.index(SHOP))
        assert abs(found - each[names.index(SHOP)] / each.sum()) < 5 * error


@pytest.mark.parametrize("walk", [{"door": DOOR}, {"shop": SHOP}])
def test_whoever_is_not_meant_goes_where_they_went(place, walk):
    back = {"share": 0.3, "after_s": 900}
    (plain, women), (shifted, _) = (
        came(place, *walks, returns=back) for walks in ((), ({**walk, "shift": 1.5},))
    )
    same = np.array([one == other for one, other in zip(plain, shifted, strict=True)])
    assert same[~women].all()
    assert not same[women].all()


def test_a_shift_of_nothing_changes_nothing(place):
    assert came(place, {"door": DOOR, "shift": 0.0})[0] == came(place)[0]


def test_however_much_is_planted_somebody_comes_by_a_door_that_is_there(place):
    never = {"door": DOOR, "shift": -10.0}
    found, women = came(place, *[never] * 60)
    assert {one.entrance for one, woman in zip(found, women, strict=True) if woman} == {1, 2, 3}


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        ({}, "walks.0: wanted a door or a shop, one of them"),
        ({"door": DOOR, "shop": SHOP}, "walks.0: wanted a door or a shop, one of them"),
        ({"door": "North Gate"}, r"walks.0.door: got 'North Gate', wanted one of West Gate"),
        ({"shop": "Ashdowne"}, r"walks.0.shop: got 'Ashdowne', wanted one of .*Ashdown"),
    ],
)
def test_a_door_or_a_shop_that_is_not_there_is_refused(walk, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("corridor", {"planted.walks": json.dumps([{**WOMEN, "shift": 1, **walk}])})
