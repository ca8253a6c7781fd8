"""Indoor Mapping Data Format (OGC 20-094): units and openings on levels, in degrees."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import shapely

from scenarios.checks.rings import whole
from scenarios.errors import ScenarioError
from scenarios.importers.archive import Archive, is_archive, read_archive
from scenarios.importers.contents import Shown
from scenarios.importers.survey.drawn import Door, Room, Shaft, Solid, Storey
from scenarios.importers.survey.metres import Frame, frame_of
from scenarios.importers.survey.names import called
from scenarios.importers.survey.place import built
from scenarios.importers.survey.ways import undirected
from scenarios.place import Finding, LinkKind, Place
from scenarios.plan import NOTHING, Asked

WALKED = frozenset(
    {"walkway", "lobby", "foyer", "platform", "waitingroom", "unenclosedarea", "movingwalkway",
     "footbridge", "concourse", "landing"}
)  # fmt: skip
"""Categories of units that are floor for everybody."""
LINKS: Mapping[str, LinkKind] = {
    "stairs": "stairs", "steps": "stairs", "escalator": "escalator", "elevator": "lift",
    "ramp": "ramp",
}  # fmt: skip
VOID = frozenset({"road", "parking", "vegetation"})
"""Where there is nothing to go into."""
STANDS = {"structure": "pillar", "column": "pillar", "opentobelow": "void"}
"""Units that one walks round."""
SHUT = frozenset({"nonpublic", "mechanical", "electrical", "plumbing", "serverroom", "storage"})
RESTRICTED = frozenset({"employeesonly", "restricted"})
FIXTURES = {"wall": "wall", "vegetation": "planter"}
"""Fixtures that stand as something; all others stand as a kiosk."""
TOUCHING_M2 = 0.5
"""Units of one shaft cover each other by so much, seen from above."""


class Imdf:
    """IMDF archives."""

    suffixes = (".zip",)
    known_by = "level.geojson and unit.geojson in a zip or a folder"
    takes = frozenset({"mend"})

    def claims(self, path: Path) -> bool:
        """Whether it holds the files that no archive is without."""
        return is_archive(path)

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The place in such an archive, in metres, turned so that most walls lie along x or y."""
        archive = read_archive(path)
        drawn = [one.geometry for one in archive.features["unit"] if one.geometry is not None]
        if not drawn:
            raise ScenarioError(f"{path}: unit.geojson: got no unit with an area, wanted some")
        frame = frame_of(drawn)
        return _Venue(path, archive, frame, asked).place()


class _Venue:
    """An archive on its way to metres."""

    def __init__(self, path: Path, archive: Archive, frame: Frame, asked: Asked) -> None:
        self.path, self.archive, self.frame, self.asked = path, archive, frame, asked
        self.findings = [*archive.findings, frame.told()]
        self.ordinals = {one.id: self._ordinal(one) for one in archive.features["level"]}
        if len(self.ordinals) < (count := len(archive.features["level"])):
            got = f"{count} levels with {len(self.ordinals)} ids"
            raise ScenarioError(f"{path / 'level.geojson'}: id: got {got}, wanted one each")
        self.names = dict(_occupants(archive))

    def place(self) -> Place:
        """All of it."""
        storeys = [self._storey(one) for one in self.archive.features["level"]]
        venues = self.archive.features["venue"]
        name = called(venues[0].says.get("name"), self.path.stem) if venues else self.path.stem
        return built(
            self.path, name, storeys, self._shafts(), self.asked, self.findings,
            own=self.frame.own,
        )  # fmt: skip

    def _ordinal(self, level: Shown) -> int:
        ordinal = level.says.get("ordinal")
        if not isinstance(ordinal, int) or isinstance(ordinal, bool):
            where = f"{self.path / 'level.geojson'}: {level.where}.ordinal"
            raise ScenarioError(f"{where}: got {ordinal!r}, wanted a whole number")
        return ordinal

    def _storey(self, level: Shown) -> Storey:
        ordinal = self.ordinals[level.id]
        units = list(self._on(level, "unit"))
        walked = [area for one in units if _category(one) in WALKED for area in self._areas(one)]
        solids = [
            Solid(STANDS[_category(one)], "", area)
            for one in units
            if _category(one) in STANDS
            for area in self._areas(one)
        ]
        solids += [
            Solid(FIXTURES.get(_category(one), "kiosk"), self._name(one, ""), area)
            for kind in ("fixture", "kiosk")
            for one in self._on(level, kind)
            for area in self._areas(one)
        ]
        if not walked and level.geometry is not None:
            walked = self._areas(level)
            told = f"level {ordinal} has no walkway drawn"
            done = "all of the level that is no room is walked on"
            self.findings.append(Finding("no walkway", told, ordinal, None, done))
        return Storey(
            ordinal,
            called(level.says.get("name"), f"Level {ordinal}"),
            tuple(walked),
            tuple(room for one in units for room in self._rooms(one)),
            tuple(self._doors(level)),
            tuple(solids),
        )

    def _on(self, level: Shown, kind: str) -> Iterator[Shown]:
        for one in self.archive.features[kind]:
            if one.word("level_id") == level.id and one.geometry is not None:
                yield one

    def _areas(self, one: Shown) -> list[shapely.Polygon]:
        """The areas of a feature, in metres; what is wrong with them is told once."""
        assert one.geometry is not None
        ordinal = self.ordinals.get(one.word("level_id") or one.id)
        what = f"{_category(one)} {self._name(one, one.id)}"
        areas, found = whole(self.frame.metres(one.geometry), what, ordinal, self.asked.mend)
        self.findings += [told for told in found if told not in self.findings]
        return areas

    def _rooms(self, one: Shown) -> Iterator[Room]:
        category = _category(one)
        if category in WALKED | VOID | STANDS.keys():
            return
        shut = category in {*SHUT, *LINKS} or one.word("restriction") in RESTRICTED
        for area in self._areas(one):
            yield Room(self._name(one, category), area, visited=not shut)

    def _doors(self, level: Shown) -> Iterator[Door]:
        for number, one in enumerate(self._on(level, "opening")):
            assert one.geometry is not None
            for line in shapely.get_parts(self.frame.metres(one.geometry)):
                if isinstance(line, shapely.LineString):
                    yield Door(self._name(one, f"door {number + 1}"), line)

    def _shafts(self) -> list[Shaft]:
        """Units that lie over each other on levels that follow each other, as one shaft."""
        open_ends = list[tuple[str, list[tuple[int, shapely.Geometry]]]]()
        units = [one for one in self.archive.features["unit"] if _category(one) in LINKS]
        known = [one for one in units if one.word("level_id") in self.ordinals]
        for one in sorted(known, key=lambda unit: self.ordinals[unit.word("level_id")]):
            ordinal, kind = self.ordinals[one.word("level_id")], _category(one)
            for area in self._areas(one) if one.geometry is not None else ():
                for other, stops in open_ends:
                    below, under = stops[-1]
                    if other == kind and below < ordinal and (under & area).area > TOUCHING_M2:
                        stops.append((ordinal, area))
                        break
                else:
                    open_ends.append((kind, [(ordinal, area)]))
        shafts = [
            Shaft(f"{LINKS[kind]} {number}", LINKS[kind], tuple(stops), down=kind != "escalator")
            for number, (kind, stops) in enumerate(open_ends, 1)
            if len(stops) > 1
        ]
        self.findings += undirected(one for one in shafts if one.kind == "escalator")
        return shafts

    def _name(self, one: Shown, otherwise: str) -> str:
        return self.names.get(one.id) or called(one.says.get("name"), otherwise)


def _category(one: Shown) -> str:
    return one.word("category") or "unspecified"


def _occupants(archive: Archive) -> Iterator[tuple[str, str]]:
    """Names of units by those whose anchors stand in them."""
    units = {one.id: one.word("unit_id") for one in archive.features["anchor"]}
    for one in archive.features["occupant"]:
        anchor = one.word("anchor_id")
        if anchor in units and (name := called(one.says.get("name"), "")):
            yield units[anchor], name
