"""Sessions played to their ends by trainees who are told what to say."""

import json
import shutil
from collections import Counter
from pathlib import Path

from sim.stages.store import user_store
from sim.training.events import (
    COMMANDER,
    CONFIRM,
    DISMISS,
    INSTRUCTOR,
    Marked,
    Message,
    Paused,
    Resumed,
)
from sim.training.injects.inject import Inject
from sim.training.injects.timeline import written_timeline
from sim.training.session import Asked, Session, begin_session

TIMELINE = [
    Inject(id="1", at_s=4, kind="look_alike_alert"),
    Inject(
        id="2", at_s=5, kind="burst", amount=6, objective="keep the queue short",
        expected_action="take the oldest first", note="do they skip any?",
    ),
    Inject(id="3", at_s=6, kind="true_alert"),
    Inject(id="4", at_s=7, kind="under_18"),
    Inject(id="5", at_s=60, kind="twin_alert"),
]  # fmt: skip
COUNTS = "counts.json"
"""Of what the mixed trainee did, as the test counted it."""
MARK, WORDS = "Look at this again", "Officer one, to the west"


def play(folder: Path, verdict) -> None:
    """Let a trainee who gives that verdict on each alert, after two to six seconds, come to the
    session's end.
    """
    now = [0.0]
    session = Session(folder, lambda: now[0])
    session.do(INSTRUCTOR, Resumed())
    while not session.state.ended:
        now[0] += 0.5
        session.advance()
        if now[0] == 30.0:
            session.do(INSTRUCTOR, Marked(MARK))
            session.do(COMMANDER, Message((), WORDS))
            session.do(INSTRUCTOR, Paused())
            session.do(INSTRUCTOR, Resumed())
        seat = session.live.trainee
        opened = [n for n, one in seat.open.items() if not one.verdict.triggered]
        for number in opened if not session.state.ended else ():
            if session.clock_s >= session.live.raised()[number].time_s + 2 + number % 5:
                session.decide(number, *verdict(session.live.raised()[number]))
    session.close()


class Mixed:
    """Confirms every other alert of either kind, and keeps no secret of it."""

    def __init__(self) -> None:
        self.met = Counter()
        self.counts = Counter()

    def __call__(self, alert):
        self.met[alert.true] += 1
        yes = self.met[alert.true] % 2 == 1
        self.counts[f"{'true' if alert.true else 'false'} {'yes' if yes else 'no'}"] += 1
        return (CONFIRM if yes else DISMISS, 0.25 + 0.5 * yes, "ears" if yes else "nose")


def exercise(folder: Path) -> None:
    """Three sessions on the corridor that are over: one answered rightly, one always with a yes,
    and one mixed, with what was counted meanwhile.
    """
    folder.mkdir()
    asked = Asked("corridor", {}, timeline=written_timeline(TIMELINE))
    (folder / "careful").mkdir()
    begin_session(folder / "careful", asked, user_store())
    for other in ("eager", "mixed"):
        shutil.copytree(folder / "careful", folder / other)
    mixed = Mixed()
    play(folder / "careful", lambda a: (CONFIRM if a.true else DISMISS, 0.8, "=ears"))
    play(folder / "eager", lambda _: (CONFIRM, 1.0, "score"))
    play(folder / "mixed", mixed)
    (folder / "mixed" / COUNTS).write_text(json.dumps(mixed.counts))
