"""Who comes again is the same person in one row, away in between."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.run import play
from sim.world.walker import DT_S
from tests.places.stays import BENCH, MEETING, came, hall, walked

RETURNS = {"share": 0.3, "after_s": 60.0}
SIT = {"sit": {"share": 0.5, "dwell_s": 30.0}}


@pytest.fixture(scope="module")
def place():
    return hall(BENCH, MEETING)


def test_the_share_of_groups_comes_again(place):
    visits = came(place, last_s=1200, returns=RETURNS).visits
    early = [visit for visit in visits if visit.arrival_s < 700]  # back in time, but for e^-8
    share = np.mean([visit.again is not None for visit in early])
    assert abs(share - 0.3) < 5 * np.sqrt(0.21 / len(early))
    away = [visit.again.away_s for visit in early if visit.again]
    assert abs(np.mean(away) - 60) < 5 * 60 / np.sqrt(len(away))


def test_nobody_else_s_luck_changes(place):
    alone, again = came(place, purposes=SIT), came(place, purposes=SIT, returns=RETURNS)
    for name in ("height_m", "manner", "identity", "group"):
        assert np.array_equal(getattr(alone, name), getattr(again, name))
    for one, other in zip(alone.visits, again.visits, strict=True):
        assert (one.arrival_s, one.stays, one.dwell_s) == (
            other.arrival_s, other.stays, other.dwell_s,
        )  # fmt: skip
    others = {visit.number for visit in again.visits if not visit.again}
    assert len(others) < len(again.visits)


@pytest.mark.parametrize("walkers", ["flow", "jupedsim"])
def test_they_leave_by_a_door_and_come_back_by_it_after_their_time(place, walkers):
    arriving = came(place, purposes=SIT, returns=RETURNS)
    found = walked(place, arriving, walkers)
    assert np.isfinite(found.exit_s).all()
    crowd, doors = found.crowd, [door.area.centroid for _, door in place.entrances]
    came_back = 0
    for visit in arriving.visits:
        for person in visit.members:
            rows = slice(*crowd.first[person : person + 2])
            gaps = np.flatnonzero(np.diff(crowd.tick[rows]) > 1)
            if visit.again is None:
                assert not len(gaps)
                continue
            if visit.again.away_s < 2:
                continue
            (gap,) = gaps.tolist()
            away_s = np.diff(crowd.tick[rows])[gap] * DT_S
            assert away_s >= visit.again.away_s
            assert walkers == "jupedsim" or away_s <= visit.again.away_s + 3 * DT_S
            door = doors[visit.exit]
            for at in (gap, gap + 1):
                x_m, y_m = crowd.x_m[rows][at], crowd.y_m[rows][at]
                assert np.hypot(x_m - door.x, y_m - door.y) < 3.0
            came_back += 1
    assert came_back > 10


def test_in_a_run_everybody_is_in_one_row_and_in_one_line_of_the_books(tmp_path):
    changes = {"arrivals.returns": "{share: 0.5, after_s: 30}"}
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=changes)
    events = pq.read_table(run.folder / "events.parquet", columns=["kind", "person"]).to_pylist()
    for kind in ("PersonEntered", "PersonLeft"):
        people = [one["person"] for one in events if one["kind"] == kind]
        assert (
            len(people) == len(set(people)) == pq.read_table(run.folder / "people.parquet").num_rows
        )
    assert sum(run.outcomes["books"].values()) == len(people)
