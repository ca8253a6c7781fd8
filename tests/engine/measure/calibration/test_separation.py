import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from engine.measure.calibration.separation import Separation

GOOD, POOR = (40.0, 0.0, 0.0, 1.0), (14.0, 20.0, 5.0, 0.8)


@pytest.fixture(scope="module")
def separation():
    return Separation.of(load_preset("rendered").standin)


@pytest.mark.parametrize("seen", [GOOD, POOR])
def test_scores_drawn_anew_lie_where_it_says(separation, seen):
    standin, rng = separation.standin, np.random.default_rng(7)
    people, enrolled = standin.enrolled(400, rng)
    scale = np.full(400, float(standin.scale(*seen)))
    views = standin.views(people, np.arange(400), scale, rng)
    for kind, pictures in enumerate((enrolled, np.roll(enrolled, 7, axis=0))):
        scores = (pictures * views).sum(axis=1)
        places = [separation.places(float(one), *seen)[kind] for one in scores]
        assert abs(np.mean(places)) < 5 * np.sqrt(1 / 400 + 1 / 400)
        assert np.std(places) == pytest.approx(1.0, abs=0.15)


def test_one_score_says_more_for_a_pair_that_is_seen_worse(separation):
    (good, _), (poor, _) = (separation.places(0.7, *seen) for seen in (GOOD, POOR))
    assert poor > good


def test_what_nobody_measured_counts_as_good(separation):
    assert separation.places(0.7, None, None, None, None) == separation.places(0.7, *GOOD)


def test_it_is_the_same_each_time(separation):
    again = Separation.of(separation.standin)
    assert (again.mated == separation.mated).all()
    assert (again.others == separation.others).all()
