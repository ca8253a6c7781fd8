"""Listed people who keep away from cameras go round their zones or turn back; others do not."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from scenarios.footfall.arrivals import Arrivals
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
