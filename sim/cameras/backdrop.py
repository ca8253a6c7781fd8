"""The empty venue as a camera sees it, with how far ahead each wall is; made once a camera."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from engine.faces import Image
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import materials, optics, surfaces
from sim.cameras.materials import Front
from sim.cameras.signs import sign
from sim.cameras.surfaces import Hits, Walls

Floats = NDArray[np.floating[Any]]

FINER = 2
"""Rays along each side of a pixel."""
BAND_ROWS = 60
"""Rows of the picture painted at once."""
MAP_M = 0.1
"""Cells in which distances to walls are kept."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """`bgr` (h, w, 3); `ahead_m` (h, w) is the distance along the camera's level heading of the
    wall or low thing in each pixel, infinite for floor and ceiling.
    """

    bgr: Image
    ahead_m: NDArray[np.float32]


def backdrop(camera: Camera, venue: Venue) -> Backdrop:
    """Cast the camera's rays into the venue and paint what they meet."""
    walls, near = surfaces.walls_of(venue), Clearance(venue)
    bands = [
        _band(camera, venue, walls, near, top) for top in range(0, camera.height_px, BAND_ROWS)
    ]
    pictures, depths = zip(*bands, strict=True)
    return Backdrop(np.concatenate(pictures), np.concatenate(depths))


def _band(
    camera: Camera, venue: Venue, walls: Walls, near: "Clearance", top: int
) -> tuple[Image, NDArray[np.float32]]:
    rows = min(BAND_ROWS, camera.height_px - top)
    v, u = np.mgrid[0 : rows * FINER, 0 : camera.width_px * FINER]
    uv = np.stack([(u + 0.5) / FINER, (v + 0.5) / FINER + top], -1).reshape(-1, 2)
    met = surfaces.hits(camera, venue, walls, uv)
    fine = _painted(camera, venue, walls, near, met).reshape(*u.shape, 3)
    size = (camera.width_px, rows)
    picture = cv2.resize(fine.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    ahead = met.ahead_m.reshape(rows, FINER, camera.width_px, FINER).min((1, 3))
    return picture.round().clip(0, 255).astype(np.uint8), ahead.astype(np.float32)


def _painted(camera: Camera, venue: Venue, walls: Walls, near: "Clearance", met: Hits) -> Floats:
    """(n, 3) colours of what rays meet."""
    colour = np.zeros((len(met.wall), 3))
    x, y = met.at_m[:, 0], met.at_m[:, 1]
    down, above = met.wall == surfaces.FLOOR, met.wall == surfaces.CEILING
    colour[down] = materials.floor(x[down], y[down], near.at(x[down], y[down]))
    colour[above] = materials.ceiling(x[above], y[above])
    for number in np.unique(met.wall[met.wall >= 0]):
        rows = np.flatnonzero(met.wall == number)
        colour[rows] = _wall(camera, venue, walls, int(number), met, rows)
    return colour


def _wall(
    camera: Camera, venue: Venue, walls: Walls, number: int, met: Hits, rows: NDArray[np.intp]
) -> Floats:
    front, length = _front(camera, walls, number, met, rows), float(walls.length_m[number])
    kind, owner = int(walls.kind[number]), int(walls.owner[number])
    if kind == surfaces.SHOP:
        colour = materials.shopfront(front, length, owner, sign(venue.shops[owner].name))
    elif kind == surfaces.DOORS:
        colour = materials.doors(front, length, sign(venue.entrances[owner].name))
    elif kind == surfaces.KIOSK:
        colour = materials.kiosk(front, owner)
    elif kind == surfaces.LOW:
        colour = np.tile((74.0, 104.0, 134.0), (len(rows), 1))
        colour[met.at_m[rows, 2] >= surfaces.LOW_M - 1e-6] *= 1.3
    else:
        colour = materials.plaster(front)
    x1, y1, x2, y2 = walls.segment[number]
    light = 0.9 + 0.1 * abs(x2 - x1) / np.hypot(x2 - x1, y2 - y1)
    lit: Floats = colour * (light * (1 - 0.25 * np.exp(-met.at_m[rows, 2] / 0.2)))[:, None]
    return lit


def _front(camera: Camera, walls: Walls, number: int, met: Hits, rows: NDArray[np.intp]) -> Front:
    """The rays' points on a wall, read from the left as the camera sees it."""
    x1, y1, x2, y2 = walls.segment[number]
    length = walls.length_m[number]
    along, across = np.array([x2 - x1, y2 - y1]) / length, np.array([y1 - y2, x2 - x1]) / length
    towards = met.at_m[rows] - optics.station(camera)
    deep = np.maximum(np.abs(towards[:, :2] @ across), 1e-6)
    flipped = (np.array(camera.at_m) - [x1, y1]) @ across > 0
    way, start = (-1, length) if flipped else (1, 0.0)
    slope = way * (towards[:, :2] @ along) / deep
    return Front(start + way * met.along_m[rows], met.at_m[rows, 2], slope, towards[:, 2] / deep)


class Clearance:
    """How far the floor's points are from where it ends."""

    def __init__(self, venue: Venue) -> None:
        self.x0, self.y0, x1, y1 = venue.floor.bounds
        x, y = np.meshgrid(np.arange(self.x0, x1, MAP_M), np.arange(self.y0, y1, MAP_M))
        shapely.prepare(venue.floor)
        inside = shapely.contains_xy(venue.floor, x + MAP_M / 2, y + MAP_M / 2)
        framed = np.pad(inside.astype(np.uint8), 1)
        self.away_m = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1] * MAP_M

    def at(self, x_m: Floats, y_m: Floats) -> Floats:
        """Metres (n,), straight between the cells of a map."""
        cells = [(y_m - self.y0) / MAP_M - 0.5, (x_m - self.x0) / MAP_M - 0.5]
        found: Floats = map_coordinates(self.away_m, cells, order=1, mode="nearest")
        return found
