import multiprocessing as mp
import os
import signal
import time

import pytest

from engine.files import whole
from sim.errors import SimError
from sim.recognition.workers import Job, run_jobs


def double(value, progress):
    progress(0.5)
    return 2 * value


def slow(_value, progress):
    time.sleep(0.6)
    progress(1.0)


def fail(value, _progress):
    raise ValueError(f"job {value} failed")


def test_results_come_in_the_order_of_the_jobs_at_any_number_of_workers():
    jobs = [Job(double, (k,)) for k in range(5)]
    assert run_jobs(jobs, workers=1) == run_jobs(jobs, workers=2) == [0, 2, 4, 6, 8]


def test_no_jobs_need_no_workers():
    assert run_jobs([]) == []


def test_the_first_failure_is_raised_here():
    with pytest.raises(ValueError, match="job 3 failed"):
        run_jobs([Job(double, (1,)), Job(fail, (3,))])


def endless(folder, progress):
    (folder / "began").touch()
    while True:
        time.sleep(0.01)
        progress(0.5)


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


def die(_value, _progress):
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_death_of_a_worker_is_told_as_such():
    with pytest.raises(SimError, match="worker process"):
        run_jobs([Job(die, (1,)), Job(double, (2,))])


def film(folder, progress):
    """A job that holds a file as long as it is not told to give up."""
    with whole(folder / "film") as part:
        part.touch()
        while True:
            time.sleep(0.01)
            progress(0.5)


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
