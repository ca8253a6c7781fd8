import resource

import numpy as np

from sim.people.drawing import heap

ARRAY_BYTES = 20 << 20


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def test_memory_of_short_lived_arrays_is_not_asked_for_again_and_again():
    heap.keep()
    np.ones(ARRAY_BYTES, np.uint8)
    before, once = faults(), ARRAY_BYTES // resource.getpagesize()
    for _ in range(20):
        np.ones(ARRAY_BYTES, np.uint8)
    assert faults() - before < 2 * once
