"""What can happen in a run, as typed events; the log is made of nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `time_s` seconds from the scenario's start."""

    time_s: float


@dataclass(frozen=True, slots=True)
class ShiftBegan(Event):
    """So many operators and officers stand ready from now on."""

    operators: int
    officers: int


@dataclass(frozen=True, slots=True)
class PersonEntered(Event):
    """A passer-by came through an entrance; what they are like, as drawn (age in years, Monk tone),
    or "", none and 0 where nobody says.
    """

    person: int
    listed: bool
    sex: str = ""
    age: float | None = None
    ancestry: str = ""
    tone: int = 0


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    """A passer-by went out again."""

    person: int


@dataclass(frozen=True, slots=True)
class PersonInView(Event):
    """A person came into a camera's picture for the first time."""

    person: int
    camera: str


@dataclass(frozen=True, slots=True)
class OpportunityArose(Event):
    """A person first crossed a camera's zone of recognition, facing its side."""

    person: int
    camera: str


@dataclass(frozen=True, slots=True)
class FaceDetected(Event):
    """The engine first found this person's face on this camera."""

    person: int
    camera: str


@dataclass(frozen=True, slots=True)
class ProbeSearched(Event):
    """A face of this person on this camera was first good enough to be searched."""

    person: int
    camera: str


@dataclass(frozen=True, slots=True)
class ProbeMatched(Event):
    """A face of this person on this camera first matched `subject`: with `score`, at the threshold
    or above. Whether an alert comes of it is decided over several looks.
    """

    person: int
    camera: str
    subject: int
    score: float


@dataclass(frozen=True, slots=True)
class AlertRaised(Event):
    """The engine claims that `person` (-1: nobody there) is `subject`; `true` is the truth.

    The rest is the face that the claim rests on, the last that matched: pixels between the eyes,
    pose towards the camera, share that nothing hides, sharpness, and luminance from 0 to 255. In
    scores fidelity it is as the face was, whose light nobody knows, in pixels as the engine
    measured it, which knows no covering; None: not known.
    """

    alert: int
    camera: str
    person: int
    subject: int
    score: float
    true: bool
    interocular_px: float | None = None
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    visible_share: float | None = None
    sharpness: float | None = None
    luminance: float | None = None


@dataclass(frozen=True, slots=True)
class AlertMerged(Event):
    """An alert about somebody already in hand or already checked; it is not judged again."""

    alert: int
    earlier: int


@dataclass(frozen=True, slots=True)
class AlertTaken(Event):
    """An operator began to judge the alert; told where several judge one together."""

    alert: int
    operator: int


@dataclass(frozen=True, slots=True)
class AlertDismissed(Event):
    """An operator judged the alert false; `operator` -1: nobody read it in time."""

    alert: int
    operator: int


@dataclass(frozen=True, slots=True)
class AlertConfirmed(Event):
    """An operator judged the alert true."""

    alert: int
    operator: int


@dataclass(frozen=True, slots=True)
class AlertUnanswered(Event):
    """There was no officer to send in time: none was free, or there are none."""

    alert: int


@dataclass(frozen=True, slots=True)
class OfficerSent(Event):
    """An officer set out."""

    alert: int
    officer: int


@dataclass(frozen=True, slots=True)
class OfficerDiverted(Event):
    """An officer on the way was called off at (x_m, y_m) for another alert; this waits again."""

    alert: int
    officer: int
    x_m: float
    y_m: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class SightLost(Event):
    """An officer on the way learns that nobody has the person in sight any more, whom cameras or
    the officer saw last at (x_m, y_m); told of officers who predict.
    """

    alert: int
    officer: int
    x_m: float
    y_m: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class SightRegained(Event):
    """The person was seen again at (x_m, y_m), by the officer's `own_eyes` or by a camera of which
    the officer was told.
    """

    alert: int
    officer: int
    own_eyes: bool
    x_m: float
    y_m: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class PersonLost(Event):
    """The officer did not meet the person: gone, not found, or given up."""

    alert: int
    officer: int


@dataclass(frozen=True, slots=True)
class PersonStopped(Event):
    """An officer met the person at (x_m, y_m) on a level's floor and spoke to them."""

    alert: int
    officer: int
    person: int
    x_m: float
    y_m: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class IdentityChecked(Event):
    """The check is done: was it the person looked for?"""

    alert: int
    officer: int
    right: bool


@dataclass(frozen=True, slots=True)
class PersonDisposed(Event):
    """How the engagement ended: arrest, other disposal, none for the right person, or released."""

    alert: int
    officer: int
    disposal: str


@dataclass(frozen=True, slots=True)
class OfficerFreed(Event):
    """An officer is back and can be sent again."""

    alert: int
    officer: int


@dataclass(frozen=True, slots=True)
class BreakBegan(Event):
    """An officer takes a break and cannot be sent."""

    officer: int


@dataclass(frozen=True, slots=True)
class BreakEnded(Event):
    """An officer is back from a break."""

    officer: int


@dataclass(frozen=True, slots=True)
class ShiftEnded(Event):
    """From now on no officer is sent; whoever is out comes back."""


@dataclass(frozen=True, slots=True)
class OperatorLeft(Event):
    """An operator has left the desk and judges nothing."""

    operator: int


@dataclass(frozen=True, slots=True)
class OperatorReturned(Event):
    """An operator is at the desk again."""

    operator: int


@dataclass(frozen=True, slots=True)
class FailureBegan(Event):
    """Something goes wrong from now on: a `failure` of the vocabulary, of `what` ("": of all)."""

    failure: str
    what: str


@dataclass(frozen=True, slots=True)
class FailureEnded(Event):
    """It is over: so many looks at people were `offered` to it, and so many never reached the
    engine; 0 of 0 where it is no matter of pictures.
    """

    failure: str
    what: str
    offered: int
    lost: int


@dataclass(frozen=True, slots=True)
class PersonSpotted(Event):
    """An officer who was briefed takes a passer-by for `subject`; `right` is the truth. Numbers go
    on after those of the alerts.
    """

    alert: int
    officer: int
    person: int
    subject: int
    right: bool
