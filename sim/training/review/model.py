"""What model operators would have made of the same alerts: a judge of `footfall.judge`, many times.

Each is somebody of a role, drawn by their own number, who meets the session's alerts in their
order; so what one of them happens to be like is no part of what a trainee is compared with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy import Environment

from engine.measure.calibration.separation import Separation
from engine.measure.rates.intervals import rate
from scenarios.answer.operators import Operators
from sim.events import AlertRaised
from sim.response.judge import Pair
from sim.response.judges.roles import roles
from sim.response.luck import Luck
from sim.response.operators import ControlRoom
from sim.streams import Streams
from sim.training.review.detection import limits, sensitivity
from sim.training.review.figures import Figure, unknown
from sim.training.review.means import mean
from sim.training.review.verdicts import Verdicts

DRAWN = 100
"""Operators of a role: the mean of their d' is known to a tenth of what they differ by."""


@dataclass(frozen=True, slots=True)
class Model:
    """By the number of an alert the share of model operators who confirmed it, and their name."""

    name: str
    drawn: int
    confirmed: dict[int, float]


def operators_of(name: str, operators: Operators) -> Operators:
    """Operators as a scenario has them, of a role of `footfall roles`, whose judge is `signal`, or
    else with the judge of that name; with the scenario's own dials where it is the scenario's own.
    """
    told = operators.model_dump()
    if name != operators.judge:
        role = {"judge": "signal", "judge_dials": {"role": name}}
        told |= role if name in roles() else {"judge": name, "judge_dials": {}}
    return Operators.model_validate(told)


def model(
    name: str,
    operators: Operators,
    alerts: Sequence[AlertRaised],
    threshold: float,
    streams: Streams,
    separation: Callable[[], Separation | None] = lambda: None,
    drawn: int = DRAWN,
) -> Model:
    """What `drawn` operators of a role, or judges of a name, make of alerts one after another.

    Raises ScenarioError for a judge that is not there.
    """
    of = operators_of(name, operators)
    luck = Luck.of(streams, alerts)
    env = Environment()
    room = ControlRoom(env, of, luck, threshold, separation)
    yes, seen = np.zeros(len(alerts)), [room.claim(alert, (0,)) for alert in alerts]
    for number in range(drawn):
        first, *others = range(number * room.at_once, (number + 1) * room.at_once)
        for k, alert in enumerate(alerts):
            claim = replace(seen[k], operator=first, others=tuple(others), begun_s=env.now)
            rng = luck.rng(f"model operator {number}", alert)
            judged = env.process(room.judge_in_use.judge(claim, Pair(alert.true), rng))
            yes[k] += bool(env.run(until=judged))
    shares = (yes / drawn).tolist()
    return Model(name, drawn, {a.alert: p for a, p in zip(alerts, shares, strict=True)})


@dataclass(frozen=True, slots=True)
class Beside:
    """A trainee beside model operators on the same alerts: the share `right` of either, by how much
    the trainee's is larger, alert by alert (`more_right`), and by how much their d' exceeds that of
    what the model operators answered together (`more_d_prime`).
    """

    model: str
    right: Figure
    model_right: Figure
    more_right: Figure
    more_d_prime: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        names = ("right", "model_right", "more_right", "more_d_prime")
        return {"model": self.model} | {name: getattr(self, name).to_json() for name in names}


def beside(table: Verdicts, model: Model) -> Beside:
    """What the trainee did beside what model operators did, on faces that both judged."""
    faces = table.faces()
    faces = faces.take(np.isin(faces.alert, list(model.confirmed)))
    chance = np.array([model.confirmed[alert] for alert in faces.alert.tolist()], np.float64)
    theirs = np.where(faces.mated, chance, 1 - chance)
    ours, share = faces.right.astype(np.float64), rate(int(faces.right.sum()), len(faces))
    return Beside(
        model.name,
        Figure(share.value, share.low, share.high, len(faces)),
        mean(theirs, 0, 1),
        mean(ours - theirs, -1, 1),
        _more_d_prime(faces, chance, model.drawn),
    )


def _more_d_prime(faces: Verdicts, chance: NDArray[np.float64], drawn: int) -> Figure:
    """The model's d' is of so many answers that its own chance is left out: the interval is the
    trainee's.
    """
    own = sensitivity(faces).d_prime
    if own.value is None or own.low is None or own.high is None:
        return unknown(len(faces))
    mated = faces.mated
    yes = [round(float(chance[rows].sum()) * drawn) for rows in (mated, ~mated)]
    of = [int(rows.sum()) * drawn for rows in (mated, ~mated)]
    model = float(limits(yes[0], of[0], yes[1], of[1]).d_prime)
    return Figure(own.value - model, own.low - model, own.high - model, len(faces))
