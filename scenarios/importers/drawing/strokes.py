"""The lines that a drawing shows, in its own unit."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

XREF = "$0$"
"""Stands between the name of a drawing that was bound into this one and that of its layer."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points` (n, 2), on a layer, in blocks, the outermost first; `hinge` (x, y) is
    the centre of what may be the arc of a door.
    """

    layer: str
    blocks: tuple[str, ...]
    points: Points
    closed: bool = False
    hinge: tuple[float, float] | None = None


@dataclass(slots=True)
class Drawing:
    """All strokes; `unit` as the header says, by ezdxf's number; entities that were passed over, by
    their type; what of the file was mended while it was read; layers that are switched off.
    """

    path: Path
    unit: int
    strokes: list[Stroke] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    mended: list[str] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()

    @property
    def layers(self) -> dict[str, list[Stroke]]:
        """The strokes of each layer that has some, by name."""
        found = dict[str, list[Stroke]]()
        for one in sorted(self.strokes, key=lambda one: one.layer):
            found.setdefault(one.layer, []).append(one)
        return found
