import numpy as np
import pytest

from sim.fidelity.disguises import effect, measure
from sim.people.sprites import Sprites
from sim.people.wear.wearables import NONE


def test_a_mask_costs_something_and_nothing_worn_nothing(analyser):
    shares = []
    names = (NONE, "surgical mask")
    bare, masked = measure(analyser, Sprites(1), range(2), names, shares.append)
    assert bare.loss == 0
    assert masked.loss > 0.1
    assert bare.covered < masked.covered
    assert shares[-1] == pytest.approx(1)


def test_views_without_a_face_count_as_not_found():
    one = effect("cap", np.array([0.5, np.nan, 0.6]), np.array([0.75, 0.8, 0.6]))
    assert (one.found.numerator, one.found.denominator) == (2, 3)
    assert one.score == pytest.approx(0.55)
    assert one.loss == pytest.approx(0.125)


def test_where_no_face_is_found_there_is_no_score():
    one = effect("hood", np.array([np.nan]), np.array([0.8]))
    assert (one.score, one.loss) == (None, None)
