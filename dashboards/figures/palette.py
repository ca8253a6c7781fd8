"""The page's colours: one meaning each, in charts, cards and the map alike.

Right and wrong are a green and a vermilion that most colour-blind people tell apart
(after Okabe and Ito, 2008).
"""

from typing import Any, Literal

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


WIDEST = 0.5
"""An interval over more than half of what a share can be says nothing of it."""


def tone_of(rate: dict[str, Any], tone: Tone) -> Tone:
    """A rate's tone where it has something to say: nothing alarms and nothing pleases that is 0,
    could not be divided, or has an interval that says nothing.

    >>> tone_of({"value": 0.2, "low": 0.1, "high": 0.3}, "wrong")
    'wrong'
    >>> tone_of({"value": 0.0, "low": 0.0, "high": 0.04}, "wrong")
    'neutral'
    >>> tone_of({"value": 0.5, "low": 0.09, "high": 0.91}, "wrong")
    'neutral'
    """
    if not rate["value"] or rate["high"] - rate["low"] > WIDEST:
        return "neutral"
    return tone


def faded(colour: str, share: float) -> str:
    """A colour at this opacity, as CSS.

    >>> faded("#00856f", 0.5)
    'rgba(0, 133, 111, 0.5)'
    """
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {share:g})"
