"""Indoor maps of OpenStreetMap as GeoJSON, as Overpass and osmtogeojson write them, in degrees."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import shapely

from engine.counts import counted
from scenarios.checks.rings import whole
from scenarios.errors import Gathered, ScenarioError
from scenarios.importers import osm_tags
from scenarios.importers.contents import Shown, collection, properties, shown, written_in
from scenarios.importers.survey.drawn import Door, Room, Shaft, Solid, Storey
from scenarios.importers.survey.metres import Frame, frame_of
from scenarios.importers.survey.names import called
from scenarios.importers.survey.place import built
from scenarios.importers.survey.ways import undirected
from scenarios.place import Finding, Place
from scenarios.plan import NOTHING, Asked

AISLE_M, WALL_M, FLIGHT_M = 3.0, 0.15, 1.5
"""How wide a corridor, a wall and a flight of stairs are that are drawn as a line and say nothing.
"""
STEP_M = 1.0
"""Half the side of a lift that is drawn as a point."""
NEAR_M = 3.0
"""A door that says nothing of its level is on those whose floors lie so near."""
BUILDING = ("building", "building:part")


class OpenStreetMap:
    """Indoor maps of OpenStreetMap."""

    suffixes = (".geojson", ".json")
    known_by = "features with tags of OpenStreetMap, such as indoor=room"
    takes = frozenset({"mend"})

    def claims(self, path: Path) -> bool:
        """Whether a feature is tagged `indoor`, and none says of which of our kinds it is."""
        tags = list(properties(path))
        return any("indoor" in one for one in tags) and not any("kind" in one for one in tags)

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The place in such a map, in metres, turned so that most walls lie along x or y."""
        gathered = Gathered(path)
        features = shown(collection(path, written_in(path)), gathered)
        gathered.refuse()
        known = [replace(one, says=one.words()) for one in features if one.geometry is not None]
        inside = [
            one.geometry
            for one in known
            if osm_tags.meaning(one.says) in ("floor", "room") and osm_tags.levels(one.says)
        ]
        if not inside:
            wanted = "areas or ways tagged indoor and level"
            raise ScenarioError(f"{path}: indoor: got nothing that people walk on, wanted {wanted}")
        return _Map(path, known, frame_of(inside), asked).place()


class _Map:
    """A map on its way to metres."""

    def __init__(self, path: Path, features: list[Shown], frame: Frame, asked: Asked) -> None:
        self.path, self.frame, self.asked = path, frame, asked
        self.findings = [frame.told()]
        self.undirected = list[Shaft]()
        self.floors: dict[int, shapely.Geometry] = {}
        self.levels = {one.id: self._levels(one) for one in features}
        placed = [one for one in features if self.levels[one.id]]
        self.by_meaning: dict[str, list[Shown]] = {}
        for one in placed:
            self.by_meaning.setdefault(osm_tags.meaning(one.says) or "", []).append(one)
        self.doors = [
            one for one in features
            if isinstance(one.geometry, shapely.Point) and osm_tags.is_door(one.says)
        ]  # fmt: skip
        self.features = features

    def place(self) -> Place:
        """All of it."""
        floors = self.by_meaning.get("floor", []) + self.by_meaning.get("level", [])
        ordinals = sorted({level for one in floors for level in self.levels[one.id]})
        storeys = [self._storey(ordinal) for ordinal in ordinals]
        self.floors = {one.ordinal: shapely.union_all(one.walked) for one in storeys}
        shafts = list(self._shafts())
        self.findings += undirected(self.undirected)
        named = [one for one in self.features if any(key in one.says for key in BUILDING)]
        name = next((called(one.says["name"], "") for one in named if "name" in one.says), "")
        return built(
            self.path,
            name or self.path.stem,
            storeys,
            shafts,
            self.asked,
            self.findings,
            "concourse" if any("railway" in one.says for one in self.features) else "mall",
            self.frame.own,
        )

    def _levels(self, one: Shown) -> list[int]:
        levels = osm_tags.levels(one.says)
        if levels is None:
            told = f"{one.id} is on level {str(one.says.get('level'))[:40]}, which is no whole one"
            self.findings.append(Finding("half level", told, None, None, "passed over"))
        return levels or []

    def _storey(self, ordinal: int) -> Storey:
        walked = list(self._walked("floor", ordinal)) or list(self._walked("level", ordinal))
        return Storey(
            ordinal,
            f"Level {ordinal}",
            tuple(walked),
            tuple(
                Room(self._name(one), area)
                for one in self._on("room", ordinal)
                for area in self._areas(one, ordinal)
            ),
            tuple(self._doors(ordinal, shapely.union_all(walked))),
            tuple(self._solids(ordinal)),
        )

    def _on(self, meaning: str, ordinal: int) -> Iterator[Shown]:
        for one in self.by_meaning.get(meaning, []):
            if ordinal in self.levels[one.id]:
                yield one

    def _walked(self, meaning: str, ordinal: int) -> Iterator[shapely.Polygon]:
        """Areas that are floor, and ways drawn as lines in their width."""
        lines = 0
        for one in self._on(meaning, ordinal):
            yield from self._areas(one, ordinal)
            for line in self._lines(one):
                lines += 1
                wide_m = osm_tags.width_m(one.says, AISLE_M)
                strip = line.buffer(wide_m / 2, cap_style="square", join_style="mitre")
                yield from whole(strip, self._name(one), ordinal, True)[0]
        if lines:
            told = f"drawn as lines: {counted(lines, 'way')}"
            done = f"taken for floor as wide as they say, or {AISLE_M:g} m"
            self.findings.append(Finding("line for a floor", told, ordinal, None, done))

    def _areas(self, one: Shown, ordinal: int) -> list[shapely.Polygon]:
        placed = self._at(one)
        if "Polygon" not in placed.geom_type:
            return []
        areas, found = whole(placed, self._name(one), ordinal, self.asked.mend)
        self.findings += [told for told in found if told not in self.findings]
        return areas

    def _lines(self, one: Shown) -> list[shapely.LineString]:
        parts = shapely.get_parts(self._at(one))
        return [part for part in parts if isinstance(part, shapely.LineString) and part.length]

    def _solids(self, ordinal: int) -> Iterator[Solid]:
        for meaning, usual in (("column", "pillar"), ("wall", "wall")):
            for one in self._on(meaning, ordinal):
                kind = "glass" if osm_tags.is_glass(one.says) else usual
                for area in self._areas(one, ordinal):
                    yield Solid(kind, "", area)
                for line in self._lines(one):
                    wide_m = osm_tags.width_m(one.says, WALL_M)
                    strip = line.buffer(wide_m / 2, cap_style="flat", join_style="mitre")
                    for area in whole(strip, self._name(one), ordinal, True)[0]:
                        yield Solid(kind, "", area)

    def _doors(self, ordinal: int, walked: shapely.Geometry) -> Iterator[Door]:
        for one in self.doors:
            levels, at = self.levels[one.id], self._at(one)
            near = ordinal == 0 and not levels and walked.distance(at) <= NEAR_M
            if ordinal in levels or near:
                yield Door(self._name(one, "door"), at, osm_tags.leads_out(one.says))

    def _shafts(self) -> Iterator[Shaft]:
        for one in self.by_meaning.get("lift", []):
            stops = [level for level in self.levels[one.id] if level in self.floors]
            at = self._at(one)
            area = at if at.area else at.buffer(STEP_M, cap_style="square")
            if len(stops) > 1:
                yield Shaft(self._name(one, "lift"), "lift", tuple((k, area) for k in stops))
        for one in self.by_meaning.get("way", []):
            for line in self._lines(one):
                yield from self._flights(one, line)

    def _flights(self, one: Shown, line: shapely.LineString) -> Iterator[Shaft]:
        """The flight of a way, from its lower end to its upper one."""
        stops = [level for level in self.levels[one.id] if level in self.floors]
        if len(stops) < 2:
            return
        low, high = stops[0], stops[-1]
        ends = line.interpolate(0), line.interpolate(1, normalized=True)
        rises = self._rises(one, ends, (low, high))
        foot, head = ends if rises else ends[::-1]
        kind, up, down = osm_tags.kind(one.says), True, True
        if kind == "escalator":
            along = {"forward": rises, "backward": not rises}
            up = along.get(one.word("conveying"), True)
            down = not up
        shaft = Shaft(
            self._name(one, kind), kind, ((low, foot), (high, head)),
            osm_tags.width_m(one.says, FLIGHT_M), line.length, up, down,
        )  # fmt: skip
        if kind == "escalator" and one.word("conveying") not in along:
            self.undirected.append(shaft)
        yield shaft

    def _rises(
        self, one: Shown, ends: tuple[shapely.Point, shapely.Point], levels: tuple[int, int]
    ) -> bool:
        """Whether a line runs upwards: as it says, or as its ends lie nearer to the floors."""
        if one.word("incline") in ("up", "down"):
            return one.word("incline") == "up"
        low, high = (self.floors[level] for level in levels)
        begin, end = ends
        return bool(
            low.distance(begin) + high.distance(end) <= low.distance(end) + high.distance(begin)
        )

    def _at(self, one: Shown) -> shapely.Geometry:
        """Where it is, in metres."""
        assert one.geometry is not None  # those without one were passed over
        return self.frame.metres(one.geometry)

    def _name(self, one: Shown, what: str = "") -> str:
        said = one.says.get("name") or one.says.get("ref")
        return called(said, f"{what or one.says.get('room', 'room')} {one.id}")
