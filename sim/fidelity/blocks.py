"""People enrolled and seen by a camera, block after block, each kept for a later try."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.disk.files import content, write_arrays
from engine.faces import INTEROCULAR_M, Image
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


def enrol(
    numbers: NDArray[np.int64], seed: int, packs: Sequence[str], progress: Progress
) -> tuple[Enrolled, ...]:
    """Draw people of the population `seed` as they are enrolled, each once, and let every pack's
    engine enrol them; a block for each pack.
    """
    analysers, sprites = [_analyser(pack) for pack in packs], Sprites(seed)
    rows: list[list[tuple[Any, ...]]] = [[] for _ in packs]
    for done, number in enumerate(numbers.tolist()):
        began_s = process_time()
        picture = sprites.enrolment(number)
        drawn_s, size = process_time() - began_s, len(cv2.imencode(".png", picture)[1])
        for own, analyser in zip(rows, analysers, strict=True):
            began_s = process_time()
            template, found = _enrolled(analyser, picture)
            own.append((number, template, found, size, drawn_s + process_time() - began_s))
        progress((done + 1) / len(numbers))
    return tuple(_table(Enrolled, own) for own in rows)


def _enrolled(analyser: Analyser, picture: Image) -> FoundTemplate:
    faces = analyser.detect(picture)
    if len(faces) != 1:
        return np.zeros(analyser.dimension, np.float32), False
    return analyser.templates(picture, faces)[0], True


def probe(
    numbers: NDArray[np.int64],
    styles: NDArray[np.str_],
    seed: int,
    packs: Sequence[str],
    progress: Progress,
) -> tuple[Probed, ...]:
    """Look at people, each in a style, as an ordinary camera does near its zone of recognition,
    with every pack at the same picture; a block for each pack.

    A style and its changes are seen in one and the same view, so that only the change tells.
    """
    analysers, sprites = [_analyser(pack) for pack in packs], Sprites(seed)
    rows: list[list[tuple[Any, ...]]] = [[] for _ in packs]
    held: dict[tuple[int, str], tuple[Any, list[tuple[FoundTemplate, float]]]] = {}
    for done, (number, style) in enumerate(zip(numbers.tolist(), styles.tolist(), strict=True)):
        whose, look = (number, basis(style)), styled(identity(number, seed), style)
        same = whose in held and held[whose][0] == look
        if not same:
            held[whose] = look, _seen(analysers, sprites, number, style)
        for own, (seen, cpu_s) in zip(rows, held[whose][1], strict=True):
            own.append((number, style, *seen, 0.0 if same else cpu_s))
        progress((done + 1) / len(numbers))
    return tuple(_table(Probed, own) for own in rows)


def _seen(
    analysers: Sequence[Analyser], sprites: Sprites, number: int, style: str
) -> list[tuple[FoundTemplate, float]]:
    """What each sees in one picture, and the processor time of drawing it and looking at it."""
    began_s = process_time()
    rng = Streams(sprites.seed).rng(f"gate/{basis(style)}", number)
    view = near_view(rng)
    px_per_m = view.frontal_px / INTEROCULAR_M
    sprite = sprites.bust(number, px_per_m, view.yaw_deg, view.pitch_deg, style)
    picture, landmarks = taken(sprite, view, rng)
    drawn_s, found = process_time() - began_s, []
    for analyser in analysers:
        began_s = process_time()
        seen = _looked(analyser, picture, landmarks)
        found.append((seen, drawn_s + process_time() - began_s))
    return found


def _looked(
    analyser: Analyser, picture: Image, landmarks: NDArray[np.floating[Any]]
) -> FoundTemplate:
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


def load(kind: type[Block], packs: int, file: Path) -> tuple[Block, ...]:
    """The blocks that were kept, of so many packs; SimError for what is none."""
    try:
        with np.load(zipped(content(file, LARGEST_BYTES))) as held:
            return tuple(
                kind(**{field.name: held[_key(field.name, turn)] for field in fields(kind)})
                for turn in range(packs)
            )
    except UNREADABLE as err:
        raise SimError(f"{file}: got {err}, wanted a part kept by this command") from err


def save(file: Path, blocks: Sequence[Enrolled | Probed]) -> None:
    """Keep the blocks of all packs, whole or not at all."""
    arrays = {
        _key(field.name, turn): getattr(block, field.name)
        for turn, block in enumerate(blocks)
        for field in fields(block)
    }
    write_arrays(file, arrays)


def _key(field: str, turn: int) -> str:
    return f"{field}_{turn}"
