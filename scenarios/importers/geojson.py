"""Venues as GeoJSON, in metres from the venue's own corner.

Features carry `kind`: one `floor` (the outline), `entrance`, `shop` (with `name`, `door` [x, y]
and `attraction`), `kiosk` and `pillar` (nobody walks or sees through), `bench` (one sees over it).
"""

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from scenarios.errors import ScenarioError
from scenarios.venue import Entrance, Shop, Venue

KINDS = frozenset({"floor", "entrance", "shop", "kiosk", "pillar", "bench"})
FARTHEST_M = 1e5
"""Of any point from the corner; a venue in degrees or feet of a nation's grid is a mistake."""


def read_venue(path: Path) -> Venue:
    """The venue in a GeoJSON file; ScenarioError names the file and the feature."""
    features = _features(path)
    by_kind = {kind: [f for f in features if f["kind"] == kind] for kind in KINDS}
    if len(by_kind["floor"]) != 1:
        raise ScenarioError(f"{path}: kind: got {len(by_kind['floor'])} floors, wanted one")
    blocks = [f["polygon"] for kind in ("shop", "kiosk", "pillar") for f in by_kind[kind]]
    low = [f["polygon"] for f in by_kind["bench"]]
    outline = by_kind["floor"][0]["polygon"]
    floor = shapely.difference(outline, shapely.union_all([*blocks, *low]))
    if not isinstance(floor, shapely.Polygon):
        raise ScenarioError(f"{path}: floor: got one in several pieces, wanted it connected")
    venue = Venue(
        name=str(by_kind["floor"][0].get("name", path.stem)),
        floor=floor,
        entrances=tuple(Entrance(f["name"], f["polygon"]) for f in by_kind["entrance"]),
        shops=tuple(_shop(path, f) for f in by_kind["shop"]),
        low=tuple(low),
        ceiling_m=_positive(f"{path}: ceiling_m", by_kind["floor"][0].get("ceiling_m", 5.0)),
    )
    _check(path, venue)
    return venue


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise ScenarioError(f"{path}: got no readable file, wanted a venue's GeoJSON") from err
    except (RecursionError, ValueError) as err:
        raise ScenarioError(f"{path}: got no JSON ({err}), wanted a venue's GeoJSON") from err
    if not isinstance(content, Mapping) or content.get("type") != "FeatureCollection":
        raise ScenarioError(f"{path}: type: got no FeatureCollection, wanted one")
    features = content.get("features")
    if not isinstance(features, list):
        raise ScenarioError(f"{path}: features: got {features!r}, wanted a list")
    return [_feature(path, number, feature) for number, feature in enumerate(features)]


def _feature(path: Path, number: int, feature: Any) -> dict[str, Any]:
    where = f"{path}: features.{number}"
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        raise ScenarioError(f"{where}.properties: got {properties!r}, wanted some")
    kind = properties.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise ScenarioError(f"{where}.kind: got {kind!r}, wanted one of {known}")
    try:
        polygon = shape(feature["geometry"])
    except (LookupError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as err:
        raise ScenarioError(f"{where}.geometry: got {err}, wanted a polygon") from err
    if not isinstance(polygon, shapely.Polygon) or not polygon.is_valid or polygon.is_empty:
        raise ScenarioError(f"{where}.geometry: got no valid polygon, wanted one")
    if np.abs(polygon.bounds).max() > FARTHEST_M:
        raise ScenarioError(f"{where}.geometry: got points beyond {FARTHEST_M:g} m, wanted none")
    name = str(properties.get("name", f"#{number}"))
    return {**properties, "polygon": polygon, "name": name}


def _shop(path: Path, feature: Mapping[str, Any]) -> Shop:
    where, door = f"{path}: shop {feature['name']}", feature.get("door")
    if not isinstance(door, list) or len(door) != 2 or not all(map(_is_number, door)):
        raise ScenarioError(f"{where}: door: got {door!r}, wanted [x, y]")
    attraction = _positive(f"{where}: attraction", feature.get("attraction", 1.0))
    return Shop(feature["name"], feature["polygon"], (float(door[0]), float(door[1])), attraction)


def _positive(where: str, value: Any) -> float:
    if not _is_number(value) or value <= 0:
        raise ScenarioError(f"{where}: got {value!r}, wanted a number above 0")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _check(path: Path, venue: Venue) -> None:
    if not venue.entrances:
        raise ScenarioError(f"{path}: kind: got no entrance, wanted at least one")
    for entrance in venue.entrances:
        if not venue.floor.buffer(0.01).covers(entrance.area):
            raise ScenarioError(f"{path}: entrance {entrance.name}: got one off the floor")
    for shop in venue.shops:
        if not venue.floor.contains(shapely.Point(shop.door_m)):
            raise ScenarioError(
                f"{path}: shop {shop.name}: door: got {shop.door_m}, wanted a point on the floor"
            )
