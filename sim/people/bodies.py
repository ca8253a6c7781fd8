"""A clothed body below the head, standing or in mid-stride."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people import data
from sim.people.identities import Identity, macro
from sim.people.lights import LIGHTS, develop, rotation
from sim.people.looks import Look
from sim.people.mesh import EYES
from sim.people.raster import Buffers, normals

Floats = NDArray[np.floating[Any]]
ARMS = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEGS = ("upperleg", "lowerleg", "foot", "toe")
SHOULDERS = (slice(14046, 14054), slice(14486, 14494))
"""Helper vertices of the left and right shoulder joint."""
ARM_DROP_DEG = 42.0
"""The base mesh holds its arms out by this much."""
COLLAR_DM, HIP_DM, ANKLE_DM = 5.9, -0.3, -7.6
"""Heights in the base mesh between which cloth lies."""
HEM_DM, SLACK_DM = -1.1, 0.28
OVERSAMPLED = 2


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


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """`bgra` (h, w, 4) uint8; `eyes_px` is where the point between the eyes comes to lie."""

    bgra: NDArray[np.uint8]
    eyes_px: tuple[float, float]


@cache
def base_body() -> BaseBody:
    """The body of the base mesh, read from the people data."""
    vertices, _, quads, _, groups = data.base_mesh()
    faces = quads[groups == "body"]
    return BaseBody(
        vertices=vertices,
        triangles=np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]]).astype(np.int32),
        targets={n: t for n, t in data.targets().items() if n.startswith("macrodetails/")},
        arms=np.stack([data.bone_weights(ARMS, side, len(vertices)) for side in "LR"]),
        legs=np.stack([data.bone_weights(LEGS, side, len(vertices)) for side in "LR"]),
    )


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
        self.normals = normals(self.vertices, held.triangles)
        self.feet_dm = float(self.eyes[1] - self.vertices[np.unique(held.triangles)][:, 1].min())

    def picture(
        self, px_per_dm: float, yaw_deg: float, pitch_deg: float, light: str = "mall"
    ) -> BodyPicture:
        """The body at a scale, turned by yaw and then pitch, without perspective."""
        lamp, triangles = LIGHTS[light], base_body().triangles
        turn = rotation(yaw_deg, pitch_deg)
        placed = (self.vertices - self.eyes) @ turn.T
        used = placed[np.unique(triangles)]
        low, high = used.min(0), used.max(0)
        scale = px_per_dm * OVERSAMPLED
        width, height = (
            OVERSAMPLED * math.ceil(((high[k] - low[k]) * scale + 8) / OVERSAMPLED) for k in (0, 1)
        )
        points = np.stack(
            [
                (placed[:, 0] - low[0]) * scale + 4,
                (high[1] - placed[:, 1]) * scale + 4,
                placed[:, 2],
            ],
            1,
        )
        buffers = Buffers(height, width)
        buffers.draw(points.astype(np.float32), triangles)
        normal = buffers.interpolate((self.normals @ turn.T).astype(np.float32), triangles)
        colour = buffers.interpolate(self.colour, triangles)
        facing = np.clip(normal @ lamp.direction("key") * 0.85 + 0.15, 0, None)[..., None]
        up = 0.5 + 0.5 * normal[..., 1:2]
        sky, ground = np.array(lamp.sky_rgb, np.float32), np.array(lamp.ground_rgb, np.float32)
        lit = colour * (np.array(lamp.key_rgb, np.float32) * facing + sky * up + ground * (1 - up))
        eyes = ((4 - low[0] * scale) / OVERSAMPLED, (high[1] * scale + 4) / OVERSAMPLED)
        return BodyPicture(_shrunk(lit, buffers.winner >= 0), eyes)


def _shrunk(lit: Floats, drawn: NDArray[np.bool_]) -> NDArray[np.uint8]:
    cover = drawn.astype(np.float32)
    size = (lit.shape[1] // OVERSAMPLED, lit.shape[0] // OVERSAMPLED)
    alpha = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(lit * cover[..., None], size, interpolation=cv2.INTER_AREA)
    colour = develop(colour / np.maximum(alpha, 1e-3)[..., None])
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


def _dressed(vertices: Floats, worn: Look, skin_rgb: Floats) -> tuple[Floats, Floats]:
    """Cloth as a layer that stands off the skin, looser at hem and ankles, and its colours."""
    held = base_body()
    base = held.vertices
    height, aside = base[:, 1], np.abs(base[:, 0])
    arm = held.arms.max(0) > 0.5
    hand = arm & (aside > 4.6)
    upper = (height > HEM_DM) & (height < COLLAR_DM - 0.35 * worn.collar) & ~hand
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
    seam = (upper & (height < HEM_DM + 0.25)) | (
        upper & (height > COLLAR_DM - 0.35 * worn.collar - 0.18)
    )
    colour[seam & ~arm] *= 0.7
    colour *= (1 + 0.5 * folds * (upper | lower))[:, None]
    return out, colour.astype(np.float32)
