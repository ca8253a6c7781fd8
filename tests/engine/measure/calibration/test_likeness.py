import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.calibration.likeness import alike, gate


@given(st.integers(0, 60), st.floats(0.2, 0.9), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_no_two_admitted_are_look_alikes_and_nobody_is_refused_without_one(count, bound, seed):
    raw = np.random.default_rng(seed).standard_normal((count, 6)).astype(np.float32)
    unit = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    admitted = gate(unit, bound)
    chosen, refused = unit[admitted], unit[~admitted]
    assert np.triu(chosen @ chosen.T, 1).max(initial=-1) <= bound
    assert not len(refused) or ((refused @ chosen.T).max(1) > bound).all()


def test_a_bound_of_one_keeps_nobody_out_whatever_rounding_makes_of_products():
    rng = np.random.default_rng(2)
    one = rng.standard_normal(512).astype(np.float32)
    alike_ones = np.repeat((one / np.linalg.norm(one))[None], 40, 0) * np.float32(1 + 1e-6)
    assert (alike_ones @ alike_ones.T).max() > 1
    assert gate(alike_ones, 1.0).all()
    assert gate(alike_ones[:1], 1.0, alike_ones[1:]).all()


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_whether_two_are_alike_hangs_on_nobody_else(count, seed):
    """Also right at the bound, which is the score of one of the pairs."""
    raw = np.random.default_rng(seed).standard_normal((2 * count, 192)).astype(np.float32)
    one, other = np.split(raw / np.linalg.norm(raw, axis=1, keepdims=True), 2)
    bound = float((one[0] @ other[0]).astype(np.float32))
    for k in range(count):
        alone = alike(one[k : k + 1], other[k : k + 1], bound)
        assert alone[0, 0] == alike(one, other, bound)[k, k]
