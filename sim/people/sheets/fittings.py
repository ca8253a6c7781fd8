"""A sheet of everything that can be worn, each on several people of both sexes."""

import itertools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from engine.pictures.writing import write_picture
from sim.people.births import identity
from sim.people.identities import SEXES
from sim.people.sheets.sheet import INK, LABEL_PX, PAPER, WALL, check_picture, sheet
from sim.people.sprites import Sprites, over
from sim.people.styles import WEARING
from sim.people.wear.wearables import FAITH, NAMES

VIEW_PX, VIEW_PX_PER_M, PITCH_DEG = 132, 300.0, 6.0
YAWS_DEG = (0.0, 36.0, -72.0, 150.0)
"""Each person is seen from one of these sides in turn."""
EYES_DOWN = 0.5


def write_fittings(
    out: Path, count: int, seed: int, columns: int, progress: Callable[[float], None]
) -> None:
    """Draw each name of `sim.people.wear.wearables`, on `count` people of a population, into `out`.

    Raises SimError, before anything is drawn, as `sim.people.sheets.sheet.write_sheet` does.
    """
    check_picture(out)
    sprites, cells = Sprites(seed), []
    for number, name in enumerate(NAMES):
        cells.append(cell(sprites, name, count))
        progress((number + 1) / len(NAMES))
    write_picture(out, sheet(cells, columns))


def cell(sprites: Sprites, name: str, people: int) -> Image:
    """One thing on several people, its name below."""
    views = [
        portrait(sprites, number, f"{WEARING}{name}", YAWS_DEG[k % len(YAWS_DEG)])
        for k, number in enumerate(wearers(sprites.seed, name, people))
    ]
    label = np.full((LABEL_PX, people * VIEW_PX, 3), PAPER, np.uint8)
    at, font = (4, LABEL_PX - 7), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(label, name, at, font, 0.45, INK, 1, cv2.LINE_AA)
    return np.vstack([np.hstack(views), label])


def wearers(seed: int, name: str, people: int) -> list[int]:
    """The first people, women and men in turn, or of one sex where only that wears it."""
    only = [sex for sex, names in FAITH.items() if name in names] or list(SEXES)
    start, found = 3 * NAMES.index(name), list[int]()
    for number in itertools.count(start):
        if identity(number, seed).sex == only[len(found) % len(only)]:
            found.append(number)
        if len(found) == people:
            break
    return found


def portrait(sprites: Sprites, number: int, style: str, yaw_deg: float) -> Image:
    """(VIEW_PX, VIEW_PX) head and shoulders before a wall."""
    seen = sprites.person(number, VIEW_PX_PER_M, yaw_deg, yaw_deg, PITCH_DEG, style=style)
    x, y = (seen.eyes_px - [VIEW_PX / 2, VIEW_PX * EYES_DOWN]).round().astype(int).tolist()
    framed = np.zeros((VIEW_PX, VIEW_PX, 4), np.uint8)
    part = seen.bgra[max(y, 0) : y + VIEW_PX, max(x, 0) : x + VIEW_PX]
    place = framed[max(-y, 0) :, max(-x, 0) :]
    part = part[: place.shape[0], : place.shape[1]]
    place[: part.shape[0], : part.shape[1]] = part
    return over(framed, np.full((VIEW_PX, VIEW_PX, 3), WALL, np.uint8))
