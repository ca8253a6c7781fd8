"""The chain's parts: what each counts, of what, by which terms, and what was believed before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log

from sim.record.cases import FACES, HOURS, LIST, THRESHOLD, TRIALS, Case, value
from sim.record.eras import ERAS
from sim.record.families import BetaBinomial, Family, LogStudent, NegativeBinomial
from sim.record.published import Deployment

Priors = Mapping[str, tuple[float, float]]
SETTINGS = ("event approach", "transport hub / high street", "shopping centre")
"""Kinds of places told apart from a high street."""
OF_SETTINGS: Priors = dict.fromkeys(SETTINGS, (0.0, 0.4))
LEVEL = "level "


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `counts` reads its count (a logarithm for faces) off a row, `of` how many there
    could have been at most. `priors` has mean and standard deviation of each term, `signs` which
    terms have a sign; `area`, `month` and `spreads` the median and the log standard deviation of
    how much areas differ, of how far a month is from the one before, and of the family's spread.
    """

    name: str
    family: Family
    counts: Callable[[Deployment], float | None]
    of: Callable[[Deployment], float | None]
    priors: Priors
    slopes: Mapping[str, int]
    by_era: tuple[str, ...]
    area: tuple[float, float] | None
    month: tuple[float, float] | None
    spreads: Mapping[str, tuple[float, float]]

    @property
    def groups(self) -> tuple[str, ...]:
        """Which of its terms share a scale."""
        told = {"area": self.area, "month": self.month}
        return tuple(name for name, prior in told.items() if prior is not None)

    @property
    def signs(self) -> Mapping[str, int]:
        """1 or -1 for each term that has a sign."""
        told: dict[str, int] = {}
        for slope, sign in self.slopes.items():
            eras = [f"{slope} {era.name}" for era in ERAS]
            told |= dict.fromkeys(eras if slope in self.by_era else [slope], sign)
        return told

    def terms(self, case: Case) -> dict[str, float]:
        """What a case brings; a slope whose field is not known brings nothing."""
        told = {f"{LEVEL}{case.era}": 1.0}
        if "level" in self.priors and case.era != TRIALS:
            told["level"] = 1.0
        for slope in self.slopes:
            amount = value(case, slope)
            if amount is not None:
                told[f"{slope} {case.era}" if slope in self.by_era else slope] = amount
        if case.setting is not None and case.setting in self.priors:
            told[case.setting] = 1.0
        return told

    def spread_of(self, case: Case) -> int:
        """Which of its spreads is a case's."""
        names = list(self.spreads)
        return names.index(case.era) if case.era in names else 0


def _levels(trials: tuple[float, float], apart: float) -> dict[str, tuple[float, float]]:
    """Each era's level about the common one; that of the trials, of which no row tells, alone and
    as believed.
    """
    return {f"{LEVEL}{era.name}": (0.0, apart) for era in ERAS[1:]} | {f"{LEVEL}{TRIALS}": trials}


def _each(slope: str, usual: tuple[float, float]) -> dict[str, tuple[float, float]]:
    return {f"{slope} {era.name}": usual for era in ERAS}


def _log(count: int | None) -> float | None:
    return log(count) if count else None


FACES_PART = Part(
    "faces", LogStudent(), lambda row: _log(row.faces), lambda _: 0.0,
    {HOURS: (1.0, 0.3), **OF_SETTINGS,
     **{f"{LEVEL}{era.name}": (log(5_500), 1.0) for era in ERAS}},
    {HOURS: 1}, (), (0.3, 0.6), (0.08, 0.7),
    {era.name: (0.6, 0.5) for era in ERAS[1:]},
)  # fmt: skip
TRUE_PART = Part(
    "true_alerts", NegativeBinomial(), lambda row: row.true_alerts, lambda _: 0.0,
    {"level": (log(5), 1.0), HOURS: (0.4, 0.3), LIST: (0.5, 0.3), THRESHOLD: (-2.0, 1.5),
     **OF_SETTINGS, **_levels((log(1.1), 0.8), 0.5), **_each(FACES, (0.4, 0.25))},
    {FACES: 1, HOURS: 1, LIST: 1, THRESHOLD: -1}, (FACES,), (0.3, 0.6), (0.05, 0.7),
    {"": (20.0, 0.6)},
)  # fmt: skip
FALSE_PART = Part(
    "false_alerts", NegativeBinomial(), lambda row: row.false_alerts, lambda _: 0.0,
    {"level": (log(0.2), 1.5), LIST: (1.0, 0.3), THRESHOLD: (-60.0, 25.0), **OF_SETTINGS,
     **_levels((log(5.0), 0.7), 1.0), **_each(FACES, (0.8, 0.3))},
    {FACES: 1, LIST: 1, THRESHOLD: -1}, (FACES,), (0.2, 0.6), None,
    {"": (1.5, 0.8)},
)  # fmt: skip
ENGAGED_PART = Part(
    "engagements", BetaBinomial(), lambda row: row.engagements, lambda row: row.true_alerts,
    {"level": (3.5, 1.0), **_levels((1.5, 1.0), 0.5)}, {}, (), None, None,
    {"": (10.0, 0.8)},
)  # fmt: skip
ARRESTS_PART = Part(
    "arrests", BetaBinomial(), lambda row: row.arrests, lambda row: row.engagements,
    {"level": (-0.3, 0.7), **_levels((0.5, 0.8), 0.4)}, {}, (), (0.15, 0.6), (0.05, 0.7),
    {"": (15.0, 0.8)},
)  # fmt: skip
PARTS = (FACES_PART, TRUE_PART, FALSE_PART, ENGAGED_PART, ARRESTS_PART)
"""In the order of the chain: each is counted of what came before."""
