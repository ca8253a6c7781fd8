from dataclasses import replace

import numpy as np
import pytest

from sim.people.births import identity
from sim.people.stature import eye_height_m, stature_m


def heights_m(sex, age, count=400):
    people = (identity(number, 1) for number in range(count))
    return np.array([stature_m(replace(person, sex=sex, age=float(age))) for person in people])


@pytest.mark.parametrize(
    ("sex", "mean_m", "sd_m"), [("male", 1.765, 0.072), ("female", 1.632, 0.065)]
)
def test_young_adults_are_as_tall_as_published(sex, mean_m, sd_m):
    found = heights_m(sex, 25)
    assert found.mean() == pytest.approx(mean_m, abs=5 * sd_m / 20)
    assert found.std() == pytest.approx(sd_m, rel=0.15)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_people_grow_stand_still_and_shrink_on_their_own_centile(sex):
    ages = [3, 6, 9, 12, 15, 18, 30, 50, 70, 90]
    by_age = np.stack([heights_m(sex, age, 20) for age in ages])
    steps = np.diff(by_age, axis=0)
    assert (steps[:5] > 0).all()
    assert (steps[6:] < 0).all()
    order = by_age.argsort(1)
    assert (order == order[0]).all()


def test_eyes_are_a_hand_s_breadth_below_the_crown():
    for number in range(60):
        person = identity(number, 1)
        assert 0.09 < stature_m(person) - eye_height_m(person) < 0.112
        assert 0.8 < eye_height_m(person) < 1.95
