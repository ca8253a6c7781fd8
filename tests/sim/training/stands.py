"""The bare hall of the answer's tests as a session's ground, without stages or files."""

from dataclasses import dataclass, field

from sim.response.answer import Answer, People, begin_answer
from sim.streams import Streams
from sim.training.events import COMMANDER, TRAINEE
from sim.training.live import Live
from tests.sim.response.stage import (
    END_S,
    STANDING,
    THRESHOLD,
    Stroll,
    alert,
    day,
    scenario,
    ways,
)

BOTH = (TRAINEE, COMMANDER)
PATIENCE_S = 60.0
STROLLS = (STANDING, Stroll((30.0, 5.0), (0.5, 0.0)), Stroll((60.0, 15.0), (-0.4, 0.0), 10.0))
ALERTS = (
    alert(5.0, 0, person=0),
    alert(20.0, 1, person=1, true=False, subject=4),
    alert(20.0, 2, person=2, subject=5),
    alert(90.0, 3, person=0),
    alert(200.0, 4, person=1, subject=6, true=False),
)
OFFICERS = {"posts_m": [(10.0, 10.0), (90.0, 10.0)], "patience_s": 120.0, "radio_s": 2.0}


@dataclass(frozen=True)
class Hall:
    alerts: tuple = ALERTS
    officers: dict = field(default_factory=dict)
    seed: int = 1

    def begin(self, people: People, from_s: float, until_s: float) -> Answer:
        alerts = [one for one in self.alerts if from_s <= one.time_s < until_s]
        played = scenario({"patience_s": PATIENCE_S}, OFFICERS | self.officers)
        about = (played, alerts, [], day(STROLLS), ways(), Streams(self.seed), THRESHOLD)
        return begin_answer(*about, people=people)


def live(hall: Hall | None = None, seats=BOTH, from_s=0.0, until_s=END_S) -> Live:
    return Live(hall or Hall(), PATIENCE_S, from_s, until_s, seats)
