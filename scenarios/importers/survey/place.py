"""What a plan shows, as a place: floors, entrances, shops and links; or why it is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import shapely

from scenarios.checks.doors import lost, widths
from scenarios.checks.reach import apart
from scenarios.errors import Gathered
from scenarios.importers.floors import refuse_corners, refuse_extent
from scenarios.importers.survey.drawn import Shaft, Solid, Storey
from scenarios.importers.survey.entries import Entries, entries
from scenarios.importers.survey.grounds import Ground, ground
from scenarios.importers.survey.ways import linked
from scenarios.place import STOREY_M, Finding, Level, Own, Place
from scenarios.plan import Asked
from scenarios.things import KINDS, SCENES, Thing
from scenarios.venue import Venue

NO_ENTRANCE = "got none that leads out of a lowest level, wanted one (mending makes one)"


def built(
    path: Path,
    name: str,
    storeys: Sequence[Storey],
    shafts: Sequence[Shaft],
    asked: Asked,
    findings: Sequence[Finding] = (),
    scene: str = "mall",
    own: Own | None = None,
) -> Place:
    """The place of a plan, with those findings and its own; `own` tells where they are in its file.

    Raises ScenarioError that names all that makes it unplayable: no floor, no entrance, areas that
    are none and are not to be mended, floors that are too large.
    """
    gathered, found = Gathered(path), [*findings, *_heights(storeys)]
    for one in found:
        if one.kind == "crossing" and not one.mended:
            where = "" if one.ordinal is None else f"level {one.ordinal}: "
            at = f" at {_where(one.at_m, own)}" if one.at_m else ""
            said = f"got {one.told}{at}, wanted none (`--mend` mends it)"
            gathered.add(None, f"{where}outline", said)
    levels, left_out = list[Level](), list[tuple[int, shapely.Polygon]]()
    for storey in sorted(storeys, key=lambda one: one.ordinal):
        made, of_areas = ground(storey, asked.mend)
        found += [
            *of_areas,
            *widths([(one.name, one.at) for one in storey.doors], storey.ordinal),
            *_shared(storey, storeys),
        ]
        left_out += [(storey.ordinal, one) for one in made.slivers]
        ways = entries(made, _is_lowest(storey, storeys), asked.mend, SCENES[scene])
        found += ways.findings
        for floor in made.pieces:
            with gathered.part():
                refuse_corners(path, floor)
                refuse_extent(path, floor)
        levels += _levels(made, ways, scene, {(one.ordinal, one.name) for one in levels})
    links, of_links = linked(list(shafts), levels)
    if not levels:
        gathered.add(None, "floor", "got nothing to walk on, wanted a floor on one level at least")
    elif not any(one.venue.entrances for one in levels):
        gathered.add(None, "entrance", NO_ENTRANCE)
    gathered.refuse()
    told = (*found, *of_links)
    place = Place(name, tuple(levels), tuple(links), told, tuple(left_out), own)
    return _joined(place, storeys) if asked.mend else _doubted(place)


def _where(at_m: tuple[float, float], own: Own | None) -> str:
    in_file = f" ({own.told(at_m)} in the file)" if own else ""
    return f"{at_m[0]:g}, {at_m[1]:g} m{in_file}"


def _doubted(place: Place) -> Place:
    """The place, its floors that nobody gets to or that are apart told."""
    told = [one for _, one in apart(place.levels, place.links)]
    return replace(place, findings=(*place.findings, *told))


def _joined(place: Place, storeys: Sequence[Storey]) -> Place:
    """The place without its floors that nobody gets to or that are apart; they and the entrances
    that go with them are told.
    """
    alone = apart(place.levels, place.links)
    gone = [level for level, _ in alone]
    told = [replace(one, mended="left out") for _, one in alone]
    told += [one for level in gone for one in _entrances_of(level, storeys)]
    links = [
        link for link in place.links if not any(place.at(one) in gone for one in link.landings)
    ]
    levels = tuple(level for level in place.levels if level not in gone)
    left_out = (*place.left_out, *((one.ordinal, one.venue.floor) for one in gone))
    return replace(
        place,
        levels=levels,
        links=tuple(links),
        findings=(*place.findings, *told),
        left_out=left_out,
    )


def _entrances_of(level: Level, storeys: Sequence[Storey]) -> Iterator[Finding]:
    """What is told of the entrances of a level that is left out, each where it was drawn."""
    doors = [door for one in storeys if one.ordinal == level.ordinal for door in one.doors]
    for way in level.venue.entrances:
        drawn = [door.at for door in doors if door.name == way.name]
        at = min(drawn, key=way.area.distance, default=way.area)
        why = f"leads onto {level.name}, {level.venue.floor.area:.0f} m2, which is left out"
        yield lost(way.name, at, level.ordinal, why)


def _levels(ground: Ground, ways: Entries, scene: str, taken: set[tuple[int, str]]) -> list[Level]:
    """A level for each piece of a storey's floor."""
    storey, made = ground.storey, list[Level]()
    height_m = STOREY_M * storey.ordinal if storey.height_m is None else storey.height_m
    shut = [Thing("wall", room.name, room.area, "plaster", 0.0, KINDS["wall"].top_m)
            for room in ways.shut]  # fmt: skip
    things = _by_piece(ground, [*shut, *(_thing(one) for one in storey.solids)])
    for number, floor in enumerate(ground.pieces):
        name = storey.name if len(ground.pieces) == 1 else f"{storey.name}, part {number + 1}"
        name = _free(storey.ordinal, name, taken)
        taken.add((storey.ordinal, name))
        on = things[number]
        venue = Venue(
            name=name,
            floor=floor,
            entrances=tuple(ways.entrances.get(number, ())),
            shops=tuple(ways.shops.get(number, ())),
            low=tuple(one.outline for one in on if one.stand == "low"),
            scene=scene,
            wall=SCENES[scene].wall,
            things=tuple(on),
        )
        made.append(Level(storey.ordinal, name, height_m, venue))
    return made


def _free(ordinal: int, name: str, taken: set[tuple[int, str]]) -> str:
    number, free = 1, name
    while (ordinal, free) in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _thing(solid: Solid) -> Thing:
    usual = KINDS[solid.kind]
    return Thing(solid.kind, solid.name, solid.area, usual.material, usual.base_m, usual.top_m)


def _by_piece(ground: Ground, things: Sequence[Thing]) -> list[list[Thing]]:
    """The things beside or on each piece of floor, each with the nearest."""
    found: list[list[Thing]] = [[] for _ in ground.pieces]
    if not found:
        return found
    tree = shapely.STRtree(ground.pieces)
    for one in things:
        found[int(tree.nearest(one.outline))].append(one)
    return found


def _is_lowest(storey: Storey, storeys: Sequence[Storey]) -> bool:
    """Whether doors that lead out of a storey lead onto the ground: it is that of ordinal 0, or
    nothing over ordinal 0 lies below it.
    """
    if storey.ordinal <= 0:
        return storey.ordinal == 0
    below = [area for one in storeys if 0 <= one.ordinal < storey.ordinal for area in _all(one)]
    return not shapely.union_all(below).intersects(shapely.union_all(_all(storey)))


def _all(storey: Storey) -> list[shapely.Polygon]:
    return [*storey.walked, *(room.area for room in storey.rooms)]


def _heights(storeys: Sequence[Storey]) -> list[Finding]:
    """What is told where nobody says how high the levels lie."""
    if len({one.ordinal for one in storeys}) < 2 or any(one.height_m for one in storeys):
        return []
    done = f"each ordinal lies {STOREY_M:g} m over the one below"
    return [Finding("no heights", "the plan does not say how high its levels lie", mended=done)]


def _shared(storey: Storey, storeys: Sequence[Storey]) -> list[Finding]:
    """What is told of the storeys before this one that share its ordinal."""
    found = list[Finding]()
    for other in storeys:
        if other is storey:
            break
        if other.ordinal == storey.ordinal:
            both = shapely.union_all(_all(other)) & shapely.union_all(_all(storey))
            said = f"{other.name} and {storey.name} share the ordinal {storey.ordinal}"
            over = f"; they overlap by {both.area:.0f} m2" if both.area > 1 else ""
            done = "" if over else "laid side by side as levels of their own"
            found.append(Finding("shared ordinal", said + over, storey.ordinal, None, done))
    return found
