import base64
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon

from dashboards.app.explore.map import AFTER_S, played_span
from dashboards.app.map import scene
from dashboards.app.map.officers import all_legs
from dashboards.app.map.plan import plan
from dashboards.app.map.scene import pack
from dashboards.app.stories import Story, stories
from scenarios.fields.parts import Spot
from scenarios.loader import load_scenario
from sim.cameras.coverage import coverage
from sim.events import (
    AlertRaised,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.world.crowd import Walks
from sim.world.ways import Ways

CM_M = 0.005
"""Half of what a packed position is rounded to, metres."""


def unpacked(text: str, kind: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), kind)


@given(st.lists(st.sampled_from(["walk", "gap", "next"]), max_size=30), st.integers(0, 2**31))
@settings(deadline=None, max_examples=60)
def test_packed_walks_unpack_to_where_people_were(steps, seed):
    walks = _walks(steps, np.random.default_rng(seed))
    packed = pack(walks)
    person, first = unpacked(packed["person"], "<i4"), unpacked(packed["first"], "<i4")
    count = unpacked(packed["count"], "<i4")
    xy = unpacked(packed["xy"], "<i2").reshape(-1, 2) * packed["unit_m"]
    assert np.repeat(person, count).tolist() == walks.person.tolist()
    ticks = [tick for a, n in zip(first, count, strict=True) for tick in range(a, a + n)]
    assert ticks == walks.tick.tolist()
    assert np.allclose(xy, np.stack([walks.x_m, walks.y_m], 1), atol=CM_M + 1e-6)


def test_a_scene_holds_the_stretch_and_nothing_else(made):
    drawn = scene(made, 30.0, 60.0, 0)
    first, count = (unpacked(drawn["walks"][k], "<i4") for k in ("first", "count"))
    dt_s = drawn["walks"]["dt_s"]
    assert first.min() * dt_s >= 30.0
    assert (first + count - 1).max() * dt_s <= 60.0
    assert all(30.0 <= told["time_s"] <= 60.0 for told in drawn["told"])
    assert drawn["alerts"]


def test_the_map_of_a_window_ends_after_its_last_chase(filmed):
    chases = filmed.events(PersonStopped, PersonLost)
    start_s, end_s = played_span(filmed)
    assert (start_s, end_s > 180.0) == (0.0, max(one.time_s for one in chases) > 180.0 - AFTER_S)
    assert max(one.time_s for one in chases) < end_s


def test_whoever_is_arrested_is_drawn_where_they_were_stopped_and_then_is_gone(made):
    stops = {who: stop for who, (stop,) in made.stops().items() if stop.led_away}
    assert stops
    walks = made.walks(0.0, 9000.0, 0.5)
    arrested = [event for event in made.events(PersonStopped) if event.person in stops]
    for event in arrested:
        stop = stops[event.person]
        here = walks.person == event.person
        time_s, x_m, y_m = walks.tick[here] * walks.dt_s, walks.x_m[here], walks.y_m[here]
        held = (time_s >= stop.from_s) & (time_s <= stop.until_s)
        assert held.sum() >= (stop.until_s - stop.from_s) / walks.dt_s - 1
        assert np.allclose(x_m[held], event.x_m, atol=CM_M + 1e-6)
        assert np.allclose(y_m[held], event.y_m, atol=CM_M + 1e-6)
        assert time_s.max() <= stop.until_s + walks.dt_s


def test_alerts_carry_the_truth_as_their_tone(made):
    raised = {story.raised.alert: story.raised.true for story in stories(made)}
    for alert in scene(made, 0.0, 180.0, 0)["alerts"]:
        assert alert["tone"] == ("right" if raised[alert["alert"]] else "wrong")


def test_nobody_is_in_two_places_at_once(made):
    for legs in scene(made, 0.0, 4000.0, 0)["officers"]:
        for before, after in pairwise(legs):
            assert before["end_s"] <= after["start_s"] + 1e-9


def test_an_officer_goes_to_the_stop_stays_and_comes_back():
    post, stop = Spot(16.0, 30.0), Spot(30.0, 28.0)
    answers = (
        OfficerSent(10.0, 0, 0),
        PersonStopped(20.0, 0, 0, 5, *stop),
        PersonDisposed(90.0, 0, 0, "released"),
        OfficerFreed(100.0, 0, 0),
    )
    story = Story(AlertRaised(5.0, 0, "west", 5, 1, 0.9, False), answers)
    ways = Ways(load_scenario("corridor").place)
    (legs,) = all_legs((post,), [story], {0: Spot(13.0, 30.0)}, ways, 200.0)
    assert [(leg.start_s, leg.end_s) for leg in legs] == [(10, 20), (20, 90), (90, 100)]
    assert (legs[0].line_m[0], legs[0].line_m[-1]) == (post[:2], stop[:2])
    assert legs[1].line_m == [stop[:2]]
    assert legs[2].line_m == legs[0].line_m[::-1]


def test_an_officer_who_is_called_off_goes_on_from_there():
    post, turn, stop = Spot(16.0, 30.0), Spot(18.0, 30.0), Spot(30.0, 28.0)
    left = Story(
        AlertRaised(5.0, 0, "west", 5, 1, 0.9, False),
        (OfficerSent(10.0, 0, 0), OfficerDiverted(14.0, 0, 0, *turn)),
    )
    served = Story(
        AlertRaised(9.0, 1, "west", 6, 2, 0.9, False),
        (
            OfficerSent(14.0, 1, 0),
            PersonStopped(20.0, 1, 0, 6, *stop),
            PersonDisposed(90.0, 1, 0, "released"),
            OfficerFreed(100.0, 1, 0),
        ),
    )
    aims = {0: Spot(60.0, 30.0), 1: Spot(13.0, 30.0)}
    ways = Ways(load_scenario("corridor").place)
    (legs,) = all_legs((post,), [left, served], aims, ways, 200.0)
    ends = [(leg.line_m[0], leg.line_m[-1]) for leg in legs]
    assert ends == [
        (post[:2], turn[:2]),
        (turn[:2], stop[:2]),
        (stop[:2],) * 2,
        (stop[:2], post[:2]),
    ]


def test_two_who_go_together_are_at_the_stop_together():
    posts, stop = (Spot(16.0, 30.0), Spot(18.0, 30.0)), Spot(30.0, 28.0)
    answers = (
        OfficerSent(10.0, 0, 0),
        OfficerSent(10.0, 0, 1),
        PersonStopped(20.0, 0, 0, 5, *stop),
        PersonDisposed(90.0, 0, 0, "released"),
        OfficerFreed(100.0, 0, 0),
        OfficerFreed(100.0, 0, 1),
    )
    story = Story(AlertRaised(5.0, 0, "west", 5, 1, 0.9, False), answers)
    ways = Ways(load_scenario("corridor").place)
    both = all_legs(posts, [story], {0: Spot(13.0, 30.0)}, ways, 200.0)
    for legs in both:
        assert [(leg.start_s, leg.end_s) for leg in legs] == [(10, 20), (20, 90), (90, 100)]
        assert legs[1].line_m == [stop[:2]]


def area(rings: list[list[list[float]]]) -> MultiPolygon:
    """Of rings filled even-odd, as the map's painter fills them."""
    whole = MultiPolygon()
    for ring in rings:
        whole = whole.symmetric_difference(Polygon(ring).buffer(0))
    return whole


def test_cameras_do_not_look_through_walls():
    loaded = load_scenario("shopping_centre")
    drawn = plan(loaded.place, 0, loaded.scenario, loaded.scenario.cameras)
    shops = [shop.outline.buffer(-0.3) for shop in loaded.venue.shops]
    for camera in drawn["cameras"]:
        view = area(camera["view"])
        assert view.intersection(loaded.venue.floor).area > 1
        assert all(view.intersection(shop).area < 0.5 for shop in shops)


def test_the_map_paints_where_faces_are_recognised_and_not_the_floor_below():
    fields = {"cameras.0.height_m": "3.4", "cameras.0.tilt_deg": "0", "cameras.0.fov_deg": "40"}
    fields |= {"cameras.0.zone_interocular_px": "8"}
    loaded = load_scenario("corridor", fields)
    camera = loaded.scenario.cameras[0]
    (drawn,) = plan(loaded.place, 0, loaded.scenario, (camera,))["cameras"]
    covered = coverage(camera, loaded.venue)
    for name in ("zone", "some", "blind"):
        apart = area(drawn[name]).symmetric_difference(getattr(covered, name)).area
        assert apart < 0.01 * getattr(covered, name).area
    beneath = Point(camera.at_m[0] - 3.0, camera.at_m[1])
    assert area(drawn["blind"]).contains(beneath)
    assert not area(drawn["some"]).buffer(1.0).contains(beneath)
    assert area(drawn["some"]).area > 1


def _walks(steps: list[str], rng: np.random.Generator) -> Walks:
    person, tick, rows = 0, 0, []
    for step in steps:
        person += step == "next"
        tick = 0 if step == "next" else tick + (1 if step == "walk" else 5)
        rows.append((person, tick))
    table = np.array(rows, np.int32).reshape(-1, 2)
    x_m, y_m = rng.uniform(0, 120, (2, len(rows)))
    return Walks(0.5, table[:, 0], table[:, 1], x_m, y_m, np.zeros(len(rows), np.int8))
