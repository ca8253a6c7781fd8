"""What injects do: effects on a small world, and the world that takes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from scenarios.failures import Failure
from scenarios.footfall.planted import Lean
from sim.events import AlertRaised
from sim.training.probes import Probe


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a passer-by of an injected alert plays: `kin` is "" for the listed person themselves,
    else `twin` or `look_alike`, the `which`th of the kind; `barred`: confirming the alert is
    against the rules whoever it is. Their face is seen at `seen_s`.
    """

    person: int
    subject: int
    seen_s: float
    kin: str = ""
    which: int = 0
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert comes, about a passer-by who is cast for it; `looks` are the faces of their track,
    in the order of time, also after it.
    """

    alert: AlertRaised
    cast: Cast
    looks: tuple[Probe, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Something goes wrong for a time, as in a scenario."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class ThresholdMoved:
    """From a moment on the threshold is so much higher."""

    from_s: float
    shift: float


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """From a moment on these entries are not on the list any more."""

    from_s: float
    subjects: frozenset[int]


@dataclass(frozen=True, slots=True)
class Leaned:
    """For a time a group's scores are higher or lower."""

    from_s: float
    to_s: float
    lean: Lean


@dataclass(frozen=True, slots=True)
class Blurred:
    """For a time a camera's faces ("": all cameras') have so many times less detail."""

    from_s: float
    to_s: float
    camera: str
    times: float


Change = Failed | ThresholdMoved | Withdrawn | Leaned | Blurred
"""What alters which alerts the engine raises from then on."""


@dataclass(frozen=True, slots=True)
class OfficersAway:
    """So many officers cannot be sent for a time; `named` ones, else whoever is free first."""

    to_s: float
    count: int
    named: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class StopsSlowed:
    """Stops that begin before a moment take so many times as long."""

    to_s: float
    times: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question stands open until somebody of the roles answers; it is overdue after `by_s`."""

    by_s: float
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A message reaches roles."""

    sender: str
    to: tuple[str, ...]
    means: str
    text: str


Effect = Alerted | Change | OfficersAway | StopsSlowed | Asked | Told


class Steered(Protocol):
    """A world under way that injects act on."""

    def alert(self, alert: Alerted) -> None:
        """Let the alert come at its time."""

    def change(self, change: Change) -> None:
        """From now on the engine sees and says other things."""

    def away(self, officers: OfficersAway) -> None:
        """Take officers off, until they are back."""

    def slow(self, stops: StopsSlowed) -> None:
        """Let stops take longer."""

    def ask(self, question: Asked) -> None:
        """Let a question stand open."""

    def tell(self, message: Told) -> None:
        """Let a message reach roles."""


def steer(effects: Iterable[Effect], world: Steered) -> None:
    """Let a world take effects, in their order."""
    for effect in effects:
        match effect:
            case Alerted():
                world.alert(effect)
            case OfficersAway():
                world.away(effect)
            case StopsSlowed():
                world.slow(effect)
            case Asked():
                world.ask(effect)
            case Told():
                world.tell(effect)
            case _:
                world.change(effect)
