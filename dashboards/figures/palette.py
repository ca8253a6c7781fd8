"""The page's colours: one meaning each, in charts, cards and the map alike.

Right and wrong are a green and a vermilion that most colour-blind people tell apart
(after Okabe and Ito, 2008).
"""

from typing import Literal

Tone = Literal["right", "wrong", "neutral", "busy"]

RIGHT = "#00856f"
WRONG = "#c8451b"
NEUTRAL = "#8a95a5"
LISTED = "#7a4bb0"
OFFICER = "#1f5fa8"
CAMERA = "#b07d12"
BLIND = "#8d98a6"
INK = "#1d2733"
SOFT = "#5c6876"
LINE = "#dfe4ea"
QUIET = "#f5f7f9"
PAPER = "#ffffff"

TONES: dict[Tone, str] = {"right": RIGHT, "wrong": WRONG, "neutral": NEUTRAL, "busy": OFFICER}

COLOURS = {
    "right": RIGHT,
    "wrong": WRONG,
    "neutral": NEUTRAL,
    "busy": OFFICER,
    "listed": LISTED,
    "officer": OFFICER,
    "camera": CAMERA,
    "blind": BLIND,
    "ink": INK,
    "soft": SOFT,
    "line": LINE,
    "quiet": QUIET,
    "paper": PAPER,
}


def faded(colour: str, share: float) -> str:
    """A colour at this opacity, as CSS.

    >>> faded("#00856f", 0.5)
    'rgba(0, 133, 111, 0.5)'
    """
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {share:g})"
