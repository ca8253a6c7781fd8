"""The colours of page, charts and map: one meaning each, in a light and a dark theme.

Right and wrong are a green and a vermilion that most colour-blind people tell apart
(after Okabe and Ito, 2008). Text in any of them on paper has a contrast of at least 4.5 (WCAG 2.2).
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

Tone = Literal["right", "wrong", "neutral", "busy"]
Theme = Literal["light", "dark"]

RIGHT = "#00755f"
WRONG = "#b83c14"
NEUTRAL = "#6c7787"
LISTED = "#7a4bb0"
OFFICER = "#1f5fa8"
CAMERA = "#8c6208"
BLIND = "#8d98a6"
INK = "#1d2733"
SOFT = "#566270"
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
DARK = {
    "right": "#35b89d",
    "wrong": "#f2805c",
    "neutral": "#929dac",
    "busy": "#74aaee",
    "listed": "#b993ea",
    "officer": "#74aaee",
    "camera": "#d6a640",
    "blind": "#76828f",
    "ink": "#e7ecf2",
    "soft": "#a7b2bf",
    "line": "#313b47",
    "quiet": "#1b232c",
    "paper": "#12181f",
}
"""The same names, each as far from a dark paper as its light one is from white."""

FADED = re.compile(r"rgba\((\d+), (\d+), (\d+), ")


def colours(theme: Theme) -> dict[str, str]:
    """All of a theme's, by name."""
    return DARK if theme == "dark" else COLOURS


WIDEST = 0.5
"""An interval over more than half of what a share can be says nothing of it."""


def tone_of(rate: Mapping[str, Any], tone: Tone) -> Tone:
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


def themed(text: str, theme: Theme) -> str:
    """A colour of the light theme, whole or faded, as it is in a theme; any other text as it is.

    >>> themed(RIGHT, "dark"), themed(faded(RIGHT, 0.5), "dark"), themed("a name", "dark")
    ('#35b89d', 'rgba(53, 184, 157, 0.5)', 'a name')
    """
    if theme == "light":
        return text
    found = FADED.match(text)
    whole = "#" + "".join(f"{int(part):02x}" for part in found.groups()) if found else text.lower()
    name = next((name for name, colour in COLOURS.items() if colour == whole), None)
    if name is None:
        return text
    return faded(DARK[name], float(text[found.end() : -1])) if found else DARK[name]
