import numpy as np
import psutil
import pytest

from sim.people.births import identity
from sim.people.drawing.pages import apart
from sim.people.head.heads import Head
from sim.people.styles import DAY, styled

ROW_BYTES, ROWS, KEPT = 400_000, 1000, 100
PX_PER_DM = 24.0


def resident():
    return psutil.Process().memory_info().rss


def test_only_rows_that_are_kept_take_memory_and_it_goes_back_with_the_array():
    values = np.broadcast_to(np.float32(1), (ROWS, ROW_BYTES // 4))
    before = resident()
    held = apart(values, slice(0, KEPT))
    assert KEPT * ROW_BYTES * 0.9 < resident() - before < KEPT * ROW_BYTES * 1.2
    del held
    assert resident() - before < KEPT * ROW_BYTES * 0.2


@pytest.mark.parametrize("number", [2, 5])
def test_what_is_not_kept_of_a_skin_is_never_seen(number):
    made = Head(*styled(identity(number, 1), DAY))
    views = [(yaw, pitch) for yaw in (0, 90, 180) for pitch in (-30, 0, 60)]
    before = [made.picture(PX_PER_DM, *view).bgra for view in views]
    bare = ~made.canvas.any((1, 2))
    assert 100 < bare.sum() < 300
    made.canvas[bare] = 1000
    for view, seen in zip(views, before, strict=True):
        assert np.array_equal(made.picture(PX_PER_DM, *view).bgra, seen)
