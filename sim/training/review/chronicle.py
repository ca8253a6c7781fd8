"""Everything of a session on its clock: alerts, decisions, injects, officers, messages, marks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    BreakBegan,
    BreakEnded,
    Event,
    FailureEnded,
    IdentityChecked,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.response.operators import UNREAD
from sim.training.events import (
    SESSION,
    TRAINEE,
    Act,
    Covered,
    Decided,
    Ended,
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
from sim.training.review.session import Played
from sim.training.store import Row

ALERTS, DECISIONS, INJECTS, OFFICERS, MESSAGES, MARKS, CLOCK = LANES = (
    "alerts",
    "decisions",
    "injects",
    "officers",
    "messages",
    "marks",
    "clock",
)
"""What moments are of, in the order in which those of one time are told."""
OF_ACT: Mapping[type[Act], str] = {
    Decided: DECISIONS,
    Injected: INJECTS,
    Sent: OFFICERS,
    Recalled: OFFICERS,
    Held: OFFICERS,
    Reserved: OFFICERS,
    Covered: OFFICERS,
    Message: MESSAGES,
    Marked: MARKS,
    Resumed: CLOCK,
    Paused: CLOCK,
    SpeedSet: CLOCK,
    Ended: CLOCK,
}
OF_EVENT: Mapping[type[Event], str] = {
    AlertRaised: ALERTS,
    AlertMerged: ALERTS,
    FailureEnded: INJECTS,
    AlertUnanswered: OFFICERS,
    OfficerSent: OFFICERS,
    OfficerDiverted: OFFICERS,
    PersonLost: OFFICERS,
    PersonStopped: OFFICERS,
    IdentityChecked: OFFICERS,
    PersonDisposed: OFFICERS,
    OfficerFreed: OFFICERS,
    BreakBegan: OFFICERS,
    BreakEnded: OFFICERS,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at `clock_s` of a session's clock: an act, or an event of its world, of a lane; by
    which role it was done. `stood_s` is for how many of people's own seconds the clock had stood,
    of an act that lets it run.
    """

    clock_s: float
    lane: str
    what: Act | Event
    by: str = SESSION
    stood_s: float = 0.0


def chronicle(session: Played) -> list[Moment]:
    """All moments of a session so far, in the order of time."""
    raised = session.alerts.values()
    followed = [one for one in session.live.events() if not isinstance(one, AlertRaised)]
    seated = TRAINEE in session.began.seats
    found = [*_done(session.rows), *_happened([*raised, *followed], seated=seated)]
    now_s = session.live.now_s
    return sorted(
        (one for one in found if one.clock_s <= now_s),
        key=lambda one: (one.clock_s, LANES.index(one.lane)),
    )


def _done(rows: Iterable[Row]) -> Iterator[Moment]:
    stands_s: float | None = None
    for row in rows:
        lane = OF_ACT.get(type(row.act))
        if isinstance(row.act, Paused):
            stands_s = row.wall_s
        if lane is None:
            continue
        stood_s = 0.0
        if isinstance(row.act, Resumed) and stands_s is not None:
            stood_s, stands_s = max(row.wall_s - stands_s, 0.0), None
        yield Moment(row.clock_s, lane, row.act, row.by, stood_s)


def _happened(events: Iterable[Event], *, seated: bool) -> Iterator[Moment]:
    """Where a trainee sits at the screens their verdicts are acts, and what else ends an alert is
    that it lapsed.
    """
    for event in events:
        lane = OF_EVENT.get(type(event))
        if isinstance(event, AlertConfirmed | AlertDismissed):
            lapsed = isinstance(event, AlertDismissed) and event.operator == UNREAD
            lane = DECISIONS if lapsed or not seated else None
        if lane is not None:
            yield Moment(event.time_s, lane, event)
