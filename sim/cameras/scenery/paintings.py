"""Colours of whatever rays meet in a venue, lit as the place is."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.scenery import surfaces
from sim.cameras.scenery.fittings import NOWHERE, Around
from sim.cameras.scenery.illumination import Distances, Illumination, lit
from sim.cameras.scenery.materials.catalogue import PAINTERS
from sim.cameras.scenery.materials.floors import FLOORS, PAINTED
from sim.cameras.scenery.materials.passages import FITTED, PLATES, plate
from sim.cameras.scenery.materials.patterns import Front, Ground, Paint, mixed
from sim.cameras.scenery.panes import PALE, mirrored_share
from sim.cameras.scenery.places import PLACES
from sim.cameras.scenery.solids import Face
from sim.cameras.scenery.surfaces import ABOVE, FLOOR, Hits
from sim.cameras.scenery.wells import wells_of

Floats = NDArray[np.floating[Any]]

PAINTS = {**PAINTERS, **FITTED}
KEY_EAST, KEY_NORTH = 0.5, 0.866
"""Whence walls are lit a little more, so that sides of one thing differ."""
SIDE = 0.13
HAZE_M = 420.0
"""In the open, 1/e of a thing's own colour is left so far away; the author's choice."""
WET = 0.62
"""Colours of wet floors, as a share of dry ones."""
SIN_MIN = 0.02
"""Nearer to the horizon, pixels spread over level surfaces no further."""


class Painting:
    """One camera's venue with everything that its colours are made of."""

    def __init__(self, camera: Camera, venue: Venue, around: Around = NOWHERE) -> None:
        self.camera, self.venue = camera, venue
        self.place = PLACES[venue.scene]
        self.walls = surfaces.walls_of(venue, around.ways)
        self.wells = wells_of(venue, around, FLOORS[venue.scene])
        self.plates = [one for one in around.ways if one.kind in PLATES]
        self.illumination = Illumination(venue, self.place)
        self.flat = [thing for thing in venue.things if thing.material in PAINTED]
        roads = [thing.outline for thing in self.flat]
        self.kerbs = Distances(shapely.union_all(roads), venue) if roads else None
        self.pavements = Distances(shapely.union_all(roads), venue, outside=True) if roads else None
        raining = camera.imaging is not None and camera.imaging.rain_mm_per_h > 0
        self.wet = raining and self.place.open_air
        self.gloss = self.place.gloss[int(self.wet)]
        self.px_m = 1 / optics.focal_px(camera)

    def meet(self, starts: Floats, towards: Floats) -> Hits:
        """What rays (n, 3) meet first."""
        return surfaces.hits(self.camera, self.venue, self.walls, starts, towards)

    def colours(self, met: Hits) -> Floats:
        """(n, 3) of what rays meet."""
        bgr: Floats = np.zeros((len(met.wall), 3))
        away = met.reach * np.linalg.norm(met.towards, axis=1)
        order = np.argsort(met.wall, kind="stable")
        edges = np.flatnonzero(np.diff(met.wall[order])) + 1
        for rows in np.split(order, edges) if len(order) else []:
            number = int(met.wall[rows[0]])
            if number == FLOOR:
                bgr[rows] = self._floor(met, rows, away[rows])
            elif number == ABOVE:
                bgr[rows] = self._above(met, rows, away[rows])
            else:
                bgr[rows] = self._wall(number, met, rows, away[rows])
        if self.place.open_air:
            hidden = np.where(met.wall == ABOVE, 0.0, 1 - np.exp(-away / HAZE_M))
            bgr = mixed(bgr, self.place.haze, hidden)
        share, over = self.glass(met)
        bgr += share[:, None] * (over - bgr)
        return bgr.clip(0, 255)

    def glass(self, met: Hits) -> tuple[Floats, Floats]:
        """Of what rays went through, the share (n,) that it mirrors and its colours (n, 3)."""
        share, bgr = np.zeros(len(met.pane)), np.zeros((len(met.pane), 3))
        rows = np.flatnonzero(met.pane >= 0)
        if len(rows):
            x1, y1, x2, y2 = self.walls.segment[met.pane[rows]].T
            towards = met.towards[rows]
            through = np.abs(towards[:, 0] * (y1 - y2) + towards[:, 1] * (x2 - x1))
            through /= np.hypot(x2 - x1, y2 - y1) * np.linalg.norm(towards, axis=1)
            share[rows] = mirrored_share(through)
            bgr[rows] = lit(np.tile(np.array(PALE), (len(rows), 1)), np.array(self.place.ambient))
        return share, bgr

    def _ground(self, met: Hits, rows: NDArray[np.intp], away: Floats) -> Ground:
        """Level points, and how far a pixel spreads over them along and across the ray."""
        x, y = met.at_m[rows, 0], met.at_m[rows, 1]
        length = np.linalg.norm(met.towards[rows], axis=1)
        sine = np.maximum(np.abs(met.towards[rows, 2]) / length, SIN_MIN)
        wide, long = away * self.px_m, away * self.px_m / sine
        level = np.maximum(np.hypot(met.towards[rows, 0], met.towards[rows, 1]), 1e-9)
        east, north = np.abs(met.towards[rows, 0]) / level, np.abs(met.towards[rows, 1]) / level
        return Ground(
            x_m=x,
            y_m=y,
            blur_x_m=east * long + north * wide,
            blur_y_m=north * long + east * wide,
            kerb_m=self.pavements.at(x, y) if self.pavements else np.full(len(x), np.inf),
        )

    def _floor(self, met: Hits, rows: NDArray[np.intp], away: Floats) -> Floats:
        at = self._ground(met, rows, away)
        bgr = FLOORS[self.venue.scene](at)
        for thing in self.flat:
            on = np.flatnonzero(shapely.contains_xy(thing.outline, at.x_m, at.y_m))
            if len(on) and self.kerbs:
                bgr[on] = PAINTED[thing.material](_part(at, on, self.kerbs))
        for one in self.plates:
            on = np.flatnonzero(shapely.contains_xy(one.landing, at.x_m, at.y_m))
            bgr[on] = plate(one, at.take(on), bgr[on])
        for well in self.wells:
            on = np.flatnonzero(shapely.contains_xy(well.outline, at.x_m, at.y_m))
            bgr[on] = well.colours(at.take(on), met.towards[rows[on]])
        if self.wet:
            bgr = bgr * WET
        return lit(bgr, self.illumination.on_floor(at.x_m, at.y_m))

    def _above(self, met: Hits, rows: NDArray[np.intp], away: Floats) -> Floats:
        if self.place.sky is not None:
            return self.place.sky(met.towards[rows]).bgr
        at = self._ground(met, rows, away)
        return self._shone(self.place.ceiling(at), np.tile(self.place.ambient, (len(rows), 1)))

    def _wall(self, number: int, met: Hits, rows: NDArray[np.intp], away: Floats) -> Floats:
        upright = number < len(self.walls.segment)
        face = self.walls.faces[int(self.walls.shows[number])]
        if upright:
            front, side = self._front(number, met, rows, away)
        else:
            front, side = self._level(face, met, rows, away), 1.0 + SIDE
        paint = PAINTS[face.material](front, face)
        light = self.illumination.around(*met.at_m[rows].T) * side
        if upright and face.base_m == 0:
            foot = 1 - 0.35 * np.exp(-met.at_m[rows, 2] / 0.18) - 0.1 * np.exp(-met.at_m[rows, 2])
            light = light * foot[:, None]
        elif not upright and met.towards[rows[0], 2] > 0:
            light = light * 0.45
        return self._shone(paint, light)

    def _shone(self, paint: Paint, light: Floats) -> Floats:
        """What is lit, mixed with what shines by itself."""
        return mixed(lit(paint.bgr, light), paint.bgr, paint.glow)

    def _level(self, face: Face, met: Hits, rows: NDArray[np.intp], away: Floats) -> Front:
        """Tops and undersides: as a strip of the side just below its edge."""
        at, zero = self._ground(met, rows, away), np.zeros(len(rows))
        up = zero + (face.top_m - 0.02)
        return Front(at.x_m, up, zero, zero, at.blur_x_m, zero + 1e-3, 0.3)

    def _front(
        self, number: int, met: Hits, rows: NDArray[np.intp], away: Floats
    ) -> tuple[Front, float]:
        """The rays' points on a wall, read from the left as they see it, and how it is lit."""
        x1, y1, x2, y2 = self.walls.segment[number]
        length = float(self.walls.length_m[number])
        along = np.array([x2 - x1, y2 - y1]) / length
        across = np.array([y1 - y2, x2 - x1]) / length
        towards = met.towards[rows]
        through = towards[:, :2] @ across
        flipped = bool(through.mean() < 0)
        deep = np.maximum(np.abs(through), 1e-6)
        way, start = (-1, length) if flipped else (1, 0.0)
        slope = way * (towards[:, :2] @ along) / deep
        size = np.linalg.norm(towards, axis=1)
        wide = away * self.px_m
        level = np.maximum(np.hypot(towards[:, 0], towards[:, 1]), 1e-9)
        front = Front(
            along_m=start + way * met.along_m[rows],
            up_m=met.at_m[rows, 2],
            along_slope=slope,
            up_slope=towards[:, 2] / deep,
            blur_along_m=wide * np.minimum(level / deep, 40),
            blur_up_m=wide * np.minimum(size / level, 5),
            length_m=length,
        )
        facing = across if flipped else -across
        return front, 1 + SIDE * float(facing @ [KEY_EAST, KEY_NORTH])


def mirrored(met: Hits, rows: NDArray[np.intp], gloss: float) -> tuple[Floats, Floats, Floats]:
    """Rays that the floor throws back, and the share of light that it does, more at a flat angle
    (Schlick 1994).
    """
    towards = met.towards[rows] * [1.0, 1.0, -1.0]
    cosine = np.abs(towards[:, 2]) / np.linalg.norm(towards, axis=1)
    share: Floats = gloss + (0.5 - gloss) * (1 - cosine) ** 5
    return met.at_m[rows] + [0.0, 0.0, 1e-4], towards, share * (gloss > 0)


def _part(at: Ground, rows: NDArray[np.intp], kerbs: Distances) -> Ground:
    """Some of the points, seen from the road's side of the kerb."""
    x, y = at.x_m[rows], at.y_m[rows]
    return Ground(x, y, at.blur_x_m[rows], at.blur_y_m[rows], kerbs.at(x, y))
