"""Listed people who keep away from cameras go round their zones or turn back; others do not."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Arrivals, Sign
from scenarios.loader import load_scenario
from sim.cameras.signage import seen_from
from sim.run import play
from sim.streams import Streams
from sim.world.arriving.arrivals import Shunning, arrive
from tests.places.stays import hall, walked

SIDE = shapely.box(16, 6, 24, 15)
"""A zone that leaves a way along the southern wall."""
ACROSS = shapely.box(16, 0, 24, 16)
"""One with no way round."""


def listed(share, zone=SIDE, longer=1.5, listed_share=0.3):
    asked = {"profile": [{"from_s": 0, "people_per_h": 1500}], "shops_visited": (0, 0),
             "listed_share": listed_share}  # fmt: skip
    if share is not None:
        asked["avoiders"] = {"share": share}
    found = arrive(Arrivals.model_validate(asked), 10_000, hall(), 300.0, Streams(1))
    return replace(found, shunning=Shunning((zone,), 6.0, longer) if share is not None else None)


def inside(crowd, zone=SIDE):
    """Who is ever within a zone."""
    here = shapely.contains_xy(zone, crowd.x_m, crowd.y_m)
    return {*crowd.person[here].tolist()}


def theirs(arriving):
    """The people of groups in which somebody keeps away."""
    groups = arriving.group[arriving.shy]
    return {*np.flatnonzero(np.isin(arriving.group, groups)).tolist()}


@pytest.fixture(scope="module")
def plain():
    return walked(hall(), listed(None))


def test_they_go_round_the_zone_where_there_is_a_way(plain):
    arriving = listed(1.0)
    found = walked(hall(), arriving)
    shy, went = theirs(arriving), {*found.went_round.tolist()}
    assert len(shy) > 20
    assert shy & inside(plain.crowd, SIDE.buffer(-0.5)) <= went <= shy
    assert not inside(found.crowd) & shy
    assert not len(found.turned_back)
    assert np.isfinite(found.exit_s).all()


def test_they_turn_back_where_there_is_none_or_it_is_too_long():
    for zone, longer in ((ACROSS, 100.0), (SIDE, 1.0001)):
        arriving = listed(1.0, zone, longer)
        found = walked(hall(), arriving)
        back = found.turned_back.tolist()
        assert len(back) > 20
        assert {*back} <= theirs(arriving)
        assert not inside(found.crowd, zone) & {*back}
        doors = [door.area.centroid for _, door in hall().entrances]
        for person in back:
            last = found.crowd.first[person + 1] - 1
            door = doors[arriving.visits[arriving.group[person]].entrance]
            at = (found.crowd.x_m[last], found.crowd.y_m[last])
            assert np.hypot(at[0] - door.x, at[1] - door.y) < 4.0


def test_jupedsim_s_keep_away_too():
    arriving = listed(1.0, ACROSS)
    found = walked(hall(), arriving, "jupedsim")
    assert not inside(found.crowd, ACROSS.buffer(-1)) & {*found.turned_back.tolist()}
    assert np.isfinite(found.exit_s).all()


def test_a_share_of_the_listed_do_and_nobody_s_line_or_luck_changes_but_theirs(plain):
    everybody, some = listed(1.0), listed(0.4)
    assert (everybody.shy == (everybody.subject >= 0)).all()
    assert not (some.shy & ~everybody.shy).any()
    among = some.shy[everybody.shy].mean()
    assert abs(among - 0.4) < 5 * np.sqrt(0.24 / everybody.shy.sum())
    for one, other in zip(some.visits, listed(None).visits, strict=True):
        assert one == other
    none = walked(hall(), listed(0.0))
    assert np.array_equal(none.crowd.x_m, plain.crowd.x_m)


def test_a_run_tells_how_many_and_a_camera_moves_the_crowd_only_if_somebody_minds(tmp_path):
    base = {"arrivals.listed_share": "0.3", "watchlist.size": "2000"}
    shy = base | {"arrivals.avoiders": "{share: 1.0, longer: 3}"}
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=shy)
    people = pq.read_table(run.folder / "people.parquet").to_pydict()
    back, round_ = (people["avoided"].count(how) for how in (2, 1))
    assert back + round_ > 5
    said = f"people who saw a sign of a camera: {round_} went round its zone, {back} turned back"
    assert said in run.outcomes["warnings"]
    assert all(
        people["exit"][k] == people["entrance"][k] for k, how in enumerate(people["avoided"])
        if how == 2
    )  # fmt: skip
    calm = play("corridor", out=tmp_path / "calm", fidelity="scores", overrides=base)
    moved = {"cameras.0.heading_deg": "170"}
    same = play("corridor", out=tmp_path / "same", fidelity="scores", overrides=base | moved,
                from_run=calm.folder)  # fmt: skip
    anew = play("corridor", out=tmp_path / "anew", fidelity="scores", overrides=shy | moved,
                from_run=run.folder)  # fmt: skip
    assert same.sources["world"] != "made"
    assert anew.sources["world"] == "made"


WEST_SIGN = {"at_m": (10.0, 8.0), "facing_deg": 180.0}


def seeing(*signs, place=None):
    """Where signs are seen in the hall."""
    return seen_from([Sign.model_validate(one) for one in signs], place or hall(), 6.0)


def test_a_sign_is_seen_within_reach_before_it_and_with_no_wall_between():
    (area,) = seeing(WEST_SIGN)
    before, behind, far = (shapely.Point(x, 8.0) for x in (6.0, 12.0, 3.9))
    assert area.covers(before)
    assert not area.intersects(shapely.union_all([behind, far]))
    place = hall()
    (level,) = place.levels
    wall = shapely.box(7, 6, 7.2, 10)
    venue = replace(level.venue, floor=level.venue.floor - wall)
    (hidden,) = seeing(WEST_SIGN, place=replace(place, levels=(replace(level, venue=venue),)))
    assert not hidden.covers(before)
    assert hidden.covers(shapely.Point(8.0, 8.0))


def test_who_saw_no_sign_walks_on_and_who_saw_one_does_as_before(plain):
    arriving = listed(1.0)
    signs = seeing(WEST_SIGN)
    found = walked(hall(), replace(arriving, shunning=Shunning((SIDE,), 6.0, 1.5, signs)))
    shy, went = theirs(arriving), {*found.went_round.tolist()}
    eastward = {k for k in shy if arriving.visits[arriving.group[k]].entrance == 0}
    assert went
    assert went <= eastward  # they come from the west, whereto the sign faces
    others = shy - eastward
    assert others & inside(found.crowd) == others & inside(plain.crowd)
    assert not inside(found.crowd) & went


def test_a_sign_turned_away_from_everybody_is_seen_by_nobody(plain):
    back = {"at_m": (0.2, 8.0), "facing_deg": 180.0}
    shunning = Shunning((SIDE,), 6.0, 1.5, seeing(back))
    found = walked(hall(), replace(listed(1.0), shunning=shunning))
    np.testing.assert_array_equal(found.crowd.x_m, plain.crowd.x_m)


def test_signs_off_the_floor_or_the_place_are_refused():
    for sign, told in (
        ("{at_m: [900, 3], facing_deg: 0}", "got [900.0, 3.0], wanted a point on the floor"),
        ("{at_m: [20, 3], level: 4, facing_deg: 0}", "got level 4, wanted one of its levels, 0"),
    ):
        signs = {"arrivals.avoiders": f"{{share: 1, signs: [{sign}]}}"}
        with pytest.raises(ScenarioError, match=r"arrivals\.avoiders\.signs\.0") as refused:
            load_scenario("corridor", signs)
        assert told in str(refused.value)


def test_a_sign_hangs_on_what_reaches_as_high():
    bench = next(one for one in load_scenario("mall").venue.things if one.kind == "bench")
    at = [bench.outline.centroid.x, bench.outline.centroid.y]
    for height_m, held in ((0.4, True), (1.6, False)):
        sign = f"{{at_m: {at}, facing_deg: 0, height_m: {height_m}}}"
        said = {"arrivals.avoiders": f"{{share: 1, signs: [{sign}]}}"}
        if held:
            assert load_scenario("mall", said).scenario.arrivals.avoiders.signs
        else:
            with pytest.raises(ScenarioError, match=r"signs\.0: got .* 1\.6 m high on a bench"):
                load_scenario("mall", said)


def test_signs_are_played_and_moving_one_makes_another_crowd(tmp_path):
    base = {"arrivals.listed_share": "0.3", "watchlist.size": "2000"}
    runs, at = [], [*load_scenario("corridor").scenario.cameras[0].at_m]
    for name, facing in (("one", 0), ("other", 180)):
        sign = f"{{at_m: {at}, facing_deg: {facing}}}"
        said = base | {"arrivals.avoiders": f"{{share: 1.0, longer: 3, signs: [{sign}]}}"}
        runs.append(play("corridor", out=tmp_path / name, fidelity="scores", overrides=said))
    told = [pq.read_table(run.folder / "people.parquet")["avoided"].to_pylist() for run in runs]
    assert any(told[0])
    assert told[0] != told[1]
