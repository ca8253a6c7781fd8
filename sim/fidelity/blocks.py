"""People enrolled and seen by a camera, block after block, each kept for a later try."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.disk.files import content, write_arrays
from engine.faces import INTEROCULAR_M
from engine.measure.album import nearest
from engine.measure.calibration.presets import LARGEST_BYTES, UNREADABLE, zipped
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from sim.errors import SimError
from sim.fidelity.portraits import View, drawn_view, taken
from sim.people.births import identity
from sim.people.sprites import Sprites
from sim.people.styles import basis, styled
from sim.streams import Streams

NEAR_PX, NEAR_DEG = 24.0, 25.0
"""Probes are frontal faces of this size, turned by no more than this in all."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """People's enrolment pictures: `template` (n, d) is zero but where one face was `found` (n,),
    `picture_bytes` (n,) is a picture's size as PNG, `cpu_s` (n,) its processor time.
    """

    number: NDArray[np.int64]
    template: NDArray[np.float32]
    found: NDArray[np.bool_]
    picture_bytes: NDArray[np.int64]
    cpu_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Probed:
    """Views of people by a camera, one a row: `template` (k, d) is zero where no face was found,
    `cpu_s` (k,) where the view is an earlier one's.
    """

    number: NDArray[np.int64]
    style: NDArray[np.str_]
    template: NDArray[np.float32]
    found: NDArray[np.bool_]
    cpu_s: NDArray[np.float64]


Block = TypeVar("Block", Enrolled, Probed)
FoundTemplate = tuple[NDArray[np.float32], bool]
"""A template, zero where no face was found, and whether one was."""


def joined(blocks: list[Block]) -> Block:
    """Blocks one after the other."""
    kind = type(blocks[0])
    return kind(
        **{f.name: np.concatenate([getattr(one, f.name) for one in blocks]) for f in fields(kind)}
    )


def enrol(numbers: NDArray[np.int64], seed: int, pack: str, progress: Progress) -> Enrolled:
    """Draw people of the population `seed` as they are enrolled, and let the engine enrol them."""
    analyser, sprites = _analyser(pack), Sprites(seed)
    rows = []
    for done, number in enumerate(numbers.tolist()):
        began_s = process_time()
        picture = sprites.enrolment(number)
        faces = analyser.detect(picture)
        template = np.zeros(analyser.dimension, np.float32)
        if len(faces) == 1:
            template = analyser.templates(picture, faces)[0]
        cpu_s = process_time() - began_s
        size = len(cv2.imencode(".png", picture)[1])
        rows.append((number, template, len(faces) == 1, size, cpu_s))
        progress((done + 1) / len(numbers))
    return _table(Enrolled, rows)


def probe(
    numbers: NDArray[np.int64], styles: NDArray[np.str_], seed: int, pack: str, progress: Progress
) -> Probed:
    """Look at people, each in a style, as an ordinary camera does near its zone of recognition.

    A style and its changes are seen in one and the same view, so that only the change tells.
    """
    analyser, sprites, rows = _analyser(pack), Sprites(seed), []
    held: dict[tuple[int, str], tuple[Any, FoundTemplate]] = {}
    for done, (number, style) in enumerate(zip(numbers.tolist(), styles.tolist(), strict=True)):
        began_s, whose = process_time(), (number, basis(style))
        look = styled(identity(number, seed), style)
        same = whose in held and held[whose][0] == look
        seen = held[whose][1] if same else _seen(analyser, sprites, number, style)
        held[whose] = look, seen
        rows.append((number, style, *seen, 0.0 if same else process_time() - began_s))
        progress((done + 1) / len(numbers))
    return _table(Probed, rows)


def _seen(analyser: Analyser, sprites: Sprites, number: int, style: str) -> FoundTemplate:
    rng = Streams(sprites.seed).rng(f"gate/{basis(style)}", number)
    view = near_view(rng)
    px_per_m = view.frontal_px / INTEROCULAR_M
    sprite = sprites.bust(number, px_per_m, view.yaw_deg, view.pitch_deg, style)
    picture, landmarks = taken(sprite, view, rng)
    face = nearest(analyser.detect(picture), landmarks)
    if face is None:
        return np.zeros(analyser.dimension, np.float32), False
    return analyser.templates(picture, [face])[0], True


def near_view(rng: np.random.Generator) -> View:
    """A view as cameras have them, of NEAR_PX and turned by at most NEAR_DEG; nothing is hidden."""
    while True:
        view = drawn_view(rng)
        if np.hypot(view.yaw_deg, view.pitch_deg) <= NEAR_DEG:
            return View(NEAR_PX, view.yaw_deg, view.pitch_deg, 1.0)


@cache
def _analyser(pack: str) -> Analyser:
    return Analyser(load_pack(pack), EngineSettings(pack=pack))


def _table(kind: type[Block], rows: list[tuple[Any, ...]]) -> Block:
    columns = zip(fields(kind), zip(*rows, strict=True), strict=True)
    return kind(**{field.name: np.array(values) for field, values in columns})


def load(kind: type[Block], file: Path) -> Block:
    """A block that was kept; SimError for what is none."""
    try:
        with np.load(zipped(content(file, LARGEST_BYTES))) as held:
            return kind(**{field.name: held[field.name] for field in fields(kind)})
    except UNREADABLE as err:
        raise SimError(f"{file}: got {err}, wanted a part kept by this command") from err


def save(file: Path, block: Enrolled | Probed) -> None:
    """Keep a block, whole or not at all."""
    write_arrays(file, {field.name: getattr(block, field.name) for field in fields(block)})
