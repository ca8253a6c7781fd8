import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Event

import pytest
from distributed import Client, LocalCluster

from sim.errors import SimError
from sim.jobs.job import CancelledError, Job
from sim.jobs.running import run_jobs
from tests.sim.jobs.work import die, double, endless, fail, film, keeping, slow


def test_results_come_in_the_order_of_the_jobs_at_any_number_of_workers():
    jobs = [Job(double, (k,)) for k in range(5)]
    assert run_jobs(jobs, workers=1) == run_jobs(jobs, workers=2) == [0, 2, 4, 6, 8]


def test_no_jobs_need_no_workers():
    assert run_jobs([]) == []


def test_the_first_failure_is_raised_here():
    with pytest.raises(ValueError, match="job 3 failed"):
        run_jobs([Job(double, (1,)), Job(fail, (3,))])


def test_a_failure_ends_the_other_jobs_and_starts_none_of_those_that_wait(tmp_path):
    waiting = [tmp_path / str(k) for k in range(3)]
    for folder in waiting:
        folder.mkdir()
    jobs = [
        Job(endless, (waiting[0],)),
        Job(fail, (1,)),
        *(Job(endless, (f,)) for f in waiting[1:]),
    ]
    with pytest.raises(ValueError, match="job 1 failed"):
        run_jobs(jobs)


def test_progress_is_weighted_and_ends_at_one():
    told: list[float] = []
    run_jobs([Job(slow, (0,), 3.0), Job(slow, (1,), 1.0)], workers=1, progress=told.append)
    assert told == sorted(told)
    assert 0.0 <= told[0] < 1.0
    assert told[-1] == 1.0


def test_the_death_of_a_worker_is_told_as_such():
    with pytest.raises(SimError, match="worker process"):
        run_jobs([Job(die, (1,)), Job(double, (2,))])


def test_a_worker_that_is_told_to_end_tidies_up_first(tmp_path):
    def end(_share):
        if (tmp_path / "film.part").exists():
            for one in mp.active_children():
                one.terminate()

    with pytest.raises(SimError, match="worker process"):
        run_jobs([Job(film, (tmp_path,))], progress=end)
    assert [*tmp_path.iterdir()] == []


def test_an_interruption_ends_the_workers_wherever_they_are(tmp_path):
    def interrupt(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_jobs([Job(film, (tmp_path,)), Job(slow, (1,))], progress=interrupt)
    assert [*tmp_path.iterdir()] == mp.active_children() == []


def test_what_is_kept_is_not_done_again_and_what_was_done_before_a_failure_is_kept(tmp_path):
    kept = [keeping(tmp_path, number) for number in (1, 2)]
    with pytest.raises(ValueError, match="job 3 failed"):
        run_jobs([*kept, Job(fail, (3,))], workers=1)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["1", "2"]
    told: list[float] = []
    found = run_jobs([*kept, keeping(tmp_path, 4)], progress=told.append)
    assert found == [20, 40, 8]
    assert told[0] >= 2 / 3
    assert run_jobs(kept, progress=told.append) == [20, 40]


def test_who_cancels_ends_the_jobs(tmp_path):
    cancel = Event()

    def after_a_while(_share):
        if (tmp_path / "film.part").exists():
            cancel.set()

    with pytest.raises(CancelledError):
        run_jobs([Job(film, (tmp_path,))], progress=after_a_while, cancel=cancel)
    assert [*tmp_path.iterdir()] == mp.active_children() == []


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_jobs_run_on_any_executor_and_leave_it_as_it_was(kind, tmp_path):
    many = {"mp_context": mp.get_context("spawn")} if kind is ProcessPoolExecutor else {}
    with kind(2, **many) as pool:
        told: list[float] = []
        jobs = [*(Job(double, (number,)) for number in range(3)), keeping(tmp_path, 7)]
        assert run_jobs(jobs, progress=told.append, on=pool) == [0, 2, 4, 14]
        assert told[-1] == 1.0
        with pytest.raises(ValueError, match="job 3 failed"):
            run_jobs([Job(fail, (3,)), *jobs], on=pool)
        assert pool.submit(int, "5").result() == 5


def test_jobs_run_on_a_cluster_s_scheduler_as_they_do_here(tmp_path):
    """Dask's, with workers in processes of their own that speak with it over the network."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        told: list[float] = []
        jobs = [*(Job(double, (number,)) for number in range(5)), keeping(tmp_path, 7)]
        pool = client.get_executor()
        assert run_jobs(jobs, progress=told.append, on=pool) == [*run_jobs(jobs[:5]), 14]
        assert told[-1] == 1.0
        assert run_jobs(jobs[5:], on=pool) == [140]
        with pytest.raises(ValueError, match="job 3 failed"):
            run_jobs([Job(fail, (3,)), *jobs[:5]], on=pool)
