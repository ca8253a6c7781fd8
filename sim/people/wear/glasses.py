"""Glasses and sunglasses as solids: rims, bridge, nose pads and temples, and their lenses."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.raster import normals
from sim.people.dress.garments import Cloth
from sim.people.wear.fit import AROUND, TILTED, WRAPPED, Fit, fitted, outline
from sim.people.wear.frames import ACETATE, CRYSTAL, FRAMES
from sim.people.wear.solids import Solid, ball, sheet, tube

Floats = NDArray[np.floating[Any]]
CURVED = 0.55
"""How much a lens bends around the eye."""
PADS_DM, PAD_DM = (0.075, -0.1), np.array([0.018, 0.04, 0.018])
"""Where pads rest on the nose, from between the eyes, and half their size."""
EDGE_THROUGH, EDGE_MIRROR = (0.56, 0.6, 0.6), 0.03
"""Light through the edges of lenses and nose pads, and mirrored there."""
EDGE_DM = (0.016, 0.012)
RIMMED = {
    "around": (slice(None), slice(0)),
    "above": (slice(AROUND // 2 + 1), slice(AROUND // 2, None)),
    "nowhere": (slice(0), slice(None)),
}
"""Which part of the edge, from the left end counter-clockwise, has a rim and which has none."""
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


def glasses(
    name: str, cloth: Cloth, eyes: tuple[Floats, Floats], ears: tuple[Floats, Floats], skin: Floats
) -> tuple[list[Solid], list[Lens]]:
    """Frame and lenses before the left and right eye, with temples to the tops of the ears.

    `skin` (n, 3) are points of the face around the eyes and nose.
    """
    fit = fitted(FRAMES[name], cloth.seed, eyes, ears, skin)
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


def _rims(fit: Fit, side: int, cloth: Cloth) -> tuple[list[Solid], list[Solid]]:
    """The rim, and what is seen of the lens's edge where there is none."""
    rim, (rimmed, bare) = fit.frame.rim, RIMMED[fit.frame.rimmed]
    made = _band(fit, side, rimmed, (rim, 0.35 * rim + 0.01), cloth)
    return made, _band(fit, side, bare, EDGE_DM, cloth)


def _band(
    fit: Fit, side: int, part: slice, size_dm: tuple[float, float], cloth: Cloth
) -> list[Solid]:
    """A round band along a part of the lens's edge, so wide and half so deep; [] along none."""
    line, (wide, deep) = fit.edge(side), size_dm
    outward = line - line.mean(0)
    outward *= wide / 2 / np.linalg.norm(outward, axis=1, keepdims=True)
    back, out = np.array([0, 0, deep]) * np.sin(SECTION)[:, None], 1 + np.cos(SECTION)[:, None]
    ring = line[part, None] + outward[part, None] * out - back
    return [sheet(fit.bent(ring), cloth, hem=False)] if len(ring) else []


def _lens(fit: Fit, side: int) -> Lens:
    share, centre = np.linspace(1, 0, 5)[None, :, None], np.array([side * fit.apart, 0, 0])
    flat = centre + outline(fit, side)[:, None] * share
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
    start = fit.bent(corner + np.array([side * frame.rim / 2, 0, 0]))
    hinge = start + np.array([side * 0.05, 0, -0.07])
    back = np.array([0.0, 0.3, 0.7, 1.0, 1.12])[:, None]
    line = hinge + (ear - hinge) * back
    line[:, 0] = hinge[0] + (ear[0] - hinge[0]) * np.array([0, 0.5, 0.85, 1, 1.05])
    line[-1, 1] -= 0.12
    line = np.concatenate([[start, start + np.array([side * 0.04, 0, -0.015])], line])
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
