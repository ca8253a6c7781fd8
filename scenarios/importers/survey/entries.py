"""Where one gets into rooms, and into the building, of a storey whose floor is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import shapely

from engine.counts import counted
from scenarios.checks.doors import astray, lost
from scenarios.checks.rings import polygons, spot
from scenarios.importers.survey.drawn import Door, Room
from scenarios.importers.survey.grounds import Ground
from scenarios.importers.survey.standing import room_to_stand, standing
from scenarios.place import Finding
from scenarios.things import Setting
from scenarios.venue import Entrance, Shop

BESIDE_M = 0.5
"""A door leads to what begins within this of its middle: the thickness of a wall."""
ALL_ROUND_M, OUTSIDE = 0.8, 0.25
"""A door leads out where so much of what is all round its middle is nothing that was drawn."""
ENTRANCE_M, LEAST_ENTRANCE_M2 = 1.0, 0.3
"""How far an entrance reaches into the floor."""
STRAIGHT_M = 0.05
"""A wall that bends by less is straight."""
WALL_M, DOOR_M = 0.3, 0.8
"""A room shares a wall of up to this thickness with a floor, and has a door in it if it is as long.
"""


@dataclass(slots=True)
class Entries:
    """By the number of the piece of floor they are on: entrances and shops; rooms without a door,
    which nobody enters; and what was found on the way.
    """

    entrances: dict[int, list[Entrance]] = field(default_factory=dict)
    shops: dict[int, list[Shop]] = field(default_factory=dict)
    shut: list[Room] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def entries(ground: Ground, ways_out: bool, mend: bool, usual: Setting) -> Entries:
    """The entries of a storey, of the usual materials; `ways_out` if doors that lead out of it lead
    out of the building. Where no such door is drawn, `mend` makes one in the middle of the floor's
    longest outer wall.
    """
    found, storey = Entries(), ground.storey
    drawn = [*storey.walked, *(room.area for room in storey.rooms), *ground.pieces]
    inside = shapely.union_all(drawn)
    opened = _open(found, ground, inside if ways_out else None, usual.entrance)
    if ways_out and mend and not found.entrances:
        _guess_entrance(found, ground, inside, usual.entrance)
    _visit(found, ground, opened, usual.shop)
    return found


def _open(
    found: Entries, ground: Ground, inside: shapely.Geometry | None, material: str
) -> dict[int, tuple[int, shapely.Point]]:
    """The rooms that doors lead into, by their number, each with the piece of floor from which and
    where; an entrance for each door that leads out, of all that is `inside` or as it says.
    """
    opened = dict[int, tuple[int, shapely.Point]]()
    rooms = shapely.STRtree([room.area for room in ground.storey.rooms])
    for door in ground.storey.doors:
        middle = door.at.interpolate(0.5, normalized=True) if door.at.length else door.at
        beside = rooms.query(middle, "dwithin", BESIDE_M).tolist()
        piece = _nearest(ground, middle, BESIDE_M)
        if piece is None:
            if not beside:
                found.findings.append(_astray(ground, door, middle))
            continue
        for room in beside:
            opened.setdefault(room, (piece, middle))
        leads_out = inside is not None and not beside and _leads_out(middle, inside)
        if (door.outer or leads_out) and not _enter(found, ground, piece, door, material):
            why = f"has less than {LEAST_ENTRANCE_M2:g} m2 of floor before it"
            found.findings.append(lost(door.name, door.at, ground.storey.ordinal, why))
    return opened


def _astray(ground: Ground, door: Door, middle: shapely.Point) -> Finding:
    """What is told of a door before which there is no room and no floor that is kept."""
    near = [one for one in ground.slivers if one.distance(middle) <= BESIDE_M]
    if not near:
        return astray(door.name, door.at, ground.storey.ordinal)
    widest_m2 = max(one.area for one in near)
    why = f"leads onto a piece of floor of {widest_m2:.2f} m2, which is left out"
    return lost(door.name, door.at, ground.storey.ordinal, why)


def _enter(found: Entries, ground: Ground, piece: int, door: Door, material: str) -> bool:
    """Make an entrance where that door is; whether there is room for one."""
    reach = ground.pieces[piece] & door.at.buffer(ENTRANCE_M)
    area = max(polygons(reach), key=lambda one: one.area, default=shapely.Polygon())
    if area.area < LEAST_ENTRANCE_M2:
        return False
    found.entrances.setdefault(piece, []).append(Entrance(door.name, area, material))
    return True


def _guess_entrance(
    found: Entries, ground: Ground, inside: shapely.Geometry, material: str
) -> None:
    outside = shapely.union_all([shapely.Polygon(one.exterior) for one in polygons(inside)])
    wall = _longest(ground, outside.boundary.buffer(WALL_M))
    if wall is None or not _enter(found, ground, wall[0], Door("way in", wall[1]), material):
        return
    said = f"{ground.storey.name} has no door that leads out"
    done = "one was put into the floor's longest outer wall"
    ordinal = ground.storey.ordinal
    found.findings.append(Finding("entrance guessed", said, ordinal, spot(wall[1]), done))


def _visit(
    found: Entries, ground: Ground, opened: dict[int, tuple[int, shapely.Point]], material: str
) -> None:
    """A shop of each room that people go into and that has a door, drawn or where one must be."""
    guessed, unreached = list[Room](), list[Room]()
    rooms = [room_to_stand(piece) for piece in ground.pieces]
    for number, room in enumerate(ground.storey.rooms):
        at = opened.get(number) or _shared_wall(ground, room) if room.visited else None
        stand = at and standing(rooms[at[0]], at[1])
        if at is None or stand is None:
            found.shut.append(room)
            if room.visited:
                unreached.append(room)
            continue
        if number not in opened:
            guessed.append(room)
        shop = Shop(room.name, room.area, (round(stand.x, 3), round(stand.y, 3)), 1.0, material)
        found.shops.setdefault(at[0], []).append(shop)
    found.findings.extend(_told(ground.storey.ordinal, guessed, unreached))


def _told(ordinal: int, guessed: list[Room], unreached: list[Room]) -> Iterator[Finding]:
    if guessed:
        first = ", ".join(room.name for room in guessed[:3])
        rooms = counted(len(guessed), "room")
        told = f"no door is drawn of {rooms} ({first}{', ...' * (len(guessed) > 3)})"
        done = "each got one in the middle of the longest wall it shares with the floor"
        yield Finding("door guessed", told, ordinal, spot(guessed[0].area), done)
    for room in unreached:
        told = f"{room.name} has no door to the floor and shares no wall with it"
        yield Finding("unreachable room", told, ordinal, spot(room.area), "kept shut")


def _nearest(ground: Ground, at: shapely.Geometry, within_m: float) -> int | None:
    """The number of the piece of floor nearest to something; None for none so near."""
    away = [piece.distance(at) for piece in ground.pieces]
    return away.index(min(away)) if away and min(away) <= within_m else None


def _leads_out(middle: shapely.Point, inside: shapely.Geometry) -> bool:
    round_it = middle.buffer(ALL_ROUND_M)
    return bool((round_it - inside).area > OUTSIDE * round_it.area)


def _shared_wall(ground: Ground, room: Room) -> tuple[int, shapely.Point] | None:
    """The piece of floor with which a room shares most wall, and the middle of the longest."""
    return _longest(ground, room.area.buffer(WALL_M, join_style="mitre"))


def _longest(ground: Ground, near: shapely.Geometry) -> tuple[int, shapely.Point] | None:
    """The piece of floor with the longest straight edge within an area, and that edge's middle."""
    best: tuple[float, int, shapely.Point] | None = None
    for number, piece in enumerate(ground.pieces):
        if not near.intersects(piece):
            continue
        shared = shapely.line_merge(piece.boundary & near).simplify(STRAIGHT_M)
        for line in shapely.get_parts(shared):
            for ends in pairwise(shapely.get_coordinates(line)):
                wall = shapely.LineString(ends)
                if wall.length >= DOOR_M and (best is None or wall.length > best[0]):
                    best = wall.length, number, wall.interpolate(0.5, normalized=True)
    return best and (best[1], best[2])
