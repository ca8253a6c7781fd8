"""Every manner of going about, on a few people, each from three sides."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from engine.pictures.writing import write_picture
from sim.people.births import identity
from sim.people.body.carriage import HANDS
from sim.people.sheets.sheet import INK, LABEL_PX, PAPER, WALL, check_picture, sheet
from sim.people.sprites import Sprites, over

PX_PER_M, PITCH_DEG = 142.0, 6.0
HEIGHT_PX, WIDTH_PX, ABOVE_PX = 316, 268, 48
SIDES_DEG = (0.0, 38.0, 200.0)
BOWED_DEG = {"phone": 32.0}
"""How far heads are bowed in the picture."""
ADULT_YEARS = 18
MANNERS = ("ordinary", *HANDS)


def write_parade(
    out: Path, count: int, seed: int, columns: int, progress: Callable[[float], None]
) -> None:
    """Draw the first `count` grown-up people of the population `seed` in every manner into `out`.

    Raises SimError, before anything is drawn, as `write_sheet` does.
    """
    check_picture(out)
    sprites, cells = Sprites(seed), []
    wanted = [(manner, number) for manner in MANNERS for number in _adults(count, seed)]
    for manner, number in wanted:
        cells.append(cell(sprites, number, manner))
        progress(len(cells) / len(wanted))
    write_picture(out, sheet(cells, columns))


def cell(sprites: Sprites, number: int, manner: str) -> Image:
    """One person from three sides, in mid-stride, the label below."""
    views = [figure(sprites, number, manner, yaw) for yaw in SIDES_DEG]
    label = np.full((LABEL_PX, len(views) * WIDTH_PX, 3), PAPER, np.uint8)
    text = f"{identity(number, sprites.seed).label} {manner}"
    at, font = (4, LABEL_PX - 7), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(label, text, at, font, 0.45, INK, 1, cv2.LINE_AA)
    return np.vstack([np.hstack(views), label])


def figure(sprites: Sprites, number: int, manner: str, yaw_deg: float) -> Image:
    """(HEIGHT_PX, WIDTH_PX) one person before a wall, all on one floor."""
    seen = sprites.person(
        number, PX_PER_M, yaw_deg, yaw_deg, PITCH_DEG, stride=(1, 1), manner=manner,
        bow_deg=BOWED_DEG.get(manner, 0.0),
    )  # fmt: skip
    corner = [WIDTH_PX / 2, HEIGHT_PX - ABOVE_PX - seen.feet_px]
    x, y = (seen.eyes_px - corner).round().astype(int).tolist()
    framed = np.zeros((HEIGHT_PX, WIDTH_PX, 4), np.uint8)
    part = seen.bgra[max(y, 0) : max(y + HEIGHT_PX, 0), max(x, 0) : max(x + WIDTH_PX, 0)]
    place = framed[max(-y, 0) :, max(-x, 0) :]
    part = part[: place.shape[0], : place.shape[1]]
    place[: part.shape[0], : part.shape[1]] = part
    return over(framed, np.full((*framed.shape[:2], 3), WALL, np.uint8))


def _adults(count: int, seed: int) -> list[int]:
    found: list[int] = []
    number = 0
    while len(found) < count:
        if identity(number, seed).age >= ADULT_YEARS:
            found.append(number)
        number += 1
    return found
