"""Desks: whose alerts go to whom."""

from dataclasses import replace

import pytest
from simpy import Environment

from scenarios.answer.operators import Operators
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.response.answer import check
from sim.response.luck import Luck
from sim.response.operators import UNREAD, ControlRoom
from sim.streams import Streams
from tests.sim.response.stage import THRESHOLD, alert, scenario

SITES = {
    "count": 3,
    "judging_s": 10.0,
    "judging_spread": 0.0,
    "patience_s": 15.0,
    "desks": [
        {"cameras": ["north", "south"], "operators": [0]},
        {"cameras": ["east"], "operators": [1, 2]},
    ],
}


def judged(cameras: list[str], **changes: object) -> list[tuple[float, int]]:
    """When and by whom alerts of these cameras are judged, that come all at once."""
    env = Environment()
    alerts = [replace(alert(0.0, k, k), camera=name) for k, name in enumerate(cameras)]
    luck = Luck.of(Streams(1), alerts)
    room = ControlRoom(env, Operators.model_validate(SITES | changes), luck, THRESHOLD)
    done = [env.process(room.judge(one)) for one in alerts]
    env.run()
    assert sorted(room.desks.free) == list(range(room.operators.count))
    return [(one.value.time_s, one.value.operator) for one in done]


def test_one_desk_serves_several_sites_and_alerts_wait_for_their_own():
    assert judged(["north", "south", "east", "east"]) == [(10, 0), (20, 0), (10, 1), (10, 2)]


def test_the_other_desk_does_not_help_out():
    assert judged(["north", "south", "north"])[2] == (15, UNREAD)


def test_a_camera_that_no_desk_has_goes_to_everybody():
    assert judged(["west", "north"]) == [(10, 0), (20, 0)]
    assert judged(["north", "west"]) == [(10, 0), (10, 1)]


def test_somebody_may_sit_at_two_desks():
    desks = [{"cameras": ["north"], "operators": [0, 1]}, {"cameras": ["east"], "operators": [1]}]
    assert judged(["north", "east"], count=2, desks=desks) == [(10, 0), (10, 1)]


def test_two_reviewers_are_waited_for_and_nobody_overtakes_them_at_their_desk():
    """The first takes 1 and 2; the second waits for both, and the third behind it."""
    blind = {"judge": "signal", "judge_dials": {"review": "blind"}}
    assert judged(["east", "east", "east"], **blind) == [(10, 1), (20, 1), (15, UNREAD)]


def test_a_desk_with_fewer_than_judge_together_is_refused():
    desks = [{"cameras": ["door"], "operators": [0]}]
    blind = {"judge": "signal", "judge_dials": {"review": "blind"}, "count": 2, "desks": desks}
    with pytest.raises(ScenarioError, match=r"desks.0.operators: got \[0\], wanted 2 or more"):
        check(scenario(blind))


@pytest.mark.parametrize(
    ("desks", "said"),
    [
        ("[{cameras: [wst], operators: [0]}]", "desks.0.cameras.0: got 'wst', wanted one of west"),
        ("[{cameras: [west], operators: [1]}]", "desks.0.operators.0: got 1, wanted 0 to 0"),
        ("[{cameras: [west], operators: [0, 0]}]", "desks.0.operators.1: got 0 twice"),
        ("[{cameras: [west, west], operators: [0]}]", "desks.0.cameras.1: got 'west' twice"),
        ("[{cameras: [], operators: [0]}]", "desks.0.cameras: got .*, wanted a list of 1 or more"),
    ],
)
def test_desks_that_do_not_fit_are_refused(desks, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("corridor", {"operators.desks": desks})
