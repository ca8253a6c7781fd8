import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.loader import load_scenario
from scenarios.place import flat
from sim.cameras.sightings import observe
from sim.streams import Streams
from tests.sim.cameras.stage import LEVEL, crowd, hall, people, seen

AHEAD = (6.0, 10.0)


def test_someone_who_walks_towards_the_camera_is_seen_frontally():
    found = seen([AHEAD])
    assert len(found) == 1
    assert found.frontal_px[0] == pytest.approx(0.063 * 640 / np.tan(np.radians(20)) / 5, rel=1e-3)
    assert abs(found.yaw_deg[0]) < 60
    assert found.visible_share[0] == 1
    assert found.distance_m[0] == pytest.approx(5, abs=0.01)


def test_the_closer_they_come_the_larger_until_they_are_in_the_zone():
    found = seen([(x, 10.0) for x in np.arange(15, 3, -0.5)])
    assert (np.diff(found.frontal_px) > 0).all()
    assert not found.in_zone[0]
    assert found.in_zone[found.frontal_px >= LEVEL.zone_interocular_px].all()


@pytest.mark.parametrize(
    "place", [(0.3, 10.0), (6.0, 18.0), (6.0, 2.0)], ids=["behind", "left", "right"]
)
def test_nobody_outside_the_field_of_view_is_seen(place):
    assert len(seen([place])) == 0


def test_a_pillar_hides_whoever_stands_behind_it():
    pillar = shapely.box(3, 9.6, 3.8, 10.4)
    assert len(seen([AHEAD], venue=hall(pillar))) == 0
    assert len(seen([(6.0, 11.4)], venue=hall(pillar))) == 1


def test_a_bench_hides_nobody():
    bench = shapely.box(3, 9.6, 3.8, 10.4)
    low = hall(bench)
    venue = type(low)(low.name, low.floor, low.entrances, low.shops, low=(bench,))
    assert len(seen([AHEAD], venue=venue)) == 1


def test_someone_close_hides_the_face_behind_but_not_the_one_beside():
    found = seen([(8.0, 10.0)], [(5.0, 10.0)], [(8.0, 11.5)])
    assert found.person.tolist() == [0, 1, 2]
    assert found.visible_share[0] < 0.2
    assert found.visible_share[1:].tolist() == [1, 1]


def test_whoever_is_nearer_hides_however_little_nearer_they_are():
    found = seen([(8.05, 10.0)], [(8.0, 10.0)])
    assert found.visible_share[0] < 0.5
    assert found.visible_share[1] == 1


def test_a_head_hides_what_is_behind_its_back_and_not_what_is_before_its_eyes():
    """The nearer one looks across the picture, the other's face is to the south of their eyes."""
    behind, before = (
        observe(
            (LEVEL,),
            flat(hall()),
            people(2),
            crowd([(8.0, 9.8)], [(7.0, 10.0)], heading_deg=heading_deg),
            Streams(1),
        ).visible_share[0]
        for heading_deg in (90.0, -90.0)
    )
    assert behind < before == 1


def test_a_tall_head_shows_above_a_short_one():
    walked, both = crowd([(8.0, 10.0)], [(5.0, 10.0)]), people(2)
    both.height_m[:] = [1.95, 1.5]
    found = observe((LEVEL,), flat(hall()), both, walked, Streams(1))
    assert found.visible_share[0] > 0.5


def test_who_walks_away_is_in_the_picture_and_never_in_the_zone():
    found = seen([(x, 10.0) for x in np.arange(4, 9, 0.5)], heading_deg=0.0)
    assert (np.abs(found.yaw_deg) > 90).all()
    assert not found.in_zone.any()


def test_who_walks_to_the_picture_s_right_has_a_positive_yaw():
    right = seen([(6.0, 10.0 - 0.1 * k) for k in range(8)], heading_deg=270.0)
    left = seen([(6.0, 10.0 + 0.1 * k) for k in range(8)], heading_deg=90.0)
    assert (right.yaw_deg > 0).all()
    assert (left.yaw_deg < 0).all()
    assert np.diff(right.face_px[:, 0]).min() > 0


def test_a_camera_that_hangs_higher_sees_heads_from_above():
    high = LEVEL.model_copy(update={"height_m": 3.0, "tilt_deg": 15.0})
    level, above = seen([AHEAD]), seen([AHEAD], camera=high)
    steeper = np.degrees(np.arctan2(3.0 - 1.59, 5))
    assert above.pitch_deg[0] - level.pitch_deg[0] == pytest.approx(steeper, abs=0.1)


def test_coming_back_is_another_pass():
    away = [(x, 10.0) for x in (6.0, 5.5, 5.0)]
    found = seen([*away, *[(6.0, 18.0)] * 4, *away], away)
    numbers = found.pass_id[found.person == 0]
    assert len(set(numbers[:3])) == len(set(numbers[3:])) == 1
    assert len(set(found.pass_id)) == 3


@settings(deadline=None, max_examples=15)
@given(st.floats(-180, 180))
def test_turning_everything_changes_no_sighting(by_deg):
    def turned(xy):
        c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
        x, y = xy[0] - 10, xy[1] - 10
        return (10 + c * x - s * y, 10 + s * x + c * y)

    walks = [[(9.0, 10.0), (8.5, 10.2)], [(6.5, 10.5), (6.0, 10.5)]]
    camera = LEVEL.model_copy(update={"at_m": (4.0, 10.0)})
    other = camera.model_copy(update={"at_m": turned((4.0, 10.0)), "heading_deg": by_deg})
    one = seen(*walks, camera=camera)
    same = seen(
        *[[turned(place) for place in walk] for walk in walks],
        camera=other,
        heading_deg=180 + by_deg,
    )
    np.testing.assert_allclose(one.face_px, same.face_px, atol=0.01)
    np.testing.assert_allclose(one.visible_share, same.visible_share)
    np.testing.assert_allclose(one.yaw_deg, same.yaw_deg, atol=0.01)


def test_sightings_come_by_time_then_camera_then_person():
    loaded = load_scenario("shopping_centre")
    walks = [[(7.0 + 0.3 * k, 29.0 + n) for k in range(6)] for n in range(3)]
    found = observe(loaded.scenario.cameras, loaded.place, people(3), crowd(*walks), Streams(1))
    keys = list(zip(found.time_s, found.camera, found.person, strict=True))
    assert keys == sorted(keys)
    assert len(found)


def test_nobody_is_no_sighting():
    assert len(seen([])) == 0
