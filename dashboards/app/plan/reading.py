"""A plan read from a file, with what was found in it and its picture; or why it makes no place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from dashboards.figures.place.storeys import drawn
from engine.disk.files import write_bytes, write_text
from engine.faces import Image
from scenarios.checks.place import findings
from scenarios.errors import ScenarioError
from scenarios.place import Finding, Place
from scenarios.plan import Asked, Point, Proposer, importer_of, read_plan

ON_THE_PAGE = {
    "wanted --unit, one of": "wanted a unit, one of",
    "wanted --unit to settle it": "wanted somebody to choose the unit",
    "--unit ": "",
    "wanted --scale X1,Y1,X2,Y2,METRES, two pixels": "wanted two points",
    "--mend": "mending",
}
"""What a refusal calls options of the command line, and what they are here."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a plan that its file does not: its unit, what each of its layers is,
    two points of a picture in pixels and the metres between them; and whether it is mended.
    """

    unit: str | None = None
    layers: tuple[tuple[str, str], ...] = ()
    scale: tuple[Point, Point, float] | None = None
    mend: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading; `refused` says why there is no place, and names no folder."""

    place: Place | None = None
    findings: tuple[Finding, ...] = ()
    picture: Image | None = None
    refused: str = ""


def layers_of(name: str, content: bytes) -> dict[str, str]:
    """What each layer of a drawing is taken for, if nobody says otherwise; none for other plans,
    and for one that cannot be read, which `read` tells.
    """
    return {str(layer): str(is_) for layer, is_ in _proposed(name, content)["layers"].items()}


def mends(name: str, content: bytes) -> bool:
    """Whether faults of such a plan can be mended while it is read."""
    with TemporaryDirectory() as folder:
        try:
            return "mend" in importer_of(_kept(folder, name, content)).takes
        except ScenarioError:
            return False


def read(name: str, content: bytes, said: Said) -> Read:
    """Read a plan of that name with what was said of it."""
    with TemporaryDirectory() as folder:
        file = _kept(folder, name, content)
        layers = None
        try:
            if said.layers:
                layers = Path(folder) / "layers.yaml"
                told = {**_proposed(name, content), "layers": dict(said.layers)}
                write_text(layers, yaml.safe_dump(told, allow_unicode=True))
            place = read_plan(file, Asked(said.unit, layers, said.scale, said.mend))
        except ScenarioError as err:
            return Read(refused=_here(str(err), folder))
    found = findings(place)
    return Read(place, found, drawn(place, found))


def _proposed(name: str, content: bytes) -> Mapping[str, Mapping[str, str]]:
    nothing: dict[str, dict[str, str]] = {"layers": {}}
    with TemporaryDirectory() as folder:
        file = _kept(folder, name, content)
        try:
            importer = importer_of(file)
            if not isinstance(importer, Proposer):
                return nothing
            written = yaml.safe_load(importer.proposal(file))
        except ScenarioError:
            return nothing
    return dict(written) if isinstance(written, dict) else nothing


def _kept(folder: str, name: str, content: bytes) -> Path:
    file = Path(folder) / Path(name).name
    write_bytes(file, content)
    return file


def _here(said: str, folder: str) -> str:
    """A refusal as the page says it."""
    said = said.replace(f"{folder}/", "")
    for there, here in ON_THE_PAGE.items():
        said = said.replace(there, here)
    return said
