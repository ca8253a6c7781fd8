"""What people do in a session, and what they are shown, as typed acts; a session is made of them.

What the world makes of it (who was stopped, who is back) is not among them: it follows from the
scenario, its chance and these acts, and is played again from them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sim.errors import SimError

SESSION = "session"
"""By whom acts are that nobody in a role did: the session itself."""
TRAINEE, COMMANDER, INSTRUCTOR, OBSERVER = ROLES = (
    "trainee",
    "commander",
    "instructor",
    "observer",
)
"""Who takes part, each by a link of their own."""
CONFIRM, DISMISS, AGAIN, UNSURE = VERDICTS = ("confirm", "dismiss", "again", "unsure")
"""What a trainee may make of an alert. `again` asks for another look and leaves it open; `unsure`
ends it without sending anybody."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done or shown in a session."""


@dataclass(frozen=True, slots=True)
class Began(Act):
    """The session was set up on a scenario, of which `from_s` to `until_s` is played; `seats` are
    the roles that people take, others are played by the scenario's own judge and policy.
    """

    scenario: str
    title: str
    seed: int
    replication: int
    threshold: float
    from_s: float
    until_s: float
    seats: tuple[str, ...] = ()
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Resumed(Act):
    """The clock runs from now on."""


@dataclass(frozen=True, slots=True)
class Paused(Act):
    """The clock stands from now on; `why` is "" where somebody asked for it."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class SpeedSet(Act):
    """From now on so many seconds of the scenario pass in one."""

    speed: float


@dataclass(frozen=True, slots=True)
class Passed(Act):
    """The clock came so far while it ran: where a session whose server ended goes on."""


@dataclass(frozen=True, slots=True)
class Shown(Act):
    """An alert came before the trainee."""

    alert: int


@dataclass(frozen=True, slots=True)
class Decided(Act):
    """What the trainee made of an alert: a verdict, how sure they are of it (0 to 1), why, and
    after how long since it was shown, in seconds of their own time that the clock ran.
    """

    alert: int
    verdict: str
    confidence: float | None
    reason: str
    reaction_s: float


@dataclass(frozen=True, slots=True)
class Sent(Act):
    """The commander sent an officer to a confirmed alert."""

    alert: int
    officer: int


@dataclass(frozen=True, slots=True)
class Recalled(Act):
    """The commander called an officer back to the post."""

    officer: int


@dataclass(frozen=True, slots=True)
class Held(Act):
    """The commander keeps an officer back, or lets them go again."""

    officer: int
    held: bool


@dataclass(frozen=True, slots=True)
class Reserved(Act):
    """The commander makes an officer the reserve, who is sent when nobody else is at hand, or not
    any more.
    """

    officer: int
    reserved: bool


@dataclass(frozen=True, slots=True)
class Covered(Act):
    """The commander has an officer at a post go to another one, and stay there."""

    officer: int
    post: int


@dataclass(frozen=True, slots=True)
class Message(Act):
    """Words from one role to others (`to`; none: to all)."""

    to: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Injected(Act):
    """The instructor or a timeline brought something about: its number in the timeline ("" by
    hand), its kind, and by what it is set.
    """

    inject: str
    kind: str
    dials: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked(Act):
    """A moment to come back to."""

    note: str


@dataclass(frozen=True, slots=True)
class Ended(Act):
    """The session is over."""


KINDS: dict[str, type[Act]] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, type) and issubclass(kind, Act) and kind is not Act
}
"""Every kind of act by its name."""


def body(act: Act) -> dict[str, Any]:
    """An act's fields, as JSON has them."""
    return asdict(act)


def act_of(kind: str, told: Mapping[str, Any]) -> Act:
    """The act again; SimError for a kind or fields that are not known here.

    >>> act_of("Sent", {"alert": 3, "officer": 0})
    Sent(alert=3, officer=0)
    """
    if kind not in KINDS:
        raise SimError(f"session: got an act of kind {kind!r}, wanted one of {', '.join(KINDS)}")
    named = {one.name for one in fields(KINDS[kind])}
    if odd := set(told) - named:
        raise SimError(f"session: got {kind} with {', '.join(sorted(odd))}, wanted of {named}")
    values = {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}
    try:
        return KINDS[kind](**values)
    except TypeError as err:
        raise SimError(f"session: got {kind} with {dict(told)}, wanted all its fields") from err
