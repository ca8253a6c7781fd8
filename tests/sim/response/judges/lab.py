"""A laboratory: people who judge pairs, as in the studies whose results are played again."""

from dataclasses import replace

import numpy as np
from scipy.stats import norm
from simpy import Environment

from scenarios.answer.operators import Operators
from sim.response.judge import Claim, Pair
from sim.response.judges.signal import Signal
from sim.streams import Streams

PAIR = Claim(
    alert=0,
    operator=0,
    raised_s=0.0,
    begun_s=0.0,
    camera="door",
    subject=3,
    score=0.8,
    threshold=0.7,
    interocular_px=None,
    yaw_deg=None,
    pitch_deg=None,
    visible_share=None,
)
"""A good picture beside another."""
UNTOLD = {"label": 0.0}
"""No machine has said anything."""
ALIKE = {"d_prime_sd": 0.0, "criterion_sd": 0.0}
"""Everybody is as the mean."""
HARD = {"mated_sd": -2.5, "other_sd": 2.5}
"""Pairs that were chosen for how hard they are."""


def judge(dials: dict | None = None, seed: int = 1, **operators: float) -> Signal:
    """Operators of the judge's kind, who take eight seconds each time."""
    settled = {"count": 1, "judging_s": 8.0, "judging_spread": 0.0} | operators
    of = Operators(**settled, judge="signal", judge_dials=UNTOLD | (dials or {}))
    return Signal(of, Environment(), Streams(seed))


def certainties(by: Signal, people: int, pairs: int, seed: int = 2, **claim: object) -> np.ndarray:
    """(2, people, pairs) how sure each of some people is that mated pairs show one person, and that
    others do; by two people if it takes two.
    """
    rng, shown = np.random.default_rng(seed), replace(PAIR, **claim)
    found = np.empty((2, people, pairs))
    for who in range(people):
        others = (who + people,) if by.reviewers > 1 else ()
        asked = replace(shown, operator=who, others=others)
        for k in range(pairs):
            for row, same in enumerate((True, False)):
                found[row, who, k] = by.look(asked, Pair(same), rng)[1]
    return found


def rates(by: Signal, people: int, pairs: int, **claim: object) -> tuple[float, float]:
    """Shares of mated pairs and of others that they say are one person's."""
    mated, others = (certainties(by, people, pairs, **claim) > 0).mean(axis=(1, 2))
    return float(mated), float(others)


def accuracy(by: Signal, people: int, pairs: int, **claim: object) -> float:
    """Share that they get right."""
    hits, false_alarms = rates(by, people, pairs, **claim)
    return (hits + 1 - false_alarms) / 2


def d_prime(hits: float, false_alarms: float) -> float:
    return float(norm.ppf(hits) - norm.ppf(false_alarms))


def criterion(hits: float, false_alarms: float) -> float:
    return -float(norm.ppf(hits) + norm.ppf(false_alarms)) / 2


def areas(found: np.ndarray) -> np.ndarray:
    """(people,) the area under each one's curve: how often a mated pair looks more alike than
    another.
    """
    mated, others = found
    return (mated[:, :, None] > others[:, None, :]).mean(axis=(1, 2))


def decided(by: Signal, claim: Claim, pair: Pair, rng: np.random.Generator) -> bool:
    """What somebody says, in the time that it takes."""
    said: bool = by.env.run(until=by.env.process(by.judge(claim, pair, rng)))
    return said
