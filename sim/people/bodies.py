"""A clothed body below the head, standing or in mid-stride."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from sim.people import data
from sim.people.identities import Identity, macro
from sim.people.lights import LIGHTS, Light, develop, rotation
from sim.people.looks import Look
from sim.people.mesh import EYES, kept
from sim.people.raster import Buffers, normals

Floats = NDArray[np.floating[Any]]
BUILD = "1"
"""Raised when what is kept changes."""
HANDS = ("wrist", "finger", "metacarpal")
ARMS = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEGS = ("upperleg", "lowerleg", "foot", "toe")
SHOULDERS = (slice(14046, 14054), slice(14486, 14494))
"""Helper vertices of the left and right shoulder joint."""
ARM_DROP_DEG = 42.0
"""The base mesh holds its arms out by this much."""
COLLAR_DM, HIP_DM, ANKLE_DM = 5.9, -0.3, -7.6
"""Heights in the base mesh between which cloth lies."""
NECK_DM = 0.55
"""Half the width of the neck: the neckline rises to the shoulders from there."""
HEM_DM, SLACK_DM = -0.5, 0.28
DRAPED = 60
"""Rounds of smoothing that make cloth look as if it hung over what is beneath it."""
OVERSAMPLED, FINE_PX_PER_DM = 2, 20.0
"""Small bodies are drawn at twice the size and shrunk."""


@dataclass(frozen=True, slots=True)
class BaseBody:
    """The base mesh's body (n, 3) in decimetres, its triangles, targets, and how much each vertex
    hangs on the arms and legs, (2, n) left and right.
    """

    vertices: Floats
    triangles: NDArray[np.int32]
    targets: dict[str, data.Target]
    arms: Floats
    legs: Floats
    hands: Floats
    drape: sp.csr_matrix
    """(n, n) takes each vertex to the mean of itself and its neighbours."""


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """`bgra` (h, w, 4) uint8; `eyes_px` is where the point between the eyes comes to lie."""

    bgra: NDArray[np.uint8]
    eyes_px: tuple[float, float]


@cache
def base_body() -> BaseBody:
    """The body of the base mesh, read from the people data once and kept in the cache folder."""
    return kept(f"body-{BUILD}", _build)


def _build() -> BaseBody:
    vertices, _, quads, _, groups = data.base_mesh()
    faces = quads[groups == "body"]
    triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]]).astype(np.int32)
    return BaseBody(
        vertices=vertices,
        triangles=triangles,
        targets={n: t for n, t in data.targets().items() if n.startswith("macrodetails/")},
        arms=np.stack([data.bone_weights(ARMS, side, len(vertices)) for side in "LR"]),
        legs=np.stack([data.bone_weights(LEGS, side, len(vertices)) for side in "LR"]),
        hands=np.stack([data.bone_weights(HANDS, side, len(vertices)) for side in "LR"]),
        drape=_drape(triangles, len(vertices)),
    )


def _drape(triangles: NDArray[np.int32], count: int) -> sp.csr_matrix:
    ends = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = sp.csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (count, count))
    near = ((edges + edges.T + sp.identity(count)) > 0).astype(np.float32)
    return sp.diags(1 / np.asarray(near.sum(1)).ravel()) @ near


class Body:
    """One person's body in their clothes."""

    def __init__(self, person: Identity, worn: Look, skin_rgb: Floats) -> None:
        held = base_body()
        vertices = held.vertices.copy()
        for name, strength in macro(person).items():
            if name in held.targets:
                vertex, shift = held.targets[name]
                vertices[vertex] += np.float32(strength) * shift
        self.eyes = np.mean([vertices[eye].mean(0) for eye in EYES], axis=0)
        vertices = _posed(vertices, person.rng("pose"))
        self.vertices, self.colour = _dressed(vertices, worn, skin_rgb)
        self.normals = _hanging(self.vertices)
        self.feet_dm = float(self.eyes[1] - self.vertices[np.unique(held.triangles)][:, 1].min())

    def picture(
        self, px_per_dm: float, yaw_deg: float, pitch_deg: float, light: str = "mall"
    ) -> BodyPicture:
        """The body at a scale, turned by yaw and then pitch, without perspective."""
        triangles, turn = base_body().triangles, rotation(yaw_deg, pitch_deg)
        placed = (self.vertices - self.eyes) @ turn.T
        used = placed[np.unique(triangles)]
        low, high = used.min(0), used.max(0)
        finer = OVERSAMPLED if px_per_dm < FINE_PX_PER_DM else 1
        scale = px_per_dm * finer
        width, height = (finer * math.ceil(((high - low)[k] * scale + 8) / finer) for k in (0, 1))
        x, y = (placed[:, 0] - low[0]) * scale + 4, (high[1] - placed[:, 1]) * scale + 4
        buffers = Buffers(height, width)
        buffers.draw(np.stack([x, y, placed[:, 2]], 1).astype(np.float32), triangles)
        eyes = ((4 - low[0] * scale) / finer, (high[1] * scale + 4) / finer)
        return BodyPicture(_shrunk(*self._lit(buffers, turn, LIGHTS[light]), finer), eyes)

    def _lit(self, buffers: Buffers, turn: Floats, lamp: Light) -> tuple[Floats, Floats]:
        """Shares of sRGB (h, w, 3), 0 where nothing is, and coverage (h, w)."""
        at = np.nonzero(buffers.winner >= 0)
        corners = base_body().triangles[buffers.winner[at]]
        w1, w2 = buffers.w1[at][:, None], buffers.w2[at][:, None]

        def blend(values: Floats) -> Floats:
            near, second, third = (values[corners[:, k]] for k in range(3))
            blended: Floats = near + w1 * (second - near) + w2 * (third - near)
            return blended

        normal, colour = blend(self.normals @ turn.T), blend(self.colour)
        facing = np.clip(normal @ lamp.direction("key") * 0.85 + 0.15, 0, None)[:, None]
        up = 0.5 + 0.5 * normal[:, 1:2]
        sky, ground = np.array(lamp.sky_rgb, np.float32), np.array(lamp.ground_rgb, np.float32)
        lit = colour * (np.array(lamp.key_rgb, np.float32) * facing + sky * up + ground * (1 - up))
        picture = np.zeros((*buffers.winner.shape, 3), np.float32)
        picture[at] = develop(lit)
        return picture, (buffers.winner >= 0).astype(np.float32)


def _shrunk(picture: Floats, cover: Floats, finer: int) -> NDArray[np.uint8]:
    size = (picture.shape[1] // finer, picture.shape[0] // finer)
    alpha = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    colour = colour / np.maximum(alpha, 1e-3)[..., None]
    return np.dstack([colour[..., ::-1] * 255, alpha * 255]).round().astype(np.uint8)


def _posed(vertices: Floats, rng: np.random.Generator) -> Floats:
    """Arms down, legs in a stride of the person's own length, arms swinging against them."""
    stride = float(rng.uniform(6, 20) * rng.choice([-1, 1]))
    posed = vertices
    for side, sign in ((0, 1), (1, -1)):
        shoulder = vertices[SHOULDERS[side]].mean(0)
        hip = np.array([0.9 * sign, HIP_DM, 0.0])
        drop = _about(2, -sign * ARM_DROP_DEG)
        swing = _about(0, sign * stride * 0.9)
        posed = _hung(posed, shoulder, swing @ drop, base_body().arms[side])
        posed = _hung(posed, hip, _about(0, -sign * stride), base_body().legs[side])
    return posed


def _hung(vertices: Floats, joint: Floats, turn: Floats, weight: Floats) -> Floats:
    moved = (vertices - joint) @ turn.T + joint
    mixed: Floats = vertices + weight[:, None] * (moved - vertices)
    return mixed


def _about(axis: int, angle_deg: float) -> Floats:
    """(3, 3) rotation about x (0), y (1) or z (2)."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    a, b = [k for k in range(3) if k != axis]
    turn = np.eye(3)
    turn[a, a] = turn[b, b] = c
    turn[a, b], turn[b, a] = -s, s
    return turn


def _hanging(vertices: Floats) -> Floats:
    """(n, 3) unit normals, on the trunk evened out as cloth hides what is beneath it."""
    held = base_body()
    found = normals(vertices, held.triangles)
    height = held.vertices[:, 1]
    trunk = (height > HEM_DM) & (height < COLLAR_DM - 0.5) & (held.arms.max(0) < 0.5)
    drape = held.drape[trunk]
    for _ in range(DRAPED):
        found[trunk] = drape @ found
    evened: Floats = found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)
    return evened


def _dressed(vertices: Floats, worn: Look, skin_rgb: Floats) -> tuple[Floats, Floats]:
    """Cloth as a layer that stands off the skin, looser at hem and ankles, and its colours."""
    held = base_body()
    base = held.vertices
    height, aside = base[:, 1], np.abs(base[:, 0])
    arm = held.arms.max(0) > 0.5
    hand = held.hands.max(0) > 0.4
    neckline = COLLAR_DM - 0.35 * worn.collar + np.clip(0.9 * (aside - NECK_DM), 0, 1)
    upper = (height > HEM_DM) & (height < neckline) & ~hand
    lower = (height <= HIP_DM) & (height > ANKLE_DM) & ~arm
    shoe = (height <= ANKLE_DM) & ~arm
    outward = normals(vertices.astype(np.float32), held.triangles)
    folds = 0.05 * np.sin(3 * height + 2 * base[:, 0]) + 0.04 * np.sin(
        5.3 * height - 3 * base[:, 2]
    )
    trunk = upper & ~arm
    thick = np.where(trunk, SLACK_DM, np.where(upper, 0.2, np.where(lower, 0.16, 0.0)))
    thick = thick + np.where(lower & ~trunk, 0.25 * np.clip((-5 - height) / 3, 0, 1), 0)
    thick = np.where(shoe, 0.12, thick) + np.where(upper | lower, folds, 0)
    out = (vertices + outward * np.maximum(thick, 0)[:, None]).astype(np.float32)
    colour = np.tile(np.asarray(skin_rgb, np.float32), (len(base), 1))
    for chosen, rgb in ((lower, worn.lower), (upper, worn.upper), (shoe, worn.shoes)):
        colour[chosen] = rgb
    seam = upper & ~arm & ((height < HEM_DM + 0.25) | (height > neckline - 0.18))
    colour[seam] *= 0.7
    colour *= (1 + 0.5 * folds * (upper | lower))[:, None]
    return out, colour.astype(np.float32)
