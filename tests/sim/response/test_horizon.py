"""Officers sent late in a window lose nobody to its end."""

import numpy as np
import pytest

from scenarios.loader import load_scenario
from scenarios.schema import Scenario
from sim.events import AlertRaised, PersonStopped
from sim.response.answer import answer
from sim.response.horizon import followed_s
from sim.streams import Streams
from sim.world.day import Day
from sim.world.visitors import populate
from sim.world.ways import Ways

END_S, THRESHOLD = 150.0, 0.6
SLOW = {
    "officers.notice": "1",
    "officers.give_up_s": "40",
    "officers.patience_s": "120",
    "officers.engage_s": "1",
    "officers.identity_check_s": "1",
    "officers.arrest_s": "1",
    "operators.confirm_false": "1",
    "operators.judging_s": "30",
    "operators.count": "12",
    "officers.posts_m": "[[16, 30], [30, 30], [45, 30], [60, 30], [75, 30]]",
    "arrivals.speed_mps": "0.3",
}
"""Long ways from an alert to an officer's setting out, short ones afterwards, slow people."""


@pytest.fixture(scope="module")
def place():
    loaded = load_scenario("corridor", SLOW)
    return loaded, Ways(loaded.place)


def answered(place, beyond_s: float | None):
    """Some of those who are there at the end of the span are alerted at its last moment."""
    loaded, ways = place
    scenario, streams = loaded.scenario, Streams(1)
    end_s = None if beyond_s is None else END_S + beyond_s
    people, crowd = populate(scenario, loaded.place, streams, ways, 0.0, end_s)
    there = np.flatnonzero((people.arrival_s < END_S - 5) & (people.exit_s > END_S))[-60::5]
    alerts = [
        AlertRaised(END_S, k, scenario.cameras[0].id, int(person), 3, 0.8, False)
        for k, person in enumerate(there)
    ]
    day = Day(loaded.place, people, crowd, scenario.cameras, 0.0, END_S)
    return answer(scenario, alerts, [], day, ways, streams, THRESHOLD)


def test_as_many_are_met_as_where_everybody_is_followed_until_they_leave(place):
    loaded, _ = place
    whole, long, short = (
        answered(place, beyond_s)
        for beyond_s in (None, followed_s(loaded.scenario), loaded.scenario.officers.give_up_s)
    )
    assert long == whole
    met, fewer = (sum(isinstance(e, PersonStopped) for e in run) for run in (whole, short))
    assert met > fewer  # so long a time is wanted


def test_the_time_is_that_of_every_wait_in_whole_ten_minutes():
    def of(**operators: float) -> float:
        raw = load_scenario("corridor").scenario.model_dump()
        raw["operators"] |= operators
        return followed_s(Scenario.model_validate(raw))

    assert of() == of(patience_s=61.0) == 600.0  # 60 + 8 exp(2.38) + 20 + 180 s at most
    assert of(patience_s=400.0) == of(judging_s=400.0, judging_spread=0.0) == 1200.0


def test_one_judgement_in_a_million_takes_longer():
    from scipy.stats import norm

    from sim.response.horizon import RARELY

    assert norm.sf(RARELY) == pytest.approx(1e-6, rel=1e-5)
