"""Scenario files and the library: read, changed, checked, with errors that name the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import shapely
import yaml
from pydantic import ValidationError

from engine.counts import counted
from engine.disk.files import UnreadError, text
from engine.names import perhaps
from scenarios.errors import OVERRIDE, Fault, Gathered, ScenarioError, placed
from scenarios.fields.changes import changed
from scenarios.fields.misfits import mended, misfits
from scenarios.fields.parts import Spot
from scenarios.fields.plain import FieldPath, Plain, dotted
from scenarios.footfall.fit import footfall_problems
from scenarios.footfall.told import with_profiles
from scenarios.lenses import farthest, focal_m
from scenarios.mounts import lens_m
from scenarios.place import Place
from scenarios.plan import read_plan
from scenarios.schema import Camera, Scenario
from scenarios.seams import DISPATCH, JUDGE, WALKERS, has, known
from scenarios.things import OPEN_AIR
from scenarios.venue import Venue

LARGEST_BYTES = 128 << 10
"""A larger scenario is not read; those of the library have some 4 kB."""
MOST_PEOPLE = 1_000_000
"""Of one scenario; twenty times a large venue's day."""


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
        raw, lines = _read(path)
    except ScenarioError as err:
        raise ScenarioError([placed(path, fault) for fault in err.faults]) from err
    places = Places(path, lines, changed(path, raw, overrides or {}))
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as err:
        told = [places.fault(at, said) for at, said in misfits(Scenario, err)]
        raise ScenarioError([*told, *_further(path, raw, places, err)]) from err
    try:
        scenario = with_profiles(scenario, path.parent)
    except ScenarioError as err:
        field, _, said = str(err).partition(": ")
        raise ScenarioError([places.fault(("arrivals", *field.split(".")), said)]) from err
    venue_path = path.parent / scenario.venue
    loaded = Loaded(scenario, read_plan(venue_path), path, venue_path)
    if problems := _problems(loaded):
        faults = [places.fault(field, said) for field, said in problems]
        holds = overrides and _holds(name_or_path)
        raise ScenarioError([places.of_change(one) for one in faults] if holds else faults)
    return replace(loaded, scenario=_hung(loaded))


def _holds(name_or_path: str) -> bool:
    """Whether a scenario holds together as it stands in its file."""
    try:
        load_scenario(name_or_path)
    except ScenarioError:
        return False
    return True


def _further(
    path: Path, raw: dict[str, Any], places: "Places", err: ValidationError
) -> Sequence[Fault]:
    """What else is wrong with a scenario that is refused in any case: with its plan, or with what
    must fit each other, as far as that can be seen.
    """
    scenario = mended(Scenario, raw, err)
    named = scenario.venue if scenario else raw.get("venue")
    if not isinstance(named, str):
        return ()
    try:
        place = read_plan(path.parent / named)
    except ScenarioError as refused:
        return refused.faults
    if scenario is None:
        return ()
    problems = _problems(Loaded(scenario, place, path, path.parent / named))
    return [places.fault(field, said) for field, said in problems]


def _hung(loaded: Loaded) -> Scenario:
    """The scenario with every camera's place that of its lens."""
    fields = loaded.scenario.model_dump()
    for camera, written in zip(loaded.scenario.cameras, fields["cameras"], strict=True):
        written["at_m"] = lens_m(camera, loaded.place.on(camera.level, camera.at_m).venue)
    return Scenario.model_validate(fields)


def _read(path: Path) -> tuple[dict[str, Any], dict[FieldPath, int]]:
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        there, near = ", ".join(library()), perhaps(path.name, library())
        raise ScenarioError(
            f"{path}: got no readable file ({err}), wanted one or a library scenario"
            f" ({there}){near}"
        ) from err
    try:
        node, raw = _composed(written)
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        why = " ".join(str(getattr(err, "problem", err)).split())
        raise ScenarioError(f"{path}{where}: got no YAML: {why}") from err
    except (RecursionError, ValueError) as err:  # ValueError: a number of thousands of digits
        raise ScenarioError(f"{path}: got YAML too deep or too large, wanted a scenario") from err
    if not isinstance(raw, dict):
        raise ScenarioError(f"{path}:1: got {type(raw).__name__}, wanted fields of a scenario")
    lines, gathered = dict[FieldPath, int](), Gathered(path)
    for field, line in _lines(node, ()):
        if field in lines:
            gathered.add(line, dotted(field), "got it again, wanted it once")
        lines[field] = line
    gathered.refuse()
    return raw, lines


def _composed(written: str) -> tuple[yaml.Node | None, Any]:
    """The one document of a text, as nodes that know their lines and as values."""
    loader = Plain(written)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _lines(node: yaml.Node | None, at: FieldPath) -> list[tuple[FieldPath, int]]:
    """Every field's path and the line it starts on."""
    found: list[tuple[FieldPath, int]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*at, str(key.value))
            found += [(here, key.start_mark.line + 1), *_lines(value, here)]
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            here = (*at, number)
            found += [(here, value.start_mark.line + 1), *_lines(value, here)]
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """Where fields stand: in the file on which line, or among those `changed` for this run, which
    are told as they were written.
    """

    path: Path
    lines: Mapping[FieldPath, int]
    changed: Mapping[FieldPath, str]

    def fault(self, field: Sequence[str | int], said: str) -> Fault:
        """What is wrong with a field, and where it stands or, if it is missing, would stand."""
        at = tuple(field)
        for there, written in self.changed.items():
            if at[: len(there)] == there:
                return Fault(OVERRIDE, None, dotted((written, *at[len(there) :])), said)
            if there[: len(at)] == at and at not in self.lines:
                return Fault(OVERRIDE, None, dotted(at), said)
        while at and at not in self.lines:
            at = at[:-1]
        return Fault(str(self.path), self.lines.get(at, 1), dotted(field), said)

    def of_change(self, fault: Fault) -> Fault:
        """A fault of a field that was left as it was, as one of the fields that were changed."""
        if fault.file == OVERRIDE:
            return fault
        changed = ", ".join(sorted(self.changed.values()))
        got = f"got what {fault.field} no longer fits: {fault.got}, wanted {fault.wanted}"
        return Fault(OVERRIDE, None, changed, got)


def _problems(loaded: Loaded) -> list[tuple[FieldPath, str]]:
    """What the schema cannot see: things that must fit each other."""
    scenario, place = loaded.scenario, loaded.place
    found: list[tuple[FieldPath, str]] = []
    for k, camera in enumerate(scenario.cameras):
        here = _camera_problems(camera, place)
        found += [(("cameras", k, *at), said) for at, said in here]
        if camera.id in [other.id for other in scenario.cameras[:k]]:
            found.append((("cameras", k, "id"), f"got {camera.id!r} twice, wanted it once"))
    for k, post in enumerate(scenario.officers.posts_m):
        if said := _post_problem(post, place):
            found.append((("officers", "posts_m", k), said))
    sizes = scenario.arrivals.group_sizes
    if abs(sum(sizes) - 1) > 1e-6:
        found.append((("arrivals", "group_sizes"), f"got a sum of {sum(sizes):.9g}, wanted 1"))
    manners = sum(scenario.crowd.manners.model_dump().values())
    if manners > 1:
        said = f"got shares that add up to {manners:g}, wanted at most 1"
        found.append((("crowd", "manners"), said))
    footfall = footfall_problems(scenario.arrivals, place)
    found += [(("arrivals", *at), said) for at, said in footfall]
    if (people := scenario.arrivals.expected(scenario.duration_s)) > MOST_PEOPLE:
        said = f"got {people:,.0f} people on average, wanted at most {MOST_PEOPLE:,}"
        found.append((("arrivals", "profile"), said))
    fewest, most = scenario.arrivals.shops_visited
    if not 0 <= fewest <= most <= len(place.shops):
        there = counted(len(place.shops), "shop")
        said = f"got [{fewest}, {most}], wanted fewest and most of {there}"
        found.append((("arrivals", "shops_visited"), said))
    if fewest == 0 and len(place.entrances) == 1:
        said = f"got {fewest} at least, wanted 1: with one entrance nobody can only walk through"
        found.append((("arrivals", "shops_visited"), said))
    return found + _window_problems(scenario) + _seam_problems(scenario)


def _seam_problems(scenario: Scenario) -> list[tuple[FieldPath, str]]:
    """Names under which nobody stands."""
    asked = (
        (("crowd", "walkers"), WALKERS, scenario.crowd.walkers),
        (("operators", "judge"), JUDGE, scenario.operators.judge),
        (("officers", "dispatch"), DISPATCH, scenario.officers.dispatch),
    )
    return [
        (field, f"got {name!r}, wanted one of {', '.join(known(seam))}{perhaps(name, known(seam))}")
        for field, seam, name in asked
        if not has(seam, name)
    ]


def _post_problem(post: Spot, place: Place) -> str | None:
    """What is wrong with where an officer stands."""
    told = [*post] if post.level else [*post[:2]]
    if said := _level_problem(post.level, place):
        return f"got {told}, wanted {said}"
    venue = place.on(post.level, post[:2]).venue
    if venue.floor.contains(shapely.Point(post[:2])):
        return None
    return f"got {told}, wanted a point on the floor of {venue.name}"


def _level_problem(level: int, place: Place) -> str | None:
    """What would be a level of the place, if this is none."""
    there = sorted({one.ordinal for one in place.levels})
    return None if level in there else f"one of its levels, {', '.join(map(str, there))}"


def _camera_problems(camera: Camera, place: Place) -> list[tuple[FieldPath, str]]:
    found: list[tuple[FieldPath, str]] = []
    if said := _level_problem(camera.level, place):
        return [(("level",), f"got {camera.level}, wanted {said}"), *_imaging(camera)]
    venue = place.on(camera.level, camera.at_m).venue
    try:
        lens_m(camera, venue)
    except ScenarioError as err:
        found.append((("at_m",), str(err)))
    if venue.scene not in OPEN_AIR and camera.height_m > venue.ceiling_m:
        said = f"got {camera.height_m:g}, wanted at most the ceiling's {venue.ceiling_m:g} m"
        found.append((("height_m",), f"{said} of {venue.name}"))
    return found + _imaging(camera)


def _imaging(camera: Camera) -> list[tuple[FieldPath, str]]:
    return [(("imaging", *at), said) for at, said in imaging_problems(camera)]


def imaging_problems(camera: Camera) -> list[tuple[FieldPath, str]]:
    """What of a camera's imaging does not fit together, by the fields below it."""
    imaging = camera.imaging
    found: list[tuple[FieldPath, str]] = []
    if imaging is None:
        return found
    x1, y1, x2, y2 = imaging.backlight_box
    if not (x1 < x2 and y1 < y2):
        said = f"got {[x1, y1, x2, y2]}, wanted x1 < x2 and y1 < y2"
        found.append((("backlight_box",), said))
    if imaging.shutter_min_s > imaging.shutter_max_s:
        said = f"got {imaging.shutter_min_s:g}, wanted at most shutter_max_s"
        found.append((("shutter_min_s",), said))
    if imaging.focus_m is not None and imaging.focus_m <= (focal := focal_m(camera)):
        said = f"got {imaging.focus_m:g}, wanted more than the focal length, {focal:g} m"
        found.append((("focus_m",), said))
    try:
        farthest(camera)
    except ScenarioError as err:
        found.append((("k1",), str(err)))
    return found


def _window_problems(scenario: Scenario) -> list[tuple[FieldPath, str]]:
    window = scenario.window
    found: list[tuple[FieldPath, str]] = []
    if window is None:
        if scenario.fidelity == "pixels":
            found.append((("window",), "got none, wanted one: pixels fidelity plays a window"))
        return found
    if window.start_s + window.duration_s > scenario.duration_s:
        said = f"got {window.duration_s:g} s from {window.start_s:g} s, wanted it inside the day"
        found.append((("window", "duration_s"), said))
    names = [camera.id for camera in scenario.cameras]
    for k, name in enumerate(window.cameras):
        if name not in names:
            said = f"got {name!r}, wanted one of {', '.join(names)}{perhaps(name, names)}"
            found.append((("window", "cameras", k), said))
    return found
