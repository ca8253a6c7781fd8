import shutil

import pytest

from sim.stages.store import user_store
from sim.training.events import CONFIRM, DISMISS, INSTRUCTOR, Resumed
from sim.training.injects.inject import Inject
from sim.training.injects.timeline import written_timeline
from sim.training.session import Asked, Session, begin_session
from sim.training.store import FILE
from tests.once import once

TIMELINE = [
    Inject(id="1", at_s=4, kind="look_alike_alert"),
    Inject(id="2", at_s=5, kind="burst", amount=6),
    Inject(id="3", at_s=6, kind="true_alert"),
    Inject(id="4", at_s=7, kind="under_18"),
    Inject(id="5", at_s=60, kind="twin_alert"),
]


def play(folder, verdict):
    """Let a trainee who gives that verdict on each alert come to the session's end."""
    now = [0.0]
    session = Session(folder, lambda: now[0])
    session.do(INSTRUCTOR, Resumed())
    while not session.state.ended:
        now[0] += 0.5
        session.advance()
        seat = session.live.trainee
        opened = [n for n, one in seat.open.items() if not one.verdict.triggered]
        for number in opened if not session.state.ended else ():
            told = verdict(session.live.raised()[number])
            session.decide(number, *told)
    session.close()


@pytest.fixture(scope="session")
def sessions(tmp_path_factory):
    """Two sessions on the corridor that are over: one answered rightly, one always with a yes."""

    def make(folder):
        folder.mkdir()
        asked = Asked("corridor", {}, timeline=written_timeline(TIMELINE))
        (folder / "careful").mkdir()
        begin_session(folder / "careful", asked, user_store())
        shutil.copytree(folder / "careful", folder / "eager")
        play(folder / "careful", lambda a: (CONFIRM if a.true else DISMISS, 0.8, "=ears"))
        play(folder / "eager", lambda _: (CONFIRM, 1.0, "score"))
        assert (folder / "eager" / FILE).exists()

    return once(tmp_path_factory, "reviewed-sessions", make)
