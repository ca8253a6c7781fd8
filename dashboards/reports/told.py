"""How a part of a stress run is told, on a screen or a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Found = dict[str, Any]
"""A part's JSON."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One part: its title, what it means in a sentence or two, and its table."""

    title: str
    text: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
