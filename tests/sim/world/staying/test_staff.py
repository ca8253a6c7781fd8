"""Staff come before their shift, work, take breaks, leave; they are nothing to anybody else."""

import numpy as np
import pytest

from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Arrivals
from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.arriving.arrivals import arrive
from tests.places.stays import CAFE, STORE, came, hall, walked

SHIFT = {"people": 8, "from_s": 600, "to_s": 4200, "shop": "store", "door": "east"}


@pytest.fixture(scope="module")
def place():
    return hall()


def test_exactly_so_many_come_before_it_and_leave_after_it(place):
    arriving = came(place, staff=[SHIFT])
    works = np.flatnonzero(arriving.works)
    assert len(works) == 8
    visits = [arriving.visits[arriving.group[k]] for k in works]
    assert all(0 <= visit.arrival_s <= 600 for visit in visits)
    assert {(visit.entrance, visit.exit, len(visit.members)) for visit in visits} == {(1, 1, 1)}
    names = [shop.name for _, shop in place.shops]
    work, rest = names.index(STORE.name), names.index(CAFE.name)
    assert {visit.shops for visit in visits} == {(work, rest, work)}
    for walkers in ("flow", "jupedsim"):
        left_s = walked(place, arriving, walkers).exit_s[works]
        assert ((left_s >= 4200) & (left_s < 4200 + 6 * 60)).all()


def test_they_change_nobody_else_s_luck(place):
    alone, beside = came(place, listed_share=0.0), came(place, staff=[SHIFT], listed_share=0.0)
    others = ~beside.works
    for name in ("height_m", "manner", "identity"):
        assert np.array_equal(getattr(beside, name)[others], getattr(alone, name))
    theirs = [visit for visit in beside.visits if not beside.works[visit.members[0]]]
    for one, other in zip(alone.visits, theirs, strict=True):
        assert (one.arrival_s, one.shops, one.exit) == (other.arrival_s, other.shops, other.exit)


def test_they_are_listed_only_if_that_is_said(place):
    def listed(**shift):
        asked = {"profile": [{"from_s": 0, "people_per_h": 600}], "listed_share": 0.9,
                 "shops_visited": (0, 0), "staff": [SHIFT | {"people": 400} | shift]}  # fmt: skip
        found = arrive(Arrivals.model_validate(asked), 10_000, place, 300.0, Streams(1))
        return (found.subject[found.works] >= 0).mean()

    assert listed() == 0.0
    assert abs(listed(listed_share=0.3) - 0.3) < 5 * np.sqrt(0.21 / 400)


def test_who_has_nowhere_else_to_go_takes_no_break(place):
    arriving = came(place, staff=[SHIFT | {"shop": "cafe"}])
    (shops,) = {arriving.visits[arriving.group[k]].shops for k in np.flatnonzero(arriving.works)}
    assert len(shops) == 1  # the cafe is the only shop of food


def test_staff_that_do_not_fit_are_refused():

    for shift, said in (
        ("{people: 3, from_s: 60, to_s: 50}", "got 60 to 50, wanted one that begins before it"),
        ("{people: 3, from_s: 0, to_s: 50, shop: Nowhere}", "got 'Nowhere', wanted the name of a"),
        ("{people: 3, from_s: 0, to_s: 50, door: Nowhere}", "wanted the name of an entrance"),
    ):
        with pytest.raises(ScenarioError) as refusal:
            load_scenario("corridor", {"arrivals.staff": f"[{shift}]"})
        assert said in str(refusal.value)


def test_they_are_grown_up(place):
    arriving = came(place, staff=[SHIFT | {"people": 300}])
    assert arriving.labels.age[arriving.works].min() >= 16
