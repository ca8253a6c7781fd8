"""One person's head, built once and seen from anywhere."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.gloss import gloss
from sim.people.drawing.layers import near_steps
from sim.people.drawing.lights import LIGHTS, Light, develop, rotation
from sim.people.drawing.outside import outward
from sim.people.drawing.raster import Buffers, normals
from sim.people.drawing.shadows import Shadow, cast
from sim.people.hair.barber import Barber
from sim.people.hair.strands import Strands
from sim.people.hair.strokes import STRAND_DM, lines, strand_light
from sim.people.head.atlas import SIZE, atlas
from sim.people.head.expressions import resting
from sim.people.head.mesh import EYES, LASHES, LEFT_EYE, RIGHT_EYE, SKIN, TEETH, head_mesh
from sim.people.identities import Identity, strengths
from sim.people.looks import Look
from sim.people.skin.painting import paint
from sim.people.wear.adornment import Adornment, glazed

Floats = NDArray[np.floating[Any]]
DISTANCE_DM = 25.0
"""Heads are seen from here, so that near parts are larger."""
OVERSAMPLED = 2
CENTRE_DM = np.array([0.0, -0.1, -0.75], np.float32)
"""What a head's picture is centred on, from the point between the eyes."""
WIDTH_DM = 4.4
"""A head's picture shows this much, hair included."""
HAIR_FORWARD_DM = 0.7
"""Hair lies over clothes that are nearer to the camera by less than this."""
NECK_DM = 5.95
"""Below, in the base mesh, the body takes over from the head."""
SMILE: Mapping[str, float] = {
    "mouth-corner-puller": 0.35, "eye-left-slit": 0.15, "eye-right-slit": 0.15,
}  # fmt: skip
NEUTRAL: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Picture:
    """`bgra` (size, size, 4) uint8 with straight alpha; `near` (size, size) as in
    `sim.people.drawing.layers`; `landmarks_px` (5, 2) in the order of `engine.faces.Face`;
    `eyes_px` the point between the eyes.
    """

    bgra: NDArray[np.uint8]
    near: NDArray[np.uint8]
    landmarks_px: Floats
    eyes_px: Floats


@dataclass(frozen=True, slots=True)
class Surface:
    """What is seen at n covered pixels: where (rows, columns), which part and triangle, and the
    values of the corners blended there.
    """

    at: tuple[NDArray[np.intp], NDArray[np.intp]]
    part: NDArray[np.uint8]
    normal: Floats
    own_normal: Floats
    place: Floats
    own_place: Floats
    shade: Floats
    cavity: Floats
    canvas_px: Floats


class Head:
    """A person's head in one look and expression."""

    def __init__(
        self, person: Identity, worn: Look, expression: Mapping[str, float] = NEUTRAL
    ) -> None:
        mesh = head_mesh()
        coarse = mesh.coarse.copy()
        for name, strength in _acting(person, expression):
            if name in mesh.targets:
                vertex, shift = mesh.targets[name]
                coarse[vertex] += np.float32(strength) * shift
        self.worn = worn
        self.left, self.right = (mesh.middle(coarse, eye) for eye in EYES)
        self.eyes = (self.left + self.right) / 2
        self.vertices = np.ascontiguousarray(mesh.smooth @ coarse, np.float32)
        self.normals = normals(self.vertices, mesh.triangles)
        painted = paint(person, worn)
        self.canvas = np.concatenate([painted.canvas, painted.canvas[:, :2]], 1)
        barber = Barber(person, worn, painted, (self.vertices, self.normals, self.eyes))
        self.adorned = Adornment(
            worn.wearables, self.vertices, (self.left, self.right), barber.scalp.centre
        )
        self.strands = [_beneath(bundle, self.adorned) for bundle in barber.cut()]
        self.skin_rgb = person.skin_rgb

    @property
    def points(self) -> Floats:
        """(5, 3) pupils, nose tip and mouth corners; the image's left ones first."""
        nose, right, left = (self.vertices[k] for k in _marks())
        out = np.array([0, 0, 0.13], np.float32)
        return np.stack([self.right + out, self.left + out, nose, right, left])

    def picture(
        self,
        px_per_dm: float,
        yaw_deg: float,
        pitch_deg: float,
        light: str = "mall",
        bow_deg: float = 0.0,
    ) -> Picture:
        """The head at a scale, bowed, turned by yaw and then pitch."""
        size = max(math.ceil(WIDTH_DM * px_per_dm / 2) * 2, 8)
        scale, turn = px_per_dm * OVERSAMPLED, rotation(yaw_deg, pitch_deg, bow_deg)
        wide = size * OVERSAMPLED
        linear, alpha, depth = self._draw(wide, scale, turn, LIGHTS[light])
        small = cv2.resize(alpha, (size, size), interpolation=cv2.INTER_AREA)
        colour = cv2.resize(linear, (size, size), interpolation=cv2.INTER_AREA)
        colour = colour / np.maximum(small, 1e-4)[..., None]
        bgra = np.dstack([develop(colour)[..., ::-1], small]) * 255
        marks = _project(self._turned(self.points, turn), scale, wide)[:, :2] / OVERSAMPLED
        between = self._turned(self.eyes[None], turn)
        eyes = _project(between, scale, wide)[0, :2] / OVERSAMPLED
        near = near_steps(depth - between[0, 2], OVERSAMPLED)
        return Picture(bgra.round().astype(np.uint8), near, marks, eyes)

    def _turned(self, points: Floats, turn: Floats) -> Floats:
        """Points before the camera: z is minus the distance."""
        placed: Floats = (points - self.eyes - CENTRE_DM) @ turn.T
        placed[..., 2] -= DISTANCE_DM
        return placed

    def _draw(
        self, wide: int, scale: float, turn: Floats, light: Light
    ) -> tuple[Floats, Floats, Floats]:
        """Linear RGB, times coverage, coverage and depth (wide, wide), hair's brought forward."""
        place = self._turned(self.vertices, turn)
        buffers = Buffers(wide, wide)
        flat = _project(place, scale, wide)
        buffers.draw(flat, outward(flat, _shown(), head_mesh().part[_shown_numbers()] == SKIN))
        over = self._turned(self.adorned.vertices, turn)
        worn = self.adorned.covered(buffers, _project(over, scale, wide))
        shadow = cast(light.direction("key"), (place, _casting()), (over, self.adorned.triangles))
        seen = self._surface(buffers, place, turn)
        linear = self.adorned.shaded(worn, over, turn, light, shadow)
        alpha = (worn.winner >= 0).astype(np.float32)
        linear[seen.at], alpha[seen.at] = self._lit(seen, shadow, turn, light), 1.0
        bare = buffers.depth.copy()
        for bundle in self.strands:
            self._draw_strands(bundle, (linear, alpha, buffers.depth), scale, turn, light)
        hair = buffers.depth > bare
        for lens in self.adorned.lenses:
            glass = _project(self._turned(lens.points, turn), scale, wide)
            glazed(lens, glass, turn, light, (linear, alpha, buffers.depth))
        return linear, alpha, buffers.depth + np.float32(HAIR_FORWARD_DM) * hair

    def _surface(self, buffers: Buffers, place: Floats, turn: Floats) -> Surface:
        at = np.nonzero(buffers.winner >= 0)
        triangle = buffers.winner[at]
        corners = _shown()[triangle]
        w1, w2 = buffers.w1[at][:, None], buffers.w2[at][:, None]
        w0 = 1 - w1 - w2
        held = atlas()

        def blend(values: Floats) -> Floats:
            blended: Floats = w0 * values[corners[:, 0]] + w1 * values[corners[:, 1]]
            return blended + w2 * values[corners[:, 2]]

        own_normal = blend(self.normals)
        spread = held.corner[_shown_numbers()[triangle]]
        canvas_px = w0 * spread[:, 0] + w1 * spread[:, 1] + w2 * spread[:, 2]
        return Surface(
            at=(at[0], at[1]),
            part=head_mesh().part[_shown_numbers()[triangle]],
            normal=own_normal @ turn.T,
            own_normal=own_normal,
            place=blend(place),
            own_place=blend(self.vertices),
            shade=blend(held.shade[:, None])[:, 0],
            cavity=blend(held.cavity[:, None])[:, 0],
            canvas_px=canvas_px,
        )

    def _lit(self, seen: Surface, shadow: Shadow, turn: Floats, light: Light) -> Floats:
        """(n, 3) linear light coming from each pixel."""
        albedo, normal, shine = self._material(seen, turn)
        normal = normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9)
        key, fill = light.direction("key"), light.direction("fill")
        reached = shadow.reached(seen.place)
        facing = normal @ key
        wrap = np.array([0.32, 0.14, 0.08], np.float32)  # red light bleeds furthest under skin
        diffuse = np.maximum((facing[:, None] + wrap) / (1 + wrap), 0) * reached[:, None]
        eye = (seen.part == LEFT_EYE) | (seen.part == RIGHT_EYE)
        open_sky = np.where(eye, 0.45 + 0.55 * seen.shade, seen.shade)[:, None]
        up = (0.5 + 0.5 * normal[:, 1])[:, None]
        sky, ground = np.array(light.sky_rgb), np.array(light.ground_rgb)
        ambient = (sky * up + ground * (1 - up)) * open_sky
        filled = np.maximum((normal @ fill + 0.3) / 1.3, 0)[:, None] * open_sky
        arriving = diffuse * light.key_rgb + filled * light.fill_rgb + ambient
        view = -seen.place / np.linalg.norm(seen.place, axis=1, keepdims=True)
        keyed, around = gloss(normal, view, shine, eye, light)
        lit: Floats = albedo * arriving + (keyed * reached)[:, None] + around * open_sky
        return lit.astype(np.float32)

    def _material(self, seen: Surface, turn: Floats) -> tuple[Floats, Floats, Floats]:
        """Albedo (n, 3), normal in the picture (n, 3) and shine (n,)."""
        albedo = np.full((len(seen.part), 3), 0.012, np.float32)
        shine, normal = np.full(len(seen.part), 0.02, np.float32), seen.normal.copy()
        skin = np.flatnonzero(seen.part == SKIN)
        albedo[skin], bumped, shine[skin] = self._skin(seen, skin)
        normal[skin] = bumped @ turn.T
        for part, centre in ((LEFT_EYE, self.left), (RIGHT_EYE, self.right)):
            eye = np.flatnonzero(seen.part == part)
            albedo[eye], away = self._eye(seen.own_place[eye] - centre)
            normal[eye], shine[eye] = away @ turn.T, 0.0
        albedo[seen.part == TEETH] = (0.55, 0.5, 0.42)
        albedo[seen.part > TEETH] = (0.3, 0.08, 0.07)
        return albedo, normal, shine

    def _skin(self, seen: Surface, rows: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        x = (seen.canvas_px[rows, 0] - 0.5) % SIZE
        y = (seen.canvas_px[rows, 1] - 0.5).clip(0, SIZE - 1)
        spread = _lookup(self.canvas, x.astype(np.float32), y.astype(np.float32))
        albedo, shine = spread[:, :3].copy(), spread[:, 5].copy()
        inside = np.minimum(seen.cavity[rows] * 1.3, 1.0)[:, None]
        albedo *= 1 - np.array([0.85, 0.92, 0.92], np.float32) * inside
        own = seen.own_normal[rows]
        across = np.stack([own[:, 2], np.zeros(len(own), np.float32), -own[:, 0]], 1)
        across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-6
        upward = np.cross(own, across)
        bumped = own - spread[:, 3:4] * across - spread[:, 4:5] * upward
        return albedo, bumped, shine * (1 - inside[:, 0])

    def _eye(self, away: Floats) -> tuple[Floats, Floats]:
        """White, iris and pupil by the angle from the line of sight, in radians."""
        away = away / (np.linalg.norm(away, axis=1, keepdims=True) + 1e-9)
        angle = np.arccos(away[:, 2].clip(-1, 1))
        share, spoke = angle / 0.43, np.arctan2(away[:, 1], away[:, 0])
        rays = 1.1 + 0.25 * np.sin(23 * spoke) * np.sin(11 * spoke + 1.3) - 0.25 * share
        rim = np.where(share < 0.82, 1.0, np.maximum(0.25, 1 - (share - 0.82) * 4.2))
        iris = np.asarray(self.worn.iris) * (rays * rim * 1.5)[:, None]
        pupil = ((0.42 - share) / 0.05).clip(0, 1)[:, None]
        inner = iris * (1 - pupil) + 0.004 * pupil
        edge = (1 - (share - 1) / 0.05).clip(0, 1)[:, None]
        white = np.asarray(self.worn.sclera, np.float32)
        shaded = np.maximum(0.35, 1 - 1.9 * np.maximum(0, away[:, 1] - 0.05))[:, None]
        return ((white * (1 - edge) + inner * edge) * shaded).astype(np.float32), away

    def _draw_strands(
        self,
        bundle: Strands,
        into: tuple[Floats, Floats, Floats],
        scale: float,
        turn: Floats,
        light: Light,
    ) -> None:
        """Fewer strands, and simply coloured, where the picture is small."""
        wide = into[1].shape[0]
        every = max(1, int(len(bundle.points) / (25 * wide)))
        points, colour = bundle.points[::every], bundle.colour[::every]
        place = self._turned(points, turn)
        lit = strand_light(
            place,
            colour,
            self._turned(self.eyes[None] + np.array([0, 0.15, -0.85], np.float32), turn)[0],
            light,
        )
        flat = _project(place.reshape(-1, 3), scale, wide).reshape(place.shape)
        thick = max(1, round(STRAND_DM * scale))
        lines(*into, flat.astype(np.float32), lit.astype(np.float32), thick)


def _beneath(bundle: Strands, adorned: Adornment) -> Strands:
    """Strands flattened by what covers them; those wholly hidden are left away."""
    points, seen = adorned.pressed(bundle.points)
    return replace(bundle, points=points[seen], colour=bundle.colour[seen])


def _acting(person: Identity, expression: Mapping[str, float]) -> list[tuple[str, float]]:
    units = resting(person)
    units |= {unit: max(strength, units.get(unit, 0.0)) for unit, strength in expression.items()}
    moved = [(f"expression/units/{person.ancestry}/{unit}", v) for unit, v in units.items()]
    return [*strengths(person).items(), *moved]


def _project(place: Floats, scale: float, wide: int) -> Floats:
    """Pixels and depth of points before the camera; `scale` pixels a dm at DISTANCE_DM."""
    grow = DISTANCE_DM * scale / -place[:, 2]
    x, y = wide / 2 + place[:, 0] * grow, wide / 2 - place[:, 1] * grow
    return np.stack([x, y, place[:, 2]], 1).astype(np.float32)


def _lookup(canvas: Floats, x: NDArray[np.float32], y: NDArray[np.float32]) -> Floats:
    """Bilinear samples (n, 6); in rows of 4096, since remap takes pictures."""
    n = len(x)
    wide = min(max(n, 1), 4096)
    fill = -n % wide if n else 1
    columns, rows = (np.pad(v, (0, fill)).reshape(-1, wide) for v in (x, y))
    parts = [
        np.asarray(cv2.remap(canvas[..., k : k + 3], columns, rows, cv2.INTER_LINEAR))
        for k in (0, 3)
    ]
    found: Floats = np.concatenate([p.reshape(-1, 3)[:n] for p in parts], 1)
    return found


_cached: dict[str, NDArray[Any]] = {}


def _shown_numbers() -> NDArray[np.intp]:
    """Triangles that are drawn: no lower lashes, half of the upper ones, no skin under cloth."""
    if "numbers" not in _cached:
        mesh, base = head_mesh(), atlas().base
        height = base[mesh.triangles].mean(1)[:, 1]
        thin = np.random.default_rng(0).random(len(mesh.part)) < 0.45
        lashes = (mesh.part != LASHES) | ((height > 7.3) & ~thin)
        bare = (mesh.part != SKIN) | (height > NECK_DM)
        _cached["numbers"] = np.flatnonzero(lashes & bare)
    return _cached["numbers"]


def _shown() -> NDArray[np.int32]:
    if "shown" not in _cached:
        _cached["shown"] = np.ascontiguousarray(head_mesh().triangles[_shown_numbers()])
    return _cached["shown"]


def _casting() -> NDArray[np.int32]:
    """Triangles of the skin, which throw shadows."""
    if "casting" not in _cached:
        mesh = head_mesh()
        _cached["casting"] = np.ascontiguousarray(mesh.triangles[mesh.part == SKIN])
    return _cached["casting"]


def _marks() -> NDArray[np.intp]:
    """Vertices at the nose tip and the right and left mouth corner."""
    if "marks" not in _cached:
        base = atlas().base[: head_mesh().ranges[SKIN][1]]
        tip = np.where(np.abs(base[:, 1] - 6.93) < 0.12, base[:, 2], -9).argmax()
        corners = [
            np.hypot(base[:, 0] - x, base[:, 1] - 6.61) - 0.2 * base[:, 2] for x in (-0.26, 0.26)
        ]
        _cached["marks"] = np.array([tip, *(c.argmin() for c in corners)])
    return _cached["marks"]
