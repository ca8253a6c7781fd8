"""Officers pursue people from level to level, by links and at their own pace."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.fields.parts import Spot
from sim.response.officers.pursuit import ARMS_LENGTH_M, ROUNDING_M, Pursuit
from sim.world.day import Day
from sim.world.ways import Ways
from tests.places.storeys import RISING, storeys
from tests.sim.response.stage import Stroll, alert, crowd

PLACE = storeys()


def changing(place, tick_up, ticks_between):
    """Somebody who walks east along y = 8, and at a tick is on the way to the other storey."""
    walked = crowd([Stroll((2.0, 8.0), (0.4, 0.0), until_s=80.0)])
    kept = (walked.tick < tick_up) | (walked.tick >= tick_up + ticks_between)
    level = np.where(walked.tick < tick_up, 0, 1).astype(np.int8)
    names = ("person", "tick", "x_m", "y_m", "heading_deg")
    rows = {name: getattr(walked, name)[kept] for name in names}
    rows |= {"level": level[kept], "first": np.array([0, kept.sum()])}
    return Day(place, None, replace(walked, **rows), (), 0, 600)


@given(
    st.integers(1, 150),
    st.integers(1, 40),
    st.tuples(st.floats(1, 39), st.floats(5, 15), st.integers(0, 1)),
    st.integers(0, 70_000).map(lambda now_ms: now_ms / 1000),
    st.floats(0.8, 3),
)
@settings(deadline=None, max_examples=60)
def test_the_meeting_is_at_the_first_tick_that_can_be_reached_on_whichever_level(
    tick_up, ticks_between, post, now_s, speed_mps
):
    day, ways, post_m = changing(PLACE, tick_up, ticks_between), Ways(PLACE, speed_mps), Spot(*post)
    pursuit = Pursuit(day, ways, speed_mps, 60.0)
    away_s = day.crowd.tick * 0.5 - now_s
    ahead = np.flatnonzero((away_s >= 0) & (away_s <= 60))
    spots = [
        Spot(float(day.crowd.x_m[k]), float(day.crowd.y_m[k]), int(day.crowd.level[k]))
        for k in ahead
    ]
    metres = ways.distances(post_m, spots)
    can = np.flatnonzero(metres <= speed_mps * away_s[ahead] + ARMS_LENGTH_M + ROUNDING_M)
    walk = pursuit.walk(post_m, alert(now_s), now_s)
    assert walk.met == bool(len(can))
    if walk.met:
        assert walk.away_s == away_s[ahead][can[0]]
        assert walk.at_m == pytest.approx(spots[can[0]])
        back = ways.distances(walk.at_m, [post_m])[0]
        assert walk.back_s * speed_mps == pytest.approx(back)


def test_where_no_link_leads_back_an_officer_is_away_as_long_as_they_go_on():
    place = storeys(RISING)
    pursuit = Pursuit(changing(place, 1, 1), Ways(place, 2.0), 2.0, 90.0)
    walk = pursuit.walk(Spot(4.0, 10.0), alert(0), 0.0)
    assert (walk.met, walk.at_m.level, walk.back_s) == (True, 1, 90.0)
