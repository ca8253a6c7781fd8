"""What came of a scenario beside what the record foretells of such a deployment, and why they
differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from engine.measure.calibration.choice import PUBLISHED
from scenarios.schema import Scenario
from sim.record.families import Array
from sim.record.fitting import SEED
from sim.record.foretold import BOUNDS, Foretold, Planned, predict, summary
from sim.record.scores import interval
from sim.stages.span import span_of

HOUR_S = 3600
FACES = "faces"
OF_SCENARIO: Mapping[str, tuple[str, ...]] = {
    "alerts": ("alerts",),
    "true_alerts": ("true_alerts",),
    "false_alerts": ("false_alerts",),
    "engagements": ("books_stopped_right_person_arrest", "books_stopped_right_person_other"),
    "wrongful_stops": ("books_stopped_wrong_person",),
    "arrests": ("books_stopped_right_person_arrest",),
}
"""Counts of the record by the figures whose sum is as much in a scenario."""
PASSED = (
    "passers_by", "listed_passers_by", "faces_seen", "recognition_opportunities",
)  # fmt: skip
FIGURES = (*PASSED, *dict.fromkeys(name for names in OF_SCENARIO.values() for name in names))
"""All that is read of what came of a scenario."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a `scenario`, once or in some replications: FIGURES by name, (replications,)
    each, the `threshold` that was met and, in a sentence, what its rates rest on.
    """

    scenario: Scenario
    figures: Mapping[str, Array]
    threshold: float
    origin: str

    @classmethod
    def once(cls, scenario: Scenario, outcomes: Mapping[str, Any]) -> "Came":
        """That of one run, as its outcomes tell it."""
        books = {f"books_{name}": count for name, count in outcomes["books"].items()}
        told = {**outcomes, **books}
        figures = {name: np.array([told[name]], float) for name in FIGURES}
        return cls(scenario, figures, float(outcomes["threshold"]), str(outcomes["preset_origin"]))

    @property
    def times(self) -> int:
        """How often it was played."""
        return len(self.figures[FIGURES[0]])

    def count(self, name: str) -> Array:
        """How many of the record's count of that name, (replications,)."""
        found: Array = np.sum([self.figures[one] for one in OF_SCENARIO[name]], axis=0)
        return found

    def mean(self, figure: str) -> float:
        """A figure's mean over the replications."""
        return float(self.figures[figure].mean())

    def planned(self, era: str) -> Planned:
        """The deployment that the record is asked of: as long, with such a list and so many faces.

        The threshold is named with the preset whose scores are the record's alone.
        """
        hours = span_of(self.scenario).duration_s / HOUR_S
        faces = round(self.mean("faces_seen"))
        same = self.scenario.engine.preset == PUBLISHED
        return Planned(
            era=era,
            faces=faces or None,
            watchlist=self.scenario.watchlist.size or None,
            threshold=round(self.threshold, 4) if same else None,
            hours=min(max(hours, BOUNDS["hours"][0]), BOUNDS["hours"][1]),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of a scenario, `here` (replications,), beside what was `foretold` of it: median,
    50 % and 95 % interval; how many replications are `within` the latter, `above` it and `below`.
    """

    name: str
    here: Array
    foretold: Mapping[str, Any]
    within: int
    above: int
    below: int

    def to_json(self) -> dict[str, Any]:
        """The scenario's mean, least and most, and the rest under its name."""
        ends = {"mean": self.here.mean(), "least": self.here.min(), "most": self.here.max()}
        told = {name: float(value) for name, value in ends.items()}
        where = {"within": self.within, "above": self.above, "below": self.below}
        return {"here": told, "record": dict(self.foretold), "replications": where}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the two differ, in a sentence or two; the `outcomes` and fields of the `scenario` it
    rests on, whether the `record` too, and a `document`.
    """

    said: str
    outcomes: tuple[str, ...] = ()
    scenario: tuple[str, ...] = ()
    record: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Both: what was `asked` of the record, how many `faces` it has of such a deployment where they
    are not given, each count, and the reasons why they differ.
    """

    foretold: Foretold
    faces: Counted
    counts: tuple[Counted, ...]
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = self.foretold.to_json()
        head = {name: told[name] for name in ("asked", "warnings", "rests_on")}
        counts = {one.name: one.to_json() for one in (self.faces, *self.counts)}
        return head | {"counts": counts, "reasons": [asdict(one) for one in self.reasons]}


def beside(came: Came, plan: Planned, seed: int = SEED) -> Beside:
    """A scenario's counts beside those of a deployment planned like it."""
    told, usual = predict(plan, seed=seed), predict(replace(plan, faces=None), seed=seed)
    counts = tuple(_counted(name, came.count(name), told.counts[name]) for name in OF_SCENARIO)
    faces = _counted(FACES, came.figures["faces_seen"], usual.counts[FACES])
    return Beside(told, faces, counts, tuple(_reasons(came, told)))


def _counted(name: str, here: Array, draws: Array) -> Counted:
    low, high = interval(draws, 0.95)
    above, below = int((here > high).sum()), int((here < low).sum())
    return Counted(name, here, summary(draws), len(here) - above - below, above, below)


def _reasons(came: Came, told: Foretold) -> Iterator[Reason]:
    yield Reason(came.origin, outcomes=("preset_origin",))
    passed, listed = came.mean("passers_by"), came.mean("listed_passers_by")
    if passed:
        true = summary(told.counts["true_alerts"])["median"]
        yield Reason(
            f"How many listed people come is assumed: {_percent(listed / passed)} of those who came"
            f" here. The record's true alerts, {true:,} (median), say at least how many passed"
            " where it was counted.",
            outcomes=("passers_by", "listed_passers_by"),
            record=True,
        )
    people = came.mean("recognition_opportunities")
    if people:
        yield Reason(
            "A face counts once for every camera that found it here,"
            f" {came.mean('faces_seen') / people:.3g} for each person whom a camera could"
            " recognise; what the record counted as a face changed in August 2024 and was never"
            " published.",
            outcomes=("faces_seen", "recognition_opportunities"),
            document="docs/record.md",
        )
    operators, officers = came.scenario.operators, came.scenario.officers
    yield Reason(
        "Deployments of the record are vans in streets; operators and officers here are the"
        f" scenario's ({operators.judge!r}, {officers.dispatch!r}).",
        scenario=("operators", "officers"),
        document="docs/record.md",
    )
    for warning in told.warnings:
        yield Reason(f"The record warns: {warning}.", record=True)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
