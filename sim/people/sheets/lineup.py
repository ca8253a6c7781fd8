"""People from head to foot: each from three sides, and one of them through a walk's cycle."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from engine.pictures.writing import write_picture
from sim.people.births import identity
from sim.people.body.gait import PHASES
from sim.people.sheets.sheet import INK, LABEL_PX, PAPER, WALL, check_picture, sheet
from sim.people.sprites import STILL, Sprites, over

PX_PER_M, PITCH_DEG = 142.0, 6.0
HEIGHT_PX, WIDTH_PX, STEP_PX, EYES_PX = 292, 136, 200, 34
SIDES_DEG = (0.0, 75.0, 165.0)
STEP_DEG = 75.0
"""The walk's cycle is seen from this side."""


def write_lineup(
    out: Path, count: int, seed: int, columns: int, progress: Callable[[float], None]
) -> None:
    """Draw the first `count` people of the population `seed` and a walk's cycle into `out`.

    Raises SimError, before anything is drawn, as `write_sheet` does.
    """
    check_picture(out)
    sprites, cells = Sprites(seed), []
    for number in range(count):
        cells.append(cell(sprites, number))
        progress((number + 1) / (count + 1))
    people, steps = sheet(cells, columns), cycle(sprites, 0)
    progress(1.0)
    wide = max(people.shape[1], steps.shape[1])
    rows = [_widened(one, wide) for one in (people, steps)]
    write_picture(out, np.vstack(rows))


def cell(sprites: Sprites, number: int) -> Image:
    """One person from three sides, in mid-stride on the second, the label below."""
    strides = (STILL, (0, 1), STILL)
    views = [
        figure(sprites, number, yaw, stride) for yaw, stride in zip(SIDES_DEG, strides, strict=True)
    ]
    label = np.full((LABEL_PX, len(views) * WIDTH_PX, 3), PAPER, np.uint8)
    at, font = (4, LABEL_PX - 7), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(label, identity(number, sprites.seed).label, at, font, 0.45, INK, 1, cv2.LINE_AA)
    return np.vstack([np.hstack(views), label])


def cycle(sprites: Sprites, number: int) -> Image:
    """One person at every phase of their walk."""
    phases = [(phase, 1) for phase in range(PHASES)]
    return np.hstack([figure(sprites, number, STEP_DEG, one, STEP_PX) for one in phases])


def figure(
    sprites: Sprites,
    number: int,
    yaw_deg: float,
    stride: tuple[int, int],
    width_px: int = WIDTH_PX,
) -> Image:
    """(HEIGHT_PX, width_px) one person before a wall, the eyes always at one place."""
    seen = sprites.person(number, PX_PER_M, yaw_deg, yaw_deg, PITCH_DEG, "mall", stride)
    x, y = (seen.eyes_px - [width_px / 2, EYES_PX]).round().astype(int).tolist()
    framed = np.zeros((HEIGHT_PX, width_px, 4), np.uint8)
    part = seen.bgra[max(y, 0) : max(y + HEIGHT_PX, 0), max(x, 0) : max(x + width_px, 0)]
    place = framed[max(-y, 0) :, max(-x, 0) :]
    part = part[: place.shape[0], : place.shape[1]]
    place[: part.shape[0], : part.shape[1]] = part
    return over(framed, np.full((*framed.shape[:2], 3), WALL, np.uint8))


def _widened(picture: Image, width: int) -> Image:
    paper = np.full((picture.shape[0], width, 3), PAPER, np.uint8)
    paper[:, : picture.shape[1]] = picture
    return paper
