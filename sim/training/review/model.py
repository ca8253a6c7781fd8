"""What model operators would have made of the same alerts: a judge of `footfall.judge`, many times.

Each is somebody of a role, drawn by their own number, who meets the session's alerts in their
order; what one of them happens to be like is chance, and in the intervals.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t
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
from sim.training.review.figures import SURE, Figure, unknown
from sim.training.review.means import mean
from sim.training.review.verdicts import Verdicts

Floats = NDArray[np.float64]
DRAWN = 100
"""Operators of a role: the mean of their d' is known to a tenth of what they differ by."""


@dataclass(frozen=True, slots=True)
class Model:
    """Model operators of a name, and who of them (n, m) confirmed which of `alerts` (m,), by their
    numbers.
    """

    name: str
    alerts: tuple[int, ...]
    yes: NDArray[np.bool_]

    @property
    def confirmed(self) -> dict[int, float]:
        """By the number of an alert the share of them who confirmed it."""
        return dict(zip(self.alerts, self.yes.mean(axis=0).tolist(), strict=True))

    def of(self, alerts: Iterable[int]) -> NDArray[np.bool_]:
        """What they made of some of the alerts, in that order."""
        place = {alert: column for column, alert in enumerate(self.alerts)}
        return self.yes[:, [place[alert] for alert in alerts]]


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
    yes = np.zeros((drawn, len(alerts)), np.bool_)
    seen = [room.claim(alert, (0,)) for alert in alerts]
    for number in range(drawn):
        first, *others = range(number * room.at_once, (number + 1) * room.at_once)
        for k, alert in enumerate(alerts):
            claim = replace(seen[k], operator=first, others=tuple(others), begun_s=env.now)
            rng = luck.rng(f"model operator {number}", alert)
            judged = env.process(room.judge_in_use.judge(claim, Pair(alert.true), rng))
            yes[number, k] = bool(env.run(until=judged))
    return Model(name, tuple(alert.alert for alert in alerts), yes)


@dataclass(frozen=True, slots=True)
class Beside:
    """A trainee beside model operators on the same alerts: the share `right` of either, by how much
    the trainee's is larger, alert by alert (`more_right`), and by how much their d' exceeds that of
    what the model operators answered together (`more_d_prime`).

    Who was drawn as a model operator is chance, too: the intervals have it, by how much the
    operators differ from each other.
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
    faces = faces.take(np.isin(faces.alert, model.alerts))
    yes = model.of(faces.alert.tolist())
    right = yes == faces.mated
    theirs = right.mean(axis=0)
    ours, share = faces.right.astype(np.float64), rate(int(faces.right.sum()), len(faces))
    own = _reach(right.mean(axis=1)) if len(faces) else 0.0
    return Beside(
        model.name,
        Figure(share.value, share.low, share.high, len(faces)),
        _wider(mean(theirs, 0, 1), own, 0, 1),
        _wider(mean(ours - theirs, -1, 1), own, -1, 1),
        _more_d_prime(faces, yes),
    )


def _more_d_prime(faces: Verdicts, yes: NDArray[np.bool_]) -> Figure:
    """The trainee's d' less that of all model operators' answers together, whose own chance is
    that of leaving one of them out after the other (the jackknife; Efron & Stein 1981).
    """
    own = sensitivity(faces).d_prime
    if own.value is None or own.low is None or own.high is None:
        return unknown(len(faces))
    of = [int(rows.sum()) for rows in (faces.mated, ~faces.mated)]
    said = np.stack([yes[:, rows].sum(axis=1) for rows in (faces.mated, ~faces.mated)])
    model = float(_d_prime(said.sum(axis=1), of, len(yes)))
    if len(yes) < 2:
        return Figure(own.value - model, None, None, len(faces))
    without = _d_prime(said.sum(axis=1)[:, None] - said, of, len(yes) - 1)
    pseudo = len(yes) * model - (len(yes) - 1) * without
    less = Figure(own.value - model, own.low - model, own.high - model, len(faces))
    return _wider(less, _reach(pseudo))


def _d_prime(said: NDArray[np.int64], of: Sequence[int], operators: int) -> Floats:
    """Of so many operators who confirmed so many (2,) or (2, n) mated and other alerts."""
    return np.asarray(limits(said[0], of[0] * operators, said[1], of[1] * operators).d_prime)


def _reach(values: Floats) -> float:
    """How far from the mean of independent values that of all there could be may lie (Student)."""
    n = len(values)
    return float(t.ppf((1 + SURE) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0


def _wider(figure: Figure, by: float, least: float = -np.inf, most: float = np.inf) -> Figure:
    """A figure whose interval has another, independent chance in it, too (Zou & Donner 2008)."""
    if figure.value is None or figure.low is None or figure.high is None:
        return figure
    low = figure.value - np.hypot(figure.value - figure.low, by)
    high = figure.value + np.hypot(figure.high - figure.value, by)
    return Figure(figure.value, max(float(low), least), min(float(high), most), figure.cases)
