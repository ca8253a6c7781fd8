"""Glasses and sunglasses fitted to a face: rims, bridge, nose pads and temples, and their lenses."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.raster import normals
from sim.people.dress.garments import Cloth
from sim.people.wear.frames import ACETATE, CRYSTAL, FRAMES, Frame
from sim.people.wear.solids import Solid, ball, sheet, tube

Floats = NDArray[np.floating[Any]]
AHEAD_DM, FARTHEST_DM, CLEARANCE_DM = 0.26, 0.38, 0.015
"""Lenses stand so far before the middle of the eye, farther where the brow is in the way."""
AROUND = 48
WRAPPED, TILTED, CURVED = 0.4, 0.14, 0.55
"""How much a frame bends around the face, leans (8 degrees) and a lens bends around the eye."""
NASAL = 0.12
"""How much lenses are cut away below beside the nose."""
PUPILS_DM, EARS_DM, SIZES = 0.58, 1.53, (0.72, 1.08)
"""An ordinary head's distance between pupils and between the tops of the ears; sizes of frames."""
OFF_CENTRE_DM = (0.0, 0.055)
"""How much farther apart than pupils the middles of lenses may be."""
LOW_DM = (0.015, 0.04)
"""Pupils are so far above the middle of a lens's box, more in high lenses."""
HIGH_LENS_DM = 0.32
PADS_DM, PAD_DM = (0.075, -0.1), np.array([0.018, 0.04, 0.018])
"""Where pads rest on the nose, from between the eyes, and half their size."""
EDGE_THROUGH, EDGE_MIRROR = (0.56, 0.6, 0.6), 0.03
"""Light through the edges of lenses and nose pads, and mirrored there."""
SECTION = np.linspace(0, 2 * np.pi, 9)


@dataclass(frozen=True, slots=True)
class Lens:
    """`points` and `normals` (n, 3); `through` is the share of light let through, `mirror` the
    share given back.
    """

    points: Floats
    normals: Floats
    triangles: NDArray[np.int32]
    through: tuple[float, float, float]
    mirror: float


@dataclass(frozen=True, slots=True)
class Fit:
    """One frame on one face: its shape, lenses of a size, `apart` half the way between their
    middles, around a `middle` point (3,) between the lenses.
    """

    frame: Frame
    wide: float
    high: float
    apart: float
    middle: Floats

    def bent(self, points: Floats) -> Floats:
        """Points (..., 3) of a flat frame around its middle, bent back around the face, leaning."""
        back = WRAPPED * points[..., 0] ** 2 - TILTED * points[..., 1]
        placed: Floats = self.middle + points - back[..., None] * np.array([0, 0, 1])
        return placed

    def edge(self, side: int) -> Floats:
        """(AROUND + 1, 3) the flat edge of one lens."""
        return _outline(self, side) + [side * self.apart, 0, 0]


def glasses(
    name: str, cloth: Cloth, eyes: tuple[Floats, Floats], ears: tuple[Floats, Floats], skin: Floats
) -> tuple[list[Solid], list[Lens]]:
    """Frame and lenses before the left and right eye, with temples to the tops of the ears.

    `skin` (n, 3) are points of the face around the eyes and nose.
    """
    fit = _fitted(FRAMES[name], cloth.seed, eyes, ears, skin)
    parts, edges, lenses = list[Solid](), list[Solid](), list[Lens]()
    for ear, side in ((ears[0], 1), (ears[1], -1)):
        lenses.append(_lens(fit, side))
        upper, lower = _rims(fit, side, cloth)
        parts += upper
        edges += lower
        parts += _temple(fit, side, ear, cloth)
    parts += _bridge(fit, skin, cloth)
    if fit.frame.made != ACETATE:
        edges += _pads(fit, skin, cloth)
    if edges:
        lenses.append(_see_through(edges, EDGE_THROUGH, EDGE_MIRROR))
    if cloth.pattern == CRYSTAL:
        return [], [*lenses, _see_through(parts, cloth.first, EDGE_MIRROR)]
    return parts, lenses


def _fitted(
    frame: Frame,
    number: float,
    eyes: tuple[Floats, Floats],
    ears: tuple[Floats, Floats],
    skin: Floats,
) -> Fit:
    """The frame in the size of the head, as low as the pair's own number says."""
    (left, right), pupils = eyes, float(eyes[0][0] - eyes[1][0])
    size = pupils / PUPILS_DM + float(ears[0][0] - ears[1][0]) / EARS_DM
    size = float(np.clip(size / 2, *SIZES))
    wide, high = frame.wide * size, frame.high * size
    least, most = pupils / 2 + np.array(OFF_CENTRE_DM)
    apart = float(np.clip((wide + frame.bridge * size) / 2, least, most))
    wide = min(wide, 2 * apart - 0.75 * frame.bridge * size)
    low = np.interp(number, [0, 1], LOW_DM) + 0.25 * max(high - HIGH_LENS_DM, 0)
    middle = np.array([(left[0] + right[0]) / 2, (left[1] + right[1]) / 2 - low, 0])
    flat = Fit(frame, wide, high, apart, middle)
    near, far = max(left[2], right[2]) + np.array([AHEAD_DM, FARTHEST_DM])
    ahead = np.clip(_obstacle(flat, skin) + CLEARANCE_DM, near, far)
    return Fit(frame, wide, high, apart, middle + ahead * np.array([0, 0, 1]))


def _obstacle(flat: Fit, skin: Floats) -> float:
    """How far forward brows and cheeks reach into the rims, but for those beside the nose, of a
    frame at depth 0.
    """
    edges = np.concatenate([flat.edge(side) for side in (1, -1)])
    rims = flat.bent(edges[(edges[:, 1] >= 0) | (np.abs(edges[:, 0]) > flat.apart)])
    away = np.linalg.norm(rims[:, None, :2] - skin[None, :, :2], axis=2)
    return float((skin[away.argmin(1), 2] - rims[:, 2]).max())


def _outline(fit: Fit, side: int) -> Floats:
    """(AROUND + 1, 3) the lens's edge around the middle of its box, counter-clockwise."""
    frame, t = fit.frame, np.linspace(0, 2 * np.pi, AROUND + 1)
    x, y = (np.sign(v) * np.abs(v) ** (2 / frame.power) for v in (np.cos(t), np.sin(t)))
    lower = np.maximum(0, -y)
    inner = (NASAL + 0.9 * max(frame.sag, 0)) * lower * (side * x < 0)
    x = x * (1 - inner + min(frame.sag, 0) * lower) + 0.25 * max(frame.sag, 0) * side * lower
    y = y * (1 + max(frame.sag, 0) * lower)
    flat = np.stack([x, y, 0 * t], 1)
    low, high = flat.min(0), flat.max(0)
    box = np.array([fit.wide, fit.high, 0]) / np.maximum(high - low, 1e-9)
    return (flat - (low + high) / 2) * box


def _rims(fit: Fit, side: int, cloth: Cloth) -> tuple[list[Solid], list[Solid]]:
    """The rim, and what is seen of the lens's edge where there is none."""
    line, rimmed = fit.edge(side), fit.frame.rimmed
    outward = line - line.mean(0)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    whole, half = slice(None), AROUND // 2 + 1
    upper = {"around": whole, "above": slice(half), "nowhere": slice(0)}[rimmed]
    lower = {"around": slice(0), "above": slice(half - 1, None), "nowhere": whole}[rimmed]
    made = (fit.frame.rim / 2, 0.35 * fit.frame.rim + 0.01), (0.008, 0.012)
    rims: list[list[Solid]] = []
    for part, (wide, deep) in zip((upper, lower), made, strict=True):
        along, out = line[part, None], outward[part, None] * wide
        ring = along + out * (1 + np.cos(SECTION))[:, None] - [0, 0, deep] * np.sin(SECTION)[:, None]
        rims.append([sheet(fit.bent(ring), cloth, hem=False)] if len(along) else [])
    return rims[0], rims[1]


def _lens(fit: Fit, side: int) -> Lens:
    share, centre = np.linspace(1, 0, 5)[None, :, None], np.array([side * fit.apart, 0, 0])
    flat = centre + _outline(fit, side)[:, None] * share
    made = sheet(fit.bent(flat), Cloth("plain", (0, 0, 0), (0, 0, 0)))
    away = (flat - centre).reshape(-1, 3)
    around = 2 * WRAPPED * flat.reshape(-1, 3)[:, :1]
    facing = np.concatenate([CURVED * away[:, :1] + around, CURVED * away[:, 1:2] - TILTED], 1)
    facing = np.column_stack([facing, np.ones(len(facing))])
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    return Lens(made.points, facing, made.triangles, fit.frame.through, fit.frame.mirror)


def _temple(fit: Fit, side: int, ear: Floats, cloth: Cloth) -> list[Solid]:
    """From the frame's upper corner outwards, back over the ear, and a little down behind it."""
    edge, frame = fit.edge(side), fit.frame
    corner = edge[np.argmax(side * edge[:, 0] + 0.5 * edge[:, 1])]
    start = fit.bent(corner + [side * frame.rim / 2, 0, 0])
    hinge = start + [side * 0.05, 0, -0.07]
    back = np.array([0.0, 0.3, 0.7, 1.0, 1.12])[:, None]
    line = hinge + (ear - hinge) * back
    line[:, 0] = hinge[0] + (ear[0] - hinge[0]) * np.array([0, 0.5, 0.85, 1, 1.05])
    line[-1, 1] -= 0.12
    line = np.concatenate([[start, start + [side * 0.04, 0, -0.015]], line])
    metal = frame.made != ACETATE
    tall = 0.009 if metal else 0.012 + 0.5 * frame.rim
    high = np.array([1.0, 1.0, 1.0, 0.9, 0.7, 0.7, 0.8])[:, None, None] * tall
    return [tube(line, 0.008 if metal else 0.014, high, cloth, 6)]


def _bridge(fit: Fit, skin: Floats, cloth: Cloth) -> list[Solid]:
    """Over the nose from lens to lens; aviators have a second bar above."""
    heights = (0.16, 0.42) if fit.frame.bars > 1 else (0.16,)
    return [_bar(fit, share, skin, cloth) for share in heights]


def _bar(fit: Fit, share: float, skin: Floats, cloth: Cloth) -> Solid:
    """A bar at a height that is a share of the lens's."""
    ends = []
    for side in (-1, 1):
        edge = fit.edge(side)
        inner = edge[side * (edge[:, 0] - side * fit.apart) < 0]
        ends.append(inner[np.abs(inner[:, 1] - share * fit.high).argmin()])
    t = np.linspace(-1, 1, 11)[:, None]
    line = fit.bent((ends[0] * (1 - t) + ends[1] * (1 + t)) / 2)
    acetate, rim = fit.frame.made == ACETATE, fit.frame.rim
    thick = 0.4 * rim if acetate else 0.008
    over = _surface(skin, line[5, 0], line[5, 1]) + thick + 0.01 - line[5, 2]
    bow = 1 - t**2
    line = line + bow * [0, 0.0 if share > 0.3 else 0.025, max(over, 0.02)]
    high = (0.5 * rim + 0.3 * rim * t[:, :, None] ** 2) if acetate else 0.008
    return tube(line, thick, high, cloth, 6)


def _pads(fit: Fit, skin: Floats, cloth: Cloth) -> list[Solid]:
    """Clear pads between the lenses and the sides of the nose."""
    aside, below = PADS_DM
    made = []
    for side in (-1, 1):
        x, y = fit.middle[0] + side * aside, fit.middle[1] + below
        z = min(_surface(skin, x, y) + 0.01, fit.middle[2])
        made.append(ball(np.array([x, y, z]), PAD_DM, cloth, 8))
    return made


def _surface(skin: Floats, x: float, y: float) -> float:
    """How far forward the skin reaches at a place of the face."""
    return float(skin[np.hypot(skin[:, 0] - x, skin[:, 1] - y).argmin(), 2])


def _see_through(parts: list[Solid], through: tuple[float, float, float], mirror: float) -> Lens:
    """Solids that let light through, as one."""
    counts = np.cumsum([0, *(len(one.points) for one in parts)])
    points = np.concatenate([one.points for one in parts])
    triangles = [one.triangles + k for one, k in zip(parts, counts[:-1], strict=True)]
    joined = np.concatenate(triangles).astype(np.int32)
    return Lens(points, normals(points, joined), joined, through, mirror)
