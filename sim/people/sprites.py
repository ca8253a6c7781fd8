"""People as pictures on demand: head and body from any side, quantised, cached, scaled exactly."""

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from sim.people.bodies import Body
from sim.people.heads import NEUTRAL, SMILE, Head
from sim.people.identities import identity
from sim.people.looks import look, restyled

Floats = NDArray[np.floating[Any]]
YAW_STEP_DEG, PITCH_STEP_DEG = 6.0, 6.0
LADDER = 1.3
"""Views are rendered at scales this factor apart, at or above the wanted one, then shrunk."""
SMALLEST_PX_PER_M = 30.0
PEOPLE_HELD = 32
VIEWS_HELD_BYTES = 400_000_000
ENROLMENT_PX_PER_DM, PORTRAIT_PX = 80.0, 320
BACKDROP = (205, 200, 196)


@dataclass(frozen=True, slots=True)
class Sprite:
    """A person seen by a camera: `bgra` (h, w, 4) uint8 with straight alpha, `eyes_px` the point
    between the eyes, `landmarks_px` (5, 2) as in `engine.faces.Face`, `feet_px` below the eyes.
    """

    bgra: NDArray[np.uint8]
    eyes_px: Floats
    landmarks_px: Floats
    feet_px: float
    px_per_m: float


class Sprites:
    """The population `seed`; views are kept in memory and, given a folder, on disk."""

    def __init__(self, seed: int, cache: Path | None = None) -> None:
        self.seed, self.cache = seed, cache
        self._people: OrderedDict[int, tuple[Head, Body]] = OrderedDict()
        self._views: OrderedDict[tuple[Any, ...], Sprite] = OrderedDict()
        self._held_bytes = 0

    def person(
        self,
        number: int,
        px_per_m: float,
        body_yaw_deg: float,
        head_yaw_deg: float,
        pitch_deg: float,
        light: str = "mall",
    ) -> Sprite:
        """Person `number` at `px_per_m`; yaws to the image's right, pitch seen from above.

        Angles are rounded to the nearest step; the scale is exact.
        """
        step = max(int(np.ceil(np.log(px_per_m / SMALLEST_PX_PER_M) / np.log(LADDER))), 0)
        body = round(body_yaw_deg / 30.0) * 30
        head = int(round(head_yaw_deg / YAW_STEP_DEG) * YAW_STEP_DEG)
        pitch = int(round(pitch_deg / PITCH_STEP_DEG) * PITCH_STEP_DEG)
        key = (number, step, body, head, pitch, light)
        if key not in self._views:
            self._hold(key, self._load(key) or self._render(key))
        self._views.move_to_end(key)
        return _scaled(self._views[key], px_per_m)

    def enrolment(self, number: int) -> Image:
        """A picture as for a passport: another day's look, light and expression, (h, w, 3)."""
        person = identity(number, self.seed)
        rng = person.rng("portrait")
        worn = restyled(person, look(person))
        head = Head(person, worn, SMILE if rng.random() < 0.5 else NEUTRAL)
        yaw, pitch = rng.normal(0, 3, 2).tolist()
        face = head.picture(ENROLMENT_PX_PER_DM, yaw, pitch, "studio")
        body = Body(person, worn, head.skin_rgb)
        below = body.picture(ENROLMENT_PX_PER_DM, yaw, pitch, "studio")
        whole, eyes, _ = _joined(
            face.bgra, face.eyes_px, face.landmarks_px, below.bgra, below.eyes_px
        )
        x, y = (eyes - PORTRAIT_PX // 2).round().astype(int).tolist()
        framed = np.zeros((PORTRAIT_PX, PORTRAIT_PX, 4), np.uint8)
        part = whole[max(y, 0) : y + PORTRAIT_PX, max(x, 0) : x + PORTRAIT_PX]
        framed[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1]] = part
        return over(framed, np.full((*framed.shape[:2], 3), BACKDROP, np.uint8))

    def _hold(self, key: tuple[Any, ...], made: Sprite) -> None:
        """Keep a view; forget those unused longest once there are too many bytes of them."""
        self._views[key] = made
        self._held_bytes += made.bgra.nbytes
        while self._held_bytes > VIEWS_HELD_BYTES and len(self._views) > 1:
            self._held_bytes -= self._views.popitem(last=False)[1].bgra.nbytes

    def _render(self, key: tuple[Any, ...]) -> Sprite:
        number, step, body_yaw, head_yaw, pitch, light = key
        px_per_m = SMALLEST_PX_PER_M * LADDER**step
        head, body = self._built(number)
        face = head.picture(px_per_m / 10, head_yaw, pitch, light)
        below = body.picture(px_per_m / 10, body_yaw, pitch, light)
        sprite = _joined(face.bgra, face.eyes_px, face.landmarks_px, below.bgra, below.eyes_px)
        bgra, eyes, marks = sprite
        made = Sprite(bgra, eyes, marks, body.feet_dm * px_per_m / 10, px_per_m)
        self._save(key, made)
        return made

    def _built(self, number: int) -> tuple[Head, Body]:
        if number not in self._people:
            person = identity(number, self.seed)
            worn = look(person)
            head = Head(person, worn)
            self._people[number] = (head, Body(person, worn, head.skin_rgb))
            if len(self._people) > PEOPLE_HELD:
                self._people.popitem(last=False)
        self._people.move_to_end(number)
        return self._people[number]

    def _file(self, key: tuple[Any, ...]) -> Path | None:
        name = "_".join(str(part) for part in key[1:])
        return self.cache and self.cache / f"{self.seed}" / f"{key[0]}" / f"{name}.npz"

    def _load(self, key: tuple[Any, ...]) -> Sprite | None:
        file = self._file(key)
        if file is None or not file.exists():
            return None
        with np.load(file) as held:
            picture = cv2.imdecode(held["png"], cv2.IMREAD_UNCHANGED)
            numbers = held["numbers"]
        bgra = np.asarray(picture, np.uint8)
        return Sprite(
            bgra, numbers[:2], numbers[2:12].reshape(5, 2), float(numbers[12]), float(numbers[13])
        )

    def _save(self, key: tuple[Any, ...], made: Sprite) -> None:
        file = self._file(key)
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        png = cv2.imencode(".png", made.bgra, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]
        numbers = np.concatenate(
            [made.eyes_px, made.landmarks_px.ravel(), [made.feet_px, made.px_per_m]]
        )
        part = file.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            np.savez(out, png=png, numbers=numbers.astype(np.float64))
        part.rename(file)


def over(bgra: NDArray[np.uint8], background: Image) -> Image:
    """A picture with straight alpha laid over a background of its size."""
    alpha = bgra[..., 3:].astype(np.float32) / 255
    mixed = bgra[..., :3] * alpha + background * (1 - alpha)
    return np.asarray(mixed.round().astype(np.uint8))


def _joined(
    face: NDArray[np.uint8],
    face_eyes: Floats,
    marks: Floats,
    body: NDArray[np.uint8],
    body_eyes: tuple[float, float],
) -> tuple[NDArray[np.uint8], Floats, Floats]:
    """The head laid over the body so that their eyes meet; the whole, its eyes and landmarks."""
    shift = np.round(np.asarray(body_eyes) - face_eyes).astype(int)
    low = np.minimum(shift, 0)
    high = np.maximum(shift + np.array(face.shape[1::-1]), body.shape[1::-1])
    width, height = (high - low).tolist()
    whole = np.zeros((height, width, 4), np.float32)
    for picture, (x, y) in ((body, -low), (face, shift - low)):
        part = whole[y : y + picture.shape[0], x : x + picture.shape[1]]
        alpha = picture[..., 3:].astype(np.float32) / 255
        left = part[..., 3:] * (1 - alpha)
        total = alpha + left
        part[..., :3] = (picture[..., :3] * alpha + part[..., :3] * left) / np.maximum(total, 1e-6)
        part[..., 3:] = total
    whole[..., 3] *= 255
    origin = (shift - low).astype(np.float64)
    return whole.round().astype(np.uint8), face_eyes + origin, marks + origin


def _scaled(sprite: Sprite, px_per_m: float) -> Sprite:
    factor = px_per_m / sprite.px_per_m
    height, width = sprite.bgra.shape[:2]
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    if size == (width, height):
        return sprite
    alpha = sprite.bgra[..., 3:].astype(np.float32) / 255
    weighed = np.concatenate([sprite.bgra[..., :3] * alpha, alpha], 2)
    small = np.asarray(cv2.resize(weighed, size, interpolation=cv2.INTER_AREA))
    colour = small[..., :3] / np.maximum(small[..., 3:], 1e-4)
    shrunk = np.concatenate([colour, small[..., 3:] * 255], 2)
    exact = np.array([size[0] / width, size[1] / height])
    return Sprite(
        shrunk.round().clip(0, 255).astype(np.uint8),
        sprite.eyes_px * exact,
        sprite.landmarks_px * exact,
        sprite.feet_px * factor,
        px_per_m,
    )
