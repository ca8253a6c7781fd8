"""Venues as GeoJSON, in metres from the venue's own corner.

Features carry `kind`: one `floor` (the outline, with its `scene`), `entrance`, `shop` (with `name`,
`door` [x, y] and `attraction`), or a kind of thing, each with the `material` it is made of.
"""

from collections.abc import Collection, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from engine.counts import counted
from engine.disk.files import UnreadError, from_json, text
from engine.names import is_printable, perhaps, printable
from scenarios.errors import Fault, Gathered, ScenarioError, placed
from scenarios.importers.features import feature_lines, refuse_degrees, strange_names
from scenarios.place import Place, flat
from scenarios.plan import NOTHING, Asked
from scenarios.things import KINDS, MATERIALS, SCENES, Setting, Thing
from scenarios.venue import Entrance, Shop, Venue

ROOMS = ("floor", "entrance", "shop")
"""Kinds of features that are no things."""
LARGEST_BYTES = 16 << 20
"""A larger plan is not read."""
SLIVER_M = 0.02
"""Narrower pieces of floor are gaps by rounding, as where walls of a turned plan should touch."""
LARGEST_M = 3_000
"""Across; a larger floor is one in another unit, and its crowd would not fit into memory."""
MOST_CORNERS = 20_000
"""Of what is walked on; a large airport's level has some thousands."""
MOST_ENTRANCES, MOST_SHOPS = 1_000, 5_000
"""The largest stadiums have some 150 gates, the largest centres some 1,000 shops."""
HIGHEST_M, HEAVIEST = 1_000.0, 1e6
"""Of ceilings and things, and of a shop's weight to be visited, which is no lower than its inverse.
"""
MOST_LETTERS = 200
"""Of a name."""
FARTHEST_M = 1e5
"""Of any point from the corner; a venue in degrees or feet of a nation's grid is a mistake."""


class GeoJson:
    """Our own GeoJSON, in metres."""

    suffixes = (".geojson", ".json")

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:  # noqa: ARG002  # says all itself
        """The place in such a file."""
        return flat(read_venue(path))


def read_venue(path: Path) -> Venue:
    """The venue in a GeoJSON file; ScenarioError names the file and all that is wrong in it."""
    try:
        return _venue(path)
    except ScenarioError as err:
        raise ScenarioError([placed(path, fault) for fault in err.faults]) from err


def _venue(path: Path) -> Venue:
    features = _features(path)
    by_kind = {kind: [f for f in features if f["kind"] == kind] for kind in ROOMS}
    if len(by_kind["floor"]) != 1:
        raise ScenarioError(
            f"{path}: kind: got {counted(len(by_kind['floor']), 'floor')}, wanted one"
        )
    (ground,) = by_kind["floor"]
    scene = _named(f"{path}: scene", ground.get("scene", "mall"), SCENES)
    usual = SCENES[scene]
    for kind, most in (("entrance", MOST_ENTRANCES), ("shop", MOST_SHOPS)):
        if (count := len(by_kind[kind])) > most:
            raise ScenarioError(f"{path}: {kind}: got {count:,}, wanted at most {most:,}")
    things = [_thing(path, f) for f in features if f["kind"] not in ROOMS]
    low = [thing.outline for thing in things if thing.stand == "low"]
    venue = Venue(
        name=str(ground.get("name", path.stem)),
        floor=_floor(path, ground["polygon"], by_kind["shop"], things),
        entrances=tuple(_entrance(path, f, usual) for f in by_kind["entrance"]),
        shops=tuple(_shop(path, f, usual) for f in by_kind["shop"]),
        low=tuple(low),
        ceiling_m=_ceiling_m(path, ground),
        scene=scene,
        wall=_material(f"{path}: floor", ground, usual.wall),
        things=tuple(things),
    )
    _check(path, venue)
    return venue


def _floor(
    path: Path, outline: shapely.Polygon, shops: list[dict[str, Any]], things: list[Thing]
) -> shapely.Polygon:
    """What of the outline people walk on."""
    blocks = [f["polygon"] for f in shops]
    blocks += [thing.outline for thing in things if thing.stand in ("solid", "low")]
    left = shapely.difference(outline, shapely.union_all(blocks))
    if (corners := shapely.get_num_coordinates(left)) > MOST_CORNERS:
        raise ScenarioError(
            f"{path}: floor: got {corners:,} corners, wanted at most {MOST_CORNERS:,}"
        )
    parts = _parts(left)
    if len(parts) != 1:
        got = f"{len(parts)} pieces" if parts else "nothing left"
        raise ScenarioError(f"{path}: floor: got {got}, wanted one piece to walk on")
    floor = parts[0]
    extent_m = max(np.ptp(np.asarray(floor.exterior.coords), axis=0))
    if extent_m > LARGEST_M:
        got = f"{extent_m:,.0f} m across"
        raise ScenarioError(f"{path}: floor: got {got}, wanted at most {LARGEST_M:,} m")
    return floor


def _parts(left: shapely.Geometry) -> list[shapely.Polygon]:
    """The pieces of what is left of an outline, without slivers; as they are where there are none.

    Walls that touch in a drawing lie a rounding apart once it is turned.
    """
    within = left.buffer(-SLIVER_M / 2, join_style="mitre")
    opened = within.buffer(SLIVER_M / 2, join_style="mitre")
    if opened.is_empty:
        return []
    clean = _holes(left) == _holes(opened) and left.hausdorff_distance(opened) < SLIVER_M
    return list(shapely.get_parts(left if clean else opened))


def _holes(area: shapely.Geometry) -> list[int]:
    """How many holes each of its pieces has; a sliver between two walls changes that, though it has
    no corner that lies away from what else there is.
    """
    return sorted(shapely.get_num_interior_rings(shapely.get_parts(area)).tolist())


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        got = f"no readable file ({err})"
        raise ScenarioError(f"{path}: got {got}, wanted a venue's GeoJSON") from err
    try:
        content = from_json(written)
    except UnreadError as err:
        raise ScenarioError(f"{path}: got {err}, wanted a venue's GeoJSON") from err
    if not isinstance(content, Mapping) or content.get("type") != "FeatureCollection":
        raise ScenarioError(f"{path}: type: got no FeatureCollection, wanted one")
    features = content.get("features")
    if not isinstance(features, list):
        raise ScenarioError(f"{path}: features: got {features!r}, wanted a list")
    lines = feature_lines(written, len(features))
    gathered, found = Gathered(path), list[dict[str, Any]]()
    for number, feature in enumerate(features):
        with gathered.part(lines.get(number)):
            strange = strange_names(f"features.{number}", feature)
            gathered.faults += [Fault(str(path), lines.get(number), *one) for one in strange]
            found.append(_feature(path, number, feature))
            _try(path, found[-1])
    refuse_degrees(path, content, [one["polygon"] for one in found])
    gathered.refuse()
    return found


def _try(path: Path, feature: Mapping[str, Any]) -> None:
    """Refuse what no floor is needed to know of a feature."""
    kind, usual = feature["kind"], SCENES["mall"]
    if kind == "floor":
        _named(f"{path}: scene", feature.get("scene", "mall"), SCENES)
        _ceiling_m(path, feature)
        _material(f"{path}: floor", feature, usual.wall)
    elif kind == "shop":
        _shop(path, feature, usual)
    elif kind == "entrance":
        _entrance(path, feature, usual)
    else:
        _thing(path, feature)


def _ceiling_m(path: Path, ground: Mapping[str, Any]) -> float:
    return _positive(f"{path}: ceiling_m", ground.get("ceiling_m", 5.0), HIGHEST_M)


def _feature(path: Path, number: int, feature: Any) -> dict[str, Any]:
    where = f"{path}: features.{number}"
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        raise ScenarioError(f"{where}.properties: got {properties!r}, wanted some")
    kind = properties.get("kind")
    kind = _named(f"{where}.kind", kind, {*ROOMS, *KINDS})
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
    name = label or f"#{number}"
    return {**properties, "kind": kind, "polygon": polygon, "name": name, "label": label}


def _shop(path: Path, feature: Mapping[str, Any], usual: Setting) -> Shop:
    where, door = f"{path}: shop {feature['name']}", feature.get("door")
    if not isinstance(door, list) or len(door) != 2 or not all(map(_is_number, door)):
        raise ScenarioError(f"{where}: door: got {door!r}, wanted [x, y]")
    weight = feature.get("attraction", 1.0)
    attraction = _positive(f"{where}: attraction", weight, HEAVIEST, 1 / HEAVIEST)
    at, material = (float(door[0]), float(door[1])), _material(where, feature, usual.shop)
    return Shop(feature["name"], feature["polygon"], at, attraction, material)


def _entrance(path: Path, feature: Mapping[str, Any], usual: Setting) -> Entrance:
    material = _material(f"{path}: entrance {feature['name']}", feature, usual.entrance)
    return Entrance(feature["name"], feature["polygon"], material)


def _thing(path: Path, feature: Mapping[str, Any]) -> Thing:
    kind, usual = feature["kind"], KINDS[feature["kind"]]
    where = f"{path}: {kind} {feature['name']}"
    base, top = feature.get("base_m", usual.base_m), feature.get("top_m", usual.top_m)
    if not (_is_number(base) and 0 <= base <= HIGHEST_M):
        wanted = f"a number of 0 to {HIGHEST_M:g}"
        raise ScenarioError(f"{where}: base_m: got {base!r}, wanted {wanted}")
    fits = top == usual.top_m or (_is_number(top) and top <= HIGHEST_M)
    if not fits or top < base:
        wanted = f"a number above base_m, up to {HIGHEST_M:g}"
        raise ScenarioError(f"{where}: top_m: got {top!r}, wanted {wanted}")
    material = _material(where, feature, usual.material)
    return Thing(kind, feature["label"], feature["polygon"], material, float(base), float(top))


def _material(where: str, feature: Mapping[str, Any], usual: str) -> str:
    return _named(f"{where}: material", feature.get("material", usual), MATERIALS)


def _named(where: str, value: Any, known: Collection[str]) -> str:
    if not isinstance(value, str) or value not in known:
        among, near = ", ".join(sorted(known)), perhaps(str(value), known)
        raise ScenarioError(f"{where}: got {value!r}, wanted one of {among}{near}")
    return value


def _positive(where: str, value: Any, most: float, least: float = 0.0) -> float:
    if not _is_number(value) or not least <= value <= most or value <= 0:
        wanted = f"a number of {least:g} to {most:g}" if least else f"one above 0, up to {most:g}"
        raise ScenarioError(f"{where}: got {value!r}, wanted {wanted}")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _check(path: Path, venue: Venue) -> None:
    gathered = Gathered(path)
    if not venue.entrances:
        gathered.add(None, "kind", "got no entrance, wanted at least one")
    wider = venue.floor.buffer(0.01)
    shapely.prepare(wider)
    for entrance in venue.entrances:
        if not wider.covers(entrance.area):
            gathered.add(None, f"entrance {entrance.name}", "got one off the floor")
    for shop in venue.shops:
        if not venue.floor.contains(shapely.Point(shop.door_m)):
            said = f"got {shop.door_m}, wanted a point on the floor"
            gathered.add(None, f"shop {shop.name}: door", said)
    gathered.refuse()
