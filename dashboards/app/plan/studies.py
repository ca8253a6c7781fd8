"""Places that somebody plans for, on disk: a folder each, with its plan and a scenario file for
each layout of cameras, which `footfall run` plays.
"""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from engine.disk.files import UnreadError, from_json, text, write_bytes, write_text
from engine.disk.places import own_folder
from scenarios.errors import ScenarioError
from scenarios.fit import problems
from scenarios.importers.writing import write_place
from scenarios.loader import Loaded, load_scenario
from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from sim.estimate.crowd import refuse_cut_off
from sim.world.ways import Ways

PLACE = "plans"
"""The studies' folder, in that of the runs."""
TOLD, VENUE, VALUES = "plan.json", "venue.geojson", "values.json"
"""What a study notes of itself, its plan where it was read, and its layouts beside each other."""
FIRST = "first"
"""What the layout is called that a study begins with."""
LARGEST_BYTES = 1 << 20
LONGEST = 60
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Study:
    """One place that cameras are planned for: its folder, and what people call it."""

    folder: Path
    title: str

    @property
    def id(self) -> str:
        """What finds it."""
        return self.folder.name

    @property
    def layouts(self) -> tuple[str, ...]:
        """The names of its layouts, the oldest first."""
        made = [str(one) for one in _fields(self.folder / TOLD).get("layouts", ())]
        found = sorted(file.stem for file in self.folder.glob("*.yaml"))
        rank = {name: number for number, name in enumerate(made)}
        return tuple(sorted(found, key=lambda name: rank.get(name, len(made))))

    def file(self, layout: str) -> Path:
        """The scenario file of a layout."""
        return self.folder / f"{Path(layout).name}.yaml"


def studies(runs: Path) -> list[Study]:
    """All of them, by name."""
    found = [_study(file.parent) for file in (runs / PLACE).glob(f"*/{TOLD}")]
    return sorted((one for one in found if one.layouts), key=lambda one: one.title.lower())


def find(runs: Path, ident: str) -> Study | None:
    """The study of that id, if there is any."""
    folder = runs / PLACE / Path(ident).name
    return _study(folder) if (folder / TOLD).is_file() else None


def from_scenario(runs: Path, name_or_path: str) -> Study:
    """A study of a scenario's place, with its cameras as the first layout; ScenarioError for one
    that does not hold together.
    """
    loaded = load_scenario(name_or_path)
    with own_folder(runs / PLACE / loaded.scenario.name, numbered=True) as folder:
        venue = f"venue{''.join(loaded.venue_path.suffixes)}"
        write_bytes(folder / venue, loaded.venue_path.read_bytes())
        return _begun(folder, loaded.scenario.title, loaded.scenario, venue)


def from_place(runs: Path, place: Place, title: str, base: Scenario) -> Study:
    """A study of a place that was imported, with what `base` says of who comes and with its
    cameras; ScenarioError where they do not fit the place, and for doors with no way between them.
    """
    checked(base, place)
    refuse_cut_off(base.arrivals, place, Ways(place))
    with own_folder(runs / PLACE / slug(title), numbered=True) as folder:
        write_place(folder / VENUE, place)
        return _begun(folder, title, base, VENUE)


def load(file: Path) -> Loaded:
    """A layout; ScenarioError for one that cannot be read."""
    return load_scenario(str(file))


def save(study: Study, name: str, loaded: Loaded, cameras: Sequence[Mapping[str, Any]]) -> None:
    """Keep a layout's cameras; ScenarioError, with each fault, for some that do not hold together.

    What the canvas does not know of a camera, such as its imaging, stays as it was.
    """
    scenario = with_cameras(loaded.scenario, cameras)
    checked(scenario, loaded.place)
    write(study.file(name), scenario, loaded.scenario.venue)


def copy(study: Study, name: str, title: str, cameras: Sequence[Camera] | None = None) -> str:
    """Another layout like that one, or with other cameras; its name."""
    scenario, free = load(study.file(name)).scenario, slug(title)
    number = 1
    while study.file(free).exists():
        number += 1
        free = f"{slug(title)}-{number}"
    told = scenario.model_dump() | {"name": free}
    if cameras is not None:
        told["cameras"] = [camera.model_dump() for camera in cameras]
    write(study.file(free), Scenario.model_validate(told), scenario.venue)
    note(study, {"layouts": [*study.layouts]})
    return free


def drop(study: Study, name: str) -> None:
    """Take a layout away; a study keeps its last one."""
    if len(study.layouts) < 2:
        raise ScenarioError(f"{study.title}: got its only layout, wanted one of several")
    study.file(name).unlink(missing_ok=True)


def forget(study: Study) -> None:
    """Take a study away for good, with its layouts."""
    shutil.rmtree(study.folder)


def with_cameras(scenario: Scenario, cameras: Sequence[Mapping[str, Any]]) -> Scenario:
    """The scenario with cameras of which some fields are told; each is otherwise like the one named
    by `like`, or by its own id, or like the first.
    """
    known = {one.id: one for one in scenario.cameras}
    told = scenario.model_dump() | {"cameras": [_camera(known, scenario, one) for one in cameras]}
    if told["window"]:
        told["window"] = {**told["window"], "cameras": ()}
    try:
        return Scenario.model_validate(told)
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ScenarioError(f"{where}: got {first['input']!r}, wanted {first['msg']}") from err


def checked(scenario: Scenario, place: Place) -> None:
    """ScenarioError, with each fault, for what does not fit the place."""
    faults = [
        f"{'.'.join(map(str, at))}: {said}" for at, said in problems(scenario, place, whole=True)
    ]
    if faults:
        raise ScenarioError("\n".join(faults))


def write(file: Path, scenario: Scenario, venue: str) -> None:
    """Write a layout, whose plan is that file beside it."""
    told = scenario.model_dump(mode="json") | {"venue": venue, "name": file.stem}
    write_text(file, yaml.safe_dump(told, sort_keys=False, allow_unicode=True))


def noted(study: Study) -> dict[str, Any]:
    """What a study notes of itself, by name."""
    return _fields(study.folder / TOLD)


def note(study: Study, more: Mapping[str, Any]) -> None:
    """Note more of it."""
    told = noted(study) | {"title": study.title} | dict(more)
    write_text(study.folder / TOLD, json.dumps(told, indent=2) + "\n")


def slug(title: str) -> str:
    """A name for files.

    >>> slug("Gate 2, with Élan!"), slug("…")
    ('gate-2-with-lan', 'plan')
    """
    plain = re.sub(r"[^a-z0-9_]+", "-", title.lower().encode("ascii", "ignore").decode())
    return plain.strip("-")[:LONGEST].strip("-") or "plan"


def _camera(
    known: Mapping[str, Camera], scenario: Scenario, told: Mapping[str, Any]
) -> dict[str, Any]:
    model = known.get(str(told.get("like"))) or known.get(str(told.get("id")))
    fields = (model or scenario.cameras[0]).model_dump()
    return fields | {name: value for name, value in told.items() if name in fields}


def _begun(folder: Path, title: str, scenario: Scenario, venue: str) -> Study:
    study = Study(folder, title)
    write(study.file(FIRST), scenario, venue)
    note(study, {"layouts": [FIRST]})
    return study


def _study(folder: Path) -> Study:
    return Study(folder, str(_fields(folder / TOLD).get("title", folder.name)))


def _fields(file: Path) -> dict[str, Any]:
    try:
        found = from_json(text(file, LARGEST_BYTES))
    except UnreadError:
        return {}
    return found if isinstance(found, dict) else {}
