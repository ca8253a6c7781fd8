from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.matching import index
from engine.matching.index import Coarse, Exact, best_of, build_index, highest
from engine.matching.pace import AGAIN, TRIED, Pace

HALF_OR_SINGLE = st.sampled_from([np.float32, np.float16])


def unit(rng, rows, dimension=32):
    drawn = rng.standard_normal((rows, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def by_definition(templates, probes, k):
    """Scores in double precision, rounded to single; of equals the first row first."""
    scores = probes.astype(np.float64) @ templates.astype(np.float64).T
    scores = scores.astype(np.float32)
    rows = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return rows, np.take_along_axis(scores, rows, 1)


def every_way(templates, probes, k):
    """What `Coarse` says, each of its ways gone in turn."""
    coarse = Coarse(templates)
    return [coarse.nearest(probes, k) for _ in coarse._ways]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 4), st.integers(1, 9_000), st.integers(1, 6), st.integers(0, 99))
def test_the_highest_are_those_of_a_stable_sort(rows, columns, k, seed):
    scores = np.random.default_rng(seed).integers(0, 500, (rows, columns)).astype(np.float32)
    wanted = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found, values = highest(scores.copy(), k)
    assert found.tolist() == wanted.tolist()
    assert values.tolist() == np.take_along_axis(scores, wanted, 1).tolist()


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 4),
    st.lists(st.integers(1, 3_000), min_size=1, max_size=5),
    st.integers(1, 30),
    st.integers(0, 99),
)
def test_the_best_of_parts_are_those_of_the_whole(rows, widths, k, seed):
    shape = (rows, sum(widths))
    scores = np.random.default_rng(seed).integers(0, 500, shape).astype(np.float32)
    wanted = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    cuts = pairwise([0, *np.cumsum(widths).tolist()])
    found, values = best_of(iter([scores[:, a:b].copy() for a, b in cuts]), k)
    assert found.tolist() == wanted.tolist()
    assert values.tolist() == np.take_along_axis(scores, wanted, 1).tolist()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 9_000), st.integers(1, 70), st.integers(0, 100), HALF_OR_SINGLE)
def test_every_way_finds_the_same_rows_and_scores(size, many, seed, kind):
    rng = np.random.default_rng(seed)
    templates = unit(rng, size).astype(kind)
    probes = unit(rng, many)
    rows, scores = by_definition(templates, probes, 5)
    for found, coarse in every_way(templates, probes, 5):
        assert found.tolist() == rows.tolist()
        assert coarse.tolist() == scores.tolist()
    found, exact = Exact(templates).nearest(probes, 5)
    np.testing.assert_allclose(exact, scores, atol=1e-6)
    assert (found[:, 0] == rows[:, 0]).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(30, 600), st.integers(1, 4), st.integers(0, 100), HALF_OR_SINGLE)
def test_of_templates_that_are_alike_the_first_rows_are_found(size, different, seed, kind):
    rng = np.random.default_rng(seed)
    templates = unit(rng, different)[rng.integers(0, different, size)].astype(kind)
    probes = unit(rng, 3)
    rows, scores = by_definition(templates, probes, 5)
    for found, coarse in every_way(templates, probes, 5):
        assert found.tolist() == rows.tolist()
        assert coarse.tolist() == scores.tolist()


def test_templates_that_the_bytes_cannot_tell_apart_are_told_apart():
    rng = np.random.default_rng(5)
    near = unit(rng, 1) + 1e-4 * rng.standard_normal((3_000, 32))
    templates = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    probes = unit(rng, 4)
    rows, scores = by_definition(templates, probes, 5)
    for found, coarse in every_way(templates, probes, 5):
        assert found.tolist() == rows.tolist()
        assert coarse.tolist() == scores.tolist()


def test_many_probes_are_searched_in_parts():
    rng = np.random.default_rng(2)
    templates, probes = unit(rng, 50), unit(rng, 3 * index.PROBES_AT_ONCE + 1)
    wanted = (probes @ templates.T).argmax(1).tolist()
    for one in (Exact(templates), Coarse(templates)):
        assert one.nearest(probes, 2)[0][:, 0].tolist() == wanted
        assert one.nearest(probes[:0], 2)[0].shape == (0, 2)
    assert Exact(templates[:0]).nearest(probes, 2)[0].shape == (len(probes), 0)


@pytest.mark.parametrize(("crossover", "kind"), [(50, Exact), (49, Coarse)])
def test_the_crossover_chooses(monkeypatch, crossover, kind):
    monkeypatch.setattr(index, "CROSSOVER", crossover)
    assert isinstance(build_index(unit(np.random.default_rng(3), 50)), kind)


def test_each_way_is_tried_then_the_quickest_is_gone_and_the_others_now_and_then():
    pace, took_s = Pace(2), [2.0, 1.0]

    def go(size):
        way = pace.choose(size)
        pace.tell(size, way, took_s[way])
        return way

    assert sorted(go(8) for _ in range(2 * TRIED)) == [0] * TRIED + [1] * TRIED
    assert [go(8) for _ in range(AGAIN - 2 * TRIED)] == [1] * (AGAIN - 2 * TRIED)
    assert sum(go(8) == 0 for _ in range(2 * AGAIN)) == 1
    assert {go(1) for _ in range(2)} == {0, 1}  # another size: from the start


def test_a_way_that_becomes_quicker_is_found():
    pace, took_s = Pace(2), [2.0, 1.0]
    gone = []
    for turn in range(4 * AGAIN):
        way = pace.choose(8)
        gone.append(way)
        pace.tell(8, way, took_s[way] if turn < AGAIN else 0.5 - 0.4 * (way == 0))
    assert gone[-10:-1] == [0] * 9


def test_many_may_set_out_before_the_first_is_back():
    pace = Pace(2)
    assert {pace.choose(8) for _ in range(4 * TRIED)} == {0, 1}
