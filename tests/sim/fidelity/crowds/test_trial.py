"""Floors and people of one's own, walked."""

import numpy as np
import pytest
import shapely

from scenarios.schema import CrowdSettings
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import walkers_of

HALL = shapely.box(0, 0, 20, 4)
ENDS = [shapely.box(0, 0.5, 1, 3.5), shapely.box(19, 0.5, 20, 3.5)]


@pytest.fixture(params=["flow", "jupedsim"])
def walkers(request):
    return walkers_of(CrowdSettings(walkers=request.param))


def test_people_keep_their_numbers_however_they_come(walkers):
    people = [Walker((2.0, 2.0), 1, 1.0, 20.0), Walker((18.0, 2.0), 0, 1.5, 0.0)]
    trial = walk(walkers, HALL, ENDS, people, 100.0)
    first_s = [trial.track(k)[0][0] for k in range(2)]
    assert first_s == pytest.approx([20.0, 0.0])
    assert trial.track(0)[1][-1, 0] > 17
    assert trial.track(1)[1][-1, 0] < 3
    assert trial.left_s[1] < 20 < trial.left_s[0]


def test_a_line_is_passed_between_ticks(walkers):
    trial = walk(walkers, HALL, ENDS, [Walker((2.0, 2.0), 1, 1.0)], 100.0)
    assert trial.passed_s(0, 12.0) - trial.passed_s(0, 6.0) == pytest.approx(6.0, abs=0.3)
    assert np.isnan(trial.passed_s(0, 30.0))
