"""Whoever plays an experiment, and however often it ended, comes to the same."""

import multiprocessing as mp
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

from sim.errors import DamagedError, LostWorkerError, SimError
from sim.experiments.playing import crew as playing
from sim.experiments.playing.crew import PLAY, Crew
from sim.experiments.replicate import columns_of, replicate
from sim.experiments.rows.folder import ALERTS_FILE, ASKED, REPLICATIONS, ExperimentFolder, begun
from sim.reader import read_run
from sim.run import play
from sim.stages.store import user_store
from sim.stages.world import World
from sim.tables import people_of
from tests.conftest import ROOT
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand, small

COUNT = 6


def played(place, crew, what="day", count=COUNT, **how):
    with begun(place, "replicate", what, [small()]) as folder:
        return replicate(folder, small(), what, count, crew, **how), kept(place)


def kept(place):
    return [(place / name).read_bytes() for name in (REPLICATIONS, ALERTS_FILE)]


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The days and the answers as one thread plays them."""
    with at_hand() as crew:
        place = tmp_path_factory.mktemp("alone")
        return {what: played(place / what, crew, what) for what in ("day", "answer")}


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_so_many_processes_come_to_the_same_to_the_last_byte(alone, tmp_path, workers):
    assert played(tmp_path / "day", Crew(workers, store=user_store())) == alone["day"]


def test_a_cluster_of_two_comes_to_the_same_to_the_last_byte(alone, tmp_path):
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        crew = Crew(2, client.get_executor(retries=2), user_store())
        assert played(tmp_path / "day", crew) == alone["day"]
        assert played(tmp_path / "answer", crew, "answer") == alone["answer"]


def test_a_worker_that_is_killed_changes_nothing(alone, tmp_path):
    killed = []

    def kill(stage, share):
        if stage.startswith(PLAY) and 0 < share < 1 and not killed:
            killed.append(mp.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    assert played(tmp_path / "day", Crew(1, store=user_store(), report=kill)) == alone["day"]
    assert killed


def test_workers_that_are_lost_again_and_again_end_it(tmp_path, monkeypatch):
    def lose(*_args, **_how):
        raise LostWorkerError("lost")

    monkeypatch.setattr(playing, "run_jobs", lose)
    with pytest.raises(LostWorkerError), at_hand() as crew:
        played(tmp_path / "day", crew)


def test_after_the_end_of_the_whole_only_what_was_missing_is_played(alone, tmp_path, monkeypatch):
    place = tmp_path / "day"
    told = [f"--set={field}={value}" for field, value in HALF_A_MINUTE.items()]
    asked = ["replicate", "corridor", "-n", str(5 * COUNT), "--workers", "1", "--out", str(place)]
    program = "from dashboards.cli import main; main()"
    command = [sys.executable, "-c", program, *asked, *told]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        until_s = time.monotonic() + 120
        while not ExperimentFolder(place).done() and time.monotonic() < until_s:
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = {number for _, number in ExperimentFolder(place).done()}
    assert 0 < len(done) < 5 * COUNT
    counted, again = count_plays(monkeypatch), small("corridor")
    with begun(place, "replicate", "day", [again]) as folder, at_hand() as crew:
        assert replicate(folder, again, "day", COUNT, crew) == alone["day"][0]
    assert {*counted} == {*range(COUNT)} - done


def count_plays(monkeypatch):
    counted = Counter()
    play_batch = playing.play_batch

    def counting(batch, progress):
        counted.update(batch.replications)
        return play_batch(batch, progress)

    monkeypatch.setattr(playing, "play_batch", counting)
    return counted


def test_more_replications_play_only_those_that_are_new(alone, tmp_path, monkeypatch):
    with at_hand() as crew:
        played(tmp_path / "answer", crew, "answer", 3)
        counted = count_plays(monkeypatch)
        assert played(tmp_path / "answer", crew, "answer") == alone["answer"]
        assert {*counted} == {3, 4, 5}
        fewer, _ = played(tmp_path / "answer", crew, "answer", 3)
    assert fewer.count == fewer.means["alerts"].count == 3


def test_replication_nought_is_the_run_itself(tmp_path):
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=HALF_A_MINUTE)
    for what in ("day", "answer"):
        place = tmp_path / what
        with at_hand() as crew:
            played(place, crew, what, 1)
        row = {name: one[0] for name, one in columns_of(figures(place), "small").items()}
        assert row["alerts"] == run.outcomes["alerts"]
        assert row["stops"] == run.outcomes["stops"]
        assert row["tpir"] == pytest.approx(run.outcomes["tpir"]["value"], rel=1e-5)
        books = read_run(run.folder).outcomes()["books"]
        assert {name: row[f"books_{name}"] for name in books} == books


def figures(place):
    return ExperimentFolder(place).figures()


def test_answers_share_their_day_and_days_share_nothing(alone):
    day, answer = (alone[what][0].means for what in ("day", "answer"))
    for name in ("passers_by", "alerts", "faces_seen"):
        assert answer[name].sd == 0 < day[name].sd
    assert answer["times_s_alert_to_judgement_median"].sd > 0


def test_another_experiment_in_its_folder_is_refused_and_nothing_changed(tmp_path):
    with at_hand() as crew:
        played(tmp_path / "x", crew, "answer", 1)
    before = kept(tmp_path / "x")
    for what, design in (("day", small()), ("answer", small(officers__speed_mps="3"))):
        with (
            pytest.raises(SimError, match="got another experiment than the one begun here"),
            begun(tmp_path / "x", "replicate", what, [design]),
        ):
            pass
    assert kept(tmp_path / "x") == before


def test_a_folder_that_was_changed_is_told_as_such(tmp_path):
    place = tmp_path / "x"
    with at_hand() as crew:
        played(place, crew, "answer", 1)
    table, folder = figures(place), ExperimentFolder(place)
    for changed, said in (
        (table.drop_columns("replication"), "without replication"),
        (table.set_column(0, "design", pa.array(["other"])), "design: got 'other'"),
        (table.set_column(2, table.column_names[2], pa.array(["much"])), "got string"),
    ):
        pq.write_table(changed, place / REPLICATIONS)
        with pytest.raises(DamagedError, match=said):
            folder.figures(["design", "replication"] if "without" in said else None)
    (place / REPLICATIONS).write_text("no table")
    with pytest.raises(DamagedError, match=REPLICATIONS):
        folder.figures()
    for told, said in (("{", "no JSON"), ("{}", "schema"), ('{"schema": 1}', "kind")):
        (place / ASKED).write_text(told)
        with pytest.raises(DamagedError, match=said):
            _ = folder.asked


def test_a_world_that_holds_some_gives_the_others_too(tmp_path):
    run = play("corridor", out=tmp_path / "run", fidelity="scores", overrides=HALF_A_MINUTE)
    table = read_run(run.folder).table("crowd.parquet")
    asked = []

    def rows_of(persons):
        asked.append(persons.tolist())
        return table.filter(pc.is_in(table["person"], pa.array(persons)))

    people = people_of(read_run(run.folder).people())
    held = World(people, lambda: table, rows_of).holding(np.array([1, 3]))
    ways = held.ways_of(np.array([3]))
    assert asked == [[1, 3]]
    assert {*ways.person.tolist()} == {1, 3}
    assert {*held.ways_of(np.array([2])).person.tolist()} == {2}
