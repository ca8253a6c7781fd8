import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.matching.nearest import LEFT_OUT, MOST_AT_ONCE, Nearest, leading
from tests.engine.matching.test_index import by_definition, unit

DIMENSION = 64


def narrow(rng, rows, filled, rest):
    """Unit templates of which all but a `rest` lies in so many turned directions."""
    drawn = rng.standard_normal((rows, DIMENSION)) * np.where(
        np.arange(DIMENSION) < filled, 1, rest
    )
    turn = np.linalg.qr(np.random.default_rng(filled).standard_normal((DIMENSION, DIMENSION)))[0]
    turned = drawn @ turn
    return (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)


@settings(deadline=None, max_examples=40)
@given(
    size=st.integers(1, 1_200),
    many=st.integers(1, 2 * MOST_AT_ONCE + 1),
    filled=st.integers(1, DIMENSION),
    rest=st.sampled_from([0.0, 1e-4, 0.05, 0.2]),
    seed=st.integers(0, 99),
)
def test_the_nearest_is_that_of_the_whole_product(size, many, filled, rest, seed):
    """However few directions the templates fill, and wherever the probes lie."""
    rng = np.random.default_rng(seed)
    templates = narrow(rng, size, filled, rest)
    probes = np.concatenate([unit(rng, many, DIMENSION), narrow(rng, many, filled, rest)])
    rows, scores = by_definition(templates, probes, 1)
    row, score = Nearest(templates).of(probes)
    assert row.tolist() == rows[:, 0].tolist()
    assert score.tolist() == scores[:, 0].tolist()


@pytest.mark.parametrize("different", [1, 3])
def test_of_templates_that_are_alike_the_first_row_is_found(different):
    rng = np.random.default_rng(4)
    templates = unit(rng, different, DIMENSION)[rng.integers(0, different, 700)]
    probes = unit(rng, 90, DIMENSION)
    rows, scores = by_definition(templates, probes, 1)
    row, score = Nearest(templates).of(probes)
    assert row.tolist() == rows[:, 0].tolist()
    assert score.tolist() == scores[:, 0].tolist()


def test_only_templates_that_fill_few_directions_have_leading_ones():
    rng = np.random.default_rng(5)
    few = narrow(rng, 900, 10, 0.02)
    lead = leading(few)
    assert lead.shape == (DIMENSION, 16)
    assert np.square(few @ lead).sum() >= (1 - LEFT_OUT) * len(few)
    assert leading(unit(rng, 900, DIMENSION)).shape == (DIMENSION, DIMENSION)
