"""What a plan shows, as a place: floors, entrances, shops and links; or why it is none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import shapely

from scenarios.checks.doors import widths
from scenarios.checks.reach import apart
from scenarios.errors import Gathered
from scenarios.importers.floors import refuse_corners, refuse_extent
from scenarios.importers.survey.drawn import Shaft, Solid, Storey
from scenarios.importers.survey.entries import Entries, entries
from scenarios.importers.survey.grounds import Ground, ground
from scenarios.importers.survey.ways import linked
from scenarios.place import STOREY_M, Finding, Level, Place
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
) -> Place:
    """The place of a plan, with those findings and its own.

    Raises ScenarioError that names all that makes it unplayable: no floor, no entrance, areas that
    are none and are not to be mended, floors that are too large.
    """
    gathered, found = Gathered(path), [*findings, *_heights(storeys)]
    for one in found:
        if one.kind == "crossing" and not one.mended:
            where = "" if one.ordinal is None else f"level {one.ordinal}: "
            at = f" at {one.at_m[0]:g}, {one.at_m[1]:g} m" if one.at_m else ""
            said = f"got {one.told}{at}, wanted none (`--mend` mends it)"
            gathered.add(None, f"{where}outline", said)
    levels = list[Level]()
    for storey in sorted(storeys, key=lambda one: one.ordinal):
        made, of_areas = ground(storey, asked.mend)
        found += [
            *of_areas,
            *widths([(one.name, one.at) for one in storey.doors], storey.ordinal),
            *_shared(storey, storeys),
        ]
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
    return _joined(Place(name, tuple(levels), tuple(links), (*found, *of_links)), asked.mend)


def _joined(place: Place, mend: bool) -> Place:
    """The place, its floors that nobody gets to or that are apart told, and left out if `mend`."""
    lost = apart(place.levels, place.links)
    told = [replace(one, mended="left out" if mend else "") for _, one in lost]
    place = replace(place, findings=(*place.findings, *told))
    if not mend:
        return place
    gone = [level for level, _ in lost]
    links = [
        link for link in place.links if not any(place.at(one) in gone for one in link.landings)
    ]
    levels = tuple(level for level in place.levels if level not in gone)
    return replace(place, levels=levels, links=tuple(links))


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
