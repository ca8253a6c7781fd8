"""What GeoJSON features may say, on which lines they stand, and whether they are in metres."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from engine.names import is_printable, nearest, printable
from scenarios.errors import ScenarioError
from scenarios.importers.members import named, ordinal
from scenarios.things import KINDS

LINKS = frozenset({"stairs", "escalator", "lift", "ramp"})
"""Kinds of features that are landings of a link."""
EVERY = frozenset({"kind", "name", "level"})
"""Properties of any feature."""
FLOOR = frozenset({"material", "ceiling_m", "scene", "height_m", "cut_out"})
ON_A_FLOOR = frozenset({"material", "floor"})
LINK = frozenset({"width_m", "length_m", "up", "down", "speed_mps", "capacity", "cycle_s"})
OWN: Mapping[str, frozenset[str]] = {
    "floor": FLOOR,
    "entrance": ON_A_FLOOR,
    "shop": ON_A_FLOOR | {"door", "attraction", "food"},
    "seat": frozenset({"floor", "places"}),
    "waiting": frozenset({"floor", "places"}),
    "checkpoint": frozenset({"floor", "lanes", "service_s", "service_sd_s", "checks"}),
    **dict.fromkeys(sorted(LINKS), LINK),
}
"""Further properties by kind; every other kind has those of THING."""
THING = ON_A_FLOOR | {"base_m", "top_m"}
PAINTED = frozenset(
    {"stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity", "marker-color",
     "marker-size", "marker-symbol", "title", "description", "id", "fid"}
)  # fmt: skip
"""What drawing programs add for themselves (simplestyle 1.1; numbers of rows): passed over."""
DEGREES = re.compile(r"CRS:?:?84|EPSG:+(?:[\d.]*:)?(?:4326|4258|4269|4979)\b", re.IGNORECASE)
"""Names of coordinate systems in longitude and latitude."""
FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
EAST, NORTH = 180.0, 90.0
FARTHEST_M = 1e5
"""Of any point from the corner; a venue in degrees or feet of a nation's grid is a mistake."""
MOST_LETTERS = 200
"""Of a name."""
SMALLEST_M = 2.0
"""Across: nobody walks in less, and no building is as many degrees across."""


def strange_names(where: str, feature: Any) -> Iterator[tuple[str, str]]:
    """Properties that no feature of its kind has, and those that stand beside `properties`, where
    nothing of them would be read: each with what was got and wanted.
    """
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        return
    kind = properties.get("kind")
    if not isinstance(kind, str) or kind not in {*OWN, *KINDS}:
        return  # nobody knows what it may say
    own = EVERY | OWN.get(kind, THING)
    for name in (one for one in properties if one not in own | PAINTED):
        near = nearest(name, own)
        wanted = f"perhaps {near}" if near else f"one of {', '.join(sorted(own))}"
        yield f"{where}.properties.{name[:80]}", f"got an unknown property, wanted {wanted}"
    for name in (one for one in feature if one in own):
        yield f"{where}.{name}", "got a property of the feature, wanted it inside properties"


def read_feature(path: Path, number: int, feature: Any) -> dict[str, Any]:
    """The properties of one feature and, beside them, its `polygon`, its `level`, its `label` (what
    it is called, perhaps nothing) and its `name` (the label, or its number); ScenarioError.
    """
    where = f"{path}: features.{number}"
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        raise ScenarioError(f"{where}.properties: got {properties!r}, wanted some")
    kind = named(f"{where}.kind", properties.get("kind"), {*OWN, *KINDS})
    try:
        polygon = shape(feature["geometry"])
    except (LookupError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as err:
        raise ScenarioError(f"{where}.geometry: got {err}, wanted a polygon") from err
    if not isinstance(polygon, shapely.Polygon) or not polygon.is_valid or polygon.is_empty:
        raise ScenarioError(f"{where}.geometry: got no valid polygon, wanted one")
    if np.abs(polygon.bounds).max() > FARTHEST_M:
        raise ScenarioError(f"{where}.geometry: got points beyond {FARTHEST_M:g} m, wanted none")
    label = str(properties.get("name", ""))
    if len(label) > MOST_LETTERS or (label and not is_printable(label)):
        got = printable(label[:MOST_LETTERS])
        wanted = f"up to {MOST_LETTERS} letters that can be shown"
        raise ScenarioError(f"{where}.properties.name: got {got!r}, wanted {wanted}")
    if kind in LINKS and not label:
        wanted = "the name of its link, which its landings share"
        raise ScenarioError(f"{where}.properties.name: got none, wanted {wanted}")
    level = ordinal(f"{where}.properties.level", properties)
    read = {"kind": kind, "polygon": polygon, "label": label, "level": level}
    return {**properties, **read, "name": label or f"#{number}"}


def feature_lines(written: str, count: int) -> dict[int, int]:
    """The line of each feature's `"type"`, by its number; none where there are not so many, since
    some of them then are none.
    """
    lines, line, end = dict[int, int](), 1, 0
    for number, found in enumerate(FEATURE.finditer(written)):
        line += written.count("\n", end, found.start())
        end = found.start()
        lines[number] = line
    return lines if len(lines) == count else {}


def refuse_degrees(
    path: Path, collection: Mapping[str, Any], polygons: Sequence[shapely.Polygon]
) -> None:
    """Raise ScenarioError for a plan in longitude and latitude: one that says so, or one within
    their range and so small that nobody could walk in it were it in metres.
    """
    told = re.search(DEGREES, str(collection.get("crs", "")))
    wanted = "metres from the venue's own corner"
    if told:
        raise ScenarioError(
            f"{path}: crs: got longitude and latitude ({told.group()}), wanted {wanted}"
        )
    if not polygons:
        return
    west, south, east, north = shapely.total_bounds(np.array(polygons, dtype=object))
    within = max(abs(west), abs(east)) <= EAST and max(abs(south), abs(north)) <= NORTH
    across = max(east - west, north - south)
    if within and across < SMALLEST_M:
        got = f"what looks like longitude and latitude, {across:.2g} across"
        raise ScenarioError(f"{path}: coordinates: got {got}, wanted {wanted}")
