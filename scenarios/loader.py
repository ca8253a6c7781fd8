"""Scenario files and the library: read, changed, checked, with errors that name the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.bought.cameras import with_classes
from scenarios.bought.presets import with_presets
from scenarios.errors import Fault, ScenarioError, placed
from scenarios.fields.changes import changed
from scenarios.fields.document import Places, read_fields
from scenarios.fields.gaps import with_gaps
from scenarios.fields.misfits import misfits
from scenarios.fields.plain import FieldPath
from scenarios.fit import passing, problems
from scenarios.footfall.told import profiles, with_profiles
from scenarios.mounts import lens_m
from scenarios.place import Place
from scenarios.plan import read_plan
from scenarios.schema import Scenario
from scenarios.venue import Venue


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario that holds together, with its place and where both came from."""

    scenario: Scenario
    place: Place
    path: Path
    venue_path: Path

    @property
    def venue(self) -> Venue:
        """The plan of the lowest level, which is all of a place of one."""
        return self.place.levels[0].venue


def library() -> dict[str, Path]:
    """The scenarios that come with Footfall, by name."""
    folder = Path(str(files("scenarios.library")))
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def load_scenario(name_or_path: str, overrides: Mapping[str, str] | None = None) -> Loaded:
    """A library scenario or a scenario file, with fields changed by `path: value`; a path that ends
    in `+` puts one more at the end of a list.

    Raises ScenarioError, with everything that does not fit, each as `file:line: field: got …,
    wanted …`.
    """
    path = library().get(name_or_path, Path(name_or_path))
    try:
        raw, lines = read_fields(path, [*library()])
    except ScenarioError as err:
        raise ScenarioError([placed(path, fault) for fault in err.faults]) from err
    made, unmade = changed(path, raw, overrides or {})
    places = Places(path, lines, made)
    raw, origin, unaimed = with_presets(raw)
    told = [*unmade, *(places.fault(*one) for one in unaimed)]
    places = replace(places, cameras=origin)
    raw, unbought = with_classes(raw, path.parent)
    scenario, misfit = _scenario(raw, places)
    told += [*(places.fault(*one) for one in unbought), *misfit]
    whole = not misfit
    told += _unfelt(scenario, places)
    scenario, faults = _profiled(scenario, places, whole=whole)
    place, refused = _place(scenario, places, whole=whole)
    told += [*faults, *refused]
    further = [places.fault(*one) for one in problems(scenario, place, whole=whole)]
    further.sort(key=lambda one: one.line or 0)
    if further and overrides and _holds(name_or_path):
        further = [places.of_change(one) for one in further]
    if place is None or told or further:
        raise ScenarioError(told + further)
    loaded = Loaded(scenario, place, path, path.parent / scenario.venue)
    return replace(loaded, scenario=_hung(loaded))


def written(loaded: Loaded) -> Scenario:
    """The scenario with the fields that its file has, of which others were made: who comes as a
    kind of day, or as somebody counted.
    """
    raw, lines = read_fields(loaded.path, [*library()])
    bought, _ = with_classes(with_presets(raw)[0], loaded.path.parent)
    return _scenario(bought, Places(loaded.path, lines, {}))[0]


def _scenario(raw: dict[str, Any], places: Places) -> tuple[Scenario, list[Fault]]:
    """The scenario of these fields, with gaps where they do not fit, and what does not."""
    try:
        return Scenario.model_validate(raw), []
    except ValidationError as err:
        scenario, behind = with_gaps(Scenario, raw, err)
        found = [*misfits(Scenario, err), *behind]
        return scenario, [places.fault(at, said) for at, said in found]


def _unfelt(scenario: Scenario, places: Places) -> list[Fault]:
    """Changes that nothing would come of: where there is a threshold, a day or counts, they decide
    alone.
    """
    engine, arrivals = (getattr(scenario, part, None) for part in ("engine", "arrivals"))
    alone: dict[FieldPath, dict[str, object]] = {
        ("engine", "target_fpir"): {"engine.threshold": getattr(engine, "threshold", None)},
        ("arrivals", "profile"): {
            f"arrivals.{name}": getattr(arrivals, name, None) for name in ("day", "counts")
        },
    }
    found = list[Fault]()
    for field, rulers in alone.items():
        asked = any(at[: len(field)] == field for at in places.changed)
        ruling = [(name, value) for name, value in rulers.items() if value is not None]
        for name, value in ruling if asked else ():
            which = f"{name}, {value:g}," if isinstance(value, float) else name + ","
            said = (
                f"got it beside {which} which decides alone, wanted one of them: --set {name}=null"
            )
            found.append(places.fault(field, said))
    return found


def _profiled(scenario: Scenario, places: Places, *, whole: bool) -> tuple[Scenario, list[Fault]]:
    """The scenario with the profiles that it asks for, and what does not fit of that."""
    folder = places.path.parent
    try:
        if whole:
            return with_profiles(scenario, folder), []
        with passing(whole=False):
            profiles(scenario, folder)
    except ScenarioError as err:
        field, _, said = str(err).partition(": ")
        return scenario, [places.fault(("arrivals", *field.split(".")), said)]
    return scenario, []


def _place(
    scenario: Scenario, places: Places, *, whole: bool
) -> tuple[Place | None, Sequence[Fault]]:
    """The plan that the scenario names, or why there is none."""
    with passing(whole=whole):
        path = places.path.parent / scenario.venue
        if not path.exists():
            wanted = f"the path of a plan, relative to the folder of {places.path.name}"
            said = f"got {scenario.venue!r} and there is no {path}, wanted {wanted}"
            return None, [places.fault(("venue",), said)]
        if path.is_dir():
            wanted = "a plan in one file: `footfall venue import` makes one of it"
            return None, [places.fault(("venue",), f"got the folder {path}, wanted {wanted}")]
        try:
            return read_plan(path), []
        except ScenarioError as err:
            return None, err.faults
    return None, []


def _holds(name_or_path: str) -> bool:
    """Whether a scenario holds together as it stands in its file."""
    try:
        load_scenario(name_or_path)
    except ScenarioError:
        return False
    return True


def _hung(loaded: Loaded) -> Scenario:
    """The scenario with every camera's place that of its lens."""
    fields = loaded.scenario.model_dump()
    for camera, written in zip(loaded.scenario.cameras, fields["cameras"], strict=True):
        written["at_m"] = lens_m(camera, loaded.place.on(camera.level, camera.at_m).venue)
    return Scenario.model_validate(fields)
