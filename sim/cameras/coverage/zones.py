"""What of the floor a camera covers: where it can recognise a standing adult, where it sees one,
and where, under its picture, it is blind.

A place counts by where the face of somebody who stands there and looks at the camera comes to lie,
as for sightings: the same lens, limits and walls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M
from scenarios.place import Place
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import FACE_M, face_boxes
from sim.cameras.visibility import LEAST_FRONTAL_PX, face_area, near_m
from sim.world.manners import EYES_BELOW_CROWN_M

Floats = NDArray[np.floating[Any]]
Face = tuple[float, float, float]
"""Half the width, and how far above and below the eyes, as `sightings.FACE_M`; metres."""

EYES_M: Face = (0.0, 0.0, 0.0)
ADULTS_M = (1.52, 1.88)
"""Statures from the 5th percentile of women to the 95th of men, 19 years old (WHO 2007, as in
`sim.people.stature`)."""
STATURES = 5
STEEP_DEG = 45.0
"""From further above, pack `open` loses a fifth of rendered faces or more, and templates of the
rest scatter seven times as much as of faces seen level (preset `rendered`)."""
STEPS = 50
"""Along and across the picture of a lens that bends lines, places are looked at so finely; between
them what they lack or have to spare changes in proportion."""
GRAIN_M = 1e-5
"""To which corners are rounded, so that areas fit each other."""
DUST_M = 1e-100
"""Whatever is less is 0: GEOS divides by products of such."""
DECIMALS = 6
"""Of what eyes have to spare, in metres, so that the picture's edge is in it."""
LEAST_ZONE_M2 = 0.5
"""Room for one person who walks; hardly anybody's way leads through less."""
LEAST_M2 = 1e-4
"""Smaller areas are roundings."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Areas of the floor, metres, that no wall hides.

    `zone` is where every adult of ADULTS_M is in the zone of recognition, `some` where one of them
    is, `view` where the face of one is seen at all; `blind` lies between the camera and what it
    covers, under its picture. `above_deg` is from how far above, at least, faces are seen in
    `some`; infinite if there is none.
    """

    zone: shapely.Geometry
    some: shapely.Geometry
    view: shapely.Geometry
    blind: shapely.Geometry
    above_deg: float


def coverage(camera: Camera, venue: Venue) -> Coverage:
    """What the camera covers."""
    lens, seen = Lens(camera), _areas(shapely.intersection(face_area(camera, venue), venue.floor))
    eyes_m = (np.linspace(*ADULTS_M, STATURES) - EYES_BELOW_CROWN_M).tolist()
    wanted = max(camera.zone_interocular_px, LEAST_FRONTAL_PX)
    zones = [_places(lens, eye_m, wanted, FACE_M) for eye_m in eyes_m]
    views = [_places(lens, eye_m, LEAST_FRONTAL_PX, EYES_M) for eye_m in eyes_m]
    some, view = (_overlaid(_swept(lens, areas), seen) for areas in (zones, views))
    covered = view if some.is_empty else some
    between = shapely.union(covered, shapely.Point(camera.at_m)).convex_hull
    below = shapely.difference(between, view, grid_size=GRAIN_M)
    return Coverage(
        zone=reduce(_overlaid, zones, seen),
        some=some,
        view=view,
        blind=covered if covered.is_empty else _overlaid(below, seen),
        above_deg=min(
            _above_deg(camera, _overlaid(zone, seen), eye_m)
            for zone, eye_m in zip(zones, eyes_m, strict=True)
        ),
    )


def warnings(cameras: Sequence[Camera], place: Place) -> list[str]:
    """What planners should know of cameras that can recognise nobody, a sentence each."""
    low, high = ADULTS_M
    found = []
    for camera in cameras:
        covered = coverage(camera, place.on(camera.level, camera.at_m).venue)
        who = f"camera {camera.id}: adults of {low:g} to {high:g} m who stand on the floor"
        if covered.view.is_empty:
            found.append(f"{who} have their faces nowhere in its picture: it recognises nobody")
        elif covered.some.is_empty:
            wanted = f"{camera.zone_interocular_px:g} px between the eyes"
            said = f"{who} have nowhere {wanted} with the whole face in its picture"
            found.append(f"{said}: it recognises none of them")
        elif covered.above_deg > STEEP_DEG:
            said = f"{covered.above_deg:.0f} degrees above or steeper"
            told = f"{who} are large enough only where it sees them from {said}"
            found.append(f"{told}: faces seen so are often missed; hang it lower or farther away")
        elif covered.some.area < LEAST_ZONE_M2:
            wanted = f"{camera.zone_interocular_px:g} px between the eyes"
            where = f"{covered.some.area:.2g} of the {covered.view.area:,.0f} square metres it sees"
            found.append(f"{who} have {wanted} on {where} alone: it recognises hardly anybody")
    return found


def _swept(lens: Lens, areas: list[shapely.Geometry]) -> shapely.Geometry:
    """Areas for eyes of a few heights, and without distortion those for the heights between.

    There an area's sides keep their directions and its corners go straight from one height to the
    next, or farther out where another side begins to bound it.
    """
    if lens.straight:
        areas = [shapely.union(*pair).convex_hull for pair in pairwise(areas)]
    return shapely.union_all(areas, grid_size=GRAIN_M)


def _overlaid(area: shapely.Geometry, other: shapely.Geometry) -> shapely.MultiPolygon:
    """What two areas have in common, without lines and points."""
    both = _without_dust(area), _without_dust(other)
    return _areas(shapely.intersection(*both, grid_size=GRAIN_M))


def _without_dust(area: shapely.Geometry) -> shapely.Geometry:
    """An area whose coordinates are 0 where they are below DUST_M."""
    return shapely.transform(area, lambda at_m: np.where(np.abs(at_m) < DUST_M, 0.0, at_m))


def _areas(whole: shapely.Geometry) -> shapely.MultiPolygon:
    """What of a geometry is an area: where others only touch, there are lines and points, too."""
    parts = shapely.get_parts(whole)
    return shapely.MultiPolygon(
        [p for p in parts if p.geom_type == "Polygon" and p.area > LEAST_M2]
    )


def _above_deg(camera: Camera, zone: shapely.Geometry, eye_m: float) -> float:
    """From how far above, at least, the camera sees eyes of a height in an area."""
    if zone.is_empty:
        return np.inf
    away_m = np.hypot(*(shapely.get_coordinates(zone) - camera.at_m).T).max()
    return float(np.degrees(np.arctan2(camera.height_m - eye_m, away_m)))


def _in_zone_m(lens: Lens, least_px: float, eyes_m: Floats) -> Floats:
    """By how many metres (n,) eyes (n, 3) have what `sightings.in_zone` asks for."""
    uv, depth = optics.project(lens.pinhole, eyes_m)
    ahead = np.maximum(depth, near_m(lens.pinhole))
    density = optics.px_per_m(lens.pinhole, ahead)
    box = face_boxes(uv, density, np.zeros(len(uv)))
    scale = lens.scale((box[:, :2] + box[:, 2:]) / 2)
    size = np.array([lens.camera.width_px, lens.camera.height_px])
    box = lens.bent_boxes(box)
    room = np.concatenate([box[:, :2], size - box[:, 2:]], 1).min(1) / density
    large = ahead * (INTEROCULAR_M * density * scale / least_px - 1)
    return _spare(lens, uv, depth, np.minimum(room, large))


def _in_view_m(lens: Lens, least_px: float, eyes_m: Floats) -> Floats:
    """By how many metres (n,) eyes (n, 3) have what `sightings.see` asks for."""
    uv, depth = optics.project(lens.pinhole, eyes_m)
    ahead = np.maximum(depth, near_m(lens.pinhole))
    density = optics.px_per_m(lens.pinhole, ahead)
    at, size = lens.bent(uv), np.array([lens.camera.width_px, lens.camera.height_px])
    room = np.concatenate([at, size - at], 1).min(1) / density
    large = ahead * (INTEROCULAR_M * density / least_px - 1)
    return _spare(lens, uv, depth, np.minimum(room, large))


def _spare(lens: Lens, uv_px: Floats, depth_m: Floats, spare_m: Floats) -> Floats:
    """With the limits of everything that is seen."""
    far = optics.focal_px(lens.pinhole) * INTEROCULAR_M / LEAST_FRONTAL_PX
    limits = np.minimum(depth_m - near_m(lens.pinhole), far - depth_m)
    found: Floats = np.minimum(np.nan_to_num(spare_m, nan=-1.0), limits)
    return np.where(lens.holds(uv_px), found, -np.abs(found))


def _places(lens: Lens, eye_m: float, least_px: float, face_m: Face) -> shapely.Geometry:
    """Where eyes of one height have around them so much of a face in the picture, so large.

    A pinhole's picture of a level plane is bounded by straight lines; for a lens that bends them a
    grid is looked at.
    """
    camera, drop_m = lens.pinhole, lens.camera.height_m - eye_m
    near, far = _extent(lens, drop_m, least_px, face_m if lens.straight else EYES_M)
    if near >= far:
        return shapely.Polygon()
    if lens.straight:
        ends = np.array([near, far, far, near])
        aside = _half_m(camera, ends, drop_m) - face_m[0]
        return shapely.Polygon(_plan(camera, ends, aside * [-1, -1, 1, 1]))
    ahead, side = np.meshgrid(np.linspace(near, far, STEPS), np.linspace(-1, 1, STEPS))
    xy = _plan(camera, ahead, side * _half_m(camera, ahead, drop_m))
    eyes = np.concatenate([xy, np.full((*ahead.shape, 1), eye_m)], -1).reshape(-1, 3)
    spare = _in_zone_m if any(face_m) else _in_view_m
    return _enclosed(xy, spare(lens, least_px, eyes).reshape(ahead.shape))


def _plan(camera: Camera, ahead_m: Floats, aside_m: Floats) -> Floats:
    """(..., 2) east and north of places so far along the heading and to the right of it."""
    heading, right = np.radians(camera.heading_deg), optics.axes(camera)[0][:2]
    along = np.array([np.cos(heading), np.sin(heading)])
    found: Floats = (
        np.asarray(camera.at_m) + ahead_m[..., None] * along + aside_m[..., None] * right
    )
    return found


def _half_m(camera: Camera, ahead_m: Floats, drop_m: float) -> Floats:
    """Half of what the picture is wide at places so far ahead and below the lens."""
    tilt = np.radians(camera.tilt_deg)
    depth: Floats = ahead_m * np.cos(tilt) + drop_m * np.sin(tilt)
    return depth * camera.width_px / 2 / optics.focal_px(camera)


def _extent(lens: Lens, drop_m: float, least_px: float, face_m: Face) -> tuple[float, float]:
    """From where to where along the heading eyes so far below the lens, and so much of a face
    around them, can be in the picture of its pinhole.
    """
    half, above, below = face_m
    camera, focal = lens.pinhole, optics.focal_px(lens.pinhole)
    tilt, high = np.radians(camera.tilt_deg), camera.height_px / 2 / focal
    cos, sin = float(np.cos(tilt)), float(np.sin(tilt))
    farthest = focal * INTEROCULAR_M * _largest_scale(lens) / least_px
    nearest = max(near_m(camera), half * 2 * focal / camera.width_px)
    bounds = [
        (cos, nearest - drop_m * sin),
        (-cos, drop_m * sin - farthest),
        (high * cos + sin, drop_m * (cos - high * sin) + below),
        (high * cos - sin, -drop_m * (cos + high * sin) + above),
    ]
    most = 2 * (farthest * np.hypot(1, high) + abs(drop_m))
    near, far = -most, most
    for factor, least in bounds:  # factor * ahead >= least
        if abs(factor) < 1e-9:
            near = near if least <= 0 else np.inf  # the same everywhere
        elif factor > 0:
            near = max(near, least / factor)
        else:
            far = min(far, least / factor)
    return float(near), float(far)


def _largest_scale(lens: Lens) -> float:
    """How much larger faces are, at most, than without the lens."""
    if lens.straight:
        return 1.0
    across = np.linspace(0, lens.camera.width_px, STEPS)
    down = np.linspace(0, lens.camera.height_px, STEPS)
    points = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)
    return max(float(lens.scale(lens.unbent(points)).max()), 1.0)


def _enclosed(xy: Floats, spare_m: Floats) -> shapely.Geometry:
    """The area in which values at a grid's places (rows, columns, 2) are 0 or more."""
    number = np.arange(spare_m.size).reshape(spare_m.shape)
    here, right = number[:-1, :-1].ravel(), number[:-1, 1:].ravel()
    below, across = number[1:, :-1].ravel(), number[1:, 1:].ravel()
    halves = ((here, right, across), (here, across, below))
    triangles = np.concatenate([np.stack(half, 1) for half in halves])
    places, spare = xy.reshape(-1, 2), spare_m.ravel().round(DECIMALS)
    inside = (spare >= 0)[triangles].sum(1)
    whole = shapely.coverage_union_all(shapely.polygons(places[triangles[inside == 3]]))
    cut = triangles[(inside == 1) | (inside == 2)].tolist()
    parts = [shapely.Polygon([*_cut(three, places, spare)]).buffer(0) for three in cut]
    return shapely.union_all([whole, *parts], grid_size=GRAIN_M)


def _cut(three: list[int], places: Floats, spare: Floats) -> Iterator[Floats]:
    """Corners of the part of a triangle where values are 0 or more."""
    for a, b in pairwise([*three, three[0]]):
        if spare[a] >= 0:
            yield places[a]
        if (spare[a] >= 0) != (spare[b] >= 0):
            low, high = min(a, b), max(a, b)  # neighbours come to the same point
            share = spare[low] / (spare[low] - spare[high])
            yield places[low] + share * (places[high] - places[low])
