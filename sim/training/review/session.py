"""A session's verdicts beside the truth, from its acts and the world that follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.measure.calibration.separation import Separation
from sim.errors import SimError
from sim.events import AlertRaised, Event
from sim.training.events import TRAINEE, Began, Decided, Shown
from sim.training.ground import Ground, ground
from sim.training.live import Live
from sim.training.review.model import Model, model
from sim.training.review.review import Review, review
from sim.training.review.verdicts import Verdict, Verdicts, verdicts
from sim.training.session import Session
from sim.training.store import FILE, Acts, Row

MODEL = "untrained"
"""Who is set beside a trainee, unless others are asked for."""


@dataclass(frozen=True)
class Played:
    """A session as far as it has come: its acts, its world, and what it stands on."""

    began: Began
    rows: Sequence[Row]
    live: Live
    ground: Ground

    @property
    def alerts(self) -> Mapping[int, AlertRaised]:
        """All that were raised, with their truth."""
        return self.live.raised()

    @property
    def log(self) -> list[Event]:
        """What happened in the world so far."""
        return [e for e in self.live.answer.log() if e.time_s <= self.live.now_s]


def played(folder: Path) -> Played:
    """A session's folder, open elsewhere or not, played again from its acts; nothing is written.

    Raises SimError for what is no session, or one of another version.
    """
    file = folder / FILE
    if not file.is_file():
        raise SimError(f"{folder}: got no {FILE}, wanted a session's folder")
    acts = Acts(file)
    try:
        rows = acts.rows()
    finally:
        acts.close()
    if not rows or not isinstance(rows[0].act, Began):
        raise SimError(f"{folder}: got no beginning, wanted a session")
    began = rows[0].act
    stage = ground(folder, seated=TRAINEE in began.seats)
    patience_s = stage.setting.scenario.operators.patience_s
    live = Live(stage, patience_s, began.from_s, began.until_s, began.seats)
    for row in rows:
        live.to(row.clock_s)
        live.do(row.act)
    return Played(began, rows, live, stage)


def played_of(session: Session) -> Played:
    """A session that is open in this process, as far as it has come; nothing is played again."""
    return Played(session.began, session.acts.rows(), session.live, session.ground)


def table_of(session: Played) -> Verdicts:
    """The trainee's verdicts, an alert that was shown a row; those still open are left out."""
    return verdicts(_verdicts(session))


def _verdicts(session: Played) -> Iterator[Verdict]:
    shown = {row.act.alert: row.clock_s for row in session.rows if isinstance(row.act, Shown)}
    decided = {row.act.alert: row for row in session.rows if isinstance(row.act, Decided)}
    trainee = session.live.trainee
    still_open = set(trainee.open) if trainee else set()
    for number, shown_s in shown.items():
        alert, row = session.alerts[number], decided.get(number)
        clock_s = row.clock_s if row is not None else shown_s
        barred = session.live.steered and session.live.steering.barred(alert, clock_s)
        unread = Verdict(
            number,
            alert.true,
            clock_s=clock_s,
            score=alert.score,
            barred=barred,
            person=alert.person,
        )
        if row is not None and isinstance(row.act, Decided):
            act = row.act
            yield replace(
                unread,
                verdict=act.verdict,
                confidence=act.confidence,
                reaction_s=act.reaction_s,
                reason=act.reason,
            )
        elif number not in still_open:
            yield unread


def model_of(session: Played, name: str = MODEL) -> Model:
    """What model operators of a role, or judges of a name, make of the alerts that were shown."""
    setting = session.ground.setting
    shown = {row.act.alert for row in session.rows if isinstance(row.act, Shown)}
    alerts = [session.alerts[number] for number in sorted(shown)]
    operators = setting.scenario.operators.model_dump() | {"count": 1, "desks": ()}
    return model(
        name,
        type(setting.scenario.operators).model_validate(operators),
        sorted(alerts, key=lambda alert: alert.time_s),
        session.began.threshold,
        setting.streams,
        lambda: Separation.of(setting.preset.standin),
    )


def reviewed(session: Played, name: str = MODEL) -> Review:
    """A session's review, up to where it has come."""
    return review(
        table_of(session),
        session.log,
        session.began.from_s,
        max(session.live.now_s, session.began.from_s + 1),
        model_of(session, name),
    )
