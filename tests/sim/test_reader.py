"""A run's walks as they were walked: whoever was stopped stands, and goes on later or never."""

import json
from dataclasses import asdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.fields.parts import Spot
from sim.errors import SimError
from sim.events import PersonDisposed, PersonStopped
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import StoredRun
from sim.tables import crowd_table, people_table
from tests.sim.cameras.stage import people as anybody
from tests.sim.response.stage import Stroll, alert, crowd

WALKERS = (
    Stroll((10.0, 5.0), (1.0, 0.0), until_s=60),
    Stroll((10.0, 10.0), (1.0, 0.0), until_s=60, shop_s=(40.0, 50.0)),
    Stroll((10.0, 15.0), (1.0, 0.0), until_s=60),
)


def kept(folder, disposal, from_s=20.0, until_s=45.3) -> StoredRun:
    """A run of three who walk abreast, of whom the one in the middle is stopped."""
    rows = crowd(WALKERS)
    out = RunFolder(folder)
    out.table("crowd.parquet", crowd_table(rows))
    out.lines("alerts.jsonl", [asdict(alert(10.0, 0, 1))])
    stop = PersonStopped(from_s, 0, 0, 1, 10.0 + from_s, 10.0)
    events = [stop, PersonDisposed(until_s, 0, 0, disposal)] if disposal else []
    out.table("events.parquet", Log(events).to_table())
    return StoredRun(folder, vouched(out))


def vouched(out) -> dict:
    """A record by whose hash the log is the one that was kept."""
    return {"hashes": {"events.parquet": out.hashes({})["events.parquet"]}}


def of(walks, person):
    here = walks.person == person
    return walks.tick[here] * walks.dt_s, walks.x_m[here], walks.y_m[here]


@pytest.mark.parametrize("step_s", [0.5, 2.0])
def test_whoever_is_released_stands_and_goes_on_that_much_later(tmp_path, step_s):
    walks = kept(tmp_path, "released").walks(0.0, 200.0, step_s)
    time_s, x_m, _ = of(walks, 1)
    there = np.where(time_s <= 20, time_s, np.maximum(20, time_s - 25.3)) + 10
    assert x_m == pytest.approx(there, abs=0.26)  # half of a tick's way
    assert time_s[-1] == pytest.approx(60 + 25.3, abs=step_s)
    inside_s = 40 + 25.3, 50 + 25.3
    assert not ((time_s > inside_s[0] + 0.5) & (time_s < inside_s[1] - 0.5)).any()
    for other in (0, 2):
        time_s, x_m, _ = of(walks, other)
        assert x_m == pytest.approx(10 + time_s)


def test_whoever_is_arrested_stands_until_led_away_and_is_gone(tmp_path):
    time_s, x_m, y_m = of(kept(tmp_path, "arrest").walks(15.0, 200.0, 0.5), 1)
    assert (time_s[0], time_s[-1]) == (15.0, 45.5)
    assert set(x_m[time_s >= 20]) == {30.0}
    assert set(y_m) == {10.0}


@given(st.floats(0, 60), st.floats(0, 60))
def test_a_stretch_shows_what_the_whole_shows(whole, begins_s, lasts_s):
    part = whole[0].walks(begins_s, begins_s + lasts_s, 0.5)
    tick = whole[1].tick
    inside = (tick * 0.5 >= begins_s) & (tick * 0.5 <= begins_s + lasts_s)
    for name in ("person", "tick", "x_m", "y_m"):
        assert getattr(part, name).tolist() == getattr(whole[1], name)[inside].tolist()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    run = kept(tmp_path_factory.mktemp("run"), "released")
    return run, run.walks(0.0, 200.0, 0.5)


def test_a_place_is_where_somebody_was_last_with_the_stop_in_it(tmp_path):
    run = kept(tmp_path, "released")
    assert run.last_place(1, 40.0) == Spot(30.0, 10.0)
    assert run.last_place(1, 55.3) == pytest.approx(Spot(40.0, 10.0), abs=0.51)
    assert run.last_place(1, 1000.0) == Spot(70.0, 10.0)
    assert run.last_place(0, 40.0) == Spot(50.0, 5.0)


def test_planned_alerts_come_back(tmp_path):
    run = kept(tmp_path, None)
    assert run.planned_alerts() == [alert(10.0, 0, 1)]
    assert run.stops() == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", r"got '\[1\]', wanted the fields"),
        ('{"time_s": 1.0, "what": 2}', "got '{.*}', wanted the fields"),
        ("late", "time_s: got 'late', wanted a valid number"),
    ],
)
def test_what_is_no_alert_is_refused(tmp_path, line, said):
    run = kept(tmp_path, None)
    if line == "late":
        line = json.dumps(asdict(alert(10.0, 0, 1)) | {"time_s": line})
    (tmp_path / "alerts.jsonl").write_text(line + "\n")
    with pytest.raises(SimError, match=rf"alerts\.jsonl: {said}"):
        run.planned_alerts()


def test_nobody_walks_in_a_run_without_people(tmp_path):
    out = RunFolder(tmp_path)
    out.table("crowd.parquet", crowd_table(crowd([])))
    out.table("events.parquet", Log([]).to_table())
    walks = StoredRun(tmp_path, vouched(out)).walks(0.0, 10.0, 0.5)
    assert isinstance(pa.array(walks.person), pa.Array)
    assert len(walks.person) == 0


def test_who_came_and_went_before_a_window_has_no_time_of_leaving_and_is_read(tmp_path):
    people = people_table(anybody(3))
    gone = pa.array([float("nan"), float("inf"), 60.0])
    people = people.set_column(people.column_names.index("exit_s"), "exit_s", gone)
    RunFolder(tmp_path).table("people.parquet", people)
    assert StoredRun(tmp_path, {}).people()["exit_s"].to_pylist()[1:] == [float("inf"), 60.0]
