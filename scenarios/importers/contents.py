"""What stands in GeoJSON files of any make, before anybody knows whose they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from engine.disk.files import UnreadError, from_json, text
from scenarios.errors import Gathered, ScenarioError

LARGEST_BYTES = 16 << 20
"""A larger plan is not read."""


def collection(path: Path, written: str) -> Mapping[str, Any]:
    """The FeatureCollection in a text of that file; ScenarioError for none."""
    try:
        content = from_json(written)
    except UnreadError as err:
        raise ScenarioError(f"{path}: got {err}, wanted a venue's GeoJSON") from err
    if not isinstance(content, Mapping) or content.get("type") != "FeatureCollection":
        raise ScenarioError(f"{path}: type: got no FeatureCollection, wanted one")
    if not isinstance(features := content.get("features"), list):
        raise ScenarioError(f"{path}: features: got {features!r}, wanted a list")
    return content


def written_in(path: Path) -> str:
    """The text of a plain file; ScenarioError for what is none, or too large."""
    try:
        return text(path, LARGEST_BYTES)
    except UnreadError as err:
        got = f"no readable file ({err})"
        raise ScenarioError(f"{path}: got {got}, wanted a venue's GeoJSON") from err


def properties(path: Path) -> Iterator[Mapping[str, Any]]:
    """The properties of each feature that has some, of a folder none; ScenarioError as for
    `collection`.
    """
    if path.is_dir():
        return
    for feature in collection(path, written_in(path))["features"]:
        told = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(told, Mapping):
            yield told


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature of a map: what it says of itself, its geometry in longitude and latitude, if it has
    one, and which of its file it is, in words.
    """

    where: str
    id: str
    says: Mapping[str, Any]
    geometry: shapely.Geometry | None

    def word(self, name: str) -> str:
        """What it says of something in one word or number; nothing for what it does not say so."""
        value = self.says.get(name)
        return str(value) if isinstance(value, str | int | float) else ""

    def words(self) -> dict[str, str]:
        """All that it says in one word or number."""
        return {name: word for name in self.says if (word := self.word(name))}


def shown(content: Mapping[str, Any], gathered: Gathered) -> list[Shown]:
    """The features of a map; what is none, or lies nowhere on Earth, is gathered as a fault."""
    found = list[Shown]()
    for number, feature in enumerate(content["features"]):
        where = f"features.{number}"
        says = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(says, Mapping):
            gathered.add(None, f"{where}.properties", f"got {says!r}, wanted some")
            continue
        name = str(feature.get("id", says.get("id", says.get("@id", f"#{number}"))))
        try:
            geometry = _geometry(feature.get("geometry"))
        except ValueError as err:
            said = f"got {err}, wanted a geometry in longitude and latitude"
            gathered.add(None, f"{where}.geometry", said)
            continue
        found.append(Shown(f"{where} ({name[:80]})", name, says, geometry))
    return found


def _geometry(written: Any) -> shapely.Geometry | None:
    """A geometry; ValueError for what is none."""
    if written is None:
        return None
    try:
        made = shape(written)
    except (LookupError, TypeError, AttributeError, shapely.errors.ShapelyError) as err:
        raise ValueError(str(err) or type(err).__name__) from err
    points = shapely.get_coordinates(made)
    if not np.isfinite(points).all() or (np.abs(points) > (180, 90)).any():
        raise ValueError("points that are nowhere on Earth")
    return None if made.is_empty else made
