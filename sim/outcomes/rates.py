"""What came of a run: counts, rates, the books, times. A pure fold over the event log."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.measure.rates.intervals import Rate
from scenarios.footfall.demography import AGES, AgeBand
from sim.events import Event
from sim.outcomes.demography import Groups
from sim.outcomes.durations import Held, Times
from sim.outcomes.facts import Facts
from sim.outcomes.measures import MEASURES, measures


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a run; `sim.outcomes.measures` says what each is and what it divides."""

    passers_by: int
    listed_passers_by: int
    people_in_view: int
    faces_seen: int
    recognition_opportunities: int
    listed_opportunities: int
    alerts: int
    true_alerts: int
    false_alerts: int
    alerts_merged: int
    alerts_confirmed: int
    alerts_dismissed: int
    alerts_unread: int
    stops: int
    listed_outside_zone: int
    others_outside_zone: int
    tpir: Rate
    alert_precision: Rate
    fpir: Rate
    listed_found: Rate
    false_alert_rate: Rate
    wrongful_stops: Rate
    wrong_stops: Rate
    false_alerts_per_person: Rate
    one_in: float | None
    books: dict[str, int]
    times_s: dict[str, Times | None]
    held_s: dict[str, Held]
    utilisation: dict[str, float | None]
    cameras: dict[str, dict[str, Any]]
    demography: Groups

    def to_json(self) -> dict[str, Any]:
        """Everything under its name, numbers to six significant digits, rates with what they divide
        in words.
        """
        told: dict[str, Any] = rounded(asdict(self))
        for of in (told, *told["cameras"].values()):
            for measure in measures("rate"):
                if measure.key in of:
                    of[measure.key]["divides"] = measure.divides
        return told


def outcomes(
    events: Sequence[Event],
    duration_s: float,
    cameras: Sequence[str] = (),
    ages: tuple[AgeBand, ...] = AGES,
) -> Outcomes:
    """Fold the log of a run that lasted `duration_s` and had these cameras in use; people
    are told of by bands of `ages`.
    """
    facts = Facts.told(events, duration_s, cameras, ages)
    return Outcomes(**{measure.key: measure.fold(facts) for measure in MEASURES})


def rounded(value: Any) -> Any:
    """The same with every number to six significant digits."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: rounded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return value
