import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.calibration.sample import VIEWED, Sample, half, joined
from tests.engine.measure.calibration.test_fit import PEOPLE, drawn
from tests.engine.measure.calibration.test_standin import standin


@given(st.lists(st.text(max_size=8), unique=True, max_size=20), st.data())
@settings(deadline=None, max_examples=60)
def test_whose_half_somebody_is_in_does_not_depend_on_the_others(names, data):
    order = data.draw(st.permutations(names))
    sides = dict(zip(order, half(order).tolist(), strict=True))
    assert [sides[name] for name in names] == half(names).tolist()


def test_halves_are_about_equal():
    assert 440 < half([str(number) for number in range(1000)]).sum() < 560


def test_people_taken_apart_and_joined_are_the_same_people():
    sample = drawn(standin(), np.random.default_rng(3))
    first = np.arange(PEOPLE) < 150
    again = joined([sample.of(first), sample.of(~first)])
    for name in ("enrolled", *VIEWED):
        assert np.array_equal(getattr(again, name), getattr(sample, name)), name
    assert isinstance(again, Sample)
