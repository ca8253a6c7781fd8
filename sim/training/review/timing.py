"""How long answers took, and how both they and what was right changed over the session."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import theilslopes

from engine.measure.rates.intervals import Rate, rate
from sim.training.review.detection import Sensitivity, sensitivity
from sim.training.review.figures import SURE, Figure, less, unknown
from sim.training.review.means import percentile
from sim.training.review.verdicts import Verdicts

SHARES = (0.1, 0.5, 0.9)
BLOCK_S = 900.0
"""A quarter of an hour, as watches are told by since Mackworth (1948) told them by half hours."""
FEWEST = 8
"""Answers from which on a trend of reaction times is told."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """Seconds from an alert's showing to its answer: of all, and of right and of wrong ones, the
    percentiles SHARES.
    """

    all: tuple[Figure, ...]
    right: tuple[Figure, ...]
    wrong: tuple[Figure, ...]

    def to_json(self) -> dict[str, Any]:
        """By kind and percentile, as `p50`."""
        return {
            kind: {
                f"p{share * 100:.0f}": one.to_json()
                for share, one in zip(SHARES, getattr(self, kind), strict=True)
            }
            for kind in self.__dataclass_fields__
        }


def reactions(table: Verdicts) -> Reactions:
    """Those of all answered alerts whose times are known."""
    faces = table.faces()
    return Reactions(
        _percentiles(table.take(table.answered)),
        _percentiles(faces.take(faces.right)),
        _percentiles(faces.take(~faces.right)),
    )


def _percentiles(table: Verdicts) -> tuple[Figure, ...]:
    known = table.reaction_s[~np.isnan(table.reaction_s)]
    return tuple(percentile(known, share) for share in SHARES)


@dataclass(frozen=True, slots=True)
class Block:
    """A quarter of an hour from `from_s` on: alerts shown, those answered right, d' and c, and the
    median reaction time in seconds.
    """

    from_s: float
    shown: int
    right: Rate
    sensitivity: Sensitivity
    reaction_s: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = {"from_s": self.from_s, "shown": self.shown, "right": self.right.to_json()}
        parts = {name: getattr(self, name).to_json() for name in ("sensitivity", "reaction_s")}
        return told | parts


@dataclass(frozen=True, slots=True)
class Vigilance:
    """The blocks of a session, empty ones too, and what changed: `right_later` is the share right
    in the second half of the session's time less that in the first, `d_prime_later` the same of
    d', `slower_s_per_h` by how many seconds an hour answers took longer.
    """

    blocks: tuple[Block, ...]
    right_later: Figure
    d_prime_later: Figure
    slower_s_per_h: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        names = ("right_later", "d_prime_later", "slower_s_per_h")
        told = {name: getattr(self, name).to_json() for name in names}
        return {"blocks": [one.to_json() for one in self.blocks], **told}


def vigilance(table: Verdicts, from_s: float, until_s: float) -> Vigilance:
    """How it went over a session's clock, from its start to its end."""
    starts = np.arange(from_s, max(until_s, from_s + 1), BLOCK_S).tolist()
    last = starts[-1]
    blocks = [
        _block(table.take(_within(table, start, start + BLOCK_S, end=start == last)), start)
        for start in starts
    ]
    middle = (from_s + until_s) / 2
    halves = [table.take(table.clock_s < middle), table.take(table.clock_s >= middle)]
    first, second = ([_right(half), sensitivity(half).d_prime] for half in halves)
    return Vigilance(
        tuple(blocks), less(second[0], first[0]), less(second[1], first[1]), _slower(table)
    )


def _within(table: Verdicts, start: float, end_s: float, *, end: bool) -> Any:
    """Which alerts were answered in a block; what is answered past the last one is its own."""
    return (table.clock_s >= start) & ((table.clock_s < end_s) | end)


def _block(table: Verdicts, start: float) -> Block:
    faces = table.faces()
    known = table.reaction_s[~np.isnan(table.reaction_s)]
    return Block(
        start,
        len(table),
        rate(int(faces.right.sum()), len(faces)),
        sensitivity(table),
        percentile(known, 0.5),
    )


def _right(table: Verdicts) -> Figure:
    faces = table.faces()
    found = rate(int(faces.right.sum()), len(faces))
    return Figure(found.value, found.low, found.high, len(faces))


def _slower(table: Verdicts) -> Figure:
    """The median of the slopes between any two answers, and its interval (Theil 1950, Sen 1968)."""
    known = table.take(~np.isnan(table.reaction_s))
    if len(known) < FEWEST or np.ptp(known.clock_s) == 0:
        return unknown(len(known))
    found = theilslopes(known.reaction_s, known.clock_s / 3600, alpha=SURE)
    return Figure(float(found.slope), float(found.low_slope), float(found.high_slope), len(known))
