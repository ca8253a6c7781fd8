"""What stands in GeoJSON files of any make, before anybody knows whose they are."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.disk.files import UnreadError, from_json, text
from scenarios.errors import ScenarioError

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
    """The properties of each feature that has some; ScenarioError as for `collection`."""
    for feature in collection(path, written_in(path))["features"]:
        told = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(told, Mapping):
            yield told
