"""Pictures of rendered people for calibration: each enrolled once, then seen by a camera."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M, Image
from engine.measure.album import nearest
from engine.measure.calibration.sample import VIEWED, Sample
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from sim.people.sprites import PITCH_STEP_DEG, YAW_STEP_DEG, Sprite, Sprites, over
from sim.streams import Streams

FRONTAL_PX = (8.0, 64.0)
"""Smallest and largest distance between the eyes, spread evenly by its logarithm."""
YAW_SD_DEG, YAW_MAX_DEG = 24.0, 78.0
PITCH_MEAN_DEG, PITCH_SD_DEG = 9.0, 8.0
HIDDEN_SHARE = 0.25
"""Share of the views in which something hides part of the face."""
BLUR_PX, NOISE, JPEG = (0.3, 0.8), 2.5, 80
"""Softness, noise (grey levels) and compression of an ordinary camera; chosen by eye."""
MARGIN_PX = 40


@dataclass(frozen=True, slots=True)
class Portraits(Sample):
    """Templates of rendered people; `number` (n,) is each one's number in the population.

    `probe` (k, d) is zero where the face was not detected.
    """

    number: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """How a camera sees a face."""

    frontal_px: float
    yaw_deg: float
    pitch_deg: float
    visible_share: float


def photograph(
    numbers: NDArray[np.int64],
    views: int,
    seed: int,
    packs: Sequence[str],
    progress: Callable[[float], None],
) -> tuple[Portraits, ...]:
    """Enrol people of the population `seed` and look at each `views` times, every pack at the same
    pictures; portraits for each pack.

    People in whose enrolment picture not every pack finds one single face are left out.
    """
    analysers = [Analyser(load_pack(pack), EngineSettings(pack=pack)) for pack in packs]
    sprites, streams = Sprites(seed), Streams(seed)
    rows: list[list[tuple[Any, ...]]] = [[] for _ in packs]
    enrolled: list[list[NDArray[np.float32]]] = [[] for _ in packs]
    kept: list[int] = []
    for done, number in enumerate(numbers.tolist()):
        picture = sprites.enrolment(number)
        faces = [analyser.detect(picture) for analyser in analysers]
        if all(len(found) == 1 for found in faces):
            for one, analyser, found in zip(enrolled, analysers, faces, strict=True):
                one.append(analyser.templates(picture, found)[0])
            rng = streams.rng("portraits", number)
            for _ in range(views):
                looks = _looks(analysers, sprites, number, rng)
                for own, look in zip(rows, looks, strict=True):
                    own.append((len(kept), *look))
            kept.append(number)
        progress((done + 1) / len(numbers))
    return tuple(_portraits(*one, kept) for one in zip(enrolled, rows, strict=True))


def _portraits(
    enrolled: list[NDArray[np.float32]], rows: list[tuple[Any, ...]], kept: list[int]
) -> Portraits:
    columns = zip(VIEWED, zip(*rows, strict=True), strict=True)
    return Portraits(
        enrolled=np.stack(enrolled),
        number=np.array(kept, np.int64),
        **{name: np.array(values) for name, values in columns},
    )


def _looks(
    analysers: Sequence[Analyser], sprites: Sprites, number: int, rng: np.random.Generator
) -> list[tuple[NDArray[np.float32], bool, float, float, float, float]]:
    """One view of somebody as each sees it."""
    view = drawn_view(rng)
    px_per_m = view.frontal_px / INTEROCULAR_M
    sprite = sprites.bust(number, px_per_m, view.yaw_deg, view.pitch_deg)
    picture, landmarks = taken(sprite, view, rng)
    seen_px = view.frontal_px * abs(np.cos(np.radians(view.yaw_deg)))
    told = (seen_px, view.yaw_deg, view.pitch_deg, view.visible_share)
    looks = []
    for analyser in analysers:
        found = nearest(analyser.detect(picture), landmarks)
        template = np.zeros(analyser.dimension, np.float32)
        if found is not None:
            template = analyser.templates(picture, [found])[0]
        looks.append((template, found is not None, *told))
    return looks


def drawn_view(rng: np.random.Generator) -> View:
    """A view as calibration has them: of any size, turned, and at times part of it hidden."""
    low, high = np.log(FRONTAL_PX)
    yaw = np.clip(rng.normal(0, YAW_SD_DEG), -YAW_MAX_DEG, YAW_MAX_DEG)
    pitch = rng.normal(PITCH_MEAN_DEG, PITCH_SD_DEG)
    frontal = np.exp(rng.uniform(low, high))
    visible = rng.uniform(0.3, 1.0) if rng.random() < HIDDEN_SHARE else 1.0
    return View(
        frontal_px=float(frontal),
        yaw_deg=float(np.round(yaw / YAW_STEP_DEG) * YAW_STEP_DEG),
        pitch_deg=float(np.round(pitch / PITCH_STEP_DEG) * PITCH_STEP_DEG),
        visible_share=float(visible),
    )


def taken(
    sprite: Sprite, view: View, rng: np.random.Generator
) -> tuple[Image, NDArray[np.floating[Any]]]:
    """The sprite before a wall, part of the face hidden, as a camera would keep it; landmarks."""
    side, tall = (round(view.frontal_px * 3.2) + MARGIN_PX for _ in "xy")
    x, y = (sprite.eyes_px - [side / 2, tall * 0.4]).round().astype(int).tolist()
    framed = np.zeros((tall, side, 4), np.uint8)
    part = sprite.bgra[max(y, 0) : y + tall, max(x, 0) : x + side]
    framed[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1]] = part
    wall = rng.uniform(90, 200) * np.ones((tall, side, 3)) + rng.normal(0, 8, (1, side, 1))
    picture = over(framed, wall.clip(0, 255).astype(np.uint8))
    landmarks = sprite.landmarks_px - [x, y]
    _hide(picture, landmarks, view, rng)
    soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(*BLUR_PX)).astype(np.float32)
    noisy = (soft + rng.normal(0, NOISE, soft.shape)).round().clip(0, 255).astype(np.uint8)
    kept = cv2.imdecode(
        cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, JPEG])[1], cv2.IMREAD_COLOR
    )
    return np.asarray(kept, np.uint8), landmarks


def _hide(
    picture: Image, landmarks: NDArray[np.floating[Any]], view: View, rng: np.random.Generator
) -> None:
    """Cover the face from below or from a side with somebody's coat."""
    if view.visible_share >= 1:
        return
    half = view.frontal_px * 1.15
    x, y = landmarks.mean(0)
    x1, x2, y1, y2 = (round(v) for v in (x - half, x + half, y - 1.3 * half, y + 1.3 * half))
    hidden = 1 - view.visible_share
    side = rng.integers(3)
    if side == 0:
        y1 = round(y2 - hidden * 2.6 * half)
    elif side == 1:
        x1 = round(x2 - hidden * 2 * half)
    else:
        x2 = round(x1 + hidden * 2 * half)
    picture[max(y1, 0) : max(y2, 0), max(x1, 0) : max(x2, 0)] = rng.integers(20, 140, 3)
