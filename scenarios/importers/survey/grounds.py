"""Of each storey, the pieces of floor that people walk on, and what stands around them."""

from dataclasses import dataclass, replace

import shapely

from scenarios.checks.areas import closed, overlaps
from scenarios.checks.rings import polygons, spot
from scenarios.importers.floors import pieces
from scenarios.importers.survey.drawn import GRID_M, Door, Solid, Storey
from scenarios.place import Finding
from scenarios.things import KINDS

LEAST_FLOOR_M2 = 1.0
"""Smaller pieces of floor hold nobody."""
DOORWAY_M = 0.3
"""So far to both sides of its line a door opens the walls."""
POINT_DOOR_M = 0.6
"""Half the width of a door drawn as a point."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A storey and the pieces of its floor, the largest first, without `slivers`."""

    storey: Storey
    pieces: tuple[shapely.Polygon, ...]
    slivers: tuple[shapely.Polygon, ...] = ()


def ground(storey: Storey, mend: bool) -> tuple[Ground, list[Finding]]:
    """The pieces of a storey's floor, and what of its areas does not fit each other."""
    storey = replace(storey, solids=tuple(_opened(storey)))
    area, found = closed(storey.walked, storey.ordinal, mend)
    found += overlaps([(room.name, room.area) for room in storey.rooms], storey.ordinal)
    blocks = [room.area for room in storey.rooms]
    blocks += [one.area for one in storey.solids if KINDS[one.kind].stand in ("solid", "low")]
    left = [
        part
        for piece in pieces(area - shapely.union_all(blocks))
        for part in polygons(_snapped(piece))
    ]
    kept = [one for one in left if one.area >= LEAST_FLOOR_M2]
    slivers = [one for one in left if one.area < LEAST_FLOOR_M2]
    for one in slivers:
        told = f"a piece of floor of {one.area:.2f} m2"
        found.append(Finding("sliver", told, storey.ordinal, spot(one), "left out"))
    by_size = sorted(kept, key=lambda one: (-one.area, one.bounds))
    return Ground(storey, tuple(by_size), tuple(slivers)), found


def _snapped(piece: shapely.Polygon) -> shapely.Geometry:
    """A piece with its corners on the grid, which it forgets: who works with it rounds nothing."""
    return shapely.set_precision(shapely.set_precision(piece, GRID_M), 0)


def _opened(storey: Storey) -> list[Solid]:
    """What is in the way, the walls with gaps where doors are."""
    gaps = shapely.union_all([_gap(door) for door in storey.doors])
    made = list[Solid]()
    for one in storey.solids:
        if one.kind in ("wall", "glass"):
            made += [replace(one, area=part) for part in polygons(one.area - gaps)]
        else:
            made.append(one)
    return made


def _gap(door: Door) -> shapely.Geometry:
    if door.at.length:
        return door.at.buffer(DOORWAY_M, cap_style="flat")
    return door.at.buffer(POINT_DOOR_M)
