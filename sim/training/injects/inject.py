"""An inject: what is brought about at which moment of an exercise, and what is expected of it.

The fields that tell people of it are those of a master scenario events list (MSEL): time, from, to,
means, content, objective, expected action, evaluator's note (Homeland Security Exercise and
Evaluation Program 2020; ISO 22398:2013).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator

from engine.names import perhaps
from engine.settings import WEEK_S
from scenarios.fields.parts import Moment, Part
from scenarios.footfall.planted import Lean, Planted, planted_problems
from sim.errors import SimError
from sim.training.events import Injected
from sim.training.injects.kinds import KINDS, Amount, InjectKind

LONGEST = 1_000
Words = Annotated[str, StringConstraints(max_length=LONGEST)]
Means = Literal["radio", "telephone", "screen", "in person", "written", "none"]
Type = Literal["contextual", "expected-action", "contingency"]
SENDERS = 60


class MisfitError(ValueError):
    """What of an inject does not fit its kind, by `field`."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {said}" for field, said in faults))
        self.faults = tuple(faults)


def unfit(err: ValidationError) -> list[tuple[str, str]]:
    """What of an inject did not fit its kind, by field."""
    causes = [problem.get("ctx", {}).get("error") for problem in err.errors(include_url=False)]
    return [fault for one in causes if isinstance(one, MisfitError) for fault in one.faults]


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"one of {', '.join(KINDS)}{perhaps(kind, KINDS)}")
    return kind


class Inject(Part):
    """Something that is brought about, at `at_s` seconds from the exercise's start."""

    id: Annotated[str, Field(max_length=32)]
    """Its number in the timeline, such as 4 or 2b."""
    at_s: Moment
    """When."""
    kind: Annotated[str, AfterValidator(_known)]
    """What, by one of the kinds."""
    type: Type = "expected-action"
    """`contextual` tells the story, `expected-action` wants something done, `contingency` is held
    back and brought about by hand if it is needed."""
    lasts_s: Annotated[float, Field(ge=0, le=WEEK_S)] | None = None
    """For how long; none: as usual for its kind."""
    what: Annotated[str, Field(max_length=64)] = ""
    """The camera's id, the entrance's name, the officer's number, or a group such as
    `age 16 to 25`; none: any or all there are."""
    subject: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    """The watchlist's entry that it is about; none: chance chooses."""
    amount: Annotated[float, Field(ge=-1e5, le=1e5)] | None = None
    """How much, in the kind's own unit; none: as usual."""
    sender: Annotated[str, Field(max_length=SENDERS)] = ""
    """From whom the message is."""
    to: tuple[Literal["trainee", "commander", "instructor", "observer"], ...] = ("trainee",)
    """To which roles."""
    means: Means = "radio"
    """By what it reaches them; `none`: nobody is told."""
    content: Words = ""
    """What they are told."""
    objective: Words = ""
    """What of the exercise it serves."""
    expected_action: Words = ""
    """What they should do."""
    note: Words = ""
    """What the evaluator should look at."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if faults := [*self.problems()]:
            raise MisfitError(faults)
        return self

    def problems(self) -> Iterator[tuple[str, str]]:
        """What does not fit its kind, by field."""
        of = KINDS[self.kind]
        yield from _measure("amount", self.amount, of.amount, self.kind)
        yield from _measure("lasts_s", self.lasts_s, of.length, self.kind)
        if self.what and not of.of:
            yield "what", f"got {self.what!r}, wanted none: {self.kind} is of all there is"
        elif of.of == "group":
            yield from _group(self.what)
        elif of.of == "officer" and not self.what.isdecimal():
            yield "what", f"got {self.what!r}, wanted an officer's number, from 0"
        if self.subject is not None and not of.about:
            yield "subject", f"got {self.subject}, wanted none: {self.kind} is about no entry"

    @property
    def of(self) -> InjectKind:
        """What its kind is."""
        return KINDS[self.kind]

    @property
    def much(self) -> float:
        """How much, as given or as usual."""
        return _usual(self.of.amount) if self.amount is None else self.amount

    @property
    def long_s(self) -> float:
        """For how long, as given or as usual."""
        return _usual(self.of.length) if self.lasts_s is None else self.lasts_s

    def lean(self) -> Lean:
        """The group whose scores move, of one that has one."""
        label, _, group = self.what.partition(" ")
        return Lean.model_validate({"label": label, "group": group, "shift": self.much})


def _measure(
    field: str, value: float | None, of: Amount | None, kind: str
) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if of is None:
        yield field, f"got {value:g}, wanted none: {kind} has none"
    elif not of.least <= value <= of.most:
        yield field, f"got {value:g}, wanted {of.least:g} to {of.most:g} {of.unit}"


def _usual(of: Amount | None) -> float:
    return of.usual if of else 0.0


def _group(what: str) -> Iterator[tuple[str, str]]:
    label, _, group = what.partition(" ")
    wanted = "wanted a group such as `sex female`, `age 16 to 25` or `tone 9`"
    if label not in ("sex", "age", "ancestry", "tone"):
        yield "what", f"got {what!r}, {wanted}"
        return
    planted = Planted.model_validate({"engine": [{"label": label, "group": group, "shift": 0}]})
    for _, said in planted_problems(planted):
        yield "what", said


def act_of(inject: Inject) -> Injected:
    """The inject as an act of a session."""
    return Injected(inject.id, inject.kind, inject.model_dump(mode="json"))


def inject_of(act: Injected) -> Inject:
    """The inject that an act brings about; SimError for one that is none."""
    try:
        return Inject.model_validate({**act.dials, "id": act.inject, "kind": act.kind})
    except ValidationError as err:
        found = [f"{field}: {said}" for field, said in unfit(err)]
        for one in [] if found else err.errors():
            wanted = one["msg"].removeprefix("Value error, ")
            found.append(f"{'.'.join(map(str, one['loc']))}: got {one['input']!r}, wanted {wanted}")
        told = "; ".join(found)
        raise SimError(f"inject {act.inject}: {told}") from err


def fit_problems(
    injects: Sequence[Inject], names: Mapping[str, Sequence[str]], size: int, duration_s: float
) -> Iterator[tuple[int, str, str]]:
    """What of some injects does not fit an exercise of such a length on a scenario that has a
    watchlist so large, and cameras, doors and officers of such `names`: by number and field.
    """
    for k, one in enumerate(injects):
        if one.at_s >= duration_s:
            yield k, "at_s", f"got {one.at_s:g}, wanted before the end at {duration_s:g} s"
        among = names.get(one.of.of, ())
        if one.what and one.of.of in names and one.what not in among:
            known = ", ".join(among) or "none: there are none"
            yield k, "what", f"got {one.what!r}, wanted one of {known}{perhaps(one.what, among)}"
        if one.subject is not None and one.subject >= size:
            yield k, "subject", f"got {one.subject}, wanted a watchlist's entry, below {size}"


def roles_of(told: str) -> tuple[Any, ...]:
    """Roles of a cell, apart by commas or semicolons.

    >>> roles_of("trainee; commander")
    ('trainee', 'commander')
    """
    parts = (part.strip() for part in told.replace(",", ";").split(";"))
    return tuple(part for part in parts if part)
