"""Features of our GeoJSON where people stay or are held up on the floor: seats, checkpoints."""

from math import sqrt
from pathlib import Path

import shapely

from scenarios.errors import ScenarioError
from scenarios.importers.members import Feature, named, number, positive
from scenarios.venue import Checkpoint, Stay

STAYS = ("seat", "waiting")
MOST_PLACES, MOST_LANES = 10_000, 200
SEAT_M, APART_M = 0.6, 1.0
"""A place for every so much of a seat's longer side; who waits stands so far from others: assumed.
"""
LONGEST_S, BRIEFEST_S = 3_600.0, 1.5
"""Of a check: whoever has passed must have made room for the next, who steps up."""


def stay(path: Path, feature: Feature) -> Stay:
    """A seat or a waiting area; ScenarioError for one without room for anybody."""
    kind, area = feature["kind"], feature["polygon"]
    where = f"{path}: {kind} {feature['name']}: places"
    places = whole(where, feature.get("places", _room(kind, area)), MOST_PLACES)
    if area.area < places * (SEAT_M / 2) ** 2:
        raise ScenarioError(f"{where}: got {places:,} in {area.area:.1f} m2, wanted room for them")
    return Stay(feature["name"], kind, area, places)


def checkpoint(path: Path, feature: Feature) -> Checkpoint:
    """A checkpoint; ScenarioError without the time it takes."""
    where = f"{path}: checkpoint {feature['name']}"
    if "service_s" not in feature:
        raise ScenarioError(f"{where}: service_s: got none, wanted how long a check takes")
    spread = number(f"{where}: service_sd_s", feature.get("service_sd_s", 0.0), LONGEST_S)
    if spread < 0:
        raise ScenarioError(f"{where}: service_sd_s: got {spread:g}, wanted 0 or more")
    return Checkpoint(
        name=feature["name"],
        area=feature["polygon"],
        lanes=whole(f"{where}: lanes", feature.get("lanes", 1), MOST_LANES),
        service_s=positive(f"{where}: service_s", feature["service_s"], LONGEST_S, BRIEFEST_S),
        service_sd_s=spread,
        checks=named(f"{where}: checks", feature.get("checks", "both"), ("in", "out", "both")),  # type: ignore[arg-type]  # one of these
    )


def whole(where: str, value: object, most: int) -> int:
    """The whole number that stands there; ScenarioError for none from 1 on."""
    found = positive(where, value, most, 1)
    if not found.is_integer():
        raise ScenarioError(f"{where}: got {found:g}, wanted a whole number")
    return int(found)


def _room(kind: str, area: shapely.Polygon) -> int:
    """How many places there are where nobody said it."""
    if kind == "waiting":
        return max(int(area.area / APART_M**2), 1)
    half_m, m2 = area.length / 2, area.area
    longer_m = (half_m + sqrt(max(half_m**2 - 4 * m2, 0.0))) / 2
    return max(int(longer_m / SEAT_M + 1e-6), 1)
