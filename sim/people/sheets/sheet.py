"""A contact sheet: people as enrolled and as a camera sees them, with their labels."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.disk.files import no_file
from engine.faces import Image
from engine.pictures.writing import write_picture
from sim.errors import SimError
from sim.people.births import identity
from sim.people.sprites import Sprites, framed

FACE_PX, LABEL_PX, GAP_PX = 180, 22, 6
CAMERA_PX_PER_M, CAMERA_YAW_DEG, CAMERA_PITCH_DEG = 400.0, 18.0, 6.0
"""How the camera's picture beside the enrolled one is taken: nearer than most, turned a little."""
PAPER, WALL, INK = (245, 245, 245), (150, 158, 163), (40, 40, 40)
FORMATS = (".png", ".jpg", ".jpeg")


def write_sheet(
    out: Path, count: int, seed: int, columns: int, progress: Callable[[float], None]
) -> None:
    """Draw the first `count` people of the population `seed` into `out`.

    Raises SimError, before anything is drawn, for a file that is no .png or .jpg or whose folder
    is missing.
    """
    check_picture(out)
    sprites = Sprites(seed)
    cells = []
    for number in range(count):
        cells.append(cell(sprites, number))
        progress((number + 1) / count)
    write_picture(out, sheet(cells, columns))


def check_picture(out: Path) -> None:
    """Refuse a file that is no .png or .jpg or that cannot be written: SimError."""
    if out.suffix.lower() not in FORMATS:
        raise SimError(f"{out}: got {out.suffix!r}, wanted a picture: {', '.join(FORMATS)}")
    if why := no_file(out):
        raise SimError(f"{out}: got {why}, wanted a picture to write in a folder that exists")


def cell(sprites: Sprites, number: int) -> Image:
    """One person: enrolled at the left, from the camera at the right, the label below."""
    enrolled = cv2.resize(
        sprites.enrolment(number), (FACE_PX, FACE_PX), interpolation=cv2.INTER_AREA
    )
    both = np.hstack([enrolled, _from_camera(sprites, number)])
    return labelled(both, identity(number, sprites.seed).label)


def labelled(picture: Image, label: str) -> Image:
    """A picture with a line of text below."""
    strip = np.full((LABEL_PX, picture.shape[1], 3), PAPER, np.uint8)
    at, font = (4, LABEL_PX - 7), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(strip, label, at, font, 0.45, INK, 1, cv2.LINE_AA)
    return np.vstack([picture, strip])


def sheet(cells: list[Image], columns: int) -> Image:
    """Cells of one size in rows of `columns`, a last row filled up with paper.

    >>> sheet([np.zeros((10, 20, 3), np.uint8)] * 3, 2).shape
    (38, 58, 3)
    """
    columns = min(columns, len(cells))
    rows = -(-len(cells) // columns)
    height, width = cells[0].shape[0] + GAP_PX, cells[0].shape[1] + GAP_PX
    whole = np.full((rows * height + GAP_PX, columns * width + GAP_PX, 3), PAPER, np.uint8)
    for number, one in enumerate(cells):
        row, column = divmod(number, columns)
        y, x = row * height + GAP_PX, column * width + GAP_PX
        whole[y : y + one.shape[0], x : x + one.shape[1]] = one
    return whole


def _from_camera(sprites: Sprites, number: int) -> Image:
    """(FACE_PX, FACE_PX) head and shoulders before a wall, in the mall's light."""
    yaw = CAMERA_YAW_DEG if number % 2 else -CAMERA_YAW_DEG
    seen = sprites.person(number, CAMERA_PX_PER_M, yaw, yaw, CAMERA_PITCH_DEG)
    return framed(seen, FACE_PX, 0.45, WALL)
