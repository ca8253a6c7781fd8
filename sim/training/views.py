"""What each role's desk is sent, as JSON: the trainee's is made without ever reading the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scenarios.fields.parts import Spot
from scenarios.hours import clock
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    Event,
    IdentityChecked,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.response.judge import Claim
from sim.response.operators import UNREAD
from sim.response.policy import Call
from sim.training.events import (
    COMMANDER,
    CONFIRM,
    DISMISS,
    INSTRUCTOR,
    OBSERVER,
    TRAINEE,
    Decided,
    Passed,
    body,
)
from sim.training.injects.inject import Inject
from sim.training.injects.kinds import KINDS
from sim.training.live import Doing
from sim.training.pictures.album import ENROLLED, OTHERS
from sim.training.session import SPEEDS, Session
from sim.training.store import Row

LATEST = 30
"""Rows, reports, messages and decisions that a desk is sent."""
LOOKED_BACK = 200
"""Rows that the latest are sought among."""
REPORTED = (
    OfficerSent,
    OfficerDiverted,
    PersonLost,
    PersonStopped,
    IdentityChecked,
    PersonDisposed,
    OfficerFreed,
    AlertUnanswered,
)
"""What officers report by radio."""


def view(session: Session, role: str, *, feeds: bool = False) -> dict[str, Any]:
    """What a role's desk shows now; JSON, times in seconds of the scenario unless they say
    otherwise. What cameras' screens show is with it where `feeds` are asked for.
    """
    with session.lock:
        session.advance()
        told = _common(session, role) | VIEWS[role](session)
        return told | {"feeds": _feeds(session)} if feeds and role != COMMANDER else told


def _feeds(session: Session) -> list[dict[str, Any]] | None:
    """Every camera with the number of the picture that stands on its screen and when that was
    taken; None: there are no pictures.
    """
    if not session.feeds.there:
        return None
    return [
        {
            "camera": one.camera,
            "dark": one.dark,
            "number": one.snapshot.number if one.snapshot else None,
            "taken": _clock(session, one.snapshot.view.taken_s) if one.snapshot else None,
            "taken_s": one.snapshot.view.taken_s if one.snapshot else None,
        }
        for one in session.feeds.show(session.clock_s)
    ]


def _common(session: Session, role: str) -> dict[str, Any]:
    state, began = session.state, session.began
    clock_s = session.clock_s
    return {
        "role": role,
        "title": began.title,
        "seats": list(began.seats),
        "clock_s": clock_s,
        "clock": _clock(session, clock_s),
        "left_s": began.until_s - clock_s,
        "speed": state.speed,
        "running": state.running,
        "ended": state.ended,
        "away": session.live.away,
        "messages": [_message(session, row) for row in _heard(state.messages, role)],
    }


def _trainee(session: Session) -> dict[str, Any]:
    """Claims of the engine, and what the trainee made of them: of the world nothing else."""
    seat, state = session.live.trainee, session.state
    opened = seat.open.values() if seat else ()
    waiting = [one for one in opened if not one.verdict.triggered]
    queue = [_claim(session, one.claim, one.until_s) for one in waiting]
    ended = [_decision(one) for one in reversed(state.decided.values())]
    lapsed = set(state.shown_s) - set(state.decided) - {one.claim.alert for one in waiting}
    return {"queue": queue, "decided": ended[:LATEST], "lapsed": sorted(lapsed)[-LATEST:]}


def _claim(session: Session, claim: Claim, until_s: float) -> dict[str, Any]:
    """An alert as the engine claims it, with the faces that led to it, and those that came since
    for as long as another look was asked for.
    """
    asked_s = session.state.again_s.get(claim.alert, [])
    seen_s = max([claim.raised_s, *asked_s])
    looks = [one for one in session.looks.get(claim.alert, ()) if one.time_s <= seen_s]
    best: dict[int, float] = {}
    for one in looks:
        best[one.subject] = max(one.score, best.get(one.subject, -1.0))
    return {
        "alert": claim.alert,
        "camera": claim.camera,
        "subject": claim.subject,
        "score": round(claim.score, 4),
        "threshold": round(claim.threshold, 4),
        "raised": _clock(session, claim.raised_s),
        "raised_s": claim.raised_s,
        "lapses_s": until_s,
        "interocular_px": _rounded(claim.interocular_px),
        "yaw_deg": _rounded(claim.yaw_deg),
        "pitch_deg": _rounded(claim.pitch_deg),
        "visible_share": _rounded(claim.visible_share, 2),
        "asked_again": len(asked_s),
        "pictures": _pictures(session, claim.alert),
        "looks": [
            {
                "at": _clock(session, one.time_s),
                "interocular_px": round(one.interocular_px, 1),
                "yaw_deg": round(one.yaw_deg, 1),
                "subject": one.subject,
                "score": round(one.score, 4),
            }
            for one in looks[-LATEST:]
        ],
        "candidates": [
            {"subject": subject, "score": round(score, 4), **_candidate(session, claim, subject)}
            for subject, score in sorted(best.items(), key=lambda one: -one[1])
        ],
    }


def _candidate(session: Session, claim: Claim, subject: int) -> dict[str, Any]:
    """Which part of an alert's pictures is a candidate's, and the engine's own score of it with the
    passer-by's; none where that was not made.
    """
    shot = session.prints.shots().get(claim.alert)
    told = session.album.told(session.prints.name(shot)) if shot else None
    scores: dict[int, tuple[str, float | None]] = {}
    if shot is not None and told is not None:
        scores[claim.subject] = ENROLLED, told.score
        beside = zip(shot.others, OTHERS, told.others, strict=False)
        scores |= {one.subject: (part, score) for one, part, score in beside}
    part, own = scores.get(subject, (None, None))
    return {"picture": part, "own": _rounded(own, 4)}


def _pictures(session: Session, alert: int) -> dict[str, Any] | None:
    """What there is to see of an alert by now; None: there will be nothing."""
    name = session.pictures(alert)
    if not name:
        return None
    told = session.album.told(name)
    score = told.score if told else None
    return {
        "of": name,
        "faces": told is not None,
        "film": told is not None and told.film,
        "score": _rounded(score, 4),
    }


def _decision(act: Decided) -> dict[str, Any]:
    return body(act)


def _commander(session: Session) -> dict[str, Any]:
    """Calls, officers, and what officers report."""
    calls = [_call(session, *one) for one in session.live.calls()]
    officers = [_officer(session, one) for one in session.live.officers()]
    found = [one for one in session.live.events() if isinstance(one, REPORTED)][-LATEST:]
    reports = [_report(session, one) for one in reversed(found)]
    posts = len(session.ground.scenario.officers.posts_m)
    return {"calls": calls, "officers": officers, "posts": posts, "reports": reports}


def _call(session: Session, call: Call, until_s: float) -> dict[str, Any]:
    return {
        "alert": call.alert,
        "camera": call.camera,
        "subject": call.subject,
        "category": call.category,
        "since": _clock(session, call.since_s),
        "since_s": call.since_s,
        "lapses_s": until_s,
        "at": _place(call.place_m),
    }


def _officer(session: Session, one: Doing) -> dict[str, Any]:
    return {
        "officer": one.officer,
        "doing": one.doing,
        "since_s": one.since_s,
        "alert": one.alert,
        "at": _place(one.place_m),
        "held": one.officer in session.state.held,
        "reserve": one.officer in session.state.reserve,
        "post": session.live.post(one.officer),
    }


def _report(session: Session, event: Event) -> dict[str, Any]:
    told = {"at": _clock(session, event.time_s), "kind": type(event).__name__}
    fields = ("alert", "officer", "right", "disposal")
    return told | {name: getattr(event, name) for name in fields if hasattr(event, name)}


def _instructor(session: Session) -> dict[str, Any]:
    """Everything, with the truth."""
    told = {"links": session.links, "speeds": list(SPEEDS), "injects": _injects(session)}
    return _everything(session) | told


def _injects(session: Session) -> dict[str, Any]:
    """What of the timeline is still to come or held back, and the kinds that are brought about by
    hand.
    """
    planned = session.planned
    told = [_planned(session, one) for one in planned.injects if one.id not in planned.done]
    kinds = {name: {"told": kind.told, "of": kind.of} for name, kind in KINDS.items()}
    coming = [one.inject.kind for one in session.ahead.asked]
    return {"planned": told[:LATEST], "kinds": kinds, "coming": coming}


def _planned(session: Session, inject: Inject) -> dict[str, Any]:
    at = _clock(session, session.planned.from_s + inject.at_s)
    about = {"id": inject.id, "kind": inject.kind, "type": inject.type, "content": inject.content}
    return about | {"at": at, "expected": inject.expected_action}


def _everything(session: Session) -> dict[str, Any]:
    raised, state = session.live.raised(), session.state
    verdicts = _verdicts(session)
    alerts = [_truth(session, one, verdicts) for one in reversed(raised.values())]
    return {
        **_trainee(session),
        **_commander(session),
        "alerts": alerts[:LATEST],
        "to_come": [_to_come(session, one) for one in session.live.to_come()[:LATEST]],
        "marks": [_mark(session, row) for row in reversed(state.marks)],
        "rows": [_row(session, row) for row in _latest(session)],
    }


def _latest(session: Session) -> list[Row]:
    """The latest acts first, but for those that say only how far the clock is."""
    rows = session.acts.rows(session.state.rows - LOOKED_BACK)
    return [row for row in reversed(rows) if not isinstance(row.act, Passed)][:LATEST]


def _verdicts(session: Session) -> dict[int, str]:
    """What became of each alert that is not open any more, whoever sits at the screens."""
    found = {}
    for event in session.live.events():
        if isinstance(event, AlertConfirmed):
            found[event.alert] = CONFIRM
        elif isinstance(event, AlertDismissed):
            found[event.alert] = DISMISS if event.operator != UNREAD else "lapsed"
        elif isinstance(event, AlertMerged):
            found[event.alert] = "merged"
    return found | {alert: one.verdict for alert, one in session.state.decided.items()}


def _truth(session: Session, alert: AlertRaised, verdicts: Mapping[int, str]) -> dict[str, Any]:
    about = asdict(alert)
    about["at"] = _clock(session, alert.time_s)
    seen = _pictures(session, alert.alert)
    return about | {"decided": verdicts.get(alert.alert), "pictures": seen}


def _to_come(session: Session, alert: AlertRaised) -> dict[str, Any]:
    """An alert of the plan; a stop may still put it off or prevent it."""
    told = (alert.alert, alert.camera, alert.subject, alert.true)
    names = ("alert", "camera", "subject", "true")
    return dict(zip(names, told, strict=True)) | {"at": _clock(session, alert.time_s)}


def _mark(session: Session, row: Row) -> dict[str, Any]:
    return {"at": _clock(session, row.clock_s), "clock_s": row.clock_s, **body(row.act)}


def _row(session: Session, row: Row) -> dict[str, Any]:
    about = {"number": row.number, "at": _clock(session, row.clock_s), "by": row.by}
    return about | {"kind": type(row.act).__name__, "body": body(row.act)}


def _heard(messages: Sequence[Row], role: str) -> list[Row]:
    """Those that a role hears: its own, those to it, those to all; who watches hears everything."""
    everything = role in (INSTRUCTOR, OBSERVER)
    heard = [
        row
        for row in messages
        if everything or row.by == role or role in (to := body(row.act)["to"]) or not to
    ]
    return heard[-LATEST:]


def _message(session: Session, row: Row) -> dict[str, Any]:
    return {"at": _clock(session, row.clock_s), "by": row.by, **body(row.act)}


def _clock(session: Session, time_s: float) -> str:
    return clock(session.ground.scenario.starts_at, time_s)


def _place(place_m: Spot | None) -> list[float] | None:
    if place_m is None:
        return None
    return [round(place_m.x_m, 2), round(place_m.y_m, 2), place_m.level]


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)


VIEWS: Mapping[str, Callable[[Session], dict[str, Any]]] = {
    TRAINEE: _trainee,
    COMMANDER: _commander,
    INSTRUCTOR: _instructor,
    OBSERVER: _everything,
}
