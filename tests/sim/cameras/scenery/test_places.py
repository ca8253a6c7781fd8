from dataclasses import replace

import cv2
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.place import flat
from scenarios.schema import Imaging
from scenarios.things import KINDS, MATERIALS, SCENES, Thing
from scenarios.venue import Shop
from sim.cameras import optics
from sim.cameras.frames import take
from sim.cameras.scenery.backdrop import backdrop, thrown, to_floor
from sim.cameras.scenery.materials.catalogue import KNOWN
from sim.cameras.scenery.materials.floors import FLOORS
from sim.cameras.scenery.materials.patterns import stripes
from sim.cameras.scenery.places import PLACES
from sim.cameras.scenery.solids import solids
from sim.cameras.scenery.surfaces import ABOVE, FLOOR, hits, walls_of
from sim.cameras.scenes import places_of, scene
from sim.people.drawing.lights import LIGHTS
from sim.streams import Streams
from tests.sim.cameras.stage import WIDE, day, hall
from tests.sim.cameras.test_frames import Dummies

FEW = settings(deadline=None, max_examples=60)


def thing(kind, outline, **changes):
    usual = KINDS[kind]
    made = Thing(kind, "", outline, usual.material, usual.base_m, usual.top_m)
    return replace(made, **changes)


def furnished(*things, scene="mall"):
    """The hall with things in it."""
    blocks = [one.outline for one in things if one.stand in ("solid", "low")]
    low = tuple(one.outline for one in things if one.stand == "low")
    return replace(hall(*blocks), things=things, low=low, scene=scene)


def filmed(venue, *walks):
    """The first frame of people in a venue, and the empty place."""
    played = replace(day(*walks, camera=WIDE), place=flat(venue))
    shown = scene(WIDE, played, places_of(WIDE, played), Streams(1))
    empty = backdrop(WIDE, venue)
    return take(empty, shown.take(shown.frame == 0), played, Dummies()), empty


def met(venue, uv_px):
    start, towards = optics.station(WIDE), optics.rays(WIDE, np.array(uv_px, np.float64))
    return hits(WIDE, venue, walls_of(venue), start, towards)


def test_every_material_scene_and_light_is_known_to_who_paints():
    assert MATERIALS == KNOWN
    assert SCENES.keys() == PLACES.keys() == FLOORS.keys()
    assert {place.light for place in PLACES.values()} <= LIGHTS.keys()


@FEW
@given(seed=st.integers(0, 2**32 - 1), wide=st.sampled_from([0.0, 0.1, 1.2]))
def test_rays_meet_the_same_whichever_walls_are_passed_over_beside_them(seed, wide):
    rng = np.random.default_rng(seed)
    boxes = [shapely.box(x, y, x + 1.5, y + 0.7) for x, y in rng.uniform(3, 17, (4, 2))]
    venue = furnished(*(thing("bench", box) for box in boxes))
    turns = rng.uniform(0, 2 * np.pi) + rng.uniform(-wide, wide, 40)
    towards = np.stack([np.cos(turns), np.sin(turns), rng.normal(0, 0.3, 40)], 1)
    starts = [10.0, 10.0, 2.0] + towards * rng.uniform(0, 2, (40, 1)) * [1, 1, 0]
    walls = walls_of(venue)
    ahead = hits(WIDE, venue, walls, starts, towards)
    around = hits(WIDE, venue, walls, [*starts, starts[0]], np.array([*towards, -towards[0]]))
    np.testing.assert_array_equal(ahead.wall, around.wall[:-1])
    np.testing.assert_array_equal(ahead.at_m, around.at_m[:-1])


@FEW
@given(x=st.floats(4, 19), share=st.floats(-0.9, 0.9))
def test_a_point_on_the_floor_is_seen_where_it_projects_to(x, share):
    place = [x, 10 + share * (x - 1) * np.tan(np.radians(WIDE.fov_deg / 2)), 0.0]
    if not 0.1 < place[1] < 19.9:
        return
    uv, _ = optics.project(WIDE, [place])
    found = met(hall(), uv)
    assert found.wall[0] == FLOOR
    np.testing.assert_allclose(found.at_m[0], place, atol=1e-6)
    back = to_floor(WIDE) @ [*uv[0], 1.0]
    np.testing.assert_allclose(back[:2] / back[2], place[:2], atol=1e-6)


def test_what_lies_above_the_horizon_is_no_floor():
    u, v = optics.project(WIDE, [[1e6, 10.0, 0.0]])[0][0]
    assert (to_floor(WIDE) @ [u, v - 1, 1.0])[2] < 0 < (to_floor(WIDE) @ [u, v + 1, 1.0])[2]


def test_a_pillar_hides_who_stands_behind_it_and_nobody_else():
    pillar = thing("pillar", shapely.box(4, 9.6, 4.8, 10.4))
    behind, beside = [(8.0, 10.0), (7.9, 10.0)], [(8.0, 12.0), (7.9, 12.0)]
    frame, _ = filmed(furnished(pillar), behind, beside)
    assert not (frame.owner == 0).any()
    assert (frame.owner == 1).any()


def test_a_low_thing_hides_legs_but_no_head():
    walk = [(8.0, 10.0), (7.9, 10.0)]
    trough = thing("bin", shapely.box(6.6, 8, 7, 12))
    bare, _ = filmed(hall(), walk)
    frame, _ = filmed(furnished(trough), walk)
    rows, before = (np.flatnonzero((one.owner == 0).any(1)) for one in (frame, bare))
    assert rows[0] == before[0]
    assert rows[-1] < before[-1] - 5


def test_what_hangs_hides_neither_floor_nor_walkers():
    board = thing("board", shapely.box(5, 8, 5.2, 12), base_m=2.6, top_m=3.4)
    venue = furnished(board)
    assert venue.floor.area == hall().floor.area
    assert met(venue, optics.project(WIDE, [[5.0, 10.0, 3.0]])[0]).wall[0] >= 0
    assert met(venue, optics.project(WIDE, [[5.0, 10.0, 0.0]])[0]).wall[0] == FLOOR


def test_one_sees_through_bars_here_and_there():
    fence = thing("barrier", shapely.box(5, 8, 5.05, 12))
    uv = optics.project(WIDE, [[5.0, y, 0.7] for y in np.linspace(8.2, 11.8, 400)])[0]
    ahead = met(furnished(fence), uv).ahead_m
    share = float((ahead < 4.1).mean())
    assert 0.1 < share < 0.4


def test_under_the_sky_there_is_no_ceiling():
    street = replace(hall(), scene="street", wall="vista")
    uv = [[WIDE.width_px / 2, -400.0]]
    assert met(street, uv).wall[0] == ABOVE
    assert met(street, uv).at_m[0, 2] > 1000


def test_shadows_lie_at_the_feet_and_along_the_light():
    walk = [(8.0, 10.0), (7.9, 10.0)]
    frame, empty = filmed(furnished(scene="concourse"), walk)
    nobody = cv2.dilate((frame.owner >= 0).astype(np.uint8), np.ones((3, 3))) == 0
    darker = (frame.bgr.astype(int).sum(2) < empty.bgr.astype(int).sum(2) - 6) & nobody
    v, u = np.nonzero(darker)
    floor = to_floor(WIDE) @ np.stack([u + 0.5, v + 0.5, np.ones(len(u))])
    away = (floor[:2] / floor[2]).T - [8.1, 10.0]
    along = away @ empty.throw / np.hypot(*empty.throw)
    assert len(u) > 20
    assert np.hypot(*away.T).max() < 1.55 * np.hypot(*empty.throw) + 0.6
    assert along.max() > 0.5
    assert along.min() > -0.5


@FEW
@given(heading=st.floats(-180, 180))
def test_light_from_the_camera_s_side_throws_shadows_away_from_it(heading):
    camera = WIDE.model_copy(update={"heading_deg": heading})
    ahead = np.array([np.cos(np.radians(heading)), np.sin(np.radians(heading))])
    assert np.dot(thrown(camera, LIGHTS["mall"]), ahead) == pytest.approx(0.55 / 0.9)


@FEW
@given(x=st.floats(-50, 50), period=st.floats(0.1, 5), share=st.floats(0.05, 0.95))
def test_far_away_stripes_become_their_mean(x, period, share):
    wide = stripes(np.array([x]), period, share * period, np.array([200.0 * period]))
    assert wide[0] == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_painted_the_same_twice_and_lit(name):
    kinds = [k for k, usual in KINDS.items() if usual.stand != "solid"]
    things = [
        thing(k, shapely.box(5 + 0.9 * n, 12, 5.6 + 0.9 * n, 12.8)) for n, k in enumerate(kinds)
    ]
    venue = replace(furnished(*things, scene=name), wall=SCENES[name].wall)
    one, again = backdrop(WIDE, venue), backdrop(WIDE, venue)
    assert np.array_equal(one.bgr, again.bgr)
    assert 20 < one.bgr.mean() < 235
    assert one.light == PLACES[name].light


def test_people_under_a_lamp_are_brighter_than_people_away_from_it():
    lamp = thing("post", shapely.Point(8, 12).buffer(0.1, 2))
    under, away = [(8.0, 11.6), (7.9, 11.6)], [(16.0, 10.0), (15.9, 10.0)]
    frame, empty = filmed(furnished(lamp, scene="street"), under, away)
    colours = np.array([[40, 200, 90], [90, 140, 90]])
    shares = [np.median(frame.bgr[frame.owner == k], 0)[1] / colours[k, 1] for k in (0, 1)]
    assert empty.standing is not None
    assert shares[0] > 1.2 * shares[1]


def test_a_floor_out_of_doors_is_darker_and_mirrors_when_it_rains():
    street = replace(hall(), scene="street", wall="brick")
    rainy = WIDE.model_copy(update={"imaging": Imaging(rain_mm_per_h=5)})
    dry, wet = backdrop(WIDE, street), backdrop(rainy, street)
    floor = np.isinf(dry.ahead_m) & (np.arange(WIDE.height_px)[:, None] > WIDE.height_px * 0.8)
    assert wet.bgr[floor].mean() < dry.bgr[floor].mean()
    assert np.array_equal(backdrop(rainy, hall()).bgr, backdrop(WIDE, hall()).bgr)


@FEW
@given(kind=st.sampled_from(sorted(KINDS)), wide=st.floats(0.01, 3), deep=st.floats(0.01, 3))
def test_things_of_any_size_are_made_of_upright_solids_within_their_height(kind, wide, deep):
    corner = shapely.box(9, 9, 9 + wide, 9 + deep)
    notch = shapely.box(9 + wide / 3, 9 + deep / 10, 9 + wide / 2, 9 + deep)
    for outline in (corner, shapely.difference(corner, notch)):
        made = thing(kind, outline)
        for solid in solids((made,)):
            assert solid.outline.area > 0
            assert made.base_m <= solid.face.base_m <= solid.face.top_m
            assert solid.face.top_m <= max(made.top_m, 1.4) + 1e-9


def test_houses_on_a_street_have_gables_and_stalls_have_none():
    stall = Shop("Pies", shapely.box(0, 0, 4, 2), (2.0, 2.9), material="kiosk")
    house = replace(stall, material="terrace")
    street = replace(hall(), scene="street", wall="vista")
    parts = [
        {face.part for face in walls_of(replace(street, shops=(shop,))).faces}
        for shop in (stall, house)
    ]
    assert ["gable" in one for one in parts] == [False, True]
