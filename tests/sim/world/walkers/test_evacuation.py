"""Everybody leaves by the nearest way out, at their own pace."""

import numpy as np
import pytest
import shapely

from scenarios.failures import Failure
from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.evacuation import PER_M_S, _width_m, evacuated
from sim.world.visitors import populate
from sim.world.ways import Ways

SHORT = {
    "corridor": ({}, (60.0, 100.0)),
    "galleries": ({"duration_s": "900", "window": "null"}, (700.0, 800.0)),
}


@pytest.fixture(scope="module", params=SHORT)
def day(request):
    changes, (from_s, to_s) = SHORT[request.param]
    loaded = load_scenario(request.param, changes)
    ways = Ways(loaded.place)
    people, crowd = populate(loaded.scenario, loaded.place, Streams(1), ways)
    failure = Failure(kind="evacuation", from_s=from_s, to_s=to_s)
    after = evacuated(people, crowd, loaded.place, ways, [failure])
    return loaded.place, (people, crowd), after, failure


def rows(crowd, person):
    return slice(*crowd.first[person : person + 2])


def test_who_is_there_leaves_and_nobody_comes_until_it_is_over(day):
    _, (people, _), (left, crowd), one = day
    there = (people.arrival_s < one.from_s) & (people.exit_s > one.from_s)
    assert there.sum() > 20
    assert (left.exit_s[there] >= one.from_s).all()
    assert np.isfinite(left.exit_s[there]).all()
    assert np.median(left.exit_s[there]) < one.from_s + 120
    meanwhile = (people.arrival_s >= one.from_s) & (people.arrival_s < one.to_s)
    assert np.isnan(left.exit_s[meanwhile]).all()
    assert not np.isin(crowd.person, np.flatnonzero(meanwhile)).any()


def test_whoever_left_before_or_comes_later_walks_as_planned(day):
    _, (people, plan), (left, crowd), one = day
    others = (people.exit_s <= one.from_s) | (people.arrival_s >= one.to_s)
    assert others.any()
    assert (left.exit_s[others] == people.exit_s[others]).all()
    for person in np.flatnonzero(others).tolist():
        for name in ("tick", "x_m", "y_m", "level"):
            same = (
                getattr(plan, name)[rows(plan, person)],
                getattr(crowd, name)[rows(crowd, person)],
            )
            assert np.array_equal(*same)


def test_nobody_outruns_their_pace_or_leaves_the_floor(day):
    place, (people, _), (left, crowd), one = day
    there = np.flatnonzero((people.arrival_s < one.from_s) & (people.exit_s > one.from_s))
    begins = int(np.ceil(one.from_s / crowd.dt_s))
    floors = {level.ordinal: level.venue.floor.buffer(0.05) for level in place.levels}
    for person in there.tolist():
        here = rows(crowd, person)
        tick = crowd.tick[here]
        assert (np.diff(tick) > 0).all()
        assert (tick * crowd.dt_s <= left.exit_s[person] + crowd.dt_s).all()
        late = tick > begins + 1
        x, y, level = (getattr(crowd, name)[here] for name in ("x_m", "y_m", "level"))
        steps = np.hypot(np.diff(x), np.diff(y))
        walked = late[1:] & (np.diff(tick) == 1) & (np.diff(level) == 0)
        assert (steps[walked] <= left.speed_mps[person] * crowd.dt_s + 1e-3).all()
        for ordinal in np.unique(level[late]).tolist():
            on = late & (level == ordinal)
            assert shapely.covers(floors[ordinal], shapely.points(x[on], y[on])).all()


def test_a_door_lets_out_no_more_than_its_width_does(day):
    place, (people, _), (left, _), one = day
    there = (people.arrival_s < one.from_s) & (people.exit_s > one.from_s)
    for number, (_, door) in enumerate(place.entrances):
        out_s = np.sort(left.exit_s[there & (left.exit == number) & (left.exit_s > one.from_s + 5)])
        if len(out_s) > 20:
            rate = 20 / (out_s[20:] - out_s[:-20])
            assert rate.max() <= 1.1 * PER_M_S * _width_m(door.area)


def test_without_an_evacuation_nothing_changes(day):
    place, (people, crowd), _, _ = day
    surge = Failure(kind="crowd_surge", from_s=1, to_s=9)
    assert evacuated(people, crowd, place, Ways(place), [surge]) == (people, crowd)
