import numpy as np
import pytest

from sim.training.review.confidence import calibration
from tests.sim.training.review.tables import answers


def test_who_is_certain_and_right_three_times_in_four_is_too_sure_by_a_quarter():
    told = [(True, "confirm", 1.0)] * 30 + [(False, "confirm", 1.0)] * 10
    found = calibration(answers(*told))
    assert found.excess.value == pytest.approx(0.25)
    assert found.excess.low > 0
    assert found.brier.value == pytest.approx(0.25)
    last = found.steps[-1]
    assert (last.sure, last.right.numerator, last.right.denominator) == (1.0, 30, 40)


def test_who_guesses_and_says_so_is_well_calibrated():
    rng = np.random.default_rng(1)
    told = [(bool(true), "confirm", 0.0) for true in rng.permutation([True, False] * 40)]
    found = calibration(answers(*told))
    assert found.excess.value == 0
    assert found.excess.low < 0 < found.excess.high
    assert found.brier.value == pytest.approx(0.25)


def test_every_verdict_with_a_confidence_is_in_one_step_and_being_unsure_in_none():
    told = [(True, "confirm", k / 20) for k in range(21)] + [(True, "unsure", 0.5)]
    found = calibration(answers(*told, (True, "dismiss", None)))
    assert sum(step.right.denominator for step in found.steps) == 21
    for step in found.steps:
        assert step.least <= step.sure <= step.most


def test_nothing_said_is_nothing_told():
    found = calibration(answers())
    assert found.excess.value is None
    assert all(step.sure is None for step in found.steps)
