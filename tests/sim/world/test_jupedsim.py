"""Bodies steered along lines: as any walkers, and what only they do."""

import numpy as np
import pytest
import shapely

from scenarios.footfall.populations import POPULATIONS
from sim.errors import SimError
from sim.run import play
from sim.world.lines import Lines
from sim.world.links import goes
from sim.world.walker import DT_S
from sim.world.walkers.steering.bodies import Bodies
from sim.world.walkers.steering.doorways import Doorways
from sim.world.walkers.steering.floor import cleaned, onto
from sim.world.walkers.steering.walk import Walk
from sim.world.walkers.steering.watch import MOST_HELP, PATIENCE_S, Watch
from tests.sim.world.test_flow import same, steps
from tests.sim.world.test_levels import rides
from tests.sim.world.test_levels import walked as over_levels

PEOPLE = POPULATIONS["weidmann"]
HALL = shapely.box(0, 0, 20, 4)


@pytest.fixture(scope="module")
def steered(walked):
    """The corridor's three minutes, until everybody has left."""
    return walked(crowd__walkers="jupedsim")


def lines(*ways, speed_mps=1.3, visit=None, pause_s=0.0):
    """Of walkers who all come at once; each way (k, 2)."""
    counts = np.array([len(way) for way in ways])
    first = np.cumsum(counts) - counts
    far = [np.append(np.hypot(*np.diff(np.array(way, float), axis=0).T), 0) for way in ways]
    corners, count = np.concatenate([np.array(way, float) for way in ways]), len(ways)
    pause = np.zeros(len(corners))
    pause[first[0] + 1] = pause_s
    return Lines(
        person=np.arange(count),
        arrival_s=np.zeros(count),
        speed_mps=np.full(count, speed_mps),
        first=first,
        last=first + counts - 1,
        corners=corners,
        along_m=np.concatenate([[0.0], np.cumsum(np.concatenate(far))[:-1]]),
        floor=np.zeros(len(corners), np.int64),
        queue=np.full(len(corners), -1),
        rest_s=np.zeros(len(corners)),
        hold_s=np.zeros(len(corners)),
        held=np.full(len(corners), -1),
        facing_deg=np.full(len(corners), np.nan),
        queues=0,
        turned_back=np.empty(0, np.int64),
        went_round=np.empty(0, np.int64),
        behind_m=np.zeros(count),
        visit=np.arange(count) if visit is None else np.array(visit),
        pause_s=pause,
        turned_deg=np.zeros(count),
    )


def played(floor, *ways, end_s=60.0, **about):
    them = lines(*ways, **about)
    walk = Walk(them, them.corners, [floor], [0], PEOPLE, 0.0)
    walk.run(end_s, None)
    return walk, walk.rows.crowd(them.person, len(ways))


def test_nobody_outruns_their_speed_or_leaves_the_floor(steered, mall):
    people, crowd = steered
    moved, person = steps(crowd)
    assert (moved <= people.speed_mps[person] * DT_S + 1e-4).all()
    assert moved.mean() > 0.3 * DT_S
    floor = mall.venue.floor.buffer(1e-3)
    assert shapely.contains_xy(floor, crowd.x_m, crowd.y_m).all()


def test_everybody_comes_in_by_their_entrance_and_goes_out_by_their_exit(steered, mall):
    people, crowd = steered
    assert np.isfinite(people.exit_s).all()
    doors = [entrance.area.buffer(1.5) for entrance in mall.venue.entrances]
    for person in range(len(people)):
        rows = slice(crowd.first[person], crowd.first[person + 1])
        places = shapely.points(crowd.x_m[rows], crowd.y_m[rows])
        assert crowd.tick[rows][0] * DT_S >= people.arrival_s[person]
        assert doors[people.entrance[person]].contains(places[0])
        assert doors[people.exit[person]].contains(places[-1])


def test_groups_leave_together(steered):
    people, _ = steered
    for group in np.flatnonzero(np.bincount(people.group) > 1):
        exits = people.exit_s[people.group == group]
        assert np.ptp(exits) < 10


def test_one_seed_is_one_crowd(steered, walked):
    again = walked(crowd__walkers="jupedsim")
    assert same(steered[0], again[0])
    assert same(steered[1], again[1])


def test_who_goes_up_or_down_is_on_no_floor_meanwhile_and_comes_back_at_the_landing(tmp_path):
    place, people, crowd = over_levels(tmp_path / "storeys", crowd__walkers="jupedsim")
    assert np.isfinite(people.exit_s).all()
    taken = rides(place, crowd)
    assert len(taken) > 5
    for _, link, start, end, row in taken:
        assert goes(place.links[link], start, end)
        assert crowd.tick[row + 1] - crowd.tick[row] > 1
    for level in place.levels:
        here = crowd.level == level.ordinal
        floor = level.venue.floor.buffer(1e-3)
        assert shapely.contains_xy(floor, crowd.x_m[here], crowd.y_m[here]).all()


def test_without_footfall_there_is_nobody(walked):
    profile = "[{from_s: 0, people_per_h: 0}]"
    people, crowd = walked(crowd__walkers="jupedsim", arrivals__profile=profile)
    assert (len(people), len(crowd.person), crowd.first.tolist()) == (0, 0, [0])


def test_a_run_of_theirs_closes_its_books(tmp_path):
    told = {"crowd.walkers": "jupedsim", "crowd.population": "shopping"}
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=told)
    outcomes = run.outcomes
    assert sum(outcomes["books"].values()) == outcomes["passers_by"] > 100
    assert outcomes["warnings"] == []


def test_two_who_meet_head_on_pass_each_other():
    walk, crowd = played(HALL, [(1, 2), (19, 2)], [(19, 2), (1, 2)])
    assert np.isfinite(walk.left_s).all()
    assert not walk.given_up
    both = [crowd.tick[crowd.first[k] : crowd.first[k + 1]] for k in range(2)]
    ticks = min(len(one) for one in both)
    xy = np.stack([crowd.x_m, crowd.y_m], 1)
    apart = xy[crowd.first[0] :][:ticks] - xy[crowd.first[1] :][:ticks]
    assert np.hypot(*apart.T).min() > PEOPLE.radius_m


def test_who_has_no_room_waits_outside():
    many = [[(1, 2), (19, 2)]] * 40
    walk, crowd = played(HALL, *many, end_s=90)
    came = crowd.tick[crowd.first[:-1]]
    assert (came == 0).sum() < 40
    assert np.isfinite(walk.left_s).all()
    at_first = crowd.tick == 0
    xy = np.stack([crowd.x_m[at_first], crowd.y_m[at_first]], 1)
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))[np.triu_indices(len(xy), 1)]
    assert gaps.min() > 2 * PEOPLE.radius_m


def test_a_group_stands_where_its_first_stops_to_talk():
    walk, crowd = played(HALL, [(1, 2), (10, 2), (19, 2)], pause_s=20.0)
    assert walk.left_s[0] > 18 / 1.3 + 19
    assert (np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m)) < 0.01).sum() * DT_S >= 19


def test_who_is_ahead_of_their_group_waits_for_it():
    ways = [[(1, 1), (19, 1)], [(5, 3), (19, 3)]]
    apart, together = (played(HALL, *ways, visit=visit)[0].left_s for visit in ([0, 1], [0, 0]))
    assert together[1] >= apart[1]


def test_where_two_cannot_pass_they_are_helped_and_taken_off_the_floor_at_last():
    gangway = shapely.box(0, 0, 20, 0.6)
    walk, _ = played(gangway, [(1, 0.3), (19, 0.3)], [(19, 0.3), (1, 0.3)], end_s=400)
    assert 0 < len(walk.given_up) <= 2
    assert (walk.left_s[walk.given_up] > PATIENCE_S * MOST_HELP).all()
    assert np.isfinite(walk.left_s).all()


def test_the_watch_counts_help_and_forgets_it_at_a_new_corner():
    watch, one = Watch(1, DT_S), np.array([0])
    standing, away = np.array([False]), np.array([3.0])
    watch.turned(0, 1, 0)
    asked = [watch.stuck(one, away, standing, now).tolist() for now in range(100)]
    assert [now for now, who in enumerate(asked) if who] == [40, 80]
    assert watch.helped.tolist() == [2]
    watch.turned(0, 2, 100)
    assert watch.helped.tolist() == [0]
    talking = [watch.stuck(one, away, ~standing, now).tolist() for now in range(100, 200)]
    assert not any(talking)


def test_a_floor_with_touching_holes_and_edges_of_a_millimetre_is_walked():
    pillars = [shapely.box(5, 1, 6, 2), shapely.box(6, 2, 7, 3), shapely.box(9, 1, 9.001, 1.001)]
    floor = HALL.difference(shapely.union_all(pillars))
    walk, _ = played(floor, [(1, 2), (5.5, 3.2), (19, 2)])
    assert np.isfinite(walk.left_s).all()
    assert floor.covers(cleaned(floor))


def test_a_floor_with_no_room_is_refused():
    with pytest.raises(SimError, match=r"floor: got one narrower than 0\.2 m"):
        cleaned(shapely.box(0, 0, 10, 0.15))


def test_points_beside_the_room_go_to_its_nearest_place():
    room = shapely.box(0, 0, 2, 2)
    moved = onto(room, np.array([[1.0, 1.0], [3.0, 1.0]]))
    assert moved.tolist() == [[1.0, 1.0], [2.0, 1.0]]


def test_bodies_are_told_apart_by_their_numbers():
    bodies = Bodies(HALL, PEOPLE)
    first = bodies.enter(np.array([2.0, 2.0]), np.array([18.0, 2.0]), 1.0)
    other = bodies.enter(np.array([5.0, 2.0]), np.array([18.0, 2.0]), 1.0)
    bodies.leave(first)
    bodies.step(1.0)
    assert bodies.standing().body.tolist() == [other]
    assert bodies.standing().at_m[0, 0] == pytest.approx(6.0, abs=0.05)


def test_a_full_doorway_has_no_place():
    room = shapely.box(0, 0, 1, 1)
    doorway = Doorways(room, 0.6, [])
    places = [doorway.place(np.array([0.5, 0.5])) for _ in range(9)]
    assert places[0] is not None
    assert places[-1] is None
