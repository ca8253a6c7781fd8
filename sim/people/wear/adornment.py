"""All that one person wears on the head, fitted to it and drawn with it."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.lights import Light
from sim.people.drawing.raster import Buffers, normals
from sim.people.drawing.shading import lit
from sim.people.drawing.shadows import Shadow
from sim.people.dress.fabrics import COLUMNS, row
from sim.people.head.atlas import atlas
from sim.people.head.mesh import SKIN, head_mesh
from sim.people.wear.earwear import EARWEAR
from sim.people.wear.glasses import Lens, glasses
from sim.people.wear.headscarves import HEADSCARVES
from sim.people.wear.headwear import HEADWEAR
from sim.people.wear.masks import MASKS, mask
from sim.people.wear.mould import COLUMNS as TURNS
from sim.people.wear.mould import ROWS as LIFTS
from sim.people.wear.mould import angles, mould, reach
from sim.people.wear.scarves import scarf
from sim.people.wear.solids import Solid
from sim.people.wear.wearables import ALL_HAIR, NECKS, NONE, Worn

Floats = NDArray[np.floating[Any]]
FREE_DM = 100.0
"""Farther than any hair."""
BEARD_DM = 0.45
"""Beards grow lower than this below the head's middle."""
FACE_DM = ((-0.8, 6.9, 0.75), (0.8, 7.8, 2.0))
"""In the base mesh glasses are before this part of the head."""
LAMPS_UP = 0.22
"""Lenses mirror the lamps where they look up by more than this."""


class Adornment:
    """Things worn on a head whose skin is at `vertices`.

    `eyes` are the middles of the left and right eye and `centre` is the head's middle.
    """

    def __init__(
        self, worn: Worn, vertices: Floats, eyes: tuple[Floats, Floats], centre: Floats
    ) -> None:
        shaped = _shaped(worn)
        self.hides_hair = worn.head in ALL_HAIR
        fitted = [mould().fitted(one.points, vertices) for one in shaped]
        self.limit = _limit(shaped, fitted, centre)
        self.centre = centre
        self.lenses: list[Lens] = []
        if worn.eyes != NONE:
            tops = tuple(vertices[_top(ear)].mean(0) for ear in mould().ears)
            frame, self.lenses = glasses(
                worn.eyes, worn.eyes_cloth, eyes, (tops[0], tops[1]), vertices[_around_eyes()]
            )
            shaped, fitted = shaped + frame, fitted + [one.points for one in frame]
        self._join(shaped, fitted)

    def _join(self, shaped: list[Solid], fitted: list[Floats]) -> None:
        counts = np.cumsum([0, *(len(points) for points in fitted)])[:-1]
        self.vertices = _stacked(fitted, (0, 3), np.float32)
        corners = [one.triangles + k for one, k in zip(shaped, counts, strict=True)]
        self.triangles = _stacked(corners, (0, 3), np.int32)
        self.normals = normals(self.vertices, self.triangles)
        self.uv = _stacked([one.uv for one in shaped], (0, 3, 2), np.float32)
        self.edge = _stacked([one.edge for one in shaped], (0,), np.float32)
        numbers = [np.full(len(one.triangles), k) for k, one in enumerate(shaped)]
        self.cloth = _stacked(numbers, (0,), np.int32)
        self.cloths = _stacked([row(one.cloth)[None] for one in shaped], (0, COLUMNS), np.float32)

    def pressed(self, points: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Strands (n, k, 3) flattened below what covers them, and which of n are seen at all."""
        if self.limit.min() > FREE_DM:
            return points, np.ones(len(points), bool)
        away = points - self.centre
        turn, lift = angles(away)
        column = ((turn / (2 * np.pi) + 0.5) * TURNS).astype(int) % TURNS
        line = ((lift / np.pi + 0.5) * LIFTS).astype(int).clip(0, LIFTS - 1)
        limit = self.limit[line, column]
        far = np.linalg.norm(away, axis=2)
        under = limit < FREE_DM
        share = np.where(under & (far > limit), limit / np.maximum(far, 1e-6), 1.0)
        seen = ~under.all(1)
        if self.hides_hair:
            seen &= ~under[:, 0] & (away[:, 0, 1] < -BEARD_DM)
        return (self.centre + away * share[..., None]).astype(np.float32), seen

    def covered(self, buffers: Buffers, flat: Floats) -> Buffers:
        """Draw what is worn, at pixels `flat` (n, 3), over the head in `buffers`."""
        worn = Buffers(*buffers.depth.shape)
        worn.depth = buffers.depth
        worn.draw(flat, self.triangles)
        buffers.winner[worn.winner >= 0] = -1
        return worn

    def shaded(
        self, drawn: Buffers, placed: Floats, turn: Floats, light: Light, shadow: Shadow
    ) -> Floats:
        """Linear RGB (h, w, 3) of what `covered` drew, 0 elsewhere."""
        lamps = np.stack([light.direction("key"), light.direction("fill")])
        colours = np.array([light.key_rgb, light.fill_rgb, light.sky_rgb, light.ground_rgb])
        low = shadow.low + np.float32(1 / shadow.scale)
        facing = np.asarray(self.normals @ turn.T, np.float32)
        return lit(
            drawn.winner, drawn.w1, drawn.w2, self.triangles, placed.astype(np.float32), facing,
            self.uv, self.edge, self.cloth, self.cloths, lamps.astype(np.float32),
            colours.astype(np.float32), shadow.depth, shadow.axes, low, shadow.scale,
        )  # fmt: skip


def glazed(lens: Lens, flat: Floats, turn: Floats, light: Light, into: tuple[Floats, ...]) -> None:
    """Lay a lens, at pixels `flat` (n, 3), over light times coverage, coverage and depth."""
    linear, alpha, depth = into
    drawn = Buffers(*alpha.shape)
    drawn.draw(flat, lens.triangles)
    at = np.nonzero((drawn.winner >= 0) & (drawn.depth > depth))
    corner = lens.triangles[drawn.winner[at]]
    w1, w2 = drawn.w1[at][:, None], drawn.w2[at][:, None]
    normal = lens.normals[corner[:, 0]] * (1 - w1 - w2)
    normal = (normal + lens.normals[corner[:, 1]] * w1 + lens.normals[corner[:, 2]] * w2) @ turn.T
    mirrored = 2 * normal[:, 2:] * normal - np.array([0, 0, 1])
    up = np.clip(mirrored[:, 1:2], -1, 1)
    around = np.array(light.ground_rgb) * (0.5 - 0.5 * up) + np.array(light.sky_rgb) * (
        0.5 + 0.5 * up
    )
    lamp = np.clip((up - LAMPS_UP) / 0.06, 0, 1) * np.array(light.key_rgb)
    through = np.array(lens.through, np.float32)
    linear[at] = linear[at] * through + lens.mirror * (around + 2.0 * lamp)
    alpha[at] = 1 - (1 - alpha[at]) * through.mean()
    depth[at] = drawn.depth[at]


def _shaped(worn: Worn) -> list[Solid]:
    """Everything but glasses, on the base head."""
    solids: list[Solid] = []
    makers = {**HEADWEAR, **HEADSCARVES}
    if worn.head in makers:
        solids += makers[worn.head](worn.head_cloth)
    if worn.face in MASKS:
        solids += mask(MASKS[worn.face], worn.face_cloth)
    if worn.neck in NECKS:
        solids += scarf(worn.neck, worn.neck_cloth)
    if worn.ears in EARWEAR:
        solids += EARWEAR[worn.ears](worn.ears_cloth)
    return solids


def _limit(shaped: list[Solid], fitted: list[Floats], centre: Floats) -> Floats:
    """How far from the middle hair may be in every direction, 1e9 where it is free."""
    limit = np.full((LIFTS, TURNS), 1e9, np.float32)
    for one, points in zip(shaped, fitted, strict=True):
        if one.beneath_dm:
            inner = reach(points - centre, one.triangles, outer=False)
            limit = np.where(inner > 0, np.minimum(limit, inner - one.beneath_dm), limit)
    return limit


@cache
def _around_eyes() -> NDArray[np.intp]:
    """The skin's vertices that glasses stand before or rest on."""
    base = atlas().base[slice(*head_mesh().ranges[SKIN])]
    low, high = FACE_DM
    found: NDArray[np.intp] = np.flatnonzero(((base > low) & (base < high)).all(1))
    return found


def _top(ear: NDArray[np.intp]) -> NDArray[np.intp]:
    """The upper tenth of an ear's vertices."""
    height = atlas().base[ear, 1]
    top: NDArray[np.intp] = ear[height > np.quantile(height, 0.9)]
    return top


def _stacked(parts: list[Any], empty: tuple[int, ...], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(empty, kind)
