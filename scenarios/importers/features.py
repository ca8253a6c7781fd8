"""What GeoJSON features may say, on which lines they stand, and whether they are in metres."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from engine.names import nearest
from scenarios.errors import ScenarioError
from scenarios.things import KINDS

EVERY = frozenset({"kind", "name", "material"})
"""Properties of any feature."""
OWN: Mapping[str, frozenset[str]] = {
    "floor": frozenset({"ceiling_m", "scene"}),
    "entrance": frozenset(),
    "shop": frozenset({"door", "attraction"}),
}
"""Further properties by kind; every other kind has those of THING."""
THING = frozenset({"base_m", "top_m"})
PAINTED = frozenset(
    {"stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity", "marker-color",
     "marker-size", "marker-symbol", "title", "description", "id", "fid"}
)  # fmt: skip
"""What drawing programs add for themselves (simplestyle 1.1; numbers of rows): passed over."""
DEGREES = re.compile(r"CRS:?:?84|EPSG:+(?:[\d.]*:)?(?:4326|4258|4269|4979)\b", re.IGNORECASE)
"""Names of coordinate systems in longitude and latitude."""
FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
EAST, NORTH = 180.0, 90.0
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
