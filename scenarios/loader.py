"""Scenario files and the library: read, changed, checked, with errors that name the line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from reprlib import Repr
from typing import Any

import shapely
import yaml
from pydantic import ValidationError

from engine.disk.files import UnreadError, text
from engine.names import perhaps
from scenarios.errors import OVERRIDE, Fault, Gathered, ScenarioError, placed
from scenarios.lenses import farthest, focal_m
from scenarios.misfits import mended, misfits
from scenarios.mounts import lens_m
from scenarios.place import Place
from scenarios.plan import read_plan
from scenarios.schema import Camera, Scenario, Spot
from scenarios.seams import DISPATCH, JUDGE, WALKERS, has, known
from scenarios.things import OPEN_AIR
from scenarios.venue import Venue

FieldPath = tuple[str | int, ...]
LARGEST_BYTES = 128 << 10
"""A larger scenario is not read; those of the library have some 4 kB."""
NUMBER = re.compile(r"[0-9]{1,9}")
"""The place of something in a list."""
DATE = "tag:yaml.org,2002:timestamp"
MOST_LETTERS, MOST_STEPS = 200, 20
"""Of a field's name in a message, and of its path; the deepest field lies four steps deep."""
SHORT = Repr()
SHORT.maxstring = SHORT.maxlong = SHORT.maxother = 80
"""How messages tell a value."""
MOST_PEOPLE = 1_000_000
"""Of one scenario; twenty times a large venue's day."""


class Plain(yaml.SafeLoader):
    """YAML without aliases, of which a few lines can stand for more than any memory holds, and
    without dates, since no field is one: what looks like a date is text.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  # as yaml has it
        first: [one for one in ways if one[0] != DATE]
        for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; a YAMLError for an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.MarkedYAMLError(problem="an alias, wanted it written out", problem_mark=mark)
        return super().compose_node(parent, index)


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
    """A library scenario or a scenario file, with fields changed by `path: value`.

    Raises ScenarioError, with everything that does not fit, each as `file:line: field: got …,
    wanted …`.
    """
    path = library().get(name_or_path, Path(name_or_path))
    try:
        raw, lines = _read(path)
    except ScenarioError as err:
        raise ScenarioError([placed(path, fault) for fault in err.faults]) from err
    places = Places(path, lines, _changed(path, raw, overrides or {}))
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as err:
        told = [places.fault(at, said) for at, said in misfits(Scenario, err)]
        raise ScenarioError([*told, *_further(path, raw, places, err)]) from err
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


def _changed(path: Path, raw: dict[str, Any], overrides: Mapping[str, str]) -> set[FieldPath]:
    """The paths of the fields that were changed, in `raw`; ScenarioError for those that cannot."""
    gathered, changed = Gathered(path), set[FieldPath]()
    for field, value in overrides.items():
        with gathered.part():
            changed.add(_place(raw, field, value))
    gathered.refuse()
    return changed


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


def _place(raw: dict[str, Any], field: str, value: str) -> FieldPath:
    """Put a value, read as YAML, at a dotted path; the path."""
    steps: FieldPath = tuple(int(s) if NUMBER.fullmatch(s) else s for s in field.split("."))
    if len(steps) > MOST_STEPS:
        raise _unchanged(field, f"got {len(steps):,} steps, wanted at most {MOST_STEPS}")
    parsed = _parsed(field, value)
    inner: Any = raw
    for step in steps[:-1]:
        if isinstance(inner, dict):
            inner = inner.setdefault(step, {})
        elif isinstance(inner, list) and isinstance(step, int) and step < len(inner):
            inner = inner[step]
        else:
            raise _unchanged(field, f"got no field {SHORT.repr(step)} there")
    last = steps[-1]
    if isinstance(inner, list) and not (isinstance(last, int) and last < len(inner)):
        raise _unchanged(field, f"got {SHORT.repr(last)}, wanted one of 0 to {len(inner) - 1}")
    if not isinstance(inner, dict | list):
        raise _unchanged(field, f"got no fields inside {SHORT.repr(steps[-2])}")
    inner[last] = parsed  # type: ignore[index]  # a list takes the number checked above
    return steps


def _parsed(field: str, value: str) -> Any:
    """What a value says as YAML."""
    try:
        return yaml.load(value, Plain)  # a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as err:  # as in _read
        raise _unchanged(field, f"got {SHORT.repr(value)}, wanted a YAML value") from err


def _unchanged(field: str, said: str) -> ScenarioError:
    return ScenarioError([Fault(OVERRIDE, None, field[:MOST_LETTERS], said)])


def dotted(field: Sequence[str | int]) -> str:
    """A field's path as it is written.

    >>> dotted(("cameras", 0, "id"))
    'cameras.0.id'
    """
    return ".".join(map(str, field))


@dataclass(frozen=True, slots=True)
class Places:
    """Where fields stand: in the file on which line, or among those `changed` for this run."""

    path: Path
    lines: Mapping[FieldPath, int]
    changed: set[FieldPath]

    def fault(self, field: Sequence[str | int], said: str) -> Fault:
        """What is wrong with a field, and where it stands or, if it is missing, would stand."""
        at = tuple(field)
        if any(
            at[: len(c)] == c or (c[: len(at)] == at and at not in self.lines) for c in self.changed
        ):
            return Fault(OVERRIDE, None, dotted(field), said)
        while at and at not in self.lines:
            at = at[:-1]
        return Fault(str(self.path), self.lines.get(at, 1), dotted(field), said)

    def of_change(self, fault: Fault) -> Fault:
        """A fault of a field that was left as it was, as one of the fields that were changed."""
        if fault.file == OVERRIDE:
            return fault
        changed = ", ".join(sorted(dotted(one) for one in self.changed))
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
    starts = [hour.from_s for hour in scenario.arrivals.profile]
    if starts != sorted(starts) or starts[0] != 0:
        found.append((("arrivals", "profile"), f"got from_s {starts}, wanted 0 first, then rising"))
    if (people := scenario.arrivals.expected(scenario.duration_s)) > MOST_PEOPLE:
        said = f"got {people:,.0f} people on average, wanted at most {MOST_PEOPLE:,}"
        found.append((("arrivals", "profile"), said))
    fewest, most = scenario.arrivals.shops_visited
    if not 0 <= fewest <= most <= len(place.shops):
        said = f"got [{fewest}, {most}], wanted fewest and most of {len(place.shops)} shops"
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
