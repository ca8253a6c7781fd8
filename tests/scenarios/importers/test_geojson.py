"""Places of several levels as our own GeoJSON, and back."""

import json
from itertools import pairwise

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.names import is_printable
from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.loader import library, load_scenario
from scenarios.place import STOREY_M, Landing, Level, Link, Place
from scenarios.plan import read_plan
from scenarios.things import KINDS, MATERIALS, SCENES, Thing
from scenarios.venue import Entrance, Shop, Venue


def box(x, y, side=2.0):
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(kind, coordinates, **properties):
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind} | properties, "geometry": geometry}


GROUND = feature("floor", box(0, 0, 30), name="Ground")
DOOR = feature("entrance", box(0, 8), name="door")
UPPER = feature("floor", box(0, 0, 20), name="Upper", level=1)
UP = [
    feature("escalator", box(4, 4), name="E1", level=0, up=True, length_m=12),
    feature("escalator", box(14, 4), name="E1", level=1),
]


def read(tmp_path, *features, **changes):
    file = tmp_path / "place.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features} | changes))
    return read_plan(file)


def test_a_place_has_the_levels_and_links_that_its_features_name(tmp_path):
    place = read(tmp_path, UPPER, GROUND, DOOR, *UP, name="Hall")
    assert [(one.ordinal, one.name, one.height_m) for one in place.levels] == [
        (0, "Ground", 0.0),
        (1, "Upper", STOREY_M),
    ]
    (link,) = place.links
    assert (link.kind, link.length_m, link.up, link.down) == ("escalator", 12, True, False)
    assert [place.at(one).name for one in link.landings] == ["Ground", "Upper"]
    assert place.name == "Hall"


def test_floors_side_by_side_share_a_level_and_their_features_say_which_they_are_on(tmp_path):
    platforms = [
        feature("floor", box(100 * k, 0, 30), name=f"Platform {k}", level=-1, height_m=-7.5)
        for k in range(2)
    ]
    bench = feature("bench", box(110, 5), level=-1, floor="Platform 1")
    place = read(tmp_path, GROUND, DOOR, *platforms, bench)
    assert [one.height_m for one in place.levels] == [-7.5, -7.5, 0]
    assert [len(one.venue.low) for one in place.levels] == [0, 1, 0]
    with pytest.raises(ScenarioError, match=r"bench #4: floor: got None, wanted the name of its"):
        read(tmp_path, GROUND, DOOR, *platforms, feature("bench", box(110, 5), level=-1))


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ((feature("bench", box(3, 3), level=7),), "level: got 7, on which there is no floor"),
        ((feature("bench", box(3, 3), level="1"),), r"properties\.level: got '1', wanted a whole"),
        ((feature("bench", box(3, 3), level=True),), "level: got True"),
        ((feature("bench", box(3, 3), level=201),), "level: got 201"),
        ((GROUND,), "got 2 floors called Ground on level 0"),
        ((UP[0],), r"link E1: level: got \[0\], wanted landings on two levels"),
        ((UP[0], UP[0]), r"link E1: level: got \[0, 0\], wanted one landing a level"),
        ((UP[0], feature("stairs", box(14, 4), name="E1", level=1)), "escalator and stairs"),
        ((UP[0], feature("escalator", box(14, 4), name="E1", level=1, up=False)), "True and False"),
        ((UP[0], feature("escalator", box(25, 4), name="E1", level=1)), "off the floor of level 1"),
        ((UP[1], feature("escalator", box(4, 4), name="E1")), "up: got nothing, wanted true"),
        ((UP[0], feature("escalator", box(14, 4), name="E1", level=1, down=True)), "up and down"),
        ((feature("lift", box(3, 3)),), "name: got none, wanted the name of its link"),
        ((feature("lift", box(3, 3), name="L", capacity=0.5),), "capacity: got 0.5, wanted a who"),
        ((feature("lift", box(3, 3), name="L", cycle_s=-1),), "cycle_s: got -1"),
        ((feature("ramp", box(3, 3), name="R", up="yes"),), "up: got 'yes', wanted true or false"),
        ((feature("ramp", box(3, 3), name="R", wide_m=2),), "wide_m: got an unknown property"),
        ((feature("floor", box(0, 0, 9), name="B", level=2, height_m="9"),), "height_m: got '9'"),
        ((feature("floor", box(0, 0, 9), name="B", level=2, cut_out=1),), "cut_out: got 1"),
    ],
)
def test_what_does_not_hold_about_levels_and_links_is_refused(tmp_path, features, said):
    with pytest.raises(ScenarioError, match=said) as refusal:
        read(tmp_path, GROUND, UPPER, DOOR, *features)
    assert "place.geojson" in str(refusal.value)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_plan_of_the_library_reads_back_from_an_export_as_it_is(tmp_path, name):
    place = read_plan(load_scenario(name).venue_path)
    write_place(tmp_path / "again.geojson", place)
    assert read_plan(tmp_path / "again.geojson") == place


names = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8).filter(
    is_printable
)
share = st.floats(0.1, 0.9)
materials = st.sampled_from(sorted(MATERIALS))


@st.composite
def venues(draw, name):
    """A hall anywhere at any angle, with doors, shops outside it and things on it."""
    west, south = draw(st.floats(-900, 900)), draw(st.floats(-900, 900))
    wide, high = draw(st.floats(5, 300)), draw(st.floats(5, 300))
    angle = draw(st.floats(0, 360))

    def at(x, y, size_m=0.5):
        area = shapely.box(x - size_m, y - size_m, x + size_m, y + size_m)
        return shapely.affinity.rotate(area, angle, origin=(0, 0))

    spots = [(west + draw(share) * wide, south + draw(share) * high) for _ in range(4)]
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=3))
    things = tuple(
        Thing(kind, draw(st.just("") | names), at(*spot), draw(materials), 0.0, KINDS[kind].top_m)
        for kind, spot in zip(kinds, spots, strict=False)
    )
    outline = shapely.box(west, south, west + wide, south + high)
    blocks = [one.outline for one in things if one.stand in ("solid", "low")]
    floor = shapely.affinity.rotate(outline, angle, origin=(0, 0)) - shapely.union_all(blocks)
    corner, shop_at = floor.representative_point(), (west - 3, south + high / 2)
    return Venue(
        name=name,
        floor=floor,
        entrances=(Entrance(draw(names), corner.buffer(0.01), draw(materials)),),
        shops=(Shop(draw(names), at(*shop_at), (corner.x, corner.y), draw(st.floats(0.1, 9))),),
        low=tuple(one.outline for one in things if one.stand == "low"),
        ceiling_m=draw(st.floats(1, 900)),
        scene=draw(st.sampled_from(sorted(SCENES))),
        wall=draw(materials),
        things=things,
    )


@st.composite
def places(draw):
    """Up to four levels, and links between those that follow each other."""
    called = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    ordinals = sorted(draw(st.lists(st.integers(-3, 9), min_size=len(called), max_size=4)))
    levels = tuple(
        Level(ordinal, name, draw(st.floats(-50, 50)), draw(venues(name)))
        for ordinal, name in zip(ordinals, called, strict=False)
    )
    links = tuple(
        Link(
            f"link {number}",
            draw(st.sampled_from(["stairs", "ramp", "lift"])),
            (_landing(low), _landing(high)),
            *(draw(st.floats(0.5, 9)) for _ in range(2)),
            capacity=draw(st.integers(1, 40)),
        )
        for number, (low, high) in enumerate(pairwise(levels))
        if low.ordinal < high.ordinal
    )
    return Place(draw(names), levels, links)


def _landing(level):
    return Landing(level.ordinal, level.venue.floor.representative_point().buffer(0.01))


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=places())
def test_any_place_reads_back_from_an_export_as_it_is(tmp_path, place):
    write_place(tmp_path / "place.geojson", place)
    assert read_plan(tmp_path / "place.geojson") == place
