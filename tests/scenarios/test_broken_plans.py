"""Kinds of broken plans: each is refused, or told with its kind, and never taken in silence."""

import json

import ezdxf
import pytest
import yaml

from scenarios.checks.place import findings
from scenarios.errors import ScenarioError
from scenarios.plan import Asked, read_plan
from tests.scenarios.importers.maps import (
    Earth,
    arcade,
    box,
    collection,
    level,
    opening,
    unit,
    zipped,
)

EARTH = Earth()


def square(kind, west, south, east, north, **says):
    shape = {"type": "Polygon", "coordinates": [box(west, south, east, north)]}
    return {"type": "Feature", "properties": {"kind": kind} | says, "geometry": shape}


HALL = square("floor", 0, 0, 30, 20, name="Hall")
DOOR, BACK = (
    square("entrance", 0, 8, 1.5, 12, name="A"),
    square("entrance", 28, 8, 30, 12, name="B"),
)
SHOP = square("shop", 10, 0, 14, 4, name="Books", door=[12, 4.5])
UP = {"length_m": 9, "up": True}


def ours(*features):
    return {"plan.geojson": json.dumps(collection([HALL, DOOR, BACK, *features]))}


def others(*features):
    return {"plan.geojson": json.dumps(collection(features))}


def bow(kind, **says):
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]}
    return {"type": "Feature", "properties": {"kind": kind} | says, "geometry": shape}


def moved(by):
    """The whole plan that much further east."""
    return others(*(square(one["properties"]["kind"], *_box(one, by), **_says(one))
                    for one in (HALL, DOOR, BACK)))  # fmt: skip


def _says(one):
    return {name: said for name, said in one["properties"].items() if name != "kind"}


def _box(one, by):
    (west, south), _, (east, north), *_ = one["geometry"]["coordinates"][0]
    return west + by, south, east + by, north


BOW = [[0, 4], [9, 9], [9, 4], [0, 9], [0, 4]]


def indoors(earth):
    """A corridor with a way in, as OpenStreetMap has it."""
    return (
        earth.feature("Polygon", [box(0, 0, 30, 6)], "c", indoor="corridor", level="0"),
        earth.feature("Point", [0, 3], "d", entrance="main", level="0"),
    )


def with_units(*units):
    """The arcade with some more."""
    return arcade() | {"unit.geojson": [*arcade()["unit.geojson"], *units]}


def room(bounds, **tags):
    return EARTH.feature("Polygon", [box(*bounds)], "z", **tags)


def _swapped(one):
    return one | {"geometry": one["geometry"] | {"coordinates": _each(one, lambda at: at[::-1])}}


def _in_metres(one):
    far = _each(one, lambda at: [at[0] * 1e4, at[1] * 1e4])
    return one | {"geometry": one["geometry"] | {"coordinates": far}}


def _each(one, place):
    at = one["geometry"]["coordinates"]
    return place(at) if one["geometry"]["type"] == "Point" else [[place(p) for p in r] for r in at]


REFUSED = {
    "a link to a level that is not there": (
        ours(
            square("stairs", 4, 4, 6, 6, name="S"), square("stairs", 9, 4, 11, 6, name="S", level=7)
        ),
        r"link S: got a landing off the floor of level 7",
    ),
    "a link with one landing": (
        ours(square("stairs", 4, 4, 6, 6, name="S")),
        r"link S: level: got \[0\], wanted landings",
    ),
    "two landings of stairs on one level": (
        ours(square("stairs", 4, 4, 6, 6, name="S"), square("stairs", 9, 4, 11, 6, name="S")),
        r"link S: level: got \[0, 0\], wanted one landing a level",
    ),
    "an escalator both up and down": (
        ours(square("escalator", 4, 4, 6, 6, name="E", up=True, down=True)),
        r"link E: ",
    ),
    "a landing off the floor": (
        ours(
            square("floor", 0, 0, 30, 20, name="Up", level=1),
            square("stairs", 40, 4, 42, 6, name="S", **UP),
            square("stairs", 4, 4, 6, 6, name="S", level=1),
        ),
        r"link S: got a landing off the floor of level 0",
    ),
    "an entrance off the floor": (
        ours(square("entrance", 50, 50, 52, 52, name="C")),
        r"entrance C: got one off the floor",
    ),
    "a seat off the floor": (
        ours(square("seat", 50, 5, 53, 6, name="S")),
        r"stay S: got one off the floor",
    ),
    "a shop's door off the floor": (
        ours(square("shop", 10, 0, 14, 4, name="Books", door=[90, 4.5])),
        r"shop Books: door: got",
    ),
    "a shop without a door": (
        ours(square("shop", 10, 0, 14, 4, name="Books")),
        r"Books: door: got None",
    ),
    "a door in text": (
        ours(square("shop", 10, 0, 14, 4, name="Books", door="north")),
        r"door: got 'north'",
    ),
    "a checkpoint without a time": (
        ours(square("checkpoint", 8, 5, 9, 15, name="C")),
        r"service_s: got none",
    ),
    "a size in text": (
        ours(square("stairs", 4, 4, 6, 6, name="S", width_m="2 m")),
        r"width_m: got '2 m'",
    ),
    "a height in text": (
        others(square("floor", 0, 0, 30, 20, ceiling_m="high"), DOOR),
        r"ceiling_m: got 'high'",
    ),
    "a level in text": (ours(square("pillar", 4, 4, 5, 5, level="first")), r"level: got 'first'"),
    "a level of one half": (ours(square("pillar", 4, 4, 5, 5, level=0.5)), r"level: got 0\.5"),
    "a thing on a level without a floor": (
        ours(square("pillar", 4, 4, 5, 5, level=3)),
        r"level: got 3, on which there is no floor",
    ),
    "a floor that crosses itself": (
        others(bow("floor"), DOOR),
        r"features\.0\.geometry: got no valid polygon",
    ),
    "a room that crosses itself": (
        ours(bow("shop", door=[12, 4])),
        r"geometry: got no valid polygon",
    ),
    "a floor in pieces": (ours(square("wall", 14, 0, 15, 20)), r"floor: got 2 pieces"),
    "a floor that is covered by a wall": (
        ours(square("wall", 0, 0, 30, 20)),
        r"floor: got nothing left",
    ),
    "two floors of one name": (ours(HALL), r"got 2 floors called Hall on level 0"),
    "no floor": (others(DOOR), r"got 0 floors"),
    "no entrance": (others(HALL), r"got no entrance"),
    "an unknown kind": (ours(square("sofa", 4, 4, 5, 5)), r"features\.3\.kind: got 'sofa'"),
    "an unknown property": (
        ours(square("pillar", 4, 4, 5, 5, heigth=3)),
        r"heigth: got an unknown property",
    ),
    "huge coordinates": (moved(5e6), r"got points beyond"),
    "degrees": (
        others(
            square("floor", 13.40, 52.50, 13.41, 52.51),
            square("entrance", 13.40, 52.50, 13.401, 52.501),
        ),
        r"what looks like longitude and latitude",
    ),
    "latitude and longitude swapped": (
        others(*(_swapped(one) for one in indoors(Earth(100.0, 52.5)))),
        r"nowhere on Earth",
    ),
    "metres where degrees are asked": (
        others(*(_in_metres(one) for one in indoors(EARTH))),
        r"nowhere on Earth",
    ),
    "an archive's two levels of one id": (
        arcade() | {"level.geojson": [level(EARTH, 0, "L0"), level(EARTH, 1, "L0")]},
        r"got 2 levels with 1 ids",
    ),
    "an archive's level without an ordinal": (
        arcade() | {"level.geojson": [level(EARTH, "ground", "L0"), level(EARTH, 1, "L1")]},
        r"ordinal: got 'ground'",
    ),
    "an archive's room that crosses itself": (
        with_units(unit(EARTH, "room", BOW, "L0")),
        r"outline that crosses",
    ),
}
TOLD = {
    "an archive without a walkway": (
        arcade() | {"unit.geojson": [unit(EARTH, "room", box(0, 4, 10, 10), "L0", "Books")]},
        "no walkway",
    ),
    "two levels of one ordinal": (
        arcade() | {"level.geojson": [level(EARTH, 0, "L0"), level(EARTH, 0, "L1")]},
        "shared ordinal",
    ),
    "an opening in no wall": (
        arcade()
        | {"opening.geojson": [*arcade()["opening.geojson"], opening(EARTH, [[60, 60], [61, 60]])]},
        "door in no wall",
    ),
    "a door of no width": (
        arcade()
        | {
            "opening.geojson": [
                opening(EARTH, [[0, 1], [0, 3]]),
                opening(EARTH, [[4.5, 4], [4.7, 4]]),
            ]
        },
        "door width",
    ),
    "a room that nobody gets to": (
        with_units(unit(EARTH, "room", box(50, 50, 55, 55), "L0", "Far")),
        "unreachable room",
    ),
    "rooms over each other": (
        with_units(unit(EARTH, "room", box(1, 5, 9, 9), "L0", "Twice")),
        "overlap",
    ),
    "a floor that nobody gets to": (
        with_units(unit(EARTH, "walkway", box(60, 0, 70, 4), "L0")),
        "no way in",
    ),
    "stairs that end on no floor": (
        with_units(*(unit(EARTH, "stairs", box(80, 0, 84, 4), on) for on in ("L0", "L1"))),
        "link on no floor",
    ),
    "a corridor of no width": (
        others(*indoors(EARTH), room([3, 0, 3.0001, 6], indoor="corridor", level="0")),
        "speck",
    ),
    "a half level": (
        others(*indoors(EARTH), room([0, 8, 9, 12], indoor="room", level="0.5")),
        "half level",
    ),
    "a shop behind a neck": (
        ours(
            square("wall", 20, 0, 20.2, 19.5),
            square("shop", 24, 0, 28, 4, name="Far", door=[26, 4.5]),
        ),
        "narrow way",
    ),
    "shops over each other": (
        ours(SHOP, square("shop", 12, 0, 16, 4, name="Over", door=[15, 4.5])),
        "overlap",
    ),
    "an entrance narrower than a door": (
        ours(square("entrance", 10, 19.8, 10.3, 20, name="Slit")),
        "door width",
    ),
    "a level that only leads up": (
        ours(
            square("floor", 0, 0, 30, 20, name="Up", level=1),
            square("escalator", 4, 4, 6, 6, name="E", **UP),
            square("escalator", 14, 4, 16, 6, name="E", level=1),
        ),
        "apart",
    ),
}


def written(tmp_path, files):
    if "plan.geojson" in files and len(files) == 1:
        (tmp_path / "plan.geojson").write_text(files["plan.geojson"])
        return tmp_path / "plan.geojson"
    return zipped(tmp_path / "plan.zip", files)


@pytest.mark.parametrize("kind", REFUSED)
def test_a_plan_that_is_none_is_refused_with_what_makes_it_none(tmp_path, kind):
    files, said = REFUSED[kind]
    path = written(tmp_path, files)
    with pytest.raises(ScenarioError, match=said) as refused:
        read_plan(path)
    assert all(str(path) in fault.told() for fault in refused.value.faults)


@pytest.mark.parametrize("kind", TOLD)
def test_a_doubtful_plan_is_told_with_its_kind(tmp_path, kind):
    files, said = TOLD[kind]
    assert said in {one.kind for one in findings(read_plan(written(tmp_path, files)))}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda space, _: space.add_text("8000", dxfattribs={"layer": "A-WALL"}), "no line"),
        (lambda space, _: space.add_blockref("nowhere", (0, 0)), "file fault"),
        (lambda space, _: space.add_line((0, 0), (5, 5), {"layer": "unheard of"}), "unsaid layer"),
    ],
)
def test_a_drawing_s_texts_missing_blocks_and_unsaid_layers_are_told(tmp_path, change, said):
    document = ezdxf.new(units=4)
    space = document.modelspace()
    for ring in (box(0, 0, 9000, 6000), box(200, 200, 8800, 5800)):
        space.add_lwpolyline(ring[:-1], close=True, dxfattribs={"layer": "A-WALL"})
    change(space, document)
    document.saveas(tmp_path / "plan.dxf")
    layers = tmp_path / "layers.yaml"
    layers.write_text(yaml.safe_dump({"entrances": [[4000, 300]], "layers": {"A-WALL": "wall"}}))
    place = read_plan(tmp_path / "plan.dxf", Asked(layers=layers))
    assert said in {one.kind for one in place.findings}
