"""Decisions against the truth: what became of alerts of either kind, and for which reasons."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.intervals import Rate, clustered_rate, rate
from sim.training.events import AGAIN, UNSURE
from sim.training.review.verdicts import UNREAD, Verdicts

NO_REASON = "(none given)"


@dataclass(frozen=True, slots=True)
class Against:
    """Shares of alerts, each with its denominator. Of mated ones: `hits` confirmed, `misses` not;
    of non-mated ones: `false_alarms` confirmed, `correct_rejections` not. Of those that rules bar,
    `kept_to_rules` were not confirmed; they are in none of the four.

    Of all alerts: `unsure`, `left_open` after another look was asked for, `unread`. What was not
    answered is no confirmation: it sends nobody.
    """

    hits: Rate
    misses: Rate
    false_alarms: Rate
    correct_rejections: Rate
    kept_to_rules: Rate
    unsure: Rate
    left_open: Rate
    unread: Rate

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {name: getattr(self, name).to_json() for name in self.__dataclass_fields__}


def against(table: Verdicts) -> Against:
    """What became of the alerts; intervals are clustered by the person seen."""
    mated, others = table.mated & ~table.barred, ~table.mated & ~table.barred
    everything = np.ones(len(table), np.bool_)
    return Against(
        hits=_share(table, table.yes, mated),
        misses=_share(table, ~table.yes, mated),
        false_alarms=_share(table, table.yes, others),
        correct_rejections=_share(table, ~table.yes, others),
        kept_to_rules=_share(table, ~table.yes, table.barred),
        unsure=_share(table, table.verdict == UNSURE, everything),
        left_open=_share(table, table.verdict == AGAIN, everything),
        unread=_share(table, table.verdict == UNREAD, everything),
    )


def _share(table: Verdicts, hit: NDArray[np.bool_], among: NDArray[np.bool_]) -> Rate:
    """Of `among` (n,) those that `hit`; whoever is nobody known (-1) is somebody of their own."""
    rows = np.flatnonzero(among)
    alone = -1 - np.arange(len(table))
    person = np.where(table.person < 0, alone, table.person)[rows]
    _, of = np.unique(person, return_inverse=True)
    return clustered_rate(np.bincount(of, hit[rows]), np.bincount(of))


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason given, for how many verdicts, and how many of those on faces were right."""

    reason: str
    count: int
    right: Rate

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {"reason": self.reason, "count": self.count, "right": self.right.to_json()}


def reasons(table: Verdicts) -> list[Reason]:
    """Those of answered alerts, the most frequent first."""
    said = table.take(table.answered)
    names = np.where(said.reason == "", NO_REASON, said.reason)
    found = []
    for name in dict.fromkeys(names.tolist()):
        mine = said.take(names == name)
        faces = mine.faces()
        found.append(Reason(name, len(mine), rate(int(faces.right.sum()), len(faces))))
    return sorted(found, key=lambda one: (-one.count, one.reason))
