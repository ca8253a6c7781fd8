"""The empty venue as a camera sees it, with how far ahead each wall is; made once a camera."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.scenery.fittings import NOWHERE, Around
from sim.cameras.scenery.illumination import Standing
from sim.cameras.scenery.paintings import Floats, Painting, mirrored
from sim.cameras.scenery.panes import Panes, panes
from sim.cameras.scenery.places import PLACES
from sim.cameras.scenery.surfaces import FLOOR, Hits
from sim.people.drawing.lights import LIGHTS, Light

FINER = 2
"""Rays along each side of a pixel."""
BAND_ROWS = 60
"""Rows of the picture painted at once."""
SMEAR = (0.0015, 0.007)
"""Spread of what a floor mirrors, across and along, in shares of the picture's width."""
BRIGHT, STRAY = 212.0, 0.012
"""Light whose green is above that level strays, so far in shares of the picture's width."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """`bgr` (h, w, 3); `ahead_m` (h, w) is the distance along the camera's level heading of the
    wall or thing in each pixel, infinite for floor and ceiling. `light` names what people in it
    are lit by; `throw` is how far, east and north, it throws the shadow of each metre of them, and
    `shadow` what share of light is missing there. `to_floor` (3, 3) takes pixels (u, v, 1) to
    places on the floor (x, y, 1) times a factor, positive below the horizon. `standing` is there
    if some places get more light than others, and `panes` if there is glass to see through.
    """

    bgr: Image
    ahead_m: NDArray[np.float32]
    light: str
    throw: tuple[float, float]
    shadow: float
    to_floor: Floats
    standing: Standing | None = None
    panes: Panes | None = None

    def floor_m(self, uv_px: Floats) -> Floats:
        """(2,) the place on the floor in a pixel; NaN above the horizon."""
        x, y, factor = (self.to_floor @ [*uv_px, 1.0]).tolist()
        return np.array([x, y]) / (factor if factor > 0 else np.nan)


def backdrop(camera: Camera, venue: Venue, around: Around = NOWHERE) -> Backdrop:
    """Cast the camera's rays into the venue, with what of other levels shows there, and paint what
    they meet.
    """
    painting = Painting(camera, venue, around)
    bands = [_band(painting, top) for top in range(0, camera.height_px, BAND_ROWS)]
    parts = (np.concatenate(part) for part in zip(*bands, strict=True))
    pictures, depths, mirrors, shares, *glass = parts
    place = PLACES[venue.scene]
    bgr = _strayed(_polished(pictures, mirrors, shares), place.bloom)
    throw = thrown(camera, LIGHTS[place.light])
    light = painting.illumination
    standing = Standing(venue, light) if light.lamps else None
    return Backdrop(
        bgr, depths, place.light, throw, place.shadow, to_floor(camera), standing, panes(*glass)
    )


def thrown(camera: Camera, light: Light) -> tuple[float, float]:
    """East and north of the shadow's end of something a metre high; the key light goes with the
    camera, as on people.
    """
    right, ahead = optics.axes(camera)[0], np.radians(camera.heading_deg)
    aside, high, near = light.key
    east, north = -(aside * right[:2] - near * np.array([np.cos(ahead), np.sin(ahead)])) / high
    return float(east), float(north)


def to_floor(camera: Camera) -> Floats:
    """(3, 3) from pixels (u, v, 1) to the floor, homogeneous."""
    focal, (cx, cy) = optics.focal_px(camera), (camera.width_px / 2, camera.height_px / 2)
    inverse = np.array([[1 / focal, 0, -cx / focal], [0, 1 / focal, -cy / focal], [0, 0, 1]])
    east, north, up = optics.axes(camera).T @ inverse
    x, y, high = optics.station(camera)
    found: Floats = np.stack([high * east - x * up, high * north - y * up, -up])
    return found


def _band(painting: Painting, top: int) -> tuple[NDArray[np.float32], ...]:
    """Colours, distances, what the floor mirrors, and how much of it, of some rows; and how far
    ahead there is glass in them, what share of a pixel it mirrors, and what.
    """
    camera = painting.camera
    rows, width = min(BAND_ROWS, camera.height_px - top), camera.width_px
    v, u = np.mgrid[0 : rows * FINER, 0 : width * FINER]
    uv = np.stack([(u + 0.5) / FINER, (v + 0.5) / FINER + top], -1).reshape(-1, 2)
    met = painting.meet(optics.station(camera), optics.rays(camera, uv))
    fine = painting.colours(met).reshape(*u.shape, 3).astype(np.float32)
    picture = np.asarray(cv2.resize(fine, (width, rows), interpolation=cv2.INTER_AREA), np.float32)
    ahead = met.ahead_m.reshape(rows, FINER, width, FINER).min((1, 3)).astype(np.float32)
    mirror = np.zeros((rows * width, 3), np.float32)
    share = np.zeros(rows * width, np.float32)
    if painting.gloss > 0:
        v, u = np.mgrid[0:rows, 0:width]
        uv = np.stack([u + 0.5, v + 0.5 + top], -1).reshape(-1, 2)
        seen = painting.meet(optics.station(camera), optics.rays(camera, uv))
        ground = np.flatnonzero(seen.wall == FLOOR)
        starts, towards, share[ground] = mirrored(seen, ground, painting.gloss)
        mirror[ground] = painting.colours(painting.meet(starts, towards))
    glass = _glass(painting, met, (rows, width))
    return picture, ahead, mirror.reshape(rows, width, 3), share.reshape(rows, width), *glass


def _glass(painting: Painting, met: Hits, size: tuple[int, int]) -> tuple[NDArray[np.float32], ...]:
    """How far ahead the nearest glass in each pixel is, its share of what it mirrors, and what."""
    rows, width = size
    share, bgr = painting.glass(met)
    cells = (rows, FINER, width, FINER)
    ahead = met.pane_m.reshape(cells).min((1, 3))
    part = share.reshape(cells).mean((1, 3))
    colour = (share[:, None] * bgr).reshape(*cells, 3).mean((1, 3))
    over = colour / np.maximum(part, 1e-9)[..., None]
    return ahead.astype(np.float32), part.astype(np.float32), over.astype(np.float32)


def _polished(
    bgr: NDArray[np.float32], mirror: NDArray[np.float32], share: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The picture with what its floor mirrors, smeared towards the eye."""
    if share.any():
        spread = [max(part * bgr.shape[1], 0.3) for part in SMEAR]
        there = (share > 0).astype(np.float32)
        blurred = cv2.GaussianBlur(mirror * there[..., None], (0, 0), spread[0], sigmaY=spread[1])
        weight = cv2.GaussianBlur(there, (0, 0), spread[0], sigmaY=spread[1])
        mean = blurred / np.maximum(weight, 1e-3)[..., None]
        bgr = bgr + share[..., None] * (mean - 0.6 * bgr)
    return bgr


def _strayed(bgr: NDArray[np.float32], share: float) -> Image:
    """The picture with some of its brightest light spread around where it comes from."""
    if share > 0:
        bright = bgr * (bgr[..., 1:2] > BRIGHT)
        near = cv2.GaussianBlur(bright, (0, 0), STRAY * bgr.shape[1])
        far = cv2.GaussianBlur(bright, (0, 0), 3 * STRAY * bgr.shape[1])
        bgr = bgr + share * (near + far)
    return np.asarray(bgr.round().clip(0, 255).astype(np.uint8))
