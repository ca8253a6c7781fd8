import gc
from threading import Barrier, Thread

from sim.jobs.collector import SELDOM, seldom


def test_the_collector_is_as_before_once_the_last_is_done():
    before, meet = gc.get_threshold(), Barrier(2)

    def other():
        with seldom():
            meet.wait()
            meet.wait()

    thread = Thread(target=other)
    with seldom():
        thread.start()
        meet.wait()
    assert gc.get_threshold() == SELDOM
    meet.wait()
    thread.join()
    assert gc.get_threshold() == before
