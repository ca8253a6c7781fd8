import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.matching import index
from engine.matching.index import Coarse, Exact, build_index, highest


def unit(rng, rows, dimension=32):
    drawn = rng.standard_normal((rows, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 4), st.integers(1, 9_000), st.integers(1, 6), st.integers(0, 99))
def test_the_highest_are_those_of_a_stable_sort(rows, columns, k, seed):
    scores = np.random.default_rng(seed).integers(0, 500, (rows, columns)).astype(np.float32)
    wanted = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found, values = highest(scores.copy(), k)
    assert found.tolist() == wanted.tolist()
    assert values.tolist() == np.take_along_axis(scores, wanted, 1).tolist()


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 3_000), st.integers(1, 100), st.sampled_from([np.float32, np.float16]))
def test_the_coarse_search_finds_what_the_exact_one_finds(size, seed, kind):
    rng = np.random.default_rng(seed)
    templates = unit(rng, size).astype(kind)
    probes = unit(rng, 9)
    (rows, scores), (found, coarse) = (one(templates).nearest(probes, 5) for one in (Exact, Coarse))
    assert found.shape == rows.shape == (9, min(5, size))
    np.testing.assert_allclose(coarse, scores, atol=1e-5)
    assert found[:, 0].tolist() == rows[:, 0].tolist()


def test_many_probes_are_searched_in_parts():
    rng = np.random.default_rng(2)
    templates, probes = unit(rng, 50), unit(rng, 3 * index.PROBES_AT_ONCE + 1)
    rows, _ = Exact(templates).nearest(probes, 2)
    assert rows[:, 0].tolist() == (probes @ templates.T).argmax(1).tolist()
    assert Exact(templates).nearest(probes[:0], 2)[0].shape == (0, 2)
    assert Coarse(templates).nearest(probes[:0], 2)[0].shape == (0, 2)
    assert Exact(templates[:0]).nearest(probes, 2)[0].shape == (len(probes), 0)


@pytest.mark.parametrize(("crossover", "kind"), [(50, Exact), (49, Coarse)])
def test_the_crossover_chooses(monkeypatch, crossover, kind):
    monkeypatch.setattr(index, "CROSSOVER", crossover)
    assert isinstance(build_index(unit(np.random.default_rng(3), 50)), kind)
