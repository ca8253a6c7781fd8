from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from dashboards.app.plan import desk, studies
from dashboards.app.plan.base import Coming, base, farthest, lacking, with_entrance
from dashboards.app.plan.reading import Said, layers_of, mends, read
from dashboards.app.plan.studies import find, from_place, from_scenario, load, save
from scenarios.bought.kinds import class_of
from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario
from scenarios.place import flat
from scenarios.venue import Entrance, Venue
from sim.run import play
from tests.dashboards.reports.placing.test_camera_plan import turning
from tests.places.drawn import hall


@pytest.fixture
def corridor(tmp_path):
    return from_scenario(tmp_path, "corridor")


def canvas(study, name="first"):
    """The cameras as the canvas has them."""
    told = [one.model_dump(mode="json") for one in load(study.file(name)).scenario.cameras]
    return [{**one, "like": one["id"]} for one in told]


@pytest.mark.parametrize("name", library())
def test_every_scenario_of_the_library_can_be_planned_for(name, tmp_path):
    study = from_scenario(tmp_path, name)
    again, own = load(study.file("first")), load_scenario(name)
    assert again.place.levels == own.place.levels
    assert again.scenario.cameras == own.scenario.cameras
    assert again.scenario.arrivals == own.scenario.arrivals
    assert study.layouts == ("first",)
    assert [one.title for one in studies.studies(tmp_path)] == [own.scenario.title]


def test_cameras_are_kept_with_what_the_canvas_does_not_know(tmp_path):
    study = from_scenario(tmp_path, "market")
    first = load(study.file("first"))
    cameras = canvas(study)
    cameras[0] |= {"tilt_deg": 21.0, "id": "renamed"}
    cameras.append({**cameras[1], "id": "more", "heading_deg": 12.0})
    for one in cameras:
        del one["imaging"]
    save(study, "first", first, cameras)
    kept = load(study.file("first")).scenario.cameras
    assert (kept[0].id, kept[0].tilt_deg) == ("renamed", 21.0)
    assert kept[0].imaging == first.scenario.cameras[0].imaging
    assert kept[-1].imaging == first.scenario.cameras[1].imaging
    assert len(kept) == len(first.scenario.cameras) + 1


def test_the_canvas_is_told_when_presets_look_and_keeps_them(tmp_path):
    study = from_scenario(tmp_path, str(turning(tmp_path)))
    loaded = load(study.file("first"))
    shown = desk.told("it", loaded, [])
    assert [one["looks"] for one in shown["cameras"]] == [
        "0 to 20 s of every 60 s", "20 to 60 s of every 60 s",
    ]  # fmt: skip
    save(study, "first", loaded, shown["cameras"])
    assert load(study.file("first")).scenario.cameras == loaded.scenario.cameras
    assert {class_of(one) for one in loaded.scenario.cameras} == {"1/2.8-1080p"}


@pytest.mark.parametrize("name", [one["name"] for one in desk.classes()])
def test_what_the_canvas_makes_of_a_class_is_of_that_class(corridor, name):
    (bought,) = [one for one in desk.classes() if one["name"] == name]
    fields = {field: bought[field] for field in ("width_px", "height_px", "imaging")}
    save(corridor, "first", load(corridor.file("first")), [{**canvas(corridor)[0], **fields}])
    (kept,) = load(corridor.file("first")).scenario.cameras
    assert class_of(kept) == name


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at_m": [-50.0, 2.0]}, "cameras.0.at_m: got"),
        ({"height_m": 99.0}, "cameras.0.height_m: got"),
        ({"fov_deg": 180.0}, "cameras.0.fov_deg: got 180"),
        ({"level": 7}, "cameras.0.level: got 7"),
    ],
)
def test_cameras_that_do_not_fit_are_refused_and_those_before_stay(corridor, wrong, said):
    before = corridor.file("first").read_bytes()
    with pytest.raises(ScenarioError, match=said):
        save(corridor, "first", load(corridor.file("first")), [canvas(corridor)[0] | wrong])
    assert corridor.file("first").read_bytes() == before


def test_two_cameras_of_one_name_are_refused(corridor):
    twice = canvas(corridor) * 2
    with pytest.raises(ScenarioError, match=r"cameras\.1\.id: got 'west' twice"):
        save(corridor, "first", load(corridor.file("first")), twice)


def test_a_layout_is_copied_under_a_free_name_and_the_last_one_stays(corridor, tmp_path):
    assert studies.copy(corridor, "first", "By the doors") == "by-the-doors"
    assert studies.copy(corridor, "first", "By the doors") == "by-the-doors-2"
    again = find(tmp_path, corridor.id)
    assert again.layouts == ("first", "by-the-doors", "by-the-doors-2")
    for name in again.layouts[:2]:
        studies.drop(again, name)
    assert again.layouts == ("by-the-doors-2",)
    with pytest.raises(ScenarioError, match="its only layout"):
        studies.drop(again, "by-the-doors-2")
    studies.forget(again)
    assert find(tmp_path, corridor.id) is None


def test_two_studies_of_one_place_lie_beside_each_other(tmp_path):
    assert from_scenario(tmp_path, "corridor").id == "corridor"
    assert from_scenario(tmp_path, "corridor").id == "corridor-2"
    assert {one.id for one in studies.studies(tmp_path)} == {"corridor", "corridor-2"}


def test_a_drawing_asks_for_its_unit_and_becomes_a_scenario_that_plays(tmp_path):
    content = hall(tmp_path / "hall.dxf").read_bytes()
    layers = layers_of("hall.dxf", content)
    assert layers == {"A-WALL": "wall", "A-DOOR": "door"}
    asked = read("hall.dxf", content, Said(layers=tuple(layers.items())))
    assert asked.place is None
    assert asked.refused.startswith("hall.dxf: $INSUNITS: got no unit, wanted a unit, one of mm")
    assert "--" not in asked.refused
    found = read("hall.dxf", content, Said("mm", tuple(layers.items())))
    assert found.place is not None
    assert found.place.area_m2 == pytest.approx(23.6 * 11.6, abs=2)
    study = from_place(
        tmp_path, found.place, "Hall", base(found.place, "Hall", Coming(900, 0.1, 20))
    )
    played = play(str(study.file("first")), out=tmp_path / "run")
    assert played.outcomes["passers_by"] > 0


def test_a_drawing_with_one_way_in_and_no_shop_can_be_given_another(tmp_path):
    content = hall(tmp_path / "hall.dxf", doors=1).read_bytes()
    place = read(
        "hall.dxf", content, Said("mm", tuple(layers_of("hall.dxf", content).items()))
    ).place
    assert (len(place.entrances), len(place.shops), lacking(place)) == (1, 0, 1)
    with pytest.raises(ScenarioError, match="shops_visited"):
        from_place(tmp_path, place, "Hall", base(place, "Hall", Coming(900, 0.1, 20)))
    with pytest.raises(ScenarioError, match=r"way in: got 90, 5, wanted a point on the floor"):
        with_entrance(place, 0, (90.0, 5.0))
    ordinal, at_m = farthest(place)
    assert at_m[0] > 20
    more = with_entrance(place, ordinal, at_m)
    assert [door.name for _, door in more.entrances] == [place.entrances[0][1].name, "Way in 2"]
    assert more.levels[0].venue.floor.covers(more.entrances[1][1].area)
    assert lacking(more) == 0
    study = from_place(tmp_path, more, "Hall", base(more, "Hall", Coming(900, 0.1, 20)))
    played = play(str(study.file("first")), out=tmp_path / "run")
    assert played.outcomes["passers_by"] > 0


def test_doors_with_no_way_between_them_are_refused_by_name_before_anything_is_kept(tmp_path):
    floor = shapely.box(0, 0, 20, 10).difference(shapely.box(9, 0, 10, 9.8))
    doors = (Entrance("West", shapely.box(1, 4, 2, 6)), Entrance("East", shapely.box(18, 4, 19, 6)))
    place = flat(Venue("Halves", floor, doors, ()))
    with pytest.raises(ScenarioError, match=r"entrance East: got no way from and to entrance West"):
        from_place(tmp_path, place, "Halves", base(place, "Halves", Coming(900, 0.1, 20)))
    assert studies.studies(tmp_path) == []


def test_who_cannot_walk_through_a_place_goes_to_its_shops():
    place = load_scenario("corridor").place
    one = replace(place.levels[0].venue, entrances=place.levels[0].venue.entrances[:1])
    few = replace(one, shops=one.shops[:2])
    for venue, visited in ((one, (1, 3)), (few, (1, 2))):
        there = replace(place, levels=(replace(place.levels[0], venue=venue),))
        assert lacking(there) == 0
        scenario = base(there, "Hall", Coming())
        assert scenario.arrivals.shops_visited == visited
        studies.checked(scenario, there)
    assert base(place, "Hall", Coming()).arrivals.shops_visited == (0, 3)


def test_a_plan_without_a_way_in_is_refused_until_it_is_mended(tmp_path):
    content, shut = hall(tmp_path / "hall.dxf").read_bytes(), (("A-WALL", "wall"),)
    refused = read("hall.dxf", content, Said("mm", (*shut, ("A-DOOR", "ignore"))))
    assert refused.place is None
    assert "got none that leads out of a lowest level" in refused.refused
    assert mends("hall.dxf", content)
    mended = read("hall.dxf", content, Said("mm", (*shut, ("A-DOOR", "ignore")), mend=True))
    assert mended.place is not None
    assert mended.place.entrances
    assert not mends("map.geojson", b'{"type": "FeatureCollection", "features": []}')


def test_what_is_no_plan_says_so_and_names_no_folder(tmp_path):
    found = read("hall.dxf", b"not a drawing", Said())
    assert found.place is None
    assert str(Path(tmp_path).parent) not in found.refused
    assert found.refused.startswith("hall.dxf")
    assert layers_of("hall.dxf", b"not a drawing") == {}
