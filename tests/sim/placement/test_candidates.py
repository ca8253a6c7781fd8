from pathlib import Path

import pytest
import shapely

from scenarios.importers.members import thing
from scenarios.loader import load_scenario
from scenarios.mounts import held_by
from scenarios.place import Level, Place, flat
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras.coverage import coverage
from sim.errors import SimError
from sim.placement.candidates import Mounting, Views, at_most, candidates, classes_of

KIND = Camera(id="kind", at_m=(1, 1), heading_deg=0, height_m=2.8, tilt_deg=10)


RAISED = Mounting(heights_m=(5.5,), tilts_deg=(65.0,))
FEW = Mounting(spacing_m=15.0, turns_deg=(0.0,))


def hall(pillar=True, ceiling_m=5.0):
    holes = [shapely.box(14, 9, 15, 10).exterior.coords] if pillar else []
    floor = shapely.Polygon(shapely.box(0, 0, 30, 20).exterior.coords, holes)
    return flat(Venue("hall", floor, (), (), ceiling_m=ceiling_m))


def test_cameras_hang_on_the_floor_before_walls_a_pillar_and_under_the_ceiling():
    place = hall()
    found = candidates(place, [KIND])
    floor = place.levels[0].venue.floor
    points = [shapely.Point(one.at_m) for one in found.cameras]
    assert all(floor.contains(point) for point in points)
    pillar = floor.interiors[0]
    assert (
        len({one.at_m for one in found.cameras if pillar.distance(shapely.Point(one.at_m)) < 1})
        == 4
    )
    assert any(floor.boundary.distance(point) > 1 for point in points)
    assert [one.id for one in found.cameras] == [f"c{n}" for n in range(len(found.cameras))]


def test_cameras_on_one_mount_have_one_number_and_no_others_have_it():
    found = candidates(hall(), [KIND])
    mounts = {place: set() for place in found.place}
    for camera, place in zip(found.cameras, found.place, strict=True):
        mounts[place].add((camera.at_m, camera.level))
    assert all(len(where) == 1 for where in mounts.values())
    assert len({next(iter(where)) for where in mounts.values()}) == len(mounts)


def court(*things, scene="mall", wall="plaster"):
    """20 x 20 m in the middle of which stand things of kinds, 5 m apart, .5 m wide."""
    made = [
        thing(Path("court"), feature(kind, shapely.box(x, 9.8, x + 0.5, 10.3)))
        for kind, x in zip(things, range(4, 20, 5), strict=False)
    ]
    floor = shapely.box(0, 0, 20, 20).difference(shapely.union_all([one.outline for one in made]))
    low = tuple(one.outline for one in made if one.stand == "low")
    return Venue("court", floor, (), (), low, scene=scene, wall=wall, things=tuple(made))


def feature(kind, outline):
    return {"kind": kind, "name": kind, "label": "", "polygon": outline}


@pytest.mark.parametrize(
    ("kind", "height_m", "mounts"),
    [
        *((kind, 2.8, 0) for kind in ("bench", "bin", "planter", "void", "rail", "car", "road")),
        *((kind, 2.8, 4) for kind in ("pillar", "wall", "post", "glass")),
        ("kiosk", 2.8, 0),
        ("kiosk", 2.5, 4),
    ],
)
def test_a_camera_hangs_on_what_is_as_tall(kind, height_m, mounts):
    raster = Mounting(100.0, ceiling_m=None, heights_m=(height_m,))
    found = candidates(flat(court(kind)), [KIND], raster)
    beside = shapely.box(4, 9.8, 4.5, 10.3)
    near = {one.at_m for one in found.cameras if beside.distance(shapely.Point(one.at_m)) < 1}
    assert len(near) == mounts


def test_each_height_looks_for_what_holds_it():
    raster = Mounting(100.0, ceiling_m=None, heights_m=(2.5, 2.8))
    cameras = candidates(flat(court("kiosk", "pillar")), [KIND], raster).cameras
    on = {(one.at_m[0] > 7, one.height_m) for one in cameras if 3 < one.at_m[0] < 17}
    assert on == {(False, 2.5), (True, 2.5), (True, 2.8)}


def test_under_the_sky_no_ceiling_and_no_vista_holds_anything():
    def at(venue, **more):
        raster = Mounting(spacing_m=5.0, turns_deg=(0.0,), ceiling_m=7.0, **more)
        return {one.at_m for one in candidates(flat(venue), [KIND], raster).cameras}

    middle = shapely.box(1, 1, 19, 19)
    inside, street = at(court("post")), at(court("post", scene="street"))
    assert street < inside
    over = [one for one in inside - street if middle.contains(shapely.Point(one))]
    assert len(over) == len(inside - street) > 0
    square = at(court("post", scene="street", wall="vista"))
    assert len(square) == 4
    assert all(shapely.box(3, 9, 6, 11).contains(shapely.Point(one)) for one in square)
    high = candidates(flat(court("post", scene="street")), [KIND], RAISED)
    assert {one.height_m for one in high.cameras} == {5.5}


def test_nothing_low_and_nothing_under_the_sky_is_counted_beforehand(monkeypatch):
    """Where all candidates see enough floor, as many are foretold as there are."""
    monkeypatch.setattr("sim.placement.candidates.LEAST_ZONE_M2", 0.0)
    raster = Mounting(5.0, ceiling_m=7.0, heights_m=(2.5, 2.8), tilts_deg=(8.0, 12.0))
    for venue in (court("kiosk", "bench"), court("post", "bench", scene="street", wall="vista")):
        found = candidates(flat(venue), [KIND], raster)
        assert at_most(flat(venue), [KIND], raster) == len(found.cameras) > 0


@pytest.mark.parametrize("name", ["corridor", "mall", "stadium", "street", "galleries"])
def test_mounts_of_the_library_stand_before_what_is_as_tall(name):
    place = load_scenario(name).place
    cameras = candidates(place, [KIND], Mounting(turns_deg=(0.0,), ceiling_m=None)).cameras
    assert cameras
    for one in cameras:
        venue, at = place.on(one.level, one.at_m).venue, shapely.Point(one.at_m)
        things = [thing for thing in venue.things if thing.stand in ("low", "solid")]
        bare = shapely.union_all([venue.floor, *(thing.outline for thing in things)])
        near = [thing.top_m for thing in things if thing.outline.distance(at) < 0.15]
        assert max(near, default=0) >= 2.8 or bare.boundary.distance(at) < 0.15, one
        assert held_by(one, venue) in {"a wall", "a shop front", "a pillar", "a post"}, one


def test_wider_spacing_gives_fewer():
    counts = [len(candidates(hall(), [KIND], Mounting(spacing_m=m)).cameras) for m in (6, 12, 24)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]


def test_who_may_search_faces_in_an_area_is_known_of_each_camera():
    place, area = hall(pillar=False), shapely.box(0, 0, 8, 8)
    cameras = [
        Camera(id=f"c{turn}", at_m=(14, 4), heading_deg=turn, height_m=2.8, tilt_deg=10)
        for turn in (180, 90, 0)
    ]
    views = Views(place, cameras, 12.0)
    assert views.touching([(0, area)]).tolist() == [True, False, False]
    assert not views.touching([(1, area)]).any()
    near = Views(place, cameras, 100.0).searched[0]
    assert views.searched[0].area > near.area > 0
    seen = coverage(cameras[0], place.levels[0].venue).some
    assert near.equals(seen)  # its own zone asks for less


def test_each_height_and_tilt_hangs_on_each_mount():
    thin = Mounting(spacing_m=30.0, turns_deg=(0.0,), ceiling_m=None)
    raster = Mounting(30.0, (0.0,), None, heights_m=(2.4, 2.6), tilts_deg=(8.0, 10.0))
    few, all_ = (candidates(hall(pillar=False), [KIND], one) for one in (thin, raster))
    hung = {(one.height_m, one.tilt_deg) for one in all_.cameras}
    assert hung == {(2.4, 8.0), (2.4, 10.0), (2.6, 8.0), (2.6, 10.0)}
    assert set(all_.place) == set(few.place)
    assert len(all_.cameras) <= 4 * len(few.place)


def test_no_camera_hangs_above_a_ceiling():
    found = candidates(hall(ceiling_m=2.4), [KIND], FEW)
    assert {round(one.height_m, 6) for one in found.cameras} == {2.1}


def test_each_level_has_its_own():
    venue = hall().levels[0].venue
    place = Place("two", (Level(0, "low", 0.0, venue), Level(1, "high", 4.5, venue)))
    found = candidates(place, [KIND], FEW)
    below, above = ([one for one in found.cameras if one.level == n] for n in (0, 1))
    assert len(below) == len(above) > 0


def test_the_kinds_of_a_scenario_are_told_apart_by_what_they_are():
    cameras = load_scenario("shopping_centre").scenario.cameras
    (kind,) = classes_of([cameras[0], cameras[0].model_copy(update={"id": "b", "at_m": (1, 2)})])
    assert kind == cameras[0]
    wider = cameras[0].model_copy(update={"fov_deg": 70.0})
    assert classes_of([cameras[0], wider]) == (cameras[0], wider)


def test_a_spacing_that_would_never_end_is_refused():
    with pytest.raises(SimError, match=r"spacing: got 0 m, wanted 0\.5 to 1000 m"):
        Mounting(spacing_m=0.0)
    with pytest.raises(SimError, match=r"ceiling: got 0\.1 m"):
        Mounting(ceiling_m=0.1)
    with pytest.raises(SimError, match=r"height: got 0 m"):
        Mounting(heights_m=(3.0, 0.0))
    with pytest.raises(SimError, match=r"tilt: got 91 degrees"):
        Mounting(tilts_deg=(91.0,))
