import json

import pytest

from scenarios.errors import ScenarioError
from scenarios.plan import read_plan
from scenarios.things import KINDS, MATERIALS, SCENES


def square(x, y, side=2.0):
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(kind, x, y, side=2.0, **properties):
    geometry = {"type": "Polygon", "coordinates": square(x, y, side)}
    return {"type": "Feature", "properties": {"kind": kind} | properties, "geometry": geometry}


def read(tmp_path, *things, **floor):
    features = [
        feature("floor", 0, 0, 20, name="Hall", **floor),
        feature("entrance", 0, 8),
        *things,
    ]
    file = tmp_path / "hall.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return read_plan(file).levels[0].venue


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_hinders_people_as_its_kind_does(kind, tmp_path):
    venue = read(tmp_path, feature(kind, 10, 10))
    hindered = KINDS[kind].stand in ("solid", "low")
    assert venue.floor.area == pytest.approx(400 - 4 * hindered)
    assert len(venue.low) == (KINDS[kind].stand == "low")
    assert venue.things[0].material == KINDS[kind].material


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_says_what_walls_and_shops_are_made_of(scene, tmp_path):
    shop = feature("shop", 10, 10, name="A", door=[9.5, 11])
    venue = read(
        tmp_path, shop, feature("shop", 15, 10, door=[14.5, 11], material="brick"), scene=scene
    )
    assert venue.wall == SCENES[scene].wall
    assert [one.material for one in venue.shops] == [SCENES[scene].shop, "brick"]
    assert venue.entrances[0].material == SCENES[scene].entrance


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (
            feature("bench", 4, 4, material="jelly"),
            "bench #2: material: got 'jelly', wanted one of",
        ),
        (feature("bench", 4, 4, material=3), "material: got 3"),
        (feature("board", 4, 4, base_m=-1), "base_m: got -1"),
        (feature("board", 4, 4, base_m=9), r"top_m: got 5\.2, wanted a number above base_m"),
        (feature("post", 4, 4, top_m="high"), "top_m: got 'high'"),
    ],
)
def test_a_thing_that_cannot_be_is_refused_by_name(thing, said, tmp_path):
    with pytest.raises(ScenarioError, match=said):
        read(tmp_path, thing)


def test_an_unknown_scene_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="scene: got 'moon', wanted one of concourse, mall"):
        read(tmp_path, scene="moon")


def test_every_usual_material_is_known():
    used = {kind.material for kind in KINDS.values()}
    used |= {part for one in SCENES.values() for part in (one.shop, one.wall, one.entrance)}
    assert used <= MATERIALS
