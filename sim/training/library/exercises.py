"""Exercises: a scenario, what is to be learned, and a timeline of injects, as YAML and CSV."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from engine.names import perhaps
from scenarios.errors import Fault, ScenarioError
from scenarios.failures import UPHEAVALS
from scenarios.fields.document import Places, read_fields
from scenarios.fields.misfits import misfits
from scenarios.fields.parts import Moment, Name, Part, Span
from scenarios.fields.plain import FieldPath
from scenarios.loader import Loaded, load_scenario
from sim.training.injects.inject import Inject, fit_problems
from sim.training.injects.timeline import COLUMNS, read_timeline, written_timeline
from sim.training.session import Asked

Words = Annotated[str, Field(min_length=1, max_length=2_000)]


class Objective(Part):
    """Something that is to be learned, which injects name by its id."""

    id: Name
    """By which the timeline names it."""
    told: Words
    """What people can do afterwards."""


class Exercise(Part):
    """What is played, with whom, and what for."""

    name: Name
    """By which it is found."""
    title: Annotated[str, Field(min_length=1, max_length=80)]
    """What people call it."""
    told: Words
    """What it is about."""
    scenario: Annotated[str, Field(min_length=1, max_length=200)]
    """A library scenario, or a scenario file beside this one."""
    changes: Mapping[str, str] = Field(default={})
    """Fields of the scenario that are otherwise here."""
    from_s: Moment = 0.0
    """The scenario's moment at which it begins."""
    lasts_s: Span | None = None
    """How long it lasts; none: to the scenario's end."""
    seats: Annotated[tuple[Literal["trainee", "commander"], ...], Field(min_length=1)] = (
        "trainee",
        "commander",
    )
    """Who are people; others are played as the scenario says."""
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=20)]
    """What is to be learned."""
    timeline: Annotated[str, Field(min_length=1, max_length=200)]
    """The CSV file of injects, beside this one."""
    questions: Annotated[tuple[Words, ...], Field(max_length=20)] = ()
    """What to talk about afterwards."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An exercise that holds together, with its injects, its scenario, and where it came from."""

    exercise: Exercise
    injects: tuple[Inject, ...]
    loaded: Loaded
    path: Path

    @property
    def lasts_s(self) -> float:
        """How long it lasts."""
        rest_s = self.loaded.scenario.duration_s - self.exercise.from_s
        return rest_s if self.exercise.lasts_s is None else self.exercise.lasts_s

    @property
    def scenario(self) -> str:
        """The scenario's name or path."""
        return str(_scenario_of(self.exercise, self.path))

    @property
    def changes(self) -> dict[str, str]:
        """The scenario's fields that are otherwise, surges and evacuations of the timeline among
        them: people walk that way from the first.
        """
        laid = [_failure(one, self) for one in self.injects if one.kind in UPHEAVALS]
        if not laid:
            return dict(self.exercise.changes)
        before = [one.model_dump(mode="json") for one in self.loaded.scenario.failures]
        return {**self.exercise.changes, "failures": json.dumps([*before, *laid])}


def library() -> dict[str, Path]:
    """The exercises that come with Footfall, by name, the shortest first."""
    folder = Path(str(files("sim.training.library")))
    return {file.stem.partition("-")[2]: file for file in sorted(folder.glob("*.yaml"))}


def is_exercise(name_or_path: str) -> bool:
    """Whether it names an exercise of the library, or a YAML file that has an exercise's fields
    rather than a scenario's.
    """
    path = Path(name_or_path)
    if name_or_path in library() or path.suffix not in (".yaml", ".yml"):
        return name_or_path in library()
    return path.is_file() and {"objectives", "timeline"} <= {*read_fields(path, [])[0]}


def load_exercise(name_or_path: str) -> Prepared:
    """An exercise of the library, or of a file.

    Raises ScenarioError with everything that does not fit, in the exercise, in its timeline and
    between both and the scenario, each as `file:line: field: got …, wanted …`.
    """
    path = library().get(name_or_path, Path(name_or_path))
    raw, lines = read_fields(path, [*library()])
    places = Places(path, lines, {})
    try:
        exercise = Exercise.model_validate(raw)
    except ValidationError as err:
        found = [places.fault(at, said) for at, said in misfits(Exercise, err)]
        raise ScenarioError(found) from err
    told = [places.fault(*one) for one in _problems(exercise)]
    loaded, injects = None, tuple[Inject, ...]()
    try:
        loaded = load_scenario(
            str(_scenario_of(exercise, path)), {**exercise.changes, "fidelity": "scores"}
        )
    except ScenarioError as err:
        told += err.faults
    try:
        injects = read_timeline(path.parent / exercise.timeline)
    except ScenarioError as err:
        told += err.faults
    if loaded is None or told:
        raise ScenarioError(told)
    prepared = Prepared(exercise, injects, loaded, path)
    told = [*_span(prepared, places), *_unfit(prepared), *_unserved(prepared, places)]
    if told:
        raise ScenarioError(told)
    return prepared


def _scenario_of(exercise: Exercise, path: Path) -> Path | str:
    beside = path.parent / exercise.scenario
    return beside if beside.suffix in (".yaml", ".yml") else exercise.scenario


def _problems(exercise: Exercise) -> Iterator[tuple[FieldPath, str]]:
    ids = [one.id for one in exercise.objectives]
    for k, one in enumerate(ids):
        if one in ids[:k]:
            yield ("objectives", k, "id"), f"got {one!r} again, wanted it once"


def _span(prepared: Prepared, places: Places) -> Iterator[Fault]:
    whole_s = prepared.loaded.scenario.duration_s
    until_s = prepared.exercise.from_s + prepared.lasts_s
    if not prepared.exercise.from_s < until_s <= whole_s:
        said = f"got {prepared.exercise.from_s:g} to {until_s:g} s, wanted a part of {whole_s:g} s"
        yield places.fault(("lasts_s",), said)


def names_of(loaded: Loaded) -> dict[str, Sequence[str]]:
    """Cameras, entrances and officers of a scenario, as injects name them."""
    return {
        "camera": [camera.id for camera in loaded.scenario.watching],
        "door": [door.name for _, door in loaded.place.entrances],
        "officer": [str(number) for number in range(len(loaded.scenario.officers.posts_m))],
    }


def _unfit(prepared: Prepared) -> Iterator[Fault]:
    """Injects that do not fit the scenario or the objectives, by their number."""
    file = str(prepared.path.parent / prepared.exercise.timeline)
    columns = {field: name for name, field in COLUMNS.items()}
    ids = [one.id for one in prepared.exercise.objectives]
    scenario = prepared.loaded.scenario
    about = (names_of(prepared.loaded), scenario.watchlist.size, prepared.lasts_s)
    for number, field, said in fit_problems(prepared.injects, *about):
        yield Fault(file, None, f"inject {prepared.injects[number].id}: {columns[field]}", said)
    for one in prepared.injects:
        if one.objective and one.objective not in ids:
            among = f"wanted one of {', '.join(ids)}{perhaps(one.objective, ids)}"
            yield Fault(
                file, None, f"inject {one.id}: objective", f"got {one.objective!r}, {among}"
            )
        if one.type == "expected-action" and not one.expected_action:
            said = "got none, wanted what they should do: its type is expected-action"
            yield Fault(file, None, f"inject {one.id}: expected action", said)


def _unserved(prepared: Prepared, places: Places) -> Iterator[Fault]:
    """Objectives that no inject serves."""
    served = {one.objective for one in prepared.injects}
    for k, one in enumerate(prepared.exercise.objectives):
        if one.id not in served:
            said = f"got {one.id!r}, wanted an inject of the timeline that serves it"
            yield places.fault(("objectives", k, "id"), said)


def _failure(inject: Inject, prepared: Prepared) -> dict[str, Any]:
    """An upheaval of the timeline as a failure of the scenario."""
    from_s = prepared.exercise.from_s + inject.at_s
    end_s = min(from_s + inject.long_s, prepared.loaded.scenario.duration_s)
    told = {"kind": inject.kind, "from_s": from_s, "to_s": end_s, "what": inject.what}
    return told | ({} if inject.amount is None else {"amount": inject.amount})


def asked_of(prepared: Prepared, overrides: Mapping[str, str] | None = None) -> Asked:
    """The session that an exercise is, with further fields of its scenario changed."""
    exercise = prepared.exercise
    return Asked(
        prepared.scenario,
        {**prepared.changes, **(overrides or {})},
        exercise.from_s,
        prepared.lasts_s,
        exercise.seats,
        exercise.name,
        written_timeline(prepared.injects),
    )
