"""Hair as strands: grown from the scalp, flowing, falling, and kept out of the head."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.atlas import SIZE, atlas, unroll
from sim.people.facemap import ramp
from sim.people.identities import Identity
from sim.people.looks import Look
from sim.people.mesh import SKIN, head_mesh
from sim.people.skin import Painted

Floats = NDArray[np.floating[Any]]
Flow = Callable[[Floats, Floats], Floats]
"""Direction in which strands at (n, 3) with skin normals (n, 3) want to grow."""

CANDIDATES = 60_000
EYEBALL_DM = 7.3


@dataclass(frozen=True, slots=True)
class Roots:
    """Where strands may grow: triangle of the skin, weights of its corners, pixel of the atlas."""

    triangle: NDArray[np.intp]
    weight: Floats
    pixel: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Strands:
    """`points` (n, k, 3) in decimetres, `colour` (n, 3) linear RGB."""

    points: Floats
    colour: Floats


@dataclass(frozen=True, slots=True)
class Cut:
    """How one bundle of strands grows. Lengths are decimetres.

    `lift` is how much they start along the skin's normal, `fall` how much they obey gravity,
    `curl` how much they wave, `volume` how far they stand off the head, `clump` how many tufts
    there are to a decimetre, `clear` keeps them out of the face.
    """

    length: float | Floats
    lift: float
    flow: Flow | None
    fall: float
    curl: float
    volume: float
    steps: int
    clump: float = 0.0
    clear: bool = False


@cache
def roots() -> Roots:
    """Candidate roots, evenly over the outer skin of the base head above the neck."""
    mesh, held = head_mesh(), atlas()
    skin = mesh.part == SKIN
    triangles = mesh.triangles[skin]
    corners = held.base[triangles]
    edge = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(edge, axis=1) * (corners[:, :, 1].mean(1) > 6.0)
    rng = np.random.default_rng(1)
    triangle = rng.choice(len(triangles), CANDIDATES, p=area / area.sum())
    cut = np.sort(rng.random((CANDIDATES, 2)), 1)
    weight = np.stack([cut[:, 0], cut[:, 1] - cut[:, 0], 1 - cut[:, 1]], 1)
    place = (corners[triangle] * weight[:, :, None]).sum(1)
    pixel = unroll(place).astype(int).clip(0, SIZE - 1)
    outer = np.linalg.norm(held.place[pixel[:, 1], pixel[:, 0]] - place, axis=1) < 0.06
    return Roots(triangle[outer], weight[outer].astype(np.float32), pixel[outer])


class Skull:
    """The head's radius in every direction, so that strands stay outside."""

    def __init__(self, vertices: Floats, centre: Floats) -> None:
        self.centre = centre
        away = vertices - centre
        row, column = self._cell(away)
        grid = np.zeros((48, 96), np.float32)
        radius = np.linalg.norm(away, axis=1)
        np.maximum.at(grid, (row.astype(int).clip(0, 47), column.astype(int).clip(0, 95)), radius)
        grid = np.where(grid == 0, cv2.dilate(grid, np.ones((3, 3))), grid)
        grid = np.where(grid == 0, grid[grid > 0].mean(), grid).astype(np.float32)
        around = np.concatenate([grid[:, -4:], grid, grid[:, :4]], 1)
        self.grid = np.ascontiguousarray(cv2.GaussianBlur(around, (0, 0), 1.0))

    def radius(self, away: Floats) -> Floats:
        """(n,) radius of the head in the directions (n, 3)."""
        row, column = self._cell(away)
        x, y = (column + 3.5).astype(np.float32)[:, None], (row - 0.5).astype(np.float32)[:, None]
        found = cv2.remap(self.grid, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found[:, 0])

    def _cell(self, away: Floats) -> tuple[Floats, Floats]:
        far = np.linalg.norm(away, axis=1) + 1e-9
        turn = np.arctan2(away[:, 0], away[:, 2])
        lift = np.arcsin(np.clip(away[:, 1] / far, -1, 1))
        return (lift / np.pi + 0.5) * 48, (turn / (2 * np.pi) + 0.5) * 96


class Barber:
    """Grows one person's hair on their own head."""

    def __init__(
        self, person: Identity, worn: Look, painted: Painted, head: tuple[Floats, Floats, Floats]
    ) -> None:
        vertices, normal, eyes = head
        self.worn, self.eyes, self.rng = worn, eyes, person.rng("hair")
        skin = head_mesh().triangles[head_mesh().part == SKIN]
        held = roots()
        corner, weight = skin[held.triangle], held.weight[:, :, None]
        self.place = (vertices[corner] * weight).sum(1)
        self.normal = _unit((normal[corner] * weight).sum(1))
        column, row = held.pixel[:, 0], held.pixel[:, 1]
        self.above, self.density = painted.scalp[row, column], painted.beard[row, column]
        self.centre = eyes + np.array([0, 0.15, -0.85], np.float32)
        skull = vertices[: head_mesh().ranges[SKIN][1]]
        self.skull = Skull(skull[skull[:, 1] > eyes[1] - 1.1], self.centre)
        self.colour = np.asarray(worn.hair_colour, np.float32)
        thick = ramp(self.above, 0, 0.1) * 0.9 + 0.1
        hairy = np.flatnonzero(self.above > 0)
        self.scalp = hairy[self.rng.random(len(hairy)) < thick[hairy]]

    def cut(self) -> list[Strands]:
        """The whole head of hair, and a beard."""
        bundles = [self.grow(self.pick(count), how, self.colour) for count, how in self._style()]
        if self.worn.beard in ("short", "full", "goatee", "moustache"):
            bundles.append(self._beard())
        return [bundle for bundle in bundles if len(bundle.points)]

    def pick(self, count: int) -> NDArray[np.intp]:
        """At most `count` roots of the scalp."""
        if len(self.scalp) <= count:
            return self.scalp
        return self.rng.choice(self.scalp, count, replace=False)

    def grow(self, chosen: NDArray[np.intp], how: Cut, colour: Floats) -> Strands:
        """Strands from the chosen roots."""
        rng, n = self.rng, len(chosen)
        place, normal = self.place[chosen].copy(), self.normal[chosen]
        flow = how.flow or _nowhere
        step = (np.ones(n, np.float32) * how.length / how.steps)[:, None].astype(np.float32)
        heading = _unit(normal * how.lift + flow(place, normal))
        off = (how.volume * rng.random(n) ** 0.8).astype(np.float32) + 0.012
        phase, beat = self._waves(place, how.clump)
        points = [place]
        for k in range(1, how.steps + 1):
            down = np.array([0, -1, 0], np.float32) * how.fall * step * 3
            heading = _unit(heading + down + 0.25 * flow(place, normal) * step * 3)
            place = place + heading * step + how.curl * step * np.sin(phase + k * beat * 1.5)
            place, heading = self._outside(place, heading, off * min(1, k / 2))
            if how.clear:
                place = self._clear(place, points[-1])
            points.append(place)
        shade = np.exp(rng.normal(0, 0.22, n)) * (0.62 + 0.6 * off / (how.volume + 0.012))
        tint = colour * shade[:, None]
        grey = rng.random(n) < 0.5 * self.worn.grey
        tint[grey] = tint[grey] * 0.6 + 0.16
        return Strands(np.stack(points, 1).astype(np.float32), tint.astype(np.float32))

    def _waves(self, place: Floats, clump: float) -> tuple[Floats, Floats]:
        """Phases of a strand's waves; strands of a tuft wave together."""
        phase = self.rng.random((len(place), 3)) * 2 * np.pi
        beat = self.rng.uniform(0.8, 1.4, (len(place), 1))
        if clump:
            tuft = np.floor(place * clump) @ np.array([12.9898, 78.233, 37.719])
            one = np.abs(np.sin(tuft)) * 43758.5453 % 1
            own = np.stack([one, one * 1.7 % 1, one * 2.3 % 1], 1)
            phase, beat = own * 2 * np.pi + 0.15 * phase, 0.8 + 0.6 * one[:, None]
        return phase.astype(np.float32), beat.astype(np.float32)

    def _outside(self, place: Floats, heading: Floats, off: Floats) -> tuple[Floats, Floats]:
        """Push what went into the head out again, and let it slide along."""
        away = place - self.centre
        far = np.linalg.norm(away, axis=1)
        need = self.skull.radius(away) + off
        inside = (far < need)[:, None]
        outward = away / far[:, None]
        place = np.where(inside, self.centre + outward * need[:, None], place)
        inward = (heading * outward).sum(1, keepdims=True)
        slide = np.where(inside & (inward < 0), heading - inward * outward * 0.9, heading)
        return place, slide

    def _clear(self, place: Floats, before: Floats) -> Floats:
        """Strands end where they would hang before the face, as if trimmed there."""
        aside = np.abs(place[:, 0] - self.eyes[0])
        ahead = (place[:, 2] > self.centre[2] + 0.6) & (aside < 0.6)
        hanging = ahead & (place[:, 1] < self.eyes[1] + 0.38)
        return np.where(hanging[:, None], before, place)

    def _beard(self) -> Strands:
        rng, hairy = self.rng, np.flatnonzero(self.density > 0.35)
        hairy = hairy[rng.random(len(hairy)) < self.density[hairy]][:5500]
        low, high = {"short": (0.03, 0.08), "full": (0.1, 0.3), "goatee": (0.05, 0.15)}.get(
            self.worn.beard, (0.04, 0.07)
        )
        length = rng.uniform(low, high) * (0.5 + 0.5 * rng.random(len(hairy)))
        how = Cut(length, 0.55, _down, 1.5, 0.5, 0.0, 4)
        return self.grow(hairy, how, np.asarray(self.worn.brow_colour) * 1.3 + 0.012)

    def _style(self) -> list[tuple[int, Cut]]:
        """Bundles of strands of the worn style: how many and how."""
        u, style = self.rng.uniform, self.worn.hair
        part = float(self.rng.choice([-1, 1]) * u(0.15, 0.4))
        sides, back = self._sides(part), self._to(self.centre + np.array([0, 0.75, -0.95]))
        crown = self._to(self.centre + np.array([0, 0.75, -0.45]), away=True)
        if style == "buzz":
            return [(14000, Cut(u(0.03, 0.1), 1, None, 0, 0.3, 0.02, 2))]
        if style == "bald":
            return [(6000, Cut(u(0.03, 0.12), 1, crown, 0.2, 0.2, 0.02, 2))]
        if style == "short":
            return [(14000, Cut(u(0.25, 0.5), 0.7, crown, 0.5, 0.3, u(0.06, 0.14), 6, 8))]
        if style == "swept":
            return [(14000, Cut(u(0.25, 0.5), 0.9, back, 0.1, 0.3, u(0.1, 0.2), 6, 8))]
        if style == "side":
            return [(14000, Cut(u(0.45, 0.75), 0.5, sides, 0.5, 0.25, u(0.08, 0.16), 8, 7))]
        if style == "fringe":
            return [(14000, Cut(u(0.45, 0.6), 0.5, crown, 0.8, 0.25, u(0.08, 0.16), 8, 7))]
        if style == "medium":
            return [(14000, Cut(u(0.8, 1.3), 0.4, sides, 1, 0.2, u(0.1, 0.18), 10, 6, True))]
        if style == "tied":
            return [(14000, Cut(u(0.35, 0.6), 0.15, back, 0, 0.06, 0.035, 8, 6))]
        if style == "afro":
            return [(16000, Cut(u(0.25, 0.7), 1, None, 0, 1.4, 0.03, 6))]
        if style == "bob":
            return [
                (15000, Cut(u(1.2, 1.6), 0.35, sides, 1, u(0.05, 0.2), u(0.12, 0.2), 13, 5, True))
            ]
        long = Cut(u(1.6, 2.8), 0.35, sides, 1, u(0.05, 0.2), u(0.1, 0.18), 16, 4, True)
        if style == "bangs":
            return [(4000, Cut(u(0.5, 0.62), 0.5, crown, 0.9, 0.12, 0.1, 8, 7)), (12000, long)]
        return [(15000, long)]

    def _sides(self, part: float) -> Flow:
        """Away from a parting and a little down."""

        def flow(place: Floats, normal: Floats) -> Floats:
            right = np.where(place[:, 0] - self.eyes[0] > part, 1.0, -1.0)
            back = 0.25 * np.sign(place[:, 2] - self.centre[2])
            return _along(np.stack([right, np.full(len(place), -0.2), back], 1), normal)

        return flow

    def _to(self, point: Floats, away: bool = False) -> Flow:
        """Along the head towards a point, or away from it."""
        sign = -1.0 if away else 1.0
        return lambda place, normal: _along(sign * (point - place), normal)


def _nowhere(place: Floats, _normal: Floats) -> Floats:
    return np.zeros_like(place)


def _down(place: Floats, _normal: Floats) -> Floats:
    return np.tile(np.array([0, -0.6, 0], np.float32), (len(place), 1))


def _along(direction: Floats, normal: Floats) -> Floats:
    flat: Floats = direction - (direction * normal).sum(1, keepdims=True) * normal
    return flat


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit
