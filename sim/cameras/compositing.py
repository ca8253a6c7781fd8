"""People laid into a picture: hidden by walls, upright in perspective, with shadows at the feet."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from sim.cameras.scenery.backdrop import Backdrop
from sim.people.sprites import CHIN_M, Sprite

Floats = NDArray[np.floating[Any]]

SOLID = 0.5
"""A pixel belongs to who covers more than this of it."""
CONTACT_M, CONTACT = 0.34, 0.5
"""How far a shadow reaches around the feet, and how much light it takes away in its middle."""
TALL_M, THIN_M, WIDE_M = 1.55, 0.15, 0.42
"""Who throws a shadow is so tall, and the shadow half so wide at the feet and at its end."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody in the picture: `eyes_px`, `floor_px` and `feet_px` (2,) are where the points
    between the eyes, on the floor below them, and between the feet come to lie; `ahead_m` as in
    `Backdrop`; `flat` is how much the floor there is foreshortened, 0 seen from the side to 1
    from above; `floor_below_px` is how far below its eyes the sprite's soles are.
    """

    person: int
    sprite: Sprite
    eyes_px: Floats
    floor_px: Floats
    feet_px: Floats
    ahead_m: float
    flat: float
    floor_below_px: float

    @property
    def down_px(self) -> float:
        """From the eyes to the floor below them, in rows of the picture."""
        return max(float(self.floor_px[1]) - float(self.eyes_px[1]), 1.0)

    @property
    def lean(self) -> float:
        """How far aside each row below the eyes lies from the one above."""
        return (float(self.floor_px[0]) - float(self.eyes_px[0])) / self.down_px


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in the making; `owner` (h, w) is the person whom each pixel shows, else -1."""

    bgr: Image
    empty: Backdrop
    owner: NDArray[np.int32]

    @property
    def ahead_m(self) -> NDArray[np.float32]:
        """As in `Backdrop`."""
        return self.empty.ahead_m

    def shade(self, figure: Figure) -> None:
        """Darken the floor at somebody's feet, and along where the place's light throws it."""
        start = self.empty.floor_m(figure.feet_px)
        if np.isnan(start).any():
            return
        end = start + TALL_M * np.array(self.empty.throw)
        box = self._shaded(start, end)
        line = (*start.tolist(), *end.tolist())
        shade(self.bgr, self.ahead_m, self.empty.to_floor, box, line, self.empty.shadow)

    def _shaded(self, start_m: Floats, end_m: Floats) -> tuple[int, int, int, int]:
        """x1 y1 x2 y2 of the pixels around a shadow on the floor."""
        low, high = np.minimum(start_m, end_m) - WIDE_M, np.maximum(start_m, end_m) + WIDE_M
        corners = [[x, y, 1.0] for x in (low[0], high[0]) for y in (low[1], high[1])]
        u, v, w = np.linalg.inv(self.empty.to_floor) @ np.array(corners).T
        height, width = self.owner.shape
        if (w <= 0).any():
            return 0, 0, width, height
        (x1, x2), (y1, y2) = ((int((p / w).min()), int((p / w).max()) + 2) for p in (u, v))
        return max(x1, 0), max(y1, 0), min(x2, width), min(y2, height)

    def lay(self, figure: Figure) -> None:
        """Put somebody in front of all who were put there before.

        Down to the chin a sprite keeps its shape; further down it is stretched to the feet.
        """
        u, v = (float(x) for x in figure.eyes_px)
        down, lean = figure.down_px, figure.lean
        chin = CHIN_M * figure.sprite.px_per_m
        stretch = (figure.floor_below_px - chin) / max(down - chin, 1.0)
        lies = (*(float(x) for x in figure.sprite.eyes_px), u, v)
        bgra, ahead, person = figure.sprite.bgra, figure.ahead_m, figure.person
        paste(self.bgr, self.ahead_m, self.owner, bgra, lies, chin, stretch, lean, ahead, person)


def dimmed(figure: Figure, empty: Backdrop) -> Figure:
    """Somebody in as much light as there is where they stand."""
    x, y = empty.floor_m(figure.feet_px).tolist()
    if empty.standing is None or np.isnan(x):
        return figure
    share = np.append(empty.standing.at(x, y), 1.0)
    levels = np.minimum(np.arange(256)[:, None] * share, 255).round().astype(np.uint8)
    bgra = np.asarray(cv2.LUT(figure.sprite.bgra, levels[None]), np.uint8)
    return replace(figure, sprite=replace(figure.sprite, bgra=bgra))


@nb.njit(cache=True)
def shade(bgr, ahead, to_floor, box, line, strength) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Darken the floor around the start of a line on it, metres, and softer along the line."""
    x1, y1, x2, y2 = box
    ax, ay, bx, by = line
    length2 = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-9)
    for row in range(y1, y2):
        for column in range(x1, x2):
            if ahead[row, column] < np.inf:
                continue
            u, v = column + 0.5, row + 0.5
            w = to_floor[2, 0] * u + to_floor[2, 1] * v + to_floor[2, 2]
            if w <= 0:
                continue
            x = (to_floor[0, 0] * u + to_floor[0, 1] * v + to_floor[0, 2]) / w
            y = (to_floor[1, 0] * u + to_floor[1, 1] * v + to_floor[1, 2]) / w
            left = 1.0
            away = ((x - ax) ** 2 + (y - ay) ** 2) / CONTACT_M**2
            if away < 1:
                left = 1 - CONTACT * (1 - away) ** 2
            t = min(max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2, 0.0), 1.0)
            half = THIN_M + (WIDE_M - THIN_M) * t
            off = ((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2) / half**2
            if off < 1:
                left *= 1 - strength * (1 - 0.6 * t) * (1 - off) ** 2
            if left < 1:
                for k in range(3):
                    bgr[row, column, k] = np.uint8(bgr[row, column, k] * left)


@nb.njit(cache=True)
def paste(bgr, ahead, owner, sprite, lies, chin, stretch, lean, depth, person) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Lay a sprite on the picture, where nothing in `ahead` is nearer than `depth`.

    `lies` is (x, y, u, v): the sprite's point (x, y) comes to lie on the picture's (u, v).
    Below the chin one row of the picture is `stretch` rows of the sprite; `lean` moves rows
    aside, the more the further they are below the eyes.
    """
    x, y, u, v = lies
    height, width = bgr.shape[:2]
    tall, wide = sprite.shape[:2]
    bottom = v + chin + (tall - y - chin) / stretch
    for row in range(max(int(v - y) - 1, 0), min(int(bottom) + 2, height)):
        below = row + 0.5 - v
        source = y + below - 0.5 if below <= chin else y + chin + (below - chin) * stretch - 0.5
        j = int(np.floor(source))
        if j < -1 or j >= tall:
            continue
        fy = source - j
        left = u + lean * max(below, 0.0) - x
        for column in range(max(int(left) - 1, 0), min(int(left + wide) + 2, width)):
            if ahead[row, column] < depth:
                continue
            across = column - left
            i = int(np.floor(across))
            if i < -1 or i >= wide:
                continue
            fx = across - i
            alpha, blue, green, red = 0.0, 0.0, 0.0, 0.0
            for dj in range(2):
                for di in range(2):
                    b, a = j + dj, i + di
                    if b < 0 or a < 0 or b >= tall or a >= wide or sprite[b, a, 3] == 0:
                        continue
                    weight = (fy if dj else 1 - fy) * (fx if di else 1 - fx) * sprite[b, a, 3]
                    alpha += weight
                    blue += weight * sprite[b, a, 0]
                    green += weight * sprite[b, a, 1]
                    red += weight * sprite[b, a, 2]
            if alpha <= 0:
                continue
            rest = 1 - alpha / 255
            bgr[row, column, 0] = np.uint8(blue / 255 + rest * bgr[row, column, 0] + 0.5)
            bgr[row, column, 1] = np.uint8(green / 255 + rest * bgr[row, column, 1] + 0.5)
            bgr[row, column, 2] = np.uint8(red / 255 + rest * bgr[row, column, 2] + 0.5)
            if alpha > SOLID * 255:
                owner[row, column] = person
