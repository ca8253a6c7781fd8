"""People as pictures on demand: head and body from any side, quantised, cached, scaled exactly."""

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from sim.people.births import identity
from sim.people.body.bodies import Body
from sim.people.body.carriage import SITS
from sim.people.body.gait import STANDING
from sim.people.drawing.layers import NEAR_STEPS_PER_DM, Layer, joined, scaled
from sim.people.drawing.lights import rotation
from sim.people.drawing.shelf import Shelf
from sim.people.head.expressions import NEUTRAL, SMILE
from sim.people.head.heads import Head
from sim.people.identities import Identity
from sim.people.looks import Look
from sim.people.styles import DAY, ENROLMENT, styled

Floats = NDArray[np.floating[Any]]
YAW_STEP_DEG, PITCH_STEP_DEG, BODY_YAW_STEP_DEG, BOW_STEP_DEG = 6.0, 6.0, 15.0, 15.0
LADDER = 1.3
"""Layers are rendered at scales this factor apart, at or above the wanted one, then shrunk."""
SMALLEST_PX_PER_M = 30.0
PEOPLE_HELD, PERSON_BYTES = 16, 27_000_000
"""So many people are held ready to be drawn, each of whom takes so much: a thirtieth of the time
that it takes to make them ready draws them from one side.
"""
LAYERS_HELD_BYTES = 400_000_000
ENROLMENT_PX_PER_DM, PORTRAIT_PX = 80.0, 320
BUST_DM = 3.5
"""Cameras' cuttings around a face reach no further below the eyes."""
CHIN_M = 0.16
"""So far below the eyes a person is always drawn."""
SHOWN_STEP = 0.125
"""What share of the way from there to the soles is asked for is rounded up to such shares of it."""
NECK_DM = 2.5
"""The eyes are nearer than this to the joint that a head is bowed about."""
SPARE_PX = 3.0
"""A body counts as drawn far enough down only with so many rows more."""
BACKDROP = (205, 200, 196)
STILL = (STANDING, 1)
"""The stride of somebody who stands: a phase of `sim.people.body.gait` and a pace."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A person seen by a camera: `bgra` (h, w, 4) uint8 with straight alpha, `eyes_px` the point
    between the eyes, `landmarks_px` (5, 2) as in `engine.faces.Face`, `feet_px` below the eyes,
    drawn or not.
    """

    bgra: NDArray[np.uint8]
    eyes_px: Floats
    landmarks_px: Floats
    feet_px: float
    px_per_m: float


@dataclass(frozen=True, slots=True)
class Depth:
    """How far down a body is asked for: `shown` of the way from the chin to the soles, below a head
    that is bowed by `bow_deg`. A head is always asked for whole.
    """

    shown: float = 1.0
    bow_deg: float = 0.0

    def down_dm(self, feet_dm: float, pitch_deg: float) -> float:
        """Below the eyes of somebody upright, in the picture."""
        shown = math.ceil(max(self.shown, 0.0) / SHOWN_STEP) * SHOWN_STEP
        if shown >= 1:
            return math.inf
        chin_dm = CHIN_M * 10
        sunk_dm = 2 * NECK_DM * math.sin(math.radians(abs(self.bow_deg)) / 2)
        return chin_dm + shown * (feet_dm * math.cos(math.radians(pitch_deg)) - chin_dm) + sunk_dm

    def within(self, layer: Layer, key: Key) -> bool:
        """Whether a layer has been drawn so far down."""
        if not layer.cut_px:
            return True
        step, pitch_deg = int(key[3]), float(key[5])
        px_per_dm = SMALLEST_PX_PER_M * LADDER**step / 10
        down_px = self.down_dm(float(layer.marks[0]) / px_per_dm, pitch_deg) * px_per_dm
        return len(layer.near) >= float(layer.eyes_px[1]) + down_px + SPARE_PX


WHOLE = Depth()


class Sprites:
    """The population `seed`; layers are kept in memory and, given a folder, on disk, enrolment
    pictures there alone. Cameras see those of `styles` in these, all others as of DAY.
    """

    def __init__(
        self, seed: int, cache: Path | None = None, people_held: int = PEOPLE_HELD
    ) -> None:
        self.seed, self.shelf = seed, Shelf(cache) if cache else None
        self.styles: dict[int, str] = {}
        self._people_held = people_held
        self._people: OrderedDict[tuple[int, str], tuple[Head, Body]] = OrderedDict()
        self._layers: OrderedDict[Key, Layer] = OrderedDict()
        self._held_bytes = 0

    def person(
        self,
        number: int,
        px_per_m: float,
        body_yaw_deg: float,
        head_yaw_deg: float,
        pitch_deg: float,
        light: str = "mall",
        stride: tuple[int, int] = STILL,
        style: str = DAY,
        bow_deg: float = 0.0,
        manner: str = "ordinary",
        shown: float = 1.0,
    ) -> Sprite:
        """Person `number` at `px_per_m`; yaws to the image's right, pitch seen from above.

        Angles are rounded to the nearest step; the scale is exact. `stride` is the phase of the
        walk and the pace, as in `sim.people.body.gait`; `style` is one of `sim.people.styles`; the
        head is bowed by `bow_deg`; `manner` is one of `sim.people.body.carriage`, or ordinary.
        Further below than `shown` of the way from CHIN_M to the soles nothing need be drawn; what
        is above looks the same.
        """
        step = _step(px_per_m)
        turned = int(round(body_yaw_deg / BODY_YAW_STEP_DEG) * BODY_YAW_STEP_DEG) % 360
        looks = int(round(head_yaw_deg / YAW_STEP_DEG) * YAW_STEP_DEG)
        bow = int(round(bow_deg / BOW_STEP_DEG) * BOW_STEP_DEG)
        nods = pitch_deg + (bow_deg - bow) * np.cos(np.radians(head_yaw_deg))
        nods, pitch = (int(round(p / PITCH_STEP_DEG) * PITCH_STEP_DEG) for p in (nods, pitch_deg))
        if manner in SITS:
            stride = STILL
        head = self._layer(("head", number, style, step, looks, nods, light, bow), WHOLE)
        below = ("body", number, style, step, turned, pitch, light, *stride, manner)
        body = self._layer(below, Depth(shown, bow))
        scale = SMALLEST_PX_PER_M * LADDER**step
        return _sprite(head, bowed(body, bow, (turned, pitch), scale / 10), scale, px_per_m)

    def bust(
        self, number: int, px_per_m: float, yaw_deg: float, pitch_deg: float, style: str = DAY
    ) -> Sprite:
        """Head and shoulders in the mall's light: `person`, standing, BUST_DM down, drawn anew."""
        head, body = self._built(number, style)
        drawn = SMALLEST_PX_PER_M * LADDER ** _step(px_per_m)
        face = _head_layer(head, drawn / 10, yaw_deg, pitch_deg, "mall")
        below = _body_layer(body, drawn / 10, yaw_deg, pitch_deg, "mall", STILL, down_to_dm=BUST_DM)
        whole = replace(below, cut_px=0)  # presets were fitted to busts scaled for themselves
        return _sprite(face, whole, drawn, px_per_m)

    def enrolment(self, number: int) -> Image:
        """A picture as for a passport: another day's look, light and expression, (h, w, 3)."""
        if self.shelf is None:
            return self._portrayed(number)
        name = f"{self.seed}/{number}/enrolment"
        found = self.shelf.picture(name)
        if found is None:
            found = self._portrayed(number)
            self.shelf.put_picture(name, found)
        return found

    def _portrayed(self, number: int) -> Image:
        person = identity(number, self.seed)
        rng = person.rng("portrait")
        person, worn = styled(person, ENROLMENT)
        head, body = dressed(person, worn, SMILE if rng.random() < 0.5 else NEUTRAL)
        yaw, pitch = rng.normal(0, 3, 2).tolist()
        down_to_dm = PORTRAIT_PX / 2 / ENROLMENT_PX_PER_DM
        whole = portrayed(head, body, ENROLMENT_PX_PER_DM, (yaw, pitch), "studio", down_to_dm)
        return framed(whole, PORTRAIT_PX, 0.5, BACKDROP)

    def _layer(self, key: Key, depth: Depth) -> Layer:
        held = self._layers.get(key)
        if held is None or not depth.within(held, key):
            self._hold(key, self._kept(key, depth))
        self._layers.move_to_end(key)
        return self._layers[key]

    def _hold(self, key: Key, made: Layer) -> None:
        """Keep a layer; forget those unused longest once there are too many bytes of them."""
        if key in self._layers:
            self._held_bytes -= self._layers.pop(key).nbytes
        self._layers[key] = made
        self._held_bytes += made.nbytes
        while self._held_bytes > LAYERS_HELD_BYTES and len(self._layers) > 1:
            self._held_bytes -= self._layers.popitem(last=False)[1].nbytes

    def _kept(self, key: Key, depth: Depth) -> Layer:
        if self.shelf is None:
            return self._drawn(key, depth)
        part, number, *view = key
        name = f"{self.seed}/{number}/{part}_{'_'.join(str(one) for one in view)}"
        found = self.shelf.get(name)
        if found is None or not depth.within(found, key):
            found = self._drawn(key, depth)
            self.shelf.put(name, found)
        return found

    def _drawn(self, key: Key, depth: Depth) -> Layer:
        part, number, style, step, yaw, pitch, light, *more = key
        px_per_dm = SMALLEST_PX_PER_M * LADDER**step / 10
        head, body = self._built(number, style)
        if part == "head":
            return _head_layer(head, px_per_dm, yaw, pitch, light, *more)
        phase, pace, manner = more
        down_to_dm = depth.down_dm(body.pose(phase, pace, manner).feet_dm, pitch)
        return _body_layer(body, px_per_dm, yaw, pitch, light, (phase, pace), manner, down_to_dm)

    def _built(self, number: int, style: str) -> tuple[Head, Body]:
        key = number, style
        if key not in self._people:
            self._people[key] = dressed(*styled(identity(number, self.seed), style))
            if len(self._people) > self._people_held:
                self._people.popitem(last=False)
        self._people.move_to_end(key)
        return self._people[key]


def dressed(
    person: Identity, worn: Look, expression: Mapping[str, float] = NEUTRAL
) -> tuple[Head, Body]:
    """Somebody's head, in an expression, and body in one look."""
    head = Head(person, worn, expression)
    return head, Body(person, worn.outfit, head.skin_rgb)


def portrayed(
    head: Head,
    body: Body,
    px_per_dm: float,
    view_deg: tuple[float, float],
    light: str,
    down_to_dm: float = math.inf,
) -> Sprite:
    """Both standing, at exactly this scale, yaw and pitch, drawn so far down from the eyes."""
    face = _head_layer(head, px_per_dm, *view_deg, light)
    below = _body_layer(body, px_per_dm, *view_deg, light, STILL, down_to_dm=down_to_dm)
    return _sprite(face, below, px_per_dm * 10, px_per_dm * 10)


def framed_at(sprite: Sprite, side_px: int, eyes_down_px: int) -> NDArray[np.uint8]:
    """(side_px, side_px, 4) of a sprite, the eyes in the middle and so far down."""
    x, y = (sprite.eyes_px - [side_px // 2, eyes_down_px]).round().astype(int).tolist()
    window = np.zeros((side_px, side_px, 4), np.uint8)
    part = sprite.bgra[max(y, 0) : max(y + side_px, 0), max(x, 0) : max(x + side_px, 0)]
    place = window[max(-y, 0) :, max(-x, 0) :]
    part = part[: place.shape[0], : place.shape[1]]
    place[: part.shape[0], : part.shape[1]] = part
    return window


def framed(seen: Sprite, side_px: int, eyes_down: float, wall: tuple[int, int, int]) -> Image:
    """(side_px, side_px) head and shoulders before a wall, the eyes at that share of the height."""
    window = framed_at(seen, side_px, round(side_px * eyes_down))
    return over(window, np.full((side_px, side_px, 3), wall, np.uint8))


def over(bgra: NDArray[np.uint8], background: Image) -> Image:
    """A picture with straight alpha laid over a background of its size."""
    alpha = bgra[..., 3:].astype(np.float32) / 255
    mixed = bgra[..., :3] * alpha + background * (1 - alpha)
    return np.asarray(mixed.round().astype(np.uint8))


def bowed(body: Layer, bow_deg: float, seen: tuple[float, float], px_per_dm: float) -> Layer:
    """A body below a head that is bowed: the eyes come forward and down about the neck's joint.

    `seen` are the yaw and pitch that the layer was drawn at.
    """
    if not bow_deg:
        return body
    turn, nod = rotation(*seen), rotation(0, bow_deg)
    eyes = -(turn.T @ body.marks[1:4])
    shift = turn @ (nod @ eyes - eyes)
    steps = round(float(shift[2]) * NEAR_STEPS_PER_DM)
    near = np.where(body.near > 0, np.clip(body.near.astype(int) - steps, 1, 255), 0)
    marks = body.marks - np.array([-px_per_dm * (nod @ eyes - eyes)[1], *shift])
    at = body.eyes_px + px_per_dm * shift[:2] * [1, -1]
    return Layer(body.bgra, near.astype(np.uint8), at, marks, body.cut_px)


def _step(px_per_m: float) -> int:
    """The rung of the ladder that is drawn for a scale."""
    return max(int(np.ceil(np.log(px_per_m / SMALLEST_PX_PER_M) / np.log(LADDER))), 0)


def _head_layer(
    head: Head, px_per_dm: float, yaw: float, pitch: float, light: str, bow: float = 0.0
) -> Layer:
    face = head.picture(px_per_dm, yaw, pitch, light, bow)
    return Layer(face.bgra, face.near, np.asarray(face.eyes_px), face.landmarks_px.ravel())


def _body_layer(
    body: Body,
    px_per_dm: float,
    yaw: float,
    pitch: float,
    light: str,
    stride: tuple[int, int],
    manner: str = "ordinary",
    down_to_dm: float = math.inf,
) -> Layer:
    """Its marks are how far the soles are below the eyes, in pixels, and where the neck is."""
    below = body.picture(px_per_dm, yaw, pitch, light, stride, manner, down_to_dm)
    marks = np.array([below.feet_dm * px_per_dm, *below.neck_dm])
    return Layer(below.bgra, below.near, np.array(below.eyes_px), marks, below.cut_px)


def _sprite(head: Layer, body: Layer, drawn_px_per_m: float, px_per_m: float) -> Sprite:
    """Head and body together, shrunk to the exact scale."""
    whole, origin, tall = joined(head, body)
    factor, wide = px_per_m / drawn_px_per_m, whole.shape[1]
    size = (max(round(wide * factor), 1), max(round(tall * factor), 1))
    exact = np.array([size[0] / wide, size[1] / tall])
    return Sprite(
        scaled(whole, size, tall),
        (head.eyes_px + origin) * exact,
        (head.marks.reshape(5, 2) + origin) * exact,
        float(body.marks[0]) * factor,
        px_per_m,
    )
