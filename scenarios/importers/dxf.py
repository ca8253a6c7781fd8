"""Drawings of one floor in DXF, as CAD programs write them, in any unit and turned anyhow."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.checks.rings import polygons, spot
from scenarios.errors import Fault, ScenarioError
from scenarios.importers.drawing.doors import Openings, openings
from scenarios.importers.drawing.inside import hull, inner, low
from scenarios.importers.drawing.layers import Layers, Meaning, proposed, written_in
from scenarios.importers.drawing.strokes import Drawing, Stroke
from scenarios.importers.drawing.units import DIGITS, METRES, settled, sizes
from scenarios.importers.drawing.walls import walls
from scenarios.importers.survey.drawn import Door, Solid, Storey
from scenarios.importers.survey.metres import direction_deg
from scenarios.importers.survey.place import built
from scenarios.place import Finding, Own, Place
from scenarios.plan import NOTHING, Asked

OUTSIDE_M = 1.2
"""A door leads out if so far before or behind its middle is outside: more than a wall's thickness.
"""
MOST_LAYERS = 40
"""Told in a refusal."""
PILLAR_M = 0.05


class Dxf:
    """DXF drawings."""

    suffixes = (".dxf",)
    known_by = "a name that ends in .dxf"
    takes = frozenset({"unit", "layers", "mend"})

    def claims(self, path: Path) -> bool:
        """Whether it is called so."""
        return path.name.lower().endswith(self.suffixes)

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The floor in a drawing, in metres, turned so that its walls lie along x and y and its
        longer side along x.
        """
        shown = _drawing(path)
        if asked.layers is None:
            names = [f"{name} ({len(found):,})" for name, found in shown.layers.items()]
            more = ", ..." * (len(names) > MOST_LAYERS)
            got = f"nothing that says what its layers are: {', '.join(names[:MOST_LAYERS])}{more}"
            wanted = f"--layers LAYERS.yaml, as footfall venue import {path} --propose LAYERS.yaml"
            raise ScenarioError(f"{path}: layers: got {got}, wanted {wanted} writes it")
        return _Plan(shown, written_in(asked.layers, shown), asked).place()

    def proposal(self, path: Path, asked: Asked = NOTHING) -> str:  # noqa: ARG002  # names suffice
        """The text of a layers file with what each layer is taken for, and why."""
        return proposed(_drawing(path))


def _drawing(path: Path) -> Drawing:
    from scenarios.importers.drawing.reading import drawing  # ezdxf takes a third of a second

    return drawing(path)


class _Plan:
    """A drawing on its way to a place."""

    def __init__(self, shown: Drawing, layers: Layers, asked: Asked) -> None:
        self.path, self.layers, self.asked = shown.path, layers, asked
        self.by_meaning: dict[Meaning, list[Stroke]] = {}
        for one in shown.strokes:
            self.by_meaning.setdefault(layers.meaning(one), []).append(one)
        if not (drawn := self.by_meaning.get("wall", [])):
            raise ScenarioError(f"{self.path}: layers: got no line on a wall, wanted some")
        seen = sizes(drawn, self._of("door"))
        self.unit, told = settled(self.path, shown.unit, asked.unit, seen)
        self.findings = [*told, *_passed(shown, layers)]
        self.turned_deg = direction_deg([shapely.LineString(one.points) for one in drawn])
        self.metres, self.corner = METRES[self.unit], np.zeros(2)
        points = np.concatenate([one.points for one in drawn])
        width_m, height_m = np.ptp(self._at(points), axis=0)
        if height_m > width_m:
            self.turned_deg += 90 if self.turned_deg <= 0 else -90
        self.corner = np.floor(self._at(points).min(axis=0))

    def place(self) -> Place:
        """The one level of it."""
        drawn = self._placed("wall")
        made = walls([one.points for one in drawn], [one.closed for one in drawn],
                     self.layers.wall_m)  # fmt: skip
        solid = shapely.union_all(made)
        found = openings(self._placed("door"), self._placed("window"), solid)
        around, told = hull(solid, found)
        self.findings += [self._told_of_place(), *told]
        doors = [*self._doors(found, around), *self._entrances()]
        blocks = [Solid("wall", "", one) for one in made]
        glass, windows = inner(found.glass, around)
        blocks += [Solid("wall", "", one) for one in (*polygons(found.shut), *windows)]
        blocks += [Solid("glass", "", one) for one in glass]
        pillars = [shapely.LineString(one.points) for one in self._placed("pillar")]
        drawn_m = shapely.union_all(pillars).buffer(PILLAR_M / 2)
        outlines = [shapely.Polygon(one.exterior) for one in polygons(drawn_m)]
        blocks += [Solid("pillar", "", one) for one in outlines]
        blocks += [Solid("bench", "", one) for one in low(self._placed("low"))]
        storey = Storey(0, "Level 0", tuple(around), (), tuple(doors), tuple(blocks))
        return self._built(storey)

    def _built(self, storey: Storey) -> Place:
        """The place of a storey; a refusal names a doubtful unit, too, as what may be behind it."""
        try:
            name, own = self.path.stem, Own(self.unit, DIGITS[self.unit], self._drawn_at)
            return built(self.path, name, [storey], [], self.asked, self.findings, own=own)
        except ScenarioError as err:
            doubts = [
                Fault(str(self.path), None, "unit", f"got one that is in doubt: {one.told}")
                for one in self.findings if one.kind == "unit doubted"
            ]  # fmt: skip
            raise ScenarioError([*doubts, *err.faults]) from err

    def _doors(self, found: Openings, around: Sequence[shapely.Polygon]) -> Iterator[Door]:
        """Those with leaves, and those without that are within the building: without a leaf, what
        is in an outer wall may as well be a window.
        """
        inside = shapely.union_all(around)
        for number, line in enumerate(found.doors, 1):
            yield Door(f"door {number}", line, _leads_out(line, inside))
        inner = [line for line in found.plain if not _leads_out(line, inside)]
        for number, line in enumerate(inner, 1):
            yield Door(f"opening {number}", line)
        if outer := [line for line in found.plain if line not in inner]:
            told = f"{len(outer)} openings in outer walls are drawn without the arc of a leaf"
            done = "taken for windows; the layers file may say where entrances are"
            self.findings.append(Finding("window or door", told, 0, spot(outer[0]), done))

    def _entrances(self) -> Iterator[Door]:
        for number, at in enumerate(self.layers.entrances, 1):
            yield Door(f"entrance {number}", shapely.Point(self._at(np.array([at]))[0]), True)

    def _of(self, meaning: Meaning) -> list[Stroke]:
        return self.by_meaning.get(meaning, [])

    def _placed(self, meaning: Meaning) -> list[Stroke]:
        """The strokes of a meaning, in metres."""
        return [
            replace(
                one,
                points=self._at(one.points),
                hinge=one.hinge and tuple(self._at(np.array([one.hinge]))[0].tolist()),
            )
            for one in self._of(meaning)
        ]

    def _at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (n, 2) of the drawing in metres of the place."""
        turned = points * self.metres @ _turn(self.turned_deg)
        moved: NDArray[np.float64] = np.round(turned - self.corner, 3)
        return moved

    def _drawn_at(self, at_m: tuple[float, float]) -> tuple[float, float]:
        """A point of the place in the drawing's own coordinates."""
        x, y = (np.array(at_m) + self.corner) @ _turn(self.turned_deg).T / self.metres
        return float(x), float(y)

    def _told_of_place(self) -> Finding:
        x, y = (0 - self._at(np.zeros((1, 2)))[0]).tolist()
        told = f"the drawing's 0, 0 is {0 - x:g}, {0 - y:g} m"
        turned = f"what lay {self.turned_deg:.1f} degrees from its x lies along x"
        return Finding("placed", f"{told}; {turned}", mended="brought to metres")


def _turn(turned_deg: float) -> NDArray[np.float64]:
    """(2, 2) by which rows of points are turned back."""
    angle = radians(turned_deg)
    return np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])


def _leads_out(line: shapely.LineString, inside: shapely.Geometry) -> bool:
    (x, y), (to_x, to_y) = line.coords
    middle = np.array([x + to_x, y + to_y]) / 2
    off = np.array([y - to_y, to_x - x]) / line.length * OUTSIDE_M
    return not all(inside.contains(shapely.Point(middle + way)) for way in (off, -off))


def _passed(shown: Drawing, layers: Layers) -> Iterator[Finding]:
    """What of a drawing was mended or not taken."""
    if shown.mended:
        told = f"{len(shown.mended)} faults of the file, the first: {shown.mended[0]}"
        yield Finding("file fault", told, mended="mended while it was read")
    if shown.passed:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(shown.passed.items()))
        yield Finding("no line", f"entities that are no lines: {kinds}", mended="passed over")
    unsaid = [name for name in shown.layers if name not in layers.layers]
    if unsaid:
        yield Finding("unsaid layer", f"nobody says what {', '.join(unsaid)} is",
                      mended="passed over")  # fmt: skip
    for one in shown.strokes:
        if layers.meaning(one) == "stairs":
            told = "stairs are drawn; where they lead, a drawing of one floor does not say"
            yield Finding("stairs", told, mended="passed over")
            return
