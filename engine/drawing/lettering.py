"""Words in pictures, in a face that has the letters of most names."""

import cv2

from engine.faces import Image
from engine.names import printable

FACE = cv2.FontFace("sans")
"""OpenCV's own: Latin, Greek, Cyrillic, Chinese and Japanese; what it lacks is a question mark."""
SIZE_PX = 14
REGULAR = 400
MOST_LETTERS = 200
UNWRAPPED = (-(1 << 20), 1 << 20)
"""Where lines break, in pixels: never in sight."""


def letter(
    picture: Image, words: str, at: tuple[int, int], colour: tuple[int, int, int]
) -> tuple[int, int, int, int]:
    """Write a line into a picture, its base from `at` (x, y) on; the extent that it takes.

    What cannot be shown stands by its number: a lone surrogate, as in a file's name that is no
    text, would end the process.
    """
    line = _line(words)
    cv2.putText(picture, line, at, colour, FACE, SIZE_PX, REGULAR, wrap=UNWRAPPED)
    return extent(words, at)


def extent(words: str, at: tuple[int, int]) -> tuple[int, int, int, int]:
    """The (x, y, width, height) that a line would take."""
    x, y, width, height = cv2.getTextSize(
        (0, 0), _line(words), at, FACE, SIZE_PX, REGULAR, wrap=UNWRAPPED
    )
    return x, y, width, height


def fitting(words: str, width_px: int) -> str:
    """A line, cut short and ended by `…` where it would be wider.

    >>> fitting("a very long name indeed", 60)
    'a very l…'
    """
    line = _line(words)
    if extent(line, (0, 0))[2] <= width_px:
        return line
    for letters in range(len(line) - 1, 0, -1):
        shorter = line[:letters].rstrip() + "…"
        if extent(shorter, (0, 0))[2] <= width_px:
            return shorter
    return "…"


def broken(words: str, width_px: int) -> list[str]:
    """Words as lines no wider than that, broken between words; a word alone is cut short.

    >>> broken("a very long name indeed", 80)
    ['a very long', 'name', 'indeed']
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and extent(longer, (0, 0))[2] <= width_px and len(longer) <= MOST_LETTERS:
            lines[-1] = longer
        else:
            lines.append(fitting(word, width_px))
    return lines


def _line(words: str) -> str:
    return printable(words[:MOST_LETTERS])
