"""What can go wrong in a deployment, in one vocabulary for scenarios and for training."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields.parts import Moment, Part

Kind = Literal[
    "camera_out",
    "feed_frozen",
    "network_delay",
    "network_loss",
    "engine_overload",
    "operator_away",
    "radio_down",
    "crowd_surge",
    "evacuation",
]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a kind of failure is: `told` in words, `of` what it is (`camera`, `door`; "": of the
    whole deployment), its `amount` with its unit, the least and the most of it and what it usually
    is; `took` says what became of a look that it took ("": it takes none).
    """

    told: str
    of: Literal["camera", "door", ""] = ""
    unit: str = ""
    least: float = 0.0
    most: float = 0.0
    usual: float = 0.0
    took: str = ""


TROUBLES: Mapping[Kind, Trouble] = {
    "camera_out": Trouble("The camera gives no picture.", "camera", took="not in view"),
    "feed_frozen": Trouble(
        "The last picture stands still, and is looked at again.", "camera", took="not in view"
    ),
    "network_delay": Trouble(
        "Frames come late, in their order.", "camera", "s later", 0.1, 3600.0, 5.0
    ),
    "network_loss": Trouble(
        *("Frames do not come.", "camera", "share of frames", 0.0, 1.0, 0.3),
        took="in view, and lost on the way",
    ),
    "engine_overload": Trouble(
        *("More frames come than can be looked at.", "", "times what it bears", 1.0, 100.0, 2.0),
        took="in view, and not looked at",
    ),
    "operator_away": Trouble("Operators leave their desks.", "", "operators", 1.0, 10_000.0, 1.0),
    "radio_down": Trouble("No word reaches an officer."),
    "crowd_surge": Trouble(
        "People come at once, besides those who come anyway.",
        *("door", "people", 1.0, 20_000.0, 200.0),
    ),
    "evacuation": Trouble("Everybody leaves by the nearest way out, and nobody comes in."),
}
"""What each kind is, in the order of the documents."""
UPHEAVALS: tuple[Kind, ...] = ("crowd_surge", "evacuation")
"""Kinds that change who comes and where people walk."""


def named(kind: str, what: str = "") -> str:
    """What a failure is called wherever people read of it.

    >>> named("camera_out", "west"), named("radio_down")
    ('camera out at west', 'radio down')
    """
    return kind.replace("_", " ") + (f" at {what}" if what else "")


def headed(kind: str, what: str = "") -> str:
    """The same at the beginning of a line.

    >>> headed("camera_out", "North")
    'Camera out at North'
    """
    name = named(kind, what)
    return name[:1].upper() + name[1:]


def taken() -> dict[str, str]:
    """By each kind that takes looks, what became of a look that it took, in words.

    >>> taken()["engine_overload"]
    'in view, and not looked at: engine overload'
    """
    return {kind: f"{one.took}: {named(kind)}" for kind, one in TROUBLES.items() if one.took}


class Failure(Part):
    """Something that goes wrong from one moment to another."""

    kind: Kind
    """What goes wrong."""
    from_s: Moment
    """When it begins."""
    to_s: Moment
    """When it is over."""
    what: str = ""
    """The camera's id, or the entrance by its name; none: all of them."""
    amount: Annotated[float, Field(ge=0, le=1e5)] | None = None
    """How much, in the kind's own unit; none: as usual."""
    bears_hz: Annotated[float, Field(gt=0, le=1e5)] | None = None
    """Frames a second that an engine bears which is overloaded, whatever cameras send; none:
    `amount` says how many times as many they send."""

    @property
    def much(self) -> float:
        """How much, as given or as usual."""
        return TROUBLES[self.kind].usual if self.amount is None else self.amount

    def lasts(self, time_s: float) -> bool:
        """Whether a moment is in it; its end is not."""
        return self.from_s <= time_s < self.to_s


def failure_problems(
    failures: Sequence[Failure],
    names: Mapping[str, Sequence[str] | None],
    duration_s: float,
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What of some failures does not fit a scenario that has cameras and doors of such `names`
    (None: not known) and lasts so long.
    """
    for k, one in enumerate(failures):
        trouble = TROUBLES[one.kind]
        if not one.from_s < one.to_s <= duration_s:
            said = f"got {one.from_s:g} to {one.to_s:g} s, wanted an end after its beginning"
            yield (k, "to_s"), f"{said} and by the scenario's, {duration_s:g} s"
        among = names.get(trouble.of, ()) if trouble.of else ()
        if one.what and among is not None and one.what not in among:
            wanted = f"one of {', '.join(among)}" if among else "none: it is of all there is"
            yield (k, "what"), f"got {one.what!r}, wanted {wanted}"
        if one.amount is not None and not trouble.unit:
            yield (k, "amount"), f"got {one.amount:g}, wanted none: {one.kind} has no amount"
        elif not trouble.least <= one.much <= trouble.most:
            wanted = f"{trouble.least:g} to {trouble.most:g} {trouble.unit}"
            yield (k, "amount"), f"got {one.much:g}, wanted {wanted}"
        if one.bears_hz is not None and one.kind != "engine_overload":
            yield (k, "bears_hz"), f"got {one.bears_hz:g}, wanted none: it is of engine_overload"
        elif one.bears_hz is not None and one.amount is not None:
            said = f"got {one.bears_hz:g} beside an amount"
            yield (k, "bears_hz"), f"{said}, wanted one of them"
