import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.stress.repeats import in_turn, spread

TIMES = st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=9)


@given(TIMES)
@settings(deadline=None, max_examples=50)
def test_the_middle_lies_in_the_range_and_more_repeats_hold_it_more_surely(values):
    one = spread(values)
    assert one.low <= one.median <= one.high
    assert spread([*values, values[0]]).coverage > one.coverage
    assert one.as_json()["coverage"] == one.coverage


def test_calls_are_made_in_turn_and_every_other_round_in_reverse():
    made, shares = [], []
    took_s = in_turn([lambda: made.append("a"), lambda: made.append("b")], 3, shares.append)
    assert "".join(made) == "abbaab"
    assert took_s.shape == (3, 2)
    assert shares == [pytest.approx(k / 3) for k in (1, 2, 3)]


def test_a_quick_call_is_made_often():
    made = []
    in_turn([lambda: made.append(1)], 1, lambda _: None, lasting_s=0.01)
    assert len(made) > 3
