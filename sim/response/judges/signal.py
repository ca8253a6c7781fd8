"""The judge of signal detection: a d' and a criterion of one's own, and evidence that hangs on the
pair of faces.

Whoever compares two faces feels some evidence that they are one person's: normal, of standard
deviation 1, d' higher on the mean where they are. They say yes where it lies above their criterion
(Macmillan & Creelman 2005). What makes faces hard to tell lowers d'; what makes people say yes
lowers the criterion. docs/answer.md has every dial with its source.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, partial
from math import exp, inf, log, log2, sqrt
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, model_validator
from simpy import Environment

from engine.settings import Share
from scenarios.answer.operators import Operators
from scenarios.fields.parts import Name, Part, Span
from sim.response.dials import fitted
from sim.response.judge import Claim, Pair
from sim.response.judges.roles import role_of
from sim.response.service import Steps, work_s
from sim.streams import Streams

FIELD = "operators.judge_dials"
FATIGUE = 0.18
"""What d' loses to lasting want of sleep: 1.91 with ordinary sleep, 1.73 with insomnia (Beattie
2016, 77 and 25 adults)."""
RARE = 0.326
"""What the criterion loses for each unit of log odds by which mismatches are rarer than matches:
20 % of them were missed where they were half of the pairs, 45 % where they were a tenth (Papesh &
Goldinger 2014)."""
LONG_TASK = 1000
"""Decisions after which a match bias grows no more: as long as tasks were that showed it (Alenezi
2015); assumed beyond."""
ALONG = 1.95
"""Standard deviations up to which machine and person find a pair alike together: hard tests are
made of pairs so far out, and students' d' of .66 on them against 1.87 is what that comes to at a
`likeness` of .32 (Phillips 2018). Beyond, nobody measured it."""
CONFERRING = 0.38
"""Share of their own part of the evidence that two who confer come to have in common: of AUC .84
they make .88 (VSS 2017), and .91 where they judge apart, at a `likeness` of .32."""

Positive = Annotated[float, Field(ge=0.1, le=1000)]
Shift = Annotated[float, Field(ge=-10, le=10)]
Weight = Annotated[float, Field(ge=0, le=10)]


def _several(named: Any) -> Any:
    """A name alone as a list of one."""
    return [named] if isinstance(named, str) else named


class Dials(Part):
    """What this judge is set by."""

    role: Annotated[tuple[Name, ...], Field(min_length=1), BeforeValidator(_several)] = (
        "untrained",
    )
    """Who the operators are; of a list one each, and the last for all further ones."""
    d_prime: Annotated[float, Field(ge=0, le=10)] | None = None
    """Mean of the operators' d'; None: the role's."""
    d_prime_sd: Annotated[float, Field(ge=0, le=5)] | None = None
    """Its standard deviation between operators; None: the role's."""
    criterion: Shift | None = None
    """Mean of the operators' criteria; None: the role's."""
    criterion_sd: Annotated[float, Field(ge=0, le=5)] | None = None
    """Its standard deviation between operators; None: the role's."""
    likeness: Share = 0.32
    """How far what looks alike to the machine does to people: the correlation of the two within
    pairs of one kind."""
    full_px: Positive = 40.0
    """Pixels between the eyes from which on faces could not be told better."""
    chance_px: Positive = 10.0
    """At so few nothing is told any more."""
    pose: Weight = 0.1
    """How fast d' falls with the head's turn."""
    covering: Share = 0.5
    """Share of d' that is lost where all of a face is covered."""
    label: Weight = 0.5
    """How far the machine's word moves the criterion towards it."""
    leaning: Weight = 4.8
    """How much further it does so with evidence that is poor."""
    disclosed: bool = False
    """Operators are told how often the machine errs."""
    hurried_s: Span = 4.0
    """Who decides in less time sees less."""
    hurry: Weight = 0.5
    """How fast d' falls below it."""
    limit_s: Span | None = None
    """Longest time for a decision; None: as long as they like."""
    drift: Weight = 0.05
    """What the criterion loses with each hundred decisions."""
    fatigue: Share = 0.0
    """How tired the operators are; 1: as after nights of little sleep."""
    mismatches: Annotated[float, Field(ge=0.01, le=0.99)] = 0.5
    """Share of false alerts that operators are used to; at a half it changes nothing."""
    review: Literal["one", "blind", "both", "conferring"] = "one"
    """Who decides: one operator, or two."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.full_px <= self.chance_px:
            raise ValueError(f"full_px above chance_px, {self.chance_px:g}")
        return self


@dataclass(frozen=True, slots=True)
class Mind:
    """How well an operator tells faces apart and how readily they say yes, on an ordinary pair."""

    d_prime: float
    criterion: float


class Signal:
    """Operators drawn from a population, each with a stream of their own by their number."""

    leans = True

    def __init__(self, operators: Operators, env: Environment, streams: Streams) -> None:
        self.operators, self.env, self.streams = operators, env, streams
        self.dials = fitted(FIELD, operators.judge_dials, Dials)
        self.roles = [role_of(one) for one in self.dials.role]
        self.reviewers = 1 if self.dials.review == "one" else 2
        self.decisions: Counter[int] = Counter()
        self.mind = cache(self._drawn)

    def judge(self, claim: Claim, pair: Pair, rng: np.random.Generator) -> Steps[bool]:
        """A log-normal time, of two people the longer one, and a yes where there is more evidence
        than is asked for.
        """
        time_s, certainty = self.look(claim, pair, rng)
        self.decisions.update((claim.operator, *claim.others))
        yield self.env.timeout(time_s)
        return certainty > 0

    def look(self, claim: Claim, pair: Pair, rng: np.random.Generator) -> tuple[float, float]:
        """Seconds that it takes, and by how much the evidence exceeds the criterion; of two people
        who judge apart or confer the mean of both, since means of ratings are what was measured.
        """
        of = self.dials
        first_s, first, own = self._time_s(rng), *rng.standard_normal(2)
        alike = of.likeness * pair.either(_place(claim.mated_sd, own), _place(claim.other_sd, own))
        certainty = partial(self._certainty, claim, pair, alike)
        if not claim.others:
            return first_s, certainty(claim.operator, first_s, first)
        second_s, second, common = self._time_s(rng), *rng.standard_normal(2)
        if of.review == "conferring":
            first, second = (_shared(one, common, CONFERRING) for one in (first, second))
        both = (
            certainty(claim.operator, first_s, first),
            certainty(claim.others[0], second_s, second),
        )
        return max(first_s, second_s), min(both) if of.review == "both" else sum(both) / 2

    def sharpness(self, claim: Claim) -> float:
        """How well a face so seen can be told from others, 0 to 1; what nobody measured counts as
        good.
        """
        of = self.dials
        size_px, share = claim.interocular_px, claim.visible_share
        octaves = log2(of.full_px / of.chance_px)
        size = 1.0 if size_px is None else log2(max(size_px, 1e-3) / of.chance_px) / octaves
        turned = ((claim.yaw_deg or 0.0) / 30) ** 2 + ((claim.pitch_deg or 0.0) / 20) ** 2
        seen = 1 - of.covering * (1 - (1.0 if share is None else share))
        return min(max(size, 0.0), 1.0) * seen * exp(-of.pose * turned)

    def criterion(self, claim: Claim, operator: int) -> float:
        """Evidence that an operator asks for now, on an alert that is seen so."""
        of = self.dials
        poor = 0.0 if of.disclosed else of.leaning * (1 - self.sharpness(claim))
        told = of.label * (1 + poor) * (1 if claim.score >= claim.threshold else -1)
        told += claim.leaning
        drifted = of.drift * min(self.decisions[operator], LONG_TASK) / 100
        rare = RARE * log((1 - of.mismatches) / of.mismatches)
        return self.mind(operator).criterion - told - drifted - rare

    def _certainty(
        self, claim: Claim, pair: Pair, alike: float, operator: int, time_s: float, noise: float
    ) -> float:
        of = self.dials
        seen = self.sharpness(claim) * exp(of.hurry * min(log(time_s / of.hurried_s), 0.0))
        d_prime = max(self.mind(operator).d_prime - of.fatigue * FATIGUE, 0.0)
        signal = seen * (pair.either(d_prime / 2, -d_prime / 2) + alike)
        return signal + sqrt(1 - of.likeness**2) * noise - self.criterion(claim, operator)

    def _drawn(self, operator: int) -> Mind:
        """What an operator is like, whoever else there is."""
        of, role = self.dials, self.roles[min(operator, len(self.roles) - 1)]
        told = {
            name: getattr(role if getattr(of, name) is None else of, name)
            for name in ("d_prime", "d_prime_sd", "criterion", "criterion_sd")
        }
        d_own, c_own = self.streams.rng("operator", operator).standard_normal(2)
        return Mind(
            max(told["d_prime"] + told["d_prime_sd"] * d_own, 0.0),
            told["criterion"] + told["criterion_sd"] * c_own,
        )

    def _time_s(self, rng: np.random.Generator) -> float:
        of = self.operators
        return min(work_s(rng, of.judging_s, of.judging_spread), self.dials.limit_s or inf)


def _place(measured_sd: float | None, own: float) -> float:
    """How alike a pair looks for one of its kind; drawn where no engine measured it."""
    return own if measured_sd is None else min(max(measured_sd, -ALONG), ALONG)


def _shared(own: float, common: float, share: float) -> float:
    """A normal draw of which a share of the variance is in common."""
    return sqrt(1 - share) * own + sqrt(share) * common
