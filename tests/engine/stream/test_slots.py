import multiprocessing.shared_memory as shm

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.stream.slots import Slots, Views


@pytest.fixture
def slots():
    made = Slots()
    yield made
    made.close()


def picture(value, height=4, width=6):
    return np.full((height, width, 3), value, np.uint8)


def put(slots, bgr):
    slot = slots.take(bgr.shape)
    slots.write(slot, bgr)
    return slot


def test_a_view_is_the_picture_that_was_written(slots):
    views = Views()
    one, two = put(slots, picture(1)), put(slots, picture(2, 5, 3))
    assert np.array_equal(views.picture(one), picture(1))
    assert np.array_equal(views.picture(two), picture(2, 5, 3))
    views.close()


def test_a_slot_that_was_freed_is_used_again(slots):
    first = put(slots, picture(1))
    slots.free(first)
    assert put(slots, picture(2)).block == first.block
    assert len(slots) == 1


def test_slots_that_are_all_freed_are_used_again(slots):
    blocks = {put(slots, picture(k)).block for k in range(3)}
    slots.free_all()
    assert {put(slots, picture(k)).block for k in range(3)} == blocks


def test_a_larger_picture_gets_a_larger_block_and_the_view_follows(slots):
    views = Views()
    small = put(slots, picture(1))
    views.picture(small)
    slots.free(small)
    large = put(slots, picture(7, 400, 600))
    assert (large.number, len(slots)) == (small.number, 1)
    assert np.array_equal(views.picture(large), picture(7, 400, 600))
    views.close()


def test_nothing_is_left_once_closed():
    slots = Slots()
    block = put(slots, picture(1)).block
    slots.close()
    with pytest.raises(FileNotFoundError):
        shm.SharedMemory(block)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=30))
@settings(deadline=None, max_examples=20)
def test_frames_in_flight_never_share_a_slot(steps):
    slots, flying = Slots(), []
    try:
        for number, (take, side) in enumerate(steps):
            if take or not flying:
                flying.append(
                    (put(slots, picture(number, side, side)), picture(number, side, side))
                )
            else:
                slots.free(flying.pop(0)[0])
            views = Views()
            assert all(np.array_equal(views.picture(slot), bgr) for slot, bgr in flying)
            views.close()
        assert len(slots) <= max(len(steps), 1)
    finally:
        slots.close()
