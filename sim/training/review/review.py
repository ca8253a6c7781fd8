"""A session reviewed: everything that is said of it, each figure with its interval."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.events import Event
from sim.training.review.compared import WHY, enough
from sim.training.review.confidence import Calibration, calibration
from sim.training.review.consequences import Consequences, consequences
from sim.training.review.detection import Sensitivity, sensitivity
from sim.training.review.model import Beside, Model, beside
from sim.training.review.roc import Curve, curve
from sim.training.review.timing import Reactions, Vigilance, reactions, vigilance
from sim.training.review.truth import Against, Reason, against, reasons
from sim.training.review.verdicts import Verdicts

METHOD = (
    "Intervals are 95 %. d' and c: log-linear correction (Hautus 1995), limits of Jeffreys's"
    " posteriors of both shares (Zou & Donner 2008). Area under the curve: DeLong (1988) on the"
    " logit scale. Shares: Wilson, clustered by the person seen. Percentiles: from the order of the"
    " values. Means: bootstrap, bias-corrected and accelerated. All but the shares take alerts as"
    " independent: several about one person make them a little narrow."
)


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a session of `alerts` shown, from `from_s` to `until_s` of its clock."""

    alerts: int
    from_s: float
    until_s: float
    sensitivity: Sensitivity
    curve: Curve
    calibration: Calibration
    reactions: Reactions
    against: Against
    vigilance: Vigilance
    reasons: tuple[Reason, ...]
    consequences: Consequences
    beside: Beside | None
    rankable: bool

    def to_json(self) -> dict[str, Any]:
        """Everything under its name, and how the intervals are made."""
        told = {name: getattr(self, name) for name in ("alerts", "from_s", "until_s", "rankable")}
        parts = ("sensitivity", "curve", "calibration", "reactions", "against", "vigilance")
        told |= {name: getattr(self, name).to_json() for name in (*parts, "consequences")}
        told["reasons"] = [one.to_json() for one in self.reasons]
        told["beside"] = None if self.beside is None else self.beside.to_json()
        return told | {"method": METHOD, "no_ranking": "" if self.rankable else WHY}


def review(
    table: Verdicts,
    events: Iterable[Event],
    from_s: float,
    until_s: float,
    model: Model | None = None,
) -> Review:
    """The verdicts scored against the truth, what they did to people by the session's log, and
    model operators beside them.
    """
    return Review(
        alerts=len(table),
        from_s=from_s,
        until_s=until_s,
        sensitivity=sensitivity(table),
        curve=curve(table),
        calibration=calibration(table),
        reactions=reactions(table),
        against=against(table),
        vigilance=vigilance(table, from_s, until_s),
        reasons=tuple(reasons(table)),
        consequences=consequences(events),
        beside=None if model is None else beside(table, model),
        rankable=enough(table),
    )
