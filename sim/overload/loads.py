"""What a stress run offers: rendered people whom the real detector finds, or recorded feeds."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from engine.counts import counted
from engine.errors import FeedError
from engine.faces import INTEROCULAR_M, Image
from engine.feeds.recorded import open_feed
from engine.pipeline import look
from engine.settings import EngineSettings
from engine.stress.load import Load
from engine.vision.analyser import Analyser
from sim.errors import SimError
from sim.people.sprites import Sprites, over
from sim.streams import Streams

Tile = tuple[int, int, int, int]
"""x1 y1 x2 y2."""

PICTURES = 4
"""Different pictures of a load."""
LARGEST_INTEROCULAR_PX = 40.0
SMALLEST = EngineSettings().minimum_interocular_px / INTEROCULAR_M
"""Pixels a metre below which faces are too small to be searched."""
SPACE_M, HEADROOM_M = (0.5, 0.45), 0.22
"""Width and height of a tile that shows a head whole, and how far below its top the eyes are."""
YAW_SD_DEG, PITCH_DEG = 8.0, 6.0
TRIES = 8
"""Other people who stand in before a picture is given up."""
MOST_RECORDED = 64
"""Frames taken of each recorded feed."""
FLOOR, CEILING = (96.0, 104.0, 110.0), (196.0, 202.0, 206.0)
GRAIN = 2.5


class Loads:
    """Loads of the population `seed`, each rendered once; recorded feeds take their place."""

    def __init__(self, analyser: Analyser, seed: int) -> None:
        self._analyser, self._sprites = analyser, Sprites(seed)
        self._streams, self._next = Streams(seed), 0
        self._made: dict[tuple[int, tuple[int, int]], Load] = {}

    def rendered(self, faces: int, size_px: tuple[int, int]) -> Load:
        """People before a backdrop, exactly so many found and searched in each picture.

        Raises SimError where so many do not fit.
        """
        key = (faces, size_px)
        if key not in self._made:
            self._next = 0
            if min((scale(tile) for tile in tiles(faces, size_px)), default=np.inf) < SMALLEST:
                raise _too_many(faces, size_px)
            pictures = tuple(self._picture(faces, size_px, number) for number in range(PICTURES))
            name = f"{counted(faces, 'rendered person')} at {size_px[0]}x{size_px[1]}"
            self._made[key] = Load(name, pictures, float(faces))
        return self._made[key]

    def _picture(self, faces: int, size_px: tuple[int, int], number: int) -> Image:
        for _ in range(TRIES):
            picture = backdrop(size_px, self._streams.rng("load", number))
            for tile in tiles(faces, size_px):
                self._place(picture, tile)
            if searched(picture, self._analyser) == faces:
                return picture
        raise _too_many(faces, size_px)

    def _place(self, picture: Image, tile: Tile) -> None:
        """Lay the next person's head and shoulders into a tile."""
        x1, y1, x2, y2 = tile
        px_per_m = min(scale(tile), LARGEST_INTEROCULAR_PX / INTEROCULAR_M)
        person, self._next = self._next, self._next + 1
        yaw = float(self._streams.rng("load yaw", person).normal(0, YAW_SD_DEG))
        sprite = self._sprites.person(person, px_per_m, yaw, yaw, PITCH_DEG)
        eyes = np.array([(x2 - x1) / 2, HEADROOM_M * px_per_m])
        left, top = (sprite.eyes_px - eyes).round().astype(int).tolist()
        framed = np.zeros((y2 - y1, x2 - x1, 4), np.uint8)
        part = sprite.bgra[max(top, 0) : top + y2 - y1, max(left, 0) : left + x2 - x1]
        part = part[: framed.shape[0] - max(-top, 0), : framed.shape[1] - max(-left, 0)]
        framed[max(-top, 0) :, max(-left, 0) :][: part.shape[0], : part.shape[1]] = part
        picture[y1:y2, x1:x2] = over(framed, picture[y1:y2, x1:x2])


def recorded(sources: Sequence[str | Path], analyser: Analyser) -> Load:
    """The first frames of recorded feeds, which must be of one size; FeedError if they are not."""
    pictures: list[Image] = []
    for source in sources:
        for frame in islice(open_feed(source), MOST_RECORDED):
            wanted = (pictures or [frame.bgr])[0].shape
            if frame.bgr.shape != wanted:
                size, other = (f"{w}x{h}" for h, w, _ in (frame.bgr.shape, wanted))
                raise FeedError(f"{source}: got a frame of {size}, wanted {other} as before")
            pictures.append(frame.bgr)
    found = [searched(bgr, analyser) for bgr in pictures]
    name = ", ".join(Path(source).name for source in sources)
    return Load(name, tuple(pictures), float(np.mean(found)))


def searched(bgr: Image, analyser: Analyser) -> int:
    """How many faces the real engine finds in a picture and would search."""
    return len(look(analyser, EngineSettings(), bgr).probes)


def tiles(count: int, size_px: tuple[int, int]) -> list[Tile]:
    """So many places side by side and in rows, as large as a picture allows.

    >>> tiles(2, (640, 384))
    [(0, 0, 320, 384), (320, 0, 640, 384)]
    """
    if not count:
        return []
    width, height = size_px

    def room(columns: int) -> float:
        rows = -(-count // columns)
        return scale((0, 0, width // columns, height // rows))

    columns = max(range(1, count + 1), key=room)
    rows = -(-count // columns)
    x = [width * k // columns for k in range(columns + 1)]
    y = [height * k // rows for k in range(rows + 1)]
    places = [divmod(k, columns) for k in range(count)]
    return [(x[column], y[row], x[column + 1], y[row + 1]) for row, column in places]


def scale(tile: Tile) -> float:
    """Pixels a metre at which a tile shows a head whole."""
    x1, y1, x2, y2 = tile
    return min((x2 - x1) / SPACE_M[0], (y2 - y1) / SPACE_M[1])


def backdrop(size_px: tuple[int, int], rng: np.random.Generator) -> Image:
    """A hall out of focus: light above, floor below, uneven walls, a camera's grain."""
    width, height = size_px
    down = np.linspace(0, 1, height)[:, None, None]
    light = np.array(CEILING) * (1 - down) + np.array(FLOOR) * down
    coarse = rng.normal(0, 14, (6, 9)).astype(np.float32)
    walls = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    grain = rng.normal(0, GRAIN, (height, width, 1))
    return np.asarray((light + walls + grain).round().clip(0, 255).astype(np.uint8))


def _too_many(faces: int, size_px: tuple[int, int]) -> SimError:
    size = f"{size_px[0]}x{size_px[1]}"
    return SimError(
        f"load: got no picture of {size} in which all of {faces} faces are found,"
        " wanted fewer or a larger one"
    )
