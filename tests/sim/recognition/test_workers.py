import time

import pytest

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
