import numpy as np

from engine.stress.strangers import drawn, strangers, views


def test_strangers_are_the_same_each_time_and_unlike_each_other():
    one, again = (strangers(50, 192, 1, "test") for _ in range(2))
    assert np.array_equal(one.templates, again.templates)
    assert not np.array_equal(one.templates, strangers(50, 192, 2, "test").templates)
    assert (one.templates @ one.templates.T - np.eye(50)).max() < 0.4


def test_a_view_is_nearest_to_its_subject_also_in_half_precision():
    rng = np.random.default_rng(1)
    templates = drawn(200, 192, rng, np.float16)
    probes = views(templates, 20, np.random.default_rng(2))
    scores = (probes @ templates.astype(np.float32).T).max(1)
    assert templates.dtype == np.float16
    assert np.all((scores > 0.4) & (scores < 0.8))
