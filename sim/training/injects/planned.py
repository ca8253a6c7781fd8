"""What of a session's timeline is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from sim.training.events import Injected
from sim.training.injects.effects import Told
from sim.training.injects.inject import Inject
from sim.training.injects.timeline import read_timeline
from sim.training.store import Row

TIMELINE = "timeline.csv"
"""The file of a session that has one."""
AGAIN_S, UNTIL_S = 10.0, 120.0
"""An inject that the moment does not allow, as nobody passes, is tried again so much later, until
so long after its time."""


@dataclass
class Planned:
    """A timeline whose times are counted from `from_s`; `done` are the numbers that were brought
    about, `later_s` those put off.
    """

    injects: tuple[Inject, ...]
    from_s: float
    done: set[str] = field(default_factory=set)
    later_s: dict[str, float] = field(default_factory=dict)

    def upcoming(self, by_s: float) -> list[tuple[float, Inject]]:
        """What is due by a moment, and when, in that order. What is held back never is."""
        found = [
            (due_s, one)
            for one in self.injects
            if one.id not in self.done and one.type != "contingency"
            if (due_s := self.later_s.get(one.id, self.from_s + one.at_s)) <= by_s
        ]
        return sorted(found, key=itemgetter(0))

    def next(self, by_s: float) -> tuple[float, Inject] | None:
        """What is due first by a moment, and when; None: nothing."""
        return next(iter(self.upcoming(by_s)), None)

    def put_off(self, inject: Inject, clock_s: float) -> bool:
        """Try one again later; whether there is still time for it."""
        again_s = clock_s + AGAIN_S
        if again_s > self.from_s + inject.at_s + UNTIL_S:
            return False
        self.later_s[inject.id] = again_s
        return True


def planned_of(folder: Path, from_s: float, brought: Sequence[Row], now_s: float) -> Planned:
    """The timeline in a session's folder, if there is one, less what was brought about and what
    there is no time for any more.

    Raises ScenarioError for one that is not right.
    """
    file = folder / TIMELINE
    injects = read_timeline(file) if file.exists() else ()
    done = {row.act.inject for row in brought if isinstance(row.act, Injected)}
    done |= {
        one.id
        for one in injects
        if one.type != "contingency" and from_s + one.at_s + UNTIL_S < now_s
    }
    return Planned(injects, from_s, done)


def said(message: Told) -> str:
    """A message's words, with from whom and by what they come."""
    sender = f"{message.sender}, " if message.sender else ""
    return f"{sender}{message.means}: {message.text}"
