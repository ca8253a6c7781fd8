"""What a drawing was drawn in: its header's word, doubted by doors, walls and the whole extent."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, log
from pathlib import Path

import numpy as np

from scenarios.checks.doors import WIDEST_M
from scenarios.errors import ScenarioError
from scenarios.importers.drawing.doors import LEAF_M
from scenarios.importers.drawing.strokes import Stroke
from scenarios.importers.drawing.walls import sides, thickness
from scenarios.place import Finding

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
HEADER = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}
"""$INSUNITS, of which 0 says nothing (DXF reference, header variables)."""
WALL_M, EXTENT_M = (0.04, 0.9), (3.0, 1_500.0)
"""How thick walls and how large buildings are."""
DIGITS = {"mm": 0, "cm": 1, "m": 3, "in": 1, "ft": 2}
"""After the point of coordinates: millimetres, or what is seen as finely on a drawing."""
USUAL_M = (0.85, 0.15, 40.0)
WEIGHTS = (2.0, 1.0, 0.3)
"""Of a leaf, a wall and a building, and how much each says."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How wide leaves of doors are, how thick walls and how long the longer side of all of them, in
    the drawing's unit; nan for what is not there.
    """

    door: float
    wall: float
    extent: float

    def against(self, unit: str) -> list[str]:
        """What of it says that this is not the unit, in words."""
        limits = (LEAF_M[0], WIDEST_M), WALL_M, EXTENT_M
        wrong = [not (isnan(size) or low <= size * METRES[unit] <= high)
                 for size, (low, high) in zip(self._all(), limits, strict=True)]  # fmt: skip
        return [word for word, is_wrong in zip(self._words(unit), wrong, strict=True) if is_wrong]

    def told(self, unit: str) -> str:
        """All of it in that unit."""
        words = zip(self._words(unit), self._all(), strict=True)
        return ", ".join(word for word, size in words if not isnan(size))

    def best(self) -> str:
        """The unit in which it is nearest to what is usual."""
        return min(METRES, key=self._off)

    def _off(self, unit: str) -> float:
        parts = zip(self._all(), USUAL_M, WEIGHTS, strict=True)
        return sum(weight * abs(log(size * METRES[unit] / usual))
                   for size, usual, weight in parts if not isnan(size))  # fmt: skip

    def _all(self) -> tuple[float, float, float]:
        return self.door, self.wall, self.extent

    def _words(self, unit: str) -> tuple[str, str, str]:
        door, wall, extent = (f"{size * METRES[unit]:.3g} m" for size in self._all())
        return f"doors {door} wide", f"walls {wall} thick", f"the whole {extent} long"


def sizes(walls: Sequence[Stroke], doors: Sequence[Stroke]) -> Sizes:
    """The sizes of what walls and doors are drawn as; of arcs the typical one by length, so that
    those of handles count little.
    """
    points = np.concatenate([one.points for one in walls])
    extent = float(np.ptp(points, axis=0).max())
    radii = np.sort([np.hypot(*(one.points[0] - one.hinge)) for one in doors if one.hinge])
    summed = np.cumsum(radii)
    door = float(radii[np.searchsorted(summed, summed[-1] / 2)]) if len(radii) else float("nan")
    return Sizes(door, thickness(sides([one.points for one in walls])), extent or float("nan"))


def settled(path: Path, header: int, asked: str | None, seen: Sizes) -> tuple[str, list[Finding]]:
    """The drawing's unit, and what is told of it.

    Raises ScenarioError for a header that says nothing or what the drawing says otherwise, unless
    somebody says the unit; and for one in which it is no building.
    """
    said = HEADER.get(header)
    best = f"--unit {seen.best()} fits best: {seen.told(seen.best())}"
    if asked is not None:
        return _known(path, asked, seen, best), list(_told(asked, said, seen, best))
    if said is None:
        got = "no unit" if header == 0 else f"unit number {header}"
        wanted = f"wanted --unit, one of {', '.join(METRES)} ({best})"
        raise ScenarioError(f"{path}: $INSUNITS: got {got}, {wanted}")
    if wrong := seen.against(said):
        got = f"got {said}, in which it has {', '.join(wrong)}"
        raise ScenarioError(f"{path}: $INSUNITS: {got}, wanted --unit to settle it ({best})")
    told = f"the header says {said}: {seen.told(said)}"
    return said, [Finding("unit", told, mended="brought to metres")]


def _known(path: Path, asked: str, seen: Sizes, best: str) -> str:
    if asked not in METRES:
        raise ScenarioError(f"{path}: unit: got {asked!r}, wanted one of {', '.join(METRES)}")
    low, high = EXTENT_M
    if not low <= seen.extent * METRES[asked] <= high:
        got = f"got {asked}, in which it has {', '.join(seen.against(asked))}"
        raise ScenarioError(f"{path}: unit: {got}, wanted another ({best})")
    return asked


def _told(asked: str, said: str | None, seen: Sizes, best: str) -> list[Finding]:
    found = list[Finding]()
    if wrong := seen.against(asked):
        told = f"in {asked}, as was asked for, it has {', '.join(wrong)}; {best}"
        found.append(Finding("unit doubted", told))
    header = f"the header says {said or 'no unit that is known'}"
    found.append(Finding("unit", header, mended=f"taken to be drawn in {asked}, as asked for"))
    return found
