"""Places as our own GeoJSON, in metres from the place's own corner.

Features carry `kind`: `floor` (an outline, with its `scene`), `entrance`, `shop` (with `name`,
`door` [x, y] and `attraction`), a kind of thing, each with the `material` it is made of, `seat`,
`waiting` or `checkpoint`, or a kind of link, whose features of one name are its landings; and the
`level` they are on.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from scenarios.errors import Fault, Gathered, ScenarioError, placed
from scenarios.importers.contents import collection, properties, written_in
from scenarios.importers.features import (
    LINKS,
    feature_lines,
    read_feature,
    refuse_degrees,
    strange_names,
)
from scenarios.importers.floors import cut, refuse_corners, refuse_extent
from scenarios.importers.members import (
    HIGHEST_M,
    entrance,
    link,
    material,
    named,
    number,
    positive,
    shop,
    thing,
    told_of_link,
)
from scenarios.importers.staying import STAYS, checkpoint, stay
from scenarios.place import STOREY_M, Level, Link, Place
from scenarios.plan import NOTHING, Asked
from scenarios.things import KINDS, SCENES
from scenarios.venue import Venue

MOST_ENTRANCES, MOST_SHOPS = 1_000, 5_000
"""The largest stadiums have some 150 gates, the largest centres some 1,000 shops."""
ROUNDING_M = 0.01
"""So far entrances and landings may reach beyond the floor."""

Features = Sequence[Mapping[str, Any]]


class GeoJson:
    """Our own GeoJSON, in metres."""

    suffixes = (".geojson", ".json")
    known_by = "features with properties.kind"
    takes = frozenset[str]()

    def claims(self, path: Path) -> bool:
        """Whether a feature says of which of our kinds it is, or should."""
        return any("kind" in one for one in properties(path))

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:  # noqa: ARG002  # says all itself
        """The place in such a file; ScenarioError names the file and all that is wrong in it."""
        try:
            return _place(path)
        except ScenarioError as err:
            raise ScenarioError([placed(path, fault) for fault in err.faults]) from err


def _place(path: Path) -> Place:
    name, features = _features(path)
    floors = [one for one in features if one["kind"] == "floor"]
    if not floors:
        raise ScenarioError(f"{path}: kind: got 0 floors, wanted one")
    called = [(one["level"], one["name"]) for one in floors]
    for level, floor in called:
        if (count := called.count((level, floor))) > 1:
            got = f"got {count} floors called {floor} on level {level}"
            raise ScenarioError(f"{path}: kind: {got}, wanted one of a name")
    gathered, levels = Gathered(path), list[Level]()
    on = _on(path, floors, [one for one in features if one["kind"] not in {"floor", *LINKS}])
    for ground in sorted(floors, key=lambda one: one["level"]):
        with gathered.part():
            members = on[ground["level"], ground["name"]]
            venue = _venue(path, ground, members)
            height_m = ground.get("height_m", STOREY_M * ground["level"])
            levels.append(Level(ground["level"], venue.name, float(height_m), venue))
    gathered.refuse()
    if not any(level.venue.entrances for level in levels):
        gathered.add(None, "kind", "got no entrance, wanted at least one")
    for level in levels:
        with gathered.part():
            _check(path, level.venue)
    links = tuple(_links(path, features, levels, gathered))
    gathered.refuse()
    usual = min(levels, key=lambda one: abs(one.ordinal)).name
    return Place(name or usual, tuple(levels), links)


def _on(
    path: Path, floors: Features, members: Features
) -> dict[tuple[int, str], list[Mapping[str, Any]]]:
    """What is on each floor, by its level and name."""
    on = {(one["level"], one["name"]): list[Mapping[str, Any]]() for one in floors}
    gathered = Gathered(path)
    for one in members:
        names = [name for level, name in on if level == one["level"]]
        said = one.get("floor", names[0] if len(names) == 1 else None)
        if (one["level"], said) in on:
            on[one["level"], said].append(one)
        elif names:
            got = f"got {said!r}, wanted the name of its floor: {', '.join(names)}"
            gathered.add(None, f"{one['kind']} {one['name']}: floor", got)
        else:
            got = f"got {one['level']}, on which there is no floor, wanted one with a floor"
            gathered.add(None, f"{one['kind']} {one['name']}: level", got)
    gathered.refuse()
    return on


def _venue(path: Path, ground: Mapping[str, Any], members: Features) -> Venue:
    scene = named(f"{path}: scene", ground.get("scene", "mall"), SCENES)
    usual = SCENES[scene]
    doors = [one for one in members if one["kind"] == "entrance"]
    visited = [one for one in members if one["kind"] == "shop"]
    for kind, found, most in (
        ("entrance", doors, MOST_ENTRANCES),
        ("shop", visited, MOST_SHOPS),
    ):
        if len(found) > most:
            raise ScenarioError(f"{path}: {kind}: got {len(found):,}, wanted at most {most:,}")
    things = [thing(path, one) for one in members if one["kind"] in KINDS]
    low = [thing.outline for thing in things if thing.stand == "low"]
    checks = [checkpoint(path, one) for one in members if one["kind"] == "checkpoint"]
    blocks = [one["polygon"] for one in visited]
    blocks += [one.outline for one in things if one.stand in ("solid", "low")]
    return Venue(
        name=str(ground["name"]),
        floor=_floor(path, ground, blocks),
        entrances=tuple(entrance(path, one, usual) for one in doors),
        shops=tuple(shop(path, one, usual) for one in visited),
        low=tuple(low),
        ceiling_m=positive(f"{path}: ceiling_m", ground.get("ceiling_m", 5.0), HIGHEST_M),
        scene=scene,
        wall=material(f"{path}: floor", ground, usual.wall),
        things=tuple(things),
        stays=tuple(stay(path, one) for one in members if one["kind"] in STAYS),
        checkpoints=tuple(checks),
    )


def _floor(path: Path, ground: Mapping[str, Any], blocks: list[shapely.Polygon]) -> shapely.Polygon:
    outline: shapely.Polygon = ground["polygon"]
    if not ground.get("cut_out", False):
        return cut(path, outline, blocks)
    refuse_corners(path, outline)
    refuse_extent(path, outline)
    return outline


def _features(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """What the collection is called, and its features."""
    written = written_in(path)
    content = collection(path, written)
    features = content["features"]
    lines = feature_lines(written, len(features))
    gathered, found = Gathered(path), list[dict[str, Any]]()
    for place, feature in enumerate(features):
        with gathered.part(lines.get(place)):
            strange = strange_names(f"features.{place}", feature)
            gathered.faults += [Fault(str(path), lines.get(place), *one) for one in strange]
            found.append(read_feature(path, place, feature))
            _try(path, found[-1])
    refuse_degrees(path, content, [one["polygon"] for one in found])
    gathered.refuse()
    name = content.get("name", "")
    return name if isinstance(name, str) else "", found


def _try(path: Path, feature: Mapping[str, Any]) -> None:
    """Refuse what no floor is needed to know of a feature."""
    kind, usual = feature["kind"], SCENES["mall"]
    if kind == "floor":
        named(f"{path}: scene", feature.get("scene", "mall"), SCENES)
        positive(f"{path}: ceiling_m", feature.get("ceiling_m", 5.0), HIGHEST_M)
        number(f"{path}: height_m", feature.get("height_m", 0.0), HIGHEST_M)
        if not isinstance(cut_out := feature.get("cut_out", False), bool):
            raise ScenarioError(f"{path}: cut_out: got {cut_out!r}, wanted true or false")
        material(f"{path}: floor", feature, usual.wall)
    elif kind == "shop":
        shop(path, feature, usual)
    elif kind == "entrance":
        entrance(path, feature, usual)
    elif kind in STAYS:
        stay(path, feature)
    elif kind == "checkpoint":
        checkpoint(path, feature)
    elif kind in LINKS:
        told_of_link(f"{path}: {kind} {feature['name']}", feature)
    else:
        thing(path, feature)


def _links(path: Path, features: Features, levels: list[Level], gathered: Gathered) -> list[Link]:
    """The links, in the order of their first landings."""
    landings: dict[str, list[Mapping[str, Any]]] = {}
    for one in features:
        if one["kind"] in LINKS:
            landings.setdefault(one["name"], []).append(one)
    floors = [(one.ordinal, one.venue.floor.buffer(ROUNDING_M)) for one in levels if landings]
    made = list[Link]()
    for name, on in landings.items():
        with gathered.part():
            made.append(link(path, name, on))
            for landing in made[-1].landings:
                there = (floor for ordinal, floor in floors if ordinal == landing.ordinal)
                if not any(floor.covers(landing.area) for floor in there):
                    got = f"got a landing off the floor of level {landing.ordinal}"
                    gathered.add(None, f"link {name}", f"{got}, wanted it on one")
    return made


def _check(path: Path, venue: Venue) -> None:
    gathered = Gathered(path)
    wider = venue.floor.buffer(ROUNDING_M)
    shapely.prepare(wider)
    for door in venue.entrances:
        if not wider.covers(door.area):
            gathered.add(None, f"entrance {door.name}", "got one off the floor")
    for kind, stays in (("stay", venue.stays), ("checkpoint", venue.checkpoints)):
        for there in stays:
            if not wider.covers(there.area):
                gathered.add(None, f"{kind} {there.name}", "got one off the floor, wanted it on it")
    for one in venue.shops:
        if not venue.floor.contains(shapely.Point(one.door_m)):
            said = f"got {one.door_m}, wanted a point on the floor"
            gathered.add(None, f"shop {one.name}: door", said)
    gathered.refuse()
