"""What of a session's timeline is still to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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

    def due(self, clock_s: float) -> Iterator[Inject]:
        """What is to be brought about by now, each once; what is held back never is."""
        for one in self.injects:
            due_s = self.later_s.get(one.id, self.from_s + one.at_s)
            if due_s <= clock_s and one.id not in self.done and one.type != "contingency":
                self.done.add(one.id)
                yield one

    def put_off(self, inject: Inject, clock_s: float) -> bool:
        """Try one again later; whether there is still time for it."""
        again_s = clock_s + AGAIN_S
        if again_s > self.from_s + inject.at_s + UNTIL_S:
            return False
        self.done.discard(inject.id)
        self.later_s[inject.id] = again_s
        return True


def planned_of(folder: Path, from_s: float, brought: Sequence[Row]) -> Planned:
    """The timeline in a session's folder, if there is one, less what was brought about.

    Raises ScenarioError for one that is not right.
    """
    file = folder / TIMELINE
    injects = read_timeline(file) if file.exists() else ()
    done = {row.act.inject for row in brought if isinstance(row.act, Injected)}
    return Planned(injects, from_s, done)


def said(message: Told) -> str:
    """A message's words, with from whom and by what they come."""
    sender = f"{message.sender}, " if message.sender else ""
    return f"{sender}{message.means}: {message.text}"
