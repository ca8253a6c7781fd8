"""A dressed body below the head, standing or at a moment of its walk, seen from anywhere."""

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.body.carriage import Stance, bag_place, carried, chair_floor
from sim.people.body.forms import Prop
from sim.people.body.gait import PACES, STANDING, standing, walking
from sim.people.body.growth import grown
from sim.people.body.props import props
from sim.people.body.rig import posed, skinned
from sim.people.drawing.extents import extent, furthest, reaching
from sim.people.drawing.layers import near_steps
from sim.people.drawing.lights import LIGHTS, Light, developed, rotation
from sim.people.drawing.raster import Buffers, normals
from sim.people.drawing.shading import BIAS_DM, lit
from sim.people.dress import fabrics
from sim.people.dress.garments import Cloth, Outfit
from sim.people.dress.surfaces import mannequin
from sim.people.dress.tailor import Dressed, Tailor
from sim.people.identities import Identity
from sim.people.stature import eye_height_m

Floats = NDArray[np.floating[Any]]

MARGIN_PX = 4
OVERSAMPLED, FINE_PX_PER_DM = 2, 90.0
"""Small bodies are drawn at twice the size and shrunk."""
SHADOW_PX = 400
HARDLY_DM = 0.01
"""What rounding may be off, and more."""
"""Size of the map of what the key light reaches."""
POSES_HELD = 9
HEAD_DM = (0.78, 1.15, 0.95)
"""Half the size of the head that casts its shadow on the shoulders, and where it is."""
HEAD_BEHIND_DM = 0.75
LEFT_HANDED = 0.106
"""Papadatou-Pastou et al. 2020."""
PLAIN_UV = 30.0
"""A place on cloth where there are no seams, straps or buttons."""


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """`bgra` (h, w, 4) uint8; `near` (h, w) as in `sim.people.drawing.layers`; `eyes_px` is where
    the point between the eyes comes to lie; `feet_dm` how far the soles, or wheels, are below it;
    `neck_dm` (3,) where the head is bowed about, from the eyes, before the camera; `cut_px` how
    many rows below were not drawn.
    """

    bgra: NDArray[np.uint8]
    near: NDArray[np.uint8]
    eyes_px: tuple[float, float]
    feet_dm: float
    neck_dm: Floats
    cut_px: int


@dataclass(frozen=True, slots=True)
class Pose:
    """A body and what goes with it: vertices (n, 3) with their origin between the eyes, unit
    normals, and the rest as in `Dressed`, whose own it is unless something is held; `neck` (3,) is
    the neck's joint.
    """

    vertices: Floats
    normals: Floats
    triangles: NDArray[np.int32]
    uv: Floats
    edge: Floats
    cloth: NDArray[np.int32]
    cloths: Floats
    feet_dm: float
    neck: Floats


class Body:
    """One person's body in their clothes."""

    def __init__(self, person: Identity, worn: Outfit, skin_rgb: Floats) -> None:
        made = Tailor(person, worn, skin_rgb).dressed()
        self.dressed = grown(made, mannequin().rig, eye_height_m(person))
        self.person, self.laden = person, worn.bag == "shopping"
        self.rest_leg = float(person.rng("stance").uniform(-1, 1))
        self.floor_dm = float(self.dressed.vertices[self._worn(), 1].min())
        left = self.laden or person.rng("hand").random() < LEFT_HANDED
        self.free_hand = "L" if left else "R"
        self._poses: OrderedDict[tuple[int, int, str], Pose] = OrderedDict()

    def pose(self, phase: int = STANDING, pace: int = 1, manner: str = "ordinary") -> Pose:
        """The body at a phase of its walk at one of the PACES, in a manner."""
        key = (phase, pace if phase != STANDING else 1, manner)
        if key not in self._poses:
            self._poses[key] = self._bent(*key)
            if len(self._poses) > POSES_HELD:
                self._poses.popitem(last=False)
        return self._poses[key]

    def picture(
        self,
        px_per_dm: float,
        yaw_deg: float,
        pitch_deg: float,
        light: str = "mall",
        stride: tuple[int, int] = (STANDING, 1),
        manner: str = "ordinary",
        down_to_dm: float = math.inf,
    ) -> BodyPicture:
        """The body at a scale, turned by yaw and then pitch, without perspective; `stride` is
        the phase of its walk and its pace, `manner` how it carries itself. Nothing further than
        `down_to_dm` below the eyes is drawn; what is above looks the same.
        """
        pose = self.pose(*stride, manner)
        turn = rotation(yaw_deg, pitch_deg)
        placed = pose.vertices @ turn.T
        low, high = extent(placed)
        finer = OVERSAMPLED if px_per_dm < FINE_PX_PER_DM else 1
        scale, edge = px_per_dm * finer, MARGIN_PX * finer
        width, height = (
            finer * math.ceil(((high - low)[k] * scale + 2 * edge) / finer) for k in (0, 1)
        )
        tall = height
        if down_to_dm < -low[1]:
            height = finer * math.ceil(((high[1] + down_to_dm) * scale + 2 * edge) / finer)
        x, y = (placed[:, 0] - low[0]) * scale + edge, (high[1] - placed[:, 1]) * scale + edge
        buffers = Buffers(height, width)
        buffers.draw(np.stack([x, y, placed[:, 2]], 1).astype(np.float32), pose.triangles)
        lowest = high[1] - (height - edge) / scale if height < tall else -math.inf
        linear = _lit(buffers, pose, placed, LIGHTS[light], turn, lowest)
        eyes = ((edge - low[0] * scale) / finer, (edge + high[1] * scale) / finer)
        bgra, near = _shrunk(linear, buffers, finer)
        cut = (tall - height) // finer
        return BodyPicture(bgra, near, eyes, pose.feet_dm, turn @ pose.neck, cut)

    def _bent(self, phase: int, pace: int, manner: str) -> Pose:
        held, rig = self.dressed, mannequin().rig
        if phase == STANDING:
            turns = standing(rig, held.joints, self.rest_leg)
        else:
            turns = walking(rig, held.joints, phase, PACES[pace])
        stance = Stance(rig, held.joints, turns, phase, self.free_hand, self.floor_dm, held.eyes)
        stance = replace(stance, turns=carried(stance, manner, self.laden))
        moves = posed(rig, held.joints, stance.turns)
        hung = np.column_stack([np.eye(3), bag_place(stance, manner)])
        moves = np.concatenate([moves, hung[None]])
        body = skinned(held.weights, moves, held.vertices)
        floor = float(body[self._worn(), 1].min())
        if manner == "wheelchair":
            floor = chair_floor(stance, floor)
        things = props(replace(stance, floor_dm=floor), manner, self.person.rng("props"))
        return self._pose(body, things, stance, floor)

    def _pose(self, body: Floats, things: list[Prop], stance: Stance, floor: float) -> Pose:
        neck, eyes = stance.place("neck"), stance.eyes
        vertices = np.concatenate([body, *(one.solid.points for one in things)])
        vertices = np.asarray(vertices - eyes, np.float32)
        whole = _holding(self.dressed, things) if things else self.dressed
        return Pose(
            vertices=vertices,
            normals=normals(vertices, whole.triangles),
            triangles=whole.triangles,
            uv=whole.uv,
            edge=whole.edge,
            cloth=whole.cloth,
            cloths=whole.cloths,
            feet_dm=float(eyes[1] - floor),
            neck=neck - eyes,
        )

    def _worn(self) -> NDArray[np.bool_]:
        """(n,) which vertices are not what is carried."""
        hung = self.dressed.weights[:, len(mannequin().rig.bones)]
        found: NDArray[np.bool_] = np.asarray(hung.todense()).ravel() == 0
        return found


def _holding(held: Dressed, things: list[Prop]) -> Dressed:
    """The body with the triangles and cloths of things added; its vertices stay alone."""
    sizes = [len(one.solid.points) for one in things]
    counts = np.cumsum([len(held.vertices), *sizes])
    triangles = [held.triangles]
    triangles += [one.solid.triangles + n for one, n in zip(things, counts, strict=False)]
    corners = np.ascontiguousarray(np.concatenate(triangles), np.int32)
    more = len(corners) - len(held.triangles)
    rows = np.array([fabrics.row(Cloth("plain", one.rgb, one.rgb)) for one in things])
    numbers = np.repeat(np.arange(len(things)), [len(one.solid.triangles) for one in things])
    return replace(
        held,
        triangles=corners,
        uv=np.concatenate([held.uv, np.full((more, 3, 2), PLAIN_UV, np.float32)]),
        edge=np.append(held.edge, np.ones(sum(sizes))).astype(np.float32),
        cloth=np.append(held.cloth, len(held.cloths) + numbers).astype(np.int32),
        cloths=np.concatenate([held.cloths, rows]).astype(np.float32),
    )


def _lit(
    buffers: Buffers, pose: Pose, placed: Floats, light: Light, turn: Floats, lowest_dm: float
) -> Floats:
    """Linear RGB (h, w, 3), 0 where nothing is; nothing below a height is drawn."""
    lamps = np.stack([light.direction("key"), light.direction("fill")])
    colours = np.array([light.key_rgb, light.fill_rgb, light.sky_rgb, light.ground_rgb])
    depth, axes, low, scale = _shadow(placed, pose.triangles, lamps[0], turn, lowest_dm)
    return lit(
        buffers.winner, buffers.w1, buffers.w2, pose.triangles, placed.astype(np.float32),
        (pose.normals @ turn.T).astype(np.float32), pose.uv, pose.edge, pose.cloth, pose.cloths,
        lamps.astype(np.float32), colours.astype(np.float32), depth, axes, low, scale,
    )  # fmt: skip


@cache
def _head() -> tuple[Floats, NDArray[np.int32]]:
    """A plain head, from the eyes, that throws a shadow."""
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, 13), np.linspace(-np.pi / 2, np.pi / 2, 9))
    points = np.stack([np.cos(v) * np.sin(u), np.sin(v), np.cos(v) * np.cos(u)], 2) * HEAD_DM
    at = np.arange(9 * 13).reshape(9, 13)
    a, b, c, d = at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]
    sides = [np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))]
    middle = np.array([0.0, 0.0, -HEAD_BEHIND_DM])
    return (points.reshape(-1, 3) + middle).astype(np.float32), np.concatenate(sides).astype(
        np.int32
    )


def _shadow(
    placed: Floats, triangles: NDArray[np.int32], key: Floats, turn: Floats, lowest_dm: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], float]:
    """A depth map along the key light, the light's axes in columns, its corner and scale; without
    what is too far from the light to throw a shadow on anything above `lowest_dm`.
    """
    across = np.cross(key, np.array([0.01, 1.0, 0.02]))
    across /= np.linalg.norm(across)
    axes = np.stack([across, np.cross(across, key), key], 1).astype(np.float32)
    head, more = _head()
    flat = np.concatenate([placed, head @ turn.T]) @ axes
    near, (low, high) = np.ascontiguousarray(flat[:, 2]), extent(flat[:, :2])
    scale = (SHADOW_PX - 2) / float((high - low).max())
    buffers = Buffers(SHADOW_PX, SHADOW_PX)
    places = np.column_stack([(flat[:, :2] - low) * scale + 1, near]).astype(np.float32)
    throwing = triangles
    if lowest_dm > -math.inf:
        last = furthest(triangles, near, placed[:, 1], lowest_dm - HARDLY_DM)
        throwing = reaching(triangles, near, last + BIAS_DM - HARDLY_DM)
    buffers.draw(places, throwing)
    buffers.draw(places[len(placed) :], more)
    return buffers.depth, axes, low.astype(np.float32), scale


def _shrunk(
    linear: Floats, buffers: Buffers, finer: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    size = (linear.shape[1] // finer, linear.shape[0] // finer)
    cover = (buffers.winner >= 0).astype(np.float32)
    alpha = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(linear, size, interpolation=cv2.INTER_AREA)
    return developed(colour, alpha), near_steps(buffers.depth, finer)
