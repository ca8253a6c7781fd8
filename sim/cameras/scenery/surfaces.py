"""What a camera's rays meet: walls, sides and tops of things, the floor, and ceiling or sky."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numba as nb
import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.mounts import DOORS_M
from scenarios.schema import Camera
from scenarios.things import OPEN_AIR
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.scenery.fittings import LOW_M, Flight, built, rails
from sim.cameras.scenery.pierced import GAPS, PANE, WHEELS, WHOLE, passes
from sim.cameras.scenery.solids import Face, Solid, houses, solids
from sim.cameras.visibility import sight

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int32]

FLOOR, ABOVE = -1, -2
"""What rays meet that meet no wall: `ABOVE` is the ceiling, or the sky."""
VISTA_M = 12.0
PILLAR_M2 = 2.0
"""Holes in the floor that no feature owns are pillars if they are smaller, else kiosks."""
OVER_CAMERA_M = 0.5
"""The ceiling is at least so far above the camera, whatever the venue says."""
SKY_M = 1e5
BESIDE_M = 1e-6
"""What is further than this beside all rays is met by none, whatever rounding does."""
HOUSE_M, STOREY_M, WALL_M = 7.6, 2.7, 3.4
"""Under the sky: height of the lowest house, how much more others have, and of other walls."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Upright surfaces on the segments (n, 4) x1 y1 x2 y2 from `base_m` to `top_m` (n,), and level
    ones: `rings` (k, 2) of the corners of outlines, from first[c] to first[c + 1], at `level_m`.
    `shows` (n + caps,) is the number of what each shows in `faces`, `hides_m` up to which height it
    hides people; `gaps` (n,) where rays pass.
    """

    segment: Floats
    base_m: Floats
    top_m: Floats
    gaps: Ints
    rings: Floats
    first: Ints
    level_m: Floats
    shows: Ints
    hides_m: Floats
    faces: tuple[Face, ...]

    @property
    def length_m(self) -> Floats:
        """(n,) of the segments."""
        found: Floats = np.hypot(*(self.segment[:, 2:] - self.segment[:, :2]).T)
        return found


@dataclass(frozen=True, slots=True)
class Hits:
    """What each ray (n,) meets first: `wall` its number, that of a level surface after those of
    upright ones, FLOOR or ABOVE; `at_m` (n, 3) where; `along_m` from the wall's start; `ahead_m`
    its distance along the camera's level heading, or against it where the camera looks over its own
    foot; `towards` (n, 3) the ray, `reach` in its lengths. `pane` is the number of the first wall
    whose glass it went through before, or -1, and `pane_m` as `ahead_m`.
    """

    wall: Ints
    at_m: Floats
    along_m: Floats
    ahead_m: Floats
    towards: Floats
    reach: Floats
    pane: Ints
    pane_m: Floats


def walls_of(venue: Venue, ways: tuple[Flight, ...] = ()) -> Walls:
    """Every wall of the venue, what stands on its floor or hangs over it, and the ways from it."""
    uprights = [
        (line, face, GAPS.get((face.material, face.part), WHOLE)) for line, face in _edges(venue)
    ]
    uprights += rails(ways)
    made = solids(venue.things) + built(venue, ways)
    if venue.scene == "street":
        made += houses(venue, _house_m)
    uprights += [(solid.outline.boundary, solid.face, solid.gaps) for solid in made]
    faces = tuple(face for _, face, _ in uprights)
    rows = [
        (*ends, face.base_m, face.top_m, gaps, number)
        for number, (line, face, gaps) in enumerate(uprights)
        for ends in _segments(line)
    ]
    table = np.array(rows, np.float64).reshape(-1, 8)
    caps = list(_caps(made, len(uprights) - len(made)))
    rings = [shapely.get_coordinates(cap.exterior)[:-1] for cap, _, _ in caps]
    shows = np.concatenate([table[:, 7], [n for _, _, n in caps]]).astype(np.int32)
    hides_m = np.array([LOW_M if face.part == "flight" else np.inf for face in faces])
    return Walls(
        segment=table[:, :4],
        base_m=table[:, 4],
        top_m=table[:, 5],
        gaps=table[:, 6].astype(np.int32),
        rings=np.concatenate([np.empty((0, 2)), *rings]),
        first=np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32),
        level_m=np.array([level for _, level, _ in caps], np.float64),
        shows=shows,
        hides_m=hides_m[shows],
        faces=faces,
    )


def _edges(venue: Venue) -> list[tuple[shapely.Geometry, Face]]:
    """Where sight ends: shops, entrances, blocks and outer walls, each with what it shows."""
    seen, found = sight(venue), []
    rest = seen.boundary
    owners = [
        (shop.outline.boundary, _facade(venue, shop.material, shop.name, number))
        for number, shop in enumerate(venue.shops)
    ]
    owners += [
        (
            door.area.buffer(DOORS_M, join_style="mitre"),
            _facade(venue, door.material, door.name, number),
        )
        for number, door in enumerate(venue.entrances)
    ]
    owners += [
        (thing.outline.boundary, _facade(venue, thing.material, thing.name, number, thing.top_m))
        for number, thing in enumerate(venue.things)
        if thing.stand == "solid"
    ]
    for number, block in enumerate(map(shapely.Polygon, seen.interiors)):
        material = "plaster" if block.area < PILLAR_M2 else "kiosk"
        owners.append((block.boundary, _facade(venue, material, "", number)))
    for outline, face in owners:
        found.append((shapely.intersection(rest, outline), face))
        rest = shapely.difference(rest, outline)
    return [*found, (rest, _facade(venue, venue.wall, "", 0))]


def _facade(venue: Venue, material: str, name: str, number: int, top_m: float = np.inf) -> Face:
    """A wall up to the ceiling, or under the sky as high as such a thing is."""
    if np.isinf(top_m) and venue.scene in OPEN_AIR:
        usual = {"terrace": _house_m(number), "vista": VISTA_M, "skyline": VISTA_M}
        top_m = usual.get(material, WALL_M)
    return Face(material, name, number, 0.0, top_m)


def _house_m(number: int) -> float:
    return HOUSE_M + STOREY_M * (number * 5 % 3 / 2)


def _caps(made: list[Solid], before: int) -> list[tuple[shapely.Polygon, float, int]]:
    """Tops of solids, and what hangs over people from below."""
    found = []
    for number, solid in enumerate(made):
        if solid.gaps in (WHOLE, WHEELS):
            found.append((solid.outline, solid.face.top_m, before + number))
            if solid.face.base_m > 0:
                found.append((solid.outline, solid.face.base_m, before + number))
    return found


def _segments(line: shapely.Geometry) -> list[tuple[float, ...]]:
    pieces = shapely.get_parts(shapely.line_merge(line) if line.geom_type != "LineString" else line)
    found = []
    for piece in pieces:
        xy = shapely.get_coordinates(piece)
        if piece.geom_type != "Point":
            found += [(*a, *b) for a, b in pairwise(xy)]
    return found


def hits(camera: Camera, venue: Venue, walls: Walls, starts: Floats, towards: Floats) -> Hits:
    """What rays (n, 3) from `starts`, one (3,) or (n, 3), meet first."""
    starts = np.ascontiguousarray(np.broadcast_to(starts, towards.shape))
    towards = np.ascontiguousarray(towards)
    wall, pane = np.empty((2, len(towards)), np.int32)
    reach, through, along = np.zeros((3, len(towards)))
    ceiling = max(venue.ceiling_m, camera.height_m + OVER_CAMERA_M)
    if venue.scene in OPEN_AIR:
        ceiling = SKY_M
    ahead = _between(starts, towards, walls.segment)
    upright = (walls.segment, walls.base_m, walls.top_m, walls.gaps, walls.shows, ahead)
    level = (walls.rings, walls.first, walls.level_m)
    _cast(starts, towards, upright, level, ceiling, wall, reach, along, pane, through)
    at = starts + towards * reach[:, None]
    hides = wall >= 0
    hides[hides] = at[hides, 2] <= walls.hides_m[wall[hides]]
    ahead_m = np.where(hides, _ahead_m(camera, at), np.inf)
    pane_m = np.where(pane >= 0, _ahead_m(camera, starts + towards * through[:, None]), np.inf)
    return Hits(wall, at, along, ahead_m, towards, reach, pane, pane_m)


def _ahead_m(camera: Camera, at_m: Floats) -> Floats:
    """Of points (n, 3), along the camera's level heading or against it."""
    heading = np.radians(camera.heading_deg)
    off = at_m[:, :2] - optics.station(camera)[:2]
    away: Floats = np.abs(off @ [np.cos(heading), np.sin(heading)])
    return away


@nb.njit(cache=True)
def _between(starts, towards, segment) -> NDArray[np.int64]:  # type: ignore[no-untyped-def]  # numba types
    """Numbers of the segments of which some part lies between the outermost rays; all, if these
    look more than a right angle away from where most do.
    """
    kept, x, y = np.ones(len(segment), np.bool_), 0.0, 0.0
    for i in range(len(towards)):
        x, y = x + towards[i, 0], y + towards[i, 1]
    least, most, outer = np.inf, -np.inf, np.zeros((2, 2))
    for i in range(len(towards)):
        dx, dy = towards[i, 0], towards[i, 1]
        if x * dx + y * dy <= 0:
            return np.arange(len(segment))
        turn, far = (x * dy - y * dx) / (x * dx + y * dy), (dx * dx + dy * dy) ** 0.5
        if turn < least:
            least, outer[0, 0], outer[0, 1] = turn, dx / far, dy / far
        if turn > most:
            most, outer[1, 0], outer[1, 1] = turn, -dx / far, -dy / far
    for dx, dy in outer:
        begin = np.inf
        for i in range(len(starts)):
            begin = min(begin, dx * starts[i, 1] - dy * starts[i, 0])
        for k in range(len(segment)):
            end = max(
                dx * segment[k, 1] - dy * segment[k, 0], dx * segment[k, 3] - dy * segment[k, 2]
            )
            kept[k] &= end >= begin - BESIDE_M
    found: NDArray[np.int64] = np.flatnonzero(kept)
    return found


@nb.njit(cache=True)
def _cast(starts, towards, upright, level, ceiling, wall, reach, along, pane, through) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill what rays meet, how many times their length away, and how far along a wall; and the
    same of the first glass that they go through on their way there.
    """
    segment, base, top, gaps, shows, ahead = upright
    rings, first, level_m = level
    for i in range(len(towards)):
        dx, dy, dz = towards[i, 0], towards[i, 1], towards[i, 2]
        x, y, z = starts[i, 0], starts[i, 1], starts[i, 2]
        best, found = np.inf, FLOOR
        clear, glazed = np.inf, -1
        if dz < 0:
            best = -z / dz
        elif dz > 0:
            best, found = (ceiling - z) / dz, ABOVE
        for k in ahead:
            ox, oy = segment[k, 0] - x, segment[k, 1] - y
            ex, ey = segment[k, 2] - segment[k, 0], segment[k, 3] - segment[k, 1]
            cross = dx * ey - dy * ex
            if abs(cross) < 1e-12:
                continue
            t = (ox * ey - oy * ex) / cross
            if t <= 1e-6 or t >= best:
                continue
            share, up = (ox * dy - oy * dx) / cross, z + t * dz
            if share < 0 or share > 1 or up > top[k] or up < base[k]:
                continue
            length = (ex * ex + ey * ey) ** 0.5
            if gaps[k] and passes(gaps[k], share * length, up, length, base[k], top[k], shows[k]):
                if gaps[k] == PANE and t < clear:
                    clear, glazed = t, k
                continue
            best, found = t, k
            along[i] = share * length
        for c in range(len(level_m)):
            if dz == 0:
                break
            t = (level_m[c] - z) / dz
            if 1e-6 < t < best and _inside(rings[first[c] : first[c + 1]], x + t * dx, y + t * dy):
                best, found = t, len(segment) + c
        wall[i], reach[i] = found, best
        if clear < best:
            pane[i], through[i] = glazed, clear
        else:
            pane[i], through[i] = -1, 0.0


@nb.njit(cache=True)
def _inside(ring, x, y) -> bool:  # type: ignore[no-untyped-def]  # numba types
    """Whether a point lies in an outline, by how often a line to the east crosses it."""
    found, j = False, len(ring) - 1
    for i in range(len(ring)):
        if (ring[i, 1] > y) != (ring[j, 1] > y):
            met = (ring[j, 0] - ring[i, 0]) * (y - ring[i, 1]) / (ring[j, 1] - ring[i, 1])
            if x < ring[i, 0] + met:
                found = not found
        j = i
    return found
