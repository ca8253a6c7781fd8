"""One person's head, built once and seen from anywhere."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.layers import near_steps
from sim.people.drawing.lights import LIGHTS, Light, developed, rotation
from sim.people.drawing.outside import outward
from sim.people.drawing.pages import apart
from sim.people.drawing.raster import Buffers, normals
from sim.people.drawing.shadows import Shadow, cast
from sim.people.hair.barber import Barber
from sim.people.hair.scalp import TO_CENTRE_DM
from sim.people.hair.strands import Strands
from sim.people.hair.strokes import STRAND_DM, lines, strand_light
from sim.people.head import flesh
from sim.people.head.atlas import SIZE, atlas
from sim.people.head.expressions import NEUTRAL, resting
from sim.people.head.mesh import EYES, LASHES, SKIN, head_mesh
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
SPARE_ROWS = 4
"""So much more of the skin's canvas is kept than what is drawn lies on."""


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
        self.canvas = apart(painted.canvas, _seen_rows())
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
        marks = _project(self._turned(self.points, turn), scale, wide)[:, :2] / OVERSAMPLED
        between = self._turned(self.eyes[None], turn)
        eyes = _project(between, scale, wide)[0, :2] / OVERSAMPLED
        near = near_steps(depth - between[0, 2], OVERSAMPLED)
        return Picture(developed(colour, small), near, marks, eyes)

    def _turned(self, points: Floats, turn: Floats) -> Floats:
        """Points before the camera: z is minus the distance."""
        middle = np.asarray(self.eyes + CENTRE_DM, np.float32)
        placed = _before(points.reshape(-1, 3), middle, turn)
        return placed.reshape(points.shape)

    def _draw(
        self, wide: int, scale: float, turn: Floats, light: Light
    ) -> tuple[Floats, Floats, Floats]:
        """Linear RGB, times coverage, coverage and depth (wide, wide), hair's brought forward."""
        place = self._turned(self.vertices, turn)
        buffers = Buffers(wide, wide)
        flat = _project(place, scale, wide)
        buffers.draw(flat, outward(flat, _shown(), _shown_paint()[0] == SKIN))
        over = self._turned(self.adorned.vertices, turn)
        worn = self.adorned.covered(buffers, _project(over, scale, wide))
        shadow = cast(light.direction("key"), (place, _casting()), (over, self.adorned.triangles))
        linear = self.adorned.shaded(worn, over, turn, light, shadow)
        alpha = (worn.winner >= 0).astype(np.float32)
        self._flesh(buffers, place, turn, light, shadow, (linear, alpha))
        bare = buffers.depth.copy()
        for bundle in self.strands:
            self._draw_strands(bundle, (linear, alpha, buffers.depth), scale, turn, light)
        hair = buffers.depth > bare
        for lens in self.adorned.lenses:
            glass = _project(self._turned(lens.points, turn), scale, wide)
            glazed(lens, glass, turn, light, (linear, alpha, buffers.depth))
        return linear, alpha, buffers.depth + np.float32(HAIR_FORWARD_DM) * hair

    def _flesh(
        self,
        buffers: Buffers,
        place: Floats,
        turn: Floats,
        light: Light,
        shadow: Shadow,
        into: tuple[Floats, Floats],
    ) -> None:
        """Lay skin, eyes and mouth over linear RGB and coverage."""
        held = atlas()
        flesh.lit(
            (buffers.winner, buffers.w1, buffers.w2), _shown(), *_shown_paint(), place,
            self.vertices, self.normals, held.shade, held.cavity, self.canvas,
            np.stack([self.left, self.right]),
            np.array([self.worn.iris, self.worn.sclera], np.float32), turn, *light.lamps,
            (shadow.depth, shadow.axes, shadow.low, shadow.scale), *into,
        )  # fmt: skip

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
        middle = self._turned(self.eyes[None] + TO_CENTRE_DM, turn)[0]
        lit = strand_light(place, colour, middle, *light.lamps)
        flat = _project(place.reshape(-1, 3), scale, wide).reshape(place.shape)
        thick = max(1, round(STRAND_DM * scale))
        lines(*into, flat, lit, thick)


def _beneath(bundle: Strands, adorned: Adornment) -> Strands:
    """Strands flattened by what covers them; those wholly hidden are left away."""
    points, seen = adorned.pressed(bundle.points)
    return replace(bundle, points=points[seen], colour=bundle.colour[seen])


def _acting(person: Identity, expression: Mapping[str, float]) -> list[tuple[str, float]]:
    units = resting(person)
    units |= {unit: max(strength, units.get(unit, 0.0)) for unit, strength in expression.items()}
    moved = [(f"expression/units/{person.ancestry}/{unit}", v) for unit, v in units.items()]
    return [*strengths(person).items(), *moved]


@nb.njit(cache=True, fastmath=True)
def _before(points, middle, turn) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    """Points (n, 3) turned about a middle that is DISTANCE_DM before the camera."""
    placed = np.empty(points.shape, np.float32)
    for i in range(len(points)):
        x, y, z = points[i, 0] - middle[0], points[i, 1] - middle[1], points[i, 2] - middle[2]
        for n in range(3):
            placed[i, n] = turn[n, 0] * x + turn[n, 1] * y + turn[n, 2] * z
        placed[i, 2] -= DISTANCE_DM
    return placed


def _project(place: Floats, scale: float, wide: int) -> Floats:
    """Pixels and depth of points before the camera; `scale` pixels a dm at DISTANCE_DM."""
    grow = DISTANCE_DM * scale / -place[:, 2]
    x, y = wide / 2 + place[:, 0] * grow, wide / 2 - place[:, 1] * grow
    return np.stack([x, y, place[:, 2]], 1).astype(np.float32)


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


def _shown_paint() -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Of triangles that are drawn which part they are, and where their corners lie on the atlas."""
    if "part" not in _cached:
        _cached["part"] = np.ascontiguousarray(head_mesh().part[_shown_numbers()])
        _cached["corner"] = np.ascontiguousarray(atlas().corner[_shown_numbers()])
    return _cached["part"], _cached["corner"]


def _seen_rows() -> slice:
    """Rows of the atlas that drawing reads: above lies nothing, below the body takes over."""
    if "rows" not in _cached:
        part, corner = _shown_paint()
        up = corner[part == SKIN][..., 1]
        low, high = math.floor(up.min()) - SPARE_ROWS, math.ceil(up.max()) + SPARE_ROWS
        _cached["rows"] = np.array([max(low, 0), min(high, SIZE)])
    return slice(*_cached["rows"].tolist())


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
