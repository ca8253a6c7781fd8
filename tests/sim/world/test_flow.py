from itertools import pairwise

import numpy as np
import pytest
import shapely

from scenarios.footfall.demography import Demography
from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.visitors import populate
from sim.world.walker import DT_S

QUIET = "[{from_s: 0, people_per_h: 3000}]"


def steps(crowd):
    """Distances between positions of the same person at neighbouring ticks, and whose they are."""
    next_to = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    moved = np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m))
    return moved[next_to], crowd.person[1:][next_to]


def same(one, other):
    names = [*type(one).__dataclass_fields__]
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def test_nobody_outruns_their_speed(day):
    people, crowd = day
    moved, person = steps(crowd)
    assert (moved <= people.speed_mps[person] * DT_S + 1e-4).all()
    assert moved.mean() > 0.3 * DT_S


def test_nobody_leaves_the_floor(day, mall):
    _, crowd = day
    floor = mall.venue.floor.buffer(1e-3)
    shapely.prepare(floor)
    assert shapely.contains_xy(floor, crowd.x_m, crowd.y_m).all()


def test_people_entered_are_inside_or_have_left_at_every_tick(day):
    """Who has arrived may still wait outside until there is room by the door."""
    people, crowd = day
    first, last = crowd.tick[crowd.first[:-1]], crowd.tick[crowd.first[1:] - 1]
    assert (people.arrival_s <= first * DT_S).all()
    assert np.median(first * DT_S - people.arrival_s) < DT_S
    for tick in range(int(last.max()) + 2):
        entered = (first <= tick).sum()
        left = (people.exit_s <= tick * DT_S).sum()
        inside = ((first <= tick) & (tick <= last)).sum()
        assert entered == inside + left


def test_rows_are_by_person_then_tick_and_first_finds_them(day):
    people, crowd = day
    assert np.array_equal(np.lexsort((crowd.tick, crowd.person)), np.arange(len(crowd.person)))
    assert len(crowd.first) == len(people) + 1
    for person in range(0, len(people), 7):
        assert set(crowd.person[crowd.first[person] : crowd.first[person + 1]]) == {person}


def test_people_come_in_by_their_entrance_and_go_out_by_their_exit(day, mall):
    people, crowd = day
    doors = [entrance.area.buffer(1.0) for entrance in mall.venue.entrances]
    for person in range(len(people)):
        rows = slice(crowd.first[person], crowd.first[person + 1])
        places = shapely.points(crowd.x_m[rows], crowd.y_m[rows])
        assert doors[people.entrance[person]].contains(places[0])
        assert doors[people.exit[person]].distance(places[-1]) <= people.speed_mps[person] * DT_S


def test_groups_arrive_together_and_stay_together(day):
    people, crowd = day
    groups = np.flatnonzero(np.bincount(people.group) > 1)
    assert len(groups)
    for group in groups:
        one, other = np.flatnonzero(people.group == group)[:2]
        assert people.arrival_s[one] == people.arrival_s[other]
        starts = [(crowd.x_m[crowd.first[p]], crowd.y_m[crowd.first[p]]) for p in (one, other)]
        assert np.hypot(*np.subtract(*starts)) < 1.0


def test_companions_walk_side_by_side_all_the_way(day):
    people, crowd = day
    pairs = np.flatnonzero(np.bincount(people.group) >= 2)
    for group in pairs:
        first = int(np.flatnonzero(people.group == group)[0])
        left, right = (slice(crowd.first[p], crowd.first[p + 1]) for p in (first, first + 1))
        assert np.array_equal(crowd.tick[left], crowd.tick[right])
        ahead = np.radians(crowd.heading_deg[left])
        x, y = (one[left] - one[right] for one in (crowd.x_m, crowd.y_m))
        along, aside = x * np.cos(ahead) + y * np.sin(ahead), y * np.cos(ahead) - x * np.sin(ahead)
        assert np.hypot(along, aside).max() < 0.7
        assert np.median(aside) > 0.4


def test_one_seed_is_one_crowd_and_another_seed_another(day, walked):
    people, crowd = day
    again, other = walked(), walked(seed=2)
    assert same(people, again[0])
    assert same(crowd, again[1])
    assert len(people) != len(other[0]) or not np.array_equal(people.arrival_s, other[0].arrival_s)


def test_a_larger_listed_share_adds_people_and_takes_none_away(walked):
    shares = (0.0, 0.02, 0.1, 0.5, 1.0)
    found = [walked(arrivals__listed_share=share, arrivals__profile=QUIET) for share in shares]
    for (fewer, before), (more, after) in pairwise(found):
        kept = fewer.subject >= 0
        assert np.array_equal(more.subject[kept], fewer.subject[kept])
        assert (more.subject >= 0).sum() > kept.sum()
        assert same(before, after)
    assert (found[0][0].subject == -1).all()
    assert (found[-1][0].subject >= 0).all()


def test_volunteers_are_seeded_into_the_window_alone(walked):
    seeded = {"fidelity": "pixels", "window.listed_share": 0.5, "arrivals.listed_share": 0.0}
    changes = {name.replace(".", "__"): value for name, value in seeded.items()}
    people, _ = walked(start_s=60, end_s=100, window__duration_s=30, **changes)
    listed = people.subject >= 0
    assert 0.3 < listed[people.arrival_s <= 90].mean() < 0.7
    assert not listed[people.arrival_s > 90].any()


def test_nobody_is_listed_twice(walked):
    people, _ = walked(arrivals__listed_share=1, watchlist__size=20)
    listed = people.subject[people.subject >= 0]
    assert sorted(listed) == list(range(20))
    assert len(set(people.identity.tolist())) == len(people)
    assert np.array_equal(people.identity[people.subject >= 0], listed)


def test_children_come_with_an_adult_and_are_not_listed(walked):
    crowds = {"duration_s": 3600, "arrivals__dwell_s": 5, "arrivals__profile": QUIET}
    people, _ = walked(arrivals__listed_share=0.2, **crowds)
    assert not (people.child & (people.subject >= 0)).any()
    assert set(people.group[people.child]) <= set(people.group[~people.child])
    expected = Demography().share_below(16) * 0.8 * len(people)
    assert abs(people.child.sum() - expected) < 5 * np.sqrt(expected)
    alone, _ = walked(arrivals__group_sizes="[1]", **crowds)
    assert not alone.child.any()


@pytest.mark.parametrize("size", [0, 1, 7, 60, 200, 5000])
def test_an_entry_more_on_the_list_changes_at_most_who_is_that_entry(walked, size):
    crowd = {"arrivals__listed_share": 0.3, "arrivals__profile": QUIET}
    fewer, before = walked(watchlist__size=size, **crowd)
    more, after = walked(watchlist__size=size + 1, **crowd)
    assert same(before, after)
    others = set(type(more).__dataclass_fields__) - {"subject", "identity"}
    assert all(np.array_equal(getattr(fewer, name), getattr(more, name)) for name in others)
    known, new = fewer.subject >= 0, more.subject == size
    assert np.array_equal(fewer.subject[known & ~new], more.subject[known & ~new])
    full = known.sum() == size  # one more of those who would be listed is
    assert (more.subject >= 0).sum() == known.sum() + full
    assert new.sum() <= 1


def test_as_many_come_as_the_profile_says(walked):
    people, _ = walked(duration_s=3600, arrivals__dwell_s=5, arrivals__profile=QUIET)
    # groups come as a Poisson process: Var = rate * E[size^2] / E[size]
    sizes, shares = np.arange(1, 5), np.array([0.55, 0.3, 0.1, 0.05])
    sd = np.sqrt(3000 * (shares @ sizes**2) / (shares @ sizes))
    assert abs(len(people) - 3000) < 5 * sd


def test_without_footfall_there_is_nobody(walked):
    people, crowd = walked(arrivals__profile="[{from_s: 0, people_per_h: 0}]")
    assert (len(people), len(crowd.person), crowd.first.tolist()) == (0, 0, [0])


def test_an_empty_watchlist_lists_nobody(walked):
    people, _ = walked(watchlist__size=0, arrivals__listed_share=1)
    assert (people.subject == -1).all()


def test_a_dense_crowd_walks_slower(walked):
    speeds = []
    for rate in (300, 60_000):
        profile = f"[{{from_s: 0, people_per_h: {rate}}}]"
        people, crowd = walked(
            duration_s=120, arrivals__profile=profile, arrivals__shops_visited=[0, 0], window="null"
        )
        moved, person = steps(crowd)
        speeds.append((moved / (people.speed_mps[person] * DT_S)).mean())
    assert speeds[1] < 0.9 * speeds[0] <= 0.9


def test_a_window_has_the_crowd_of_the_day(mall, ways):
    scenario = mall.scenario.model_validate(
        mall.scenario.model_dump()
        | {"duration_s": 4200, "window": None}
        | {"arrivals": mall.scenario.arrivals.model_dump() | {"dwell_s": 300}}
    )
    start_s, end_s = 3600.0, 3900.0
    day_people, day = populate(scenario, mall.place, Streams(3), ways)
    people, window = populate(scenario, mall.place, Streams(3), ways, start_s=start_s, end_s=end_s)
    among = (day.tick * DT_S >= start_s) & (day.tick * DT_S <= end_s)
    assert window.tick.min() * DT_S >= start_s
    assert len(window.tick) == pytest.approx(among.sum(), rel=0.05)
    assert window.x_m.mean() == pytest.approx(day.x_m[among].mean(), abs=3)
    assert len(set(window.person) & set(day.person[among])) > 0.95 * len(set(window.person))
    assert np.array_equal(people.arrival_s, day_people.arrival_s)


def test_groups_stop_to_talk_turned_to_each_other_and_then_go_on(walked):
    settings = {"crowd__talk_share": 1, "crowd__talk_s": 20, "arrivals__group_sizes": "[0, 1]"}
    people, crowd = walked(arrivals__profile=QUIET, **settings)
    moved, person = steps(crowd)
    stood = np.bincount(person[moved < 1e-4], minlength=len(people)) * DT_S
    assert 10 < stood[stood > 0].mean() < 32
    assert (stood[::2] == stood[1::2]).all()
    one = int(np.argmax(stood[::2])) * 2
    rows = slice(crowd.first[one], crowd.first[one + 1])
    still = np.flatnonzero(np.hypot(np.diff(crowd.x_m[rows]), np.diff(crowd.y_m[rows])) < 1e-4)
    middle = int(still[len(still) // 2])
    a, b = crowd.first[one] + middle, crowd.first[one + 1] + middle
    towards = np.degrees(np.arctan2(crowd.y_m[b] - crowd.y_m[a], crowd.x_m[b] - crowd.x_m[a]))
    off = np.abs((crowd.heading_deg[a] - towards + 180) % 360 - 180)
    assert off == pytest.approx(45, abs=20)
    assert np.isfinite(people.exit_s).all()


def test_progress_counts_those_who_still_wait_outside(mall, ways):
    """Most come long before they find room: work is not done with the last of them."""
    told = []
    crowded = {"arrivals.profile": "[{from_s: 0, people_per_h: 50000}]"}
    scenario = load_scenario("corridor", crowded).scenario
    people, crowd = populate(scenario, mall.place, Streams(1), ways, progress=told.append)
    walking = np.array([one for one in told if one > 0])
    assert (np.diff(walking) >= 0).all()
    assert walking[-1] == 1.0
    came_s, all_left_s = np.nanmax(people.arrival_s), crowd.tick[-1] * DT_S
    assert all_left_s > 2 * came_s
    at_last = walking[int(len(walking) * came_s / all_left_s)]
    assert at_last < 0.8
