from sim.jobs.job import Job
from sim.jobs.running import run_jobs
from tests.sim.jobs.columns import loaded


def test_pandas_is_loaded_by_whoever_wants_a_data_frame_and_not_before():
    assert run_jobs([Job(loaded, ([1, 2],))]) == [(False, [1, 2], [1, 2])]
