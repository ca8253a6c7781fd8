import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.fields.parts import Spot
from scenarios.place import flat
from scenarios.venue import Venue
from sim.response.officers.pursuit import ARMS_LENGTH_M, ROUNDING_M, Pursuit
from sim.world.day import Day
from sim.world.ways import Ways
from tests.sim.response.stage import Stroll, alert, crowd

BLOCKED = flat(Venue("block", shapely.box(0, 0, 100, 20) - shapely.box(30, 4, 60, 16), (), ()))
WAYS = Ways(BLOCKED)
BELOW = st.tuples(st.floats(1, 99), st.floats(1, 3))
STROLLS = st.builds(Stroll, BELOW, st.tuples(st.floats(-2, 2), st.just(0.0)), st.floats(0, 60))
POSTS = (
    st.tuples(st.floats(1, 28), st.floats(1, 19)) | st.tuples(st.floats(62, 99), st.just(18.0))
).map(lambda at: Spot(*at))


@given(STROLLS, POSTS, st.floats(0, 100), st.floats(0.8, 3))
@settings(deadline=None, max_examples=50)
def test_the_meeting_is_at_the_first_tick_that_can_be_reached(stroll, post_m, now_s, speed_mps):
    pursuit = Pursuit(Day(BLOCKED, None, crowd([stroll]), (), 0, 600), WAYS, speed_mps, 60.0)
    tick, xy_m = stroll.rows()
    away_s = tick * 0.5 - now_s
    ahead = (away_s >= 0) & (away_s <= 60)
    metres = WAYS.distances(post_m, [Spot(*at) for at in xy_m[ahead].astype(np.float32)])
    can = np.flatnonzero(metres <= speed_mps * away_s[ahead] + ARMS_LENGTH_M + ROUNDING_M)
    walk = pursuit.walk(post_m, alert(now_s), now_s)
    assert walk.met == bool(len(can))
    if walk.met:
        assert walk.away_s == away_s[ahead][can[0]]
        assert walk.back_s * speed_mps == pytest.approx(metres[can[0]])


def test_an_officer_goes_round_what_stands_in_the_way():
    strolls = [Stroll((62.0, 10.0))]
    pursuit = Pursuit(Day(BLOCKED, None, crowd(strolls), (), 0, 600), WAYS, 1.0, 120.0)
    walk = pursuit.walk(Spot(28.0, 10.0), alert(0), 0.0)
    assert walk.met
    assert 41 < walk.away_s < 46


@pytest.mark.parametrize(
    ("now_s", "met"), [(60.0, True), (60.0 - 1e-9, True), (60.0 + 1e-9, True), (60.0 - 1e-3, False)]
)
def test_somebody_who_comes_at_the_moment_of_giving_up_is_met_however_it_was_rounded(now_s, met):
    """Sent at `now_s` to somebody who comes out of a shop at 100 s; given up after 40 s."""
    strolls = [Stroll((12.0, 10.0), shop_s=(0.0, 100.0))]
    pursuit = Pursuit(Day(BLOCKED, None, crowd(strolls), (), 0, 600), WAYS, 1.0, 40.0)
    walk = pursuit.walk(Spot(10.0, 10.0), alert(0), now_s)
    assert walk.met == met
    assert walk.away_s == pytest.approx(40.0, abs=1e-6)


@pytest.mark.parametrize("now_s", [60.0, 60.0 - 1e-9, 60.0 + 1e-9])
def test_somebody_within_arm_s_length_is_met_in_the_moment_itself(now_s):
    strolls = [Stroll((11.0, 10.0))]
    pursuit = Pursuit(Day(BLOCKED, None, crowd(strolls), (), 0, 600), WAYS, 1.0, 40.0)
    walk = pursuit.walk(Spot(10.0, 10.0), alert(0), now_s)
    assert walk.met
    assert walk.away_s == pytest.approx(0.0, abs=1e-6)
