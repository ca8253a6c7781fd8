"""A stored picture as it is meant to be seen: upright, of square pixels, not larger than needed."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from av.sidedata.sidedata import Type

from engine.faces import Image

SHOWN_PX = 9 << 20
"""Pixels of the largest picture that is looked at (4096 x 2304); larger ones are shrunk as they are
read.
"""
LONGEST_PIXEL = 8
"""How many times as long as wide a pixel may be, or as wide as long; more is not believed."""


Turn = tuple[int, int, int, int]
"""(a, b, c, d) of right = ax + cy, down = bx + dy, in any unit."""
TURNS: dict[tuple[int, ...], str] = {
    (0, 3, 6, 9): "no",
    (6, 0, 9, 3): "a quarter clockwise",
    (9, 6, 3, 0): "upside down",
    (3, 9, 0, 6): "a quarter anticlockwise",
    (3, 0, 9, 6): "mirrored",
    (6, 9, 0, 3): "mirrored and upside down",
    (0, 6, 3, 9): "mirrored and a quarter anticlockwise",
    (9, 3, 6, 0): "mirrored and a quarter clockwise",
}
"""Where the corners 0 3 / 6 9 of a picture come to lie, in words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a film's first picture says of itself, in words and numbers."""

    stored_px: tuple[int, int]
    shown_px: tuple[int, int]
    pixel_aspect: str
    turned: str
    interlaced: bool
    shrunk: bool


def shape(picture: Any, aspect: Fraction, how: Turn, interlaced: bool) -> Shape:
    """That of a decoded picture, by the aspect of its pixels and its turn."""
    width, height = squared(picture.width, picture.height, aspect)
    return Shape(
        stored_px=(picture.width, picture.height),
        shown_px=(height, width) if _aside(how) else (width, height),
        pixel_aspect=f"{aspect.numerator}:{aspect.denominator}"
        + ("" if believed(aspect) == aspect else ", not believed"),
        turned=_said(how),
        interlaced=interlaced,
        shrunk=width < picture.width or height < picture.height,
    )


def meant(picture: Any, aspect: Fraction, how: Turn) -> Image:
    """A decoded picture's (height, width, 3) pixels; `aspect` is the width of a stored one over its
    height. It grows to square pixels, since shrinking would lose some.
    """
    width, height = squared(picture.width, picture.height, aspect)
    if (width, height) == (picture.width, picture.height):
        bgr = picture.to_ndarray(format="bgr24")
    else:
        kind = "AREA" if width < picture.width else "BICUBIC"
        scaled = picture.reformat(width, height, format="bgr24", interpolation=kind)
        bgr = scaled.to_ndarray()
    return turned(bgr, how)


def squared(width: int, height: int, aspect: Fraction) -> tuple[int, int]:
    """The (width, height) at which a picture is seen.

    >>> squared(720, 576, Fraction(16, 15)), squared(720, 480, Fraction(8, 9))
    ((768, 576), (720, 540))
    >>> squared(640, 480, Fraction(1)), squared(7680, 4320, Fraction(1))
    ((640, 480), (4096, 2304))
    """
    if believed(aspect) != 1:
        width = max(round(width * max(aspect, Fraction(1))), 1)
        height = max(round(height / min(aspect, Fraction(1))), 1)
    if width * height <= SHOWN_PX:
        return width, height
    share = math.sqrt(SHOWN_PX / (width * height))
    return max(int(width * share), 1), max(int(height * share), 1)


def believed(aspect: Fraction) -> Fraction:
    """The aspect of a pixel; 1 where the file tells none that can be true."""
    if aspect <= 0 or not 1 <= max(aspect, 1 / aspect) <= LONGEST_PIXEL:
        return Fraction(1)
    return aspect


def matrix(picture: Any) -> Turn:
    """How a picture is to be turned; (1, 0, 0, 1) where its file does not say.

    Asked once, a picture is freed by the garbage collector only: ask few.
    """
    for one in picture.side_data:
        if one.type == Type.DISPLAYMATRIX:
            a, b, _, c, d, *_ = np.frombuffer(bytes(one), np.int32).tolist()
            return a, b, c, d
    return 1, 0, 0, 1


def _said(how: Turn) -> str:
    """What a matrix does, in words.

    >>> _said((0, 1, -1, 0)), _said((-1, 0, 0, 1)), _said((1, 0, 0, 1))
    ('a quarter clockwise', 'mirrored', 'no')
    """
    corners = turned(np.arange(12, dtype=np.uint8).reshape(2, 2, 3), how)[:, :, 0]
    return TURNS[tuple(corners.ravel().tolist())]


def turned(bgr: Image, how: Turn) -> Image:
    """A picture turned or mirrored to the nearest quarter; itself where it stands upright.

    >>> row = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
    >>> turned(row, (0, 1, -1, 0))[:, :, 0].tolist(), turned(row, (0, -1, 1, 0))[:, :, 0].tolist()
    ([[0], [3]], [[3], [0]])
    >>> turned(row, (-1, 0, 0, 1))[:, :, 0].tolist()
    [[3, 0]]
    """
    a, b, c, d = how
    aside = _aside(how)
    across, down = (c < 0, b < 0) if aside else (a < 0, d < 0)
    shown = bgr.transpose(1, 0, 2) if aside else bgr
    return np.ascontiguousarray(shown[:: -1 if down else 1, :: -1 if across else 1])


def _aside(how: Turn) -> bool:
    """Whether what is stored as width is shown as height."""
    a, b, c, d = how
    return abs(b) + abs(c) > abs(a) + abs(d)
