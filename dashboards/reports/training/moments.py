"""The moments of a session in words: what happened when, and whether it was right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.app.stories import ANSWERS, Story, tell
from dashboards.figures.palette import Tone
from dashboards.words import listed_person, nth, percent
from scenarios.failures import headed, named
from scenarios.hours import clock
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    BreakBegan,
    BreakEnded,
    FailureEnded,
)
from sim.outcomes.why.cases import face_told
from sim.response.operators import UNREAD
from sim.training.events import (
    AGAIN,
    SESSION,
    UNSURE,
    Covered,
    Decided,
    Held,
    Injected,
    Marked,
    Message,
    Paused,
    Recalled,
    Reserved,
    Resumed,
    Sent,
    SpeedSet,
)
from sim.training.injects.effects import Cast
from sim.training.injects.inject import Inject, inject_of
from sim.training.review.chronicle import Moment, chronicle
from sim.training.review.session import Played
from sim.training.review.verdicts import Verdicts

CALLED = {
    "trainee": "operator",
    "commander": "commander",
    "instructor": "instructor",
    "observer": "observer",
    SESSION: "session",
}
"""What roles are called."""
MADE_OF = {
    "confirm": "confirmed",
    "dismiss": "dismissed",
    AGAIN: "another look asked for",
    UNSURE: "unsure, nobody sent",
    "": "not answered in time",
}
KIN = {"twin": "the twin of", "look_alike": "a look-alike of"}
More = list[tuple[str, str]]
Line = tuple[str, Tone, More]


def moments_told(session: Played, table: Verdicts) -> list[dict[str, Any]]:
    """Each moment as JSON: `time_s` of the scenario and the time of day `at`, its `lane`, the
    `kind` of act or event, `text`, `tone` and what there is `more` to it, as pairs; the `alert`,
    `person` and `camera` that it is about, or None.
    """
    words = _Words(session, table)
    return [words.told(one) for one in chronicle(session)]


@dataclass(frozen=True)
class _Alert:
    """An alert with its truth, what was made of it and what came of it."""

    raised: AlertRaised
    ended: str
    cast: Cast | None
    row: int | None


class _Words:
    def __init__(self, session: Played, table: Verdicts) -> None:
        self.session, self.table = session, table
        self.starts_at = session.ground.setting.scenario.starts_at
        answers: dict[int, list[Any]] = defaultdict(list)
        for event in session.live.events():
            if isinstance(event, ANSWERS):
                answers[event.alert].append(event)
        cast = session.live.steering.cast if session.live.steered else {}
        rows = {int(number): row for row, number in enumerate(table.alert.tolist())}
        self.alerts = {
            number: _Alert(
                raised, Story(raised, tuple(answers[number])).ending, cast.get(number),
                rows.get(number),
            )
            for number, raised in session.alerts.items()
        }  # fmt: skip

    def told(self, moment: Moment) -> dict[str, Any]:
        text, tone, more = self.line(moment)
        alert = self.alerts.get(getattr(moment.what, "alert", -1))
        return {
            "time_s": moment.clock_s,
            "at": clock(self.starts_at, moment.clock_s),
            "lane": moment.lane,
            "kind": type(moment.what).__name__,
            "text": text,
            "tone": tone,
            "more": [[*pair] for pair in more],
            "alert": None if alert is None else alert.raised.alert,
            "person": None if alert is None or alert.raised.person < 0 else alert.raised.person,
            "camera": None if alert is None else alert.raised.camera,
        }

    def line(self, moment: Moment) -> Line:
        """A moment's text, tone and the rest."""
        match moment.what:
            case AlertRaised(alert=number):
                return self.raised(self.alerts[number])
            case Decided():
                return self.decided(moment.what)
            case AlertDismissed(operator=who, alert=number) if who == UNREAD:
                said = f"Alert {nth(number)} is not answered in time"
                return said, self._as(number, yes=False), self.about(number)
            case AlertConfirmed(alert=number) | AlertDismissed(alert=number):
                yes = isinstance(moment.what, AlertConfirmed)
                said = "confirmed" if yes else "dismissed"
                told = f"Alert {nth(number)} is {said} as the scenario's judge says"
                return told, self._as(number, yes=yes), self.about(number)
            case AlertMerged(alert=number) as event:
                return f"Alert {nth(number)} is {tell(event)[0]}", "neutral", self.about(number)
            case Injected():
                return injected(inject_of(moment.what), moment.by)
            case BreakBegan(officer=officer):
                return f"Officer {nth(officer)} cannot be sent from now on", "neutral", []
            case BreakEnded(officer=officer):
                return f"Officer {nth(officer)} can be sent again", "neutral", []
            case FailureEnded(failure=failure, what=what):
                return f"{headed(failure, what)} is over", "neutral", []
            case _:
                return self.rest(moment)

    def rest(self, moment: Moment) -> Line:
        """Of officers, words, marks and the clock."""
        who, act = CALLED[moment.by], moment.what
        if isinstance(act, ANSWERS):
            text, tone = tell(act)
            return f"Alert {nth(act.alert)}: {text}", tone, self.about(act.alert)
        match act:
            case Sent(alert=alert, officer=officer):
                said = f"The {who} orders officer {nth(officer)} to alert {nth(alert)}"
                return said, "busy", self.about(alert)
            case Recalled(officer=officer):
                return f"The {who} recalls officer {nth(officer)}", "neutral", []
            case Held(officer=officer, held=held):
                said = "holds" if held else "lets go"
                return f"The {who} {said} officer {nth(officer)}", "neutral", []
            case Reserved(officer=officer, reserved=reserved):
                said = "makes" if reserved else "no longer keeps"
                return f"The {who} {said} officer {nth(officer)} the reserve", "neutral", []
            case Covered(officer=officer, post=post):
                return f"The {who} has officer {nth(officer)} cover post {nth(post)}", "busy", []
            case Message(to=to, text=text):
                heard = ", ".join(CALLED[one] for one in to) or "all"
                return f"{who.capitalize()} to {heard}: {text}", "neutral", []
            case Marked(note=note):
                return note or "Marked", "busy", [("Marked by", f"the {who}")]
            case Resumed():
                stood = f" after it stood for {moment.stood_s:.0f} s" if moment.stood_s >= 1 else ""
                return f"The clock runs{stood}", "neutral", []
            case Paused(why=why):
                return f"The clock stands{f': {why}' if why else ''}", "neutral", []
            case SpeedSet(speed=speed):
                return f"The clock runs at {speed:g} times", "neutral", []
            case _:
                return "The session is over", "neutral", []

    def raised(self, alert: _Alert) -> Line:
        """An alert as it comes."""
        raised = alert.raised
        tone: Tone = "right" if raised.true else "wrong"
        said = f"Alert {nth(raised.alert)} at {raised.camera}: {tone} person, {alert.ended}"
        return said, tone, self.about(raised.alert)

    def decided(self, act: Decided) -> Line:
        """A verdict as it is given."""
        said = f"Alert {nth(act.alert)} {MADE_OF[act.verdict]}"
        sure = "" if act.confidence is None else f", {percent(act.confidence)} sure"
        reason = f": {act.reason}" if act.reason else ""
        yes = act.verdict == "confirm"
        tone: Tone = "neutral" if act.verdict == AGAIN else self._as(act.alert, yes=yes)
        return f"{said} after {act.reaction_s:.1f} s{sure}{reason}", tone, self.about(act.alert)

    def _as(self, number: int, *, yes: bool) -> Tone:
        """Whether a verdict is as the truth, and the rules, are."""
        alert = self.alerts[number]
        barred = alert.row is not None and bool(self.table.barred[alert.row])
        return "right" if yes == (alert.raised.true and not barred) else "wrong"

    def about(self, number: int) -> More:
        """The claim, the truth, what was made of it and what came of it."""
        alert = self.alerts[number]
        raised = alert.raised
        began = f"the session began with a threshold of {self.session.began.threshold:.3f}"
        claim = f"{listed_person(raised.subject)}, score {raised.score:.3f} ({began})"
        found = [("The engine claims", claim), ("In truth", _truth(alert))]
        if face := ", ".join(face_told(raised)):
            found.append(("The face", face))
        if alert.row is not None:
            found += self._verdict(alert.row)
        return [*found, ("What came of it", alert.ended)]

    def _verdict(self, row: int) -> Iterable[tuple[str, str]]:
        table = self.table
        said = MADE_OF[str(table.verdict[row])]
        if table.reaction_s[row] == table.reaction_s[row]:
            said += f" after {table.reaction_s[row]:.1f} s"
        if table.confidence[row] == table.confidence[row]:
            said += f", {percent(float(table.confidence[row]))} sure"
        right = "as the truth is" if table.right[row] else "not as the truth is"
        yield "The operator's verdict", f"{said}: {right}"
        if table.reason[row]:
            yield "Reason given", str(table.reason[row])
        if table.barred[row]:
            yield "Rules", "confirming it was against the rules, whoever it is"


def injected(inject: Inject, by: str) -> Line:
    """An inject, with what it was to bring about and what was expected."""
    at = inject.what if inject.of.of == "camera" else ""
    number = f" {inject.id}" if inject.id else ""
    to = ", ".join(CALLED[one] for one in inject.to)
    told = f"from {inject.sender or 'nobody named'} to {to}, {inject.means}"
    fields: Mapping[str, str] = {
        "What happens": inject.of.told,
        "What people are told": f"{inject.content} ({told})" if inject.content else "",
        "Objective": inject.objective,
        "Expected action": inject.expected_action,
        "Evaluator's note": inject.note,
        "Brought about": "by the timeline" if by == SESSION else f"by the {CALLED[by]}'s hand",
    }
    more = [(name, said) for name, said in fields.items() if said]
    return f"Inject{number}: {named(inject.kind, at)}", "busy", more


def _truth(alert: _Alert) -> str:
    """Who it was."""
    raised = alert.raised
    who = f"passer-by {raised.person}" if raised.person >= 0 else "nobody who was there"
    if raised.true:
        return f"right: {who} is the person named"
    cast = alert.cast
    kin = KIN.get(cast.kin, "") if cast is not None else ""
    played = f", playing {kin} {listed_person(cast.subject)}" if cast is not None and kin else ""
    return f"wrong: {who} is another person{played}"
