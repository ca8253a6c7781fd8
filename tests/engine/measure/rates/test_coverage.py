"""Do 95 % intervals hold the truth in 95 of 100 experiments, when people are drawn anew?"""

from collections import defaultdict

import numpy as np
import pytest

from engine.measure.rates.accuracy import compare, fmr, fnmr, tar_at
from engine.measure.rates.identification import fnir, fpir, search
from engine.measure.rates.intervals import rate
from tests.engine.measure.drawn import drawn

DRAWS, PEOPLE, LARGE, WATCHLIST = 1000, 100, 1500, 20
THRESHOLD = 0.63
MEASURES = ("fmr", "fnmr", "tar", "fpir", "fnir")


@pytest.fixture(scope="module")
def experiments():
    """A thousand estimates of each measure, and the FMR that a large sample has."""
    large = compare(*drawn(LARGE, np.random.default_rng(6)))
    wanted, rng, found = fmr(large, THRESHOLD).value, np.random.default_rng(7), defaultdict(list)
    for _ in range(DRAWS):
        templates, person = drawn(PEOPLE, rng)
        pairs = compare(templates, person)
        searches = search(templates, person, np.ones(len(person), bool))
        found["fmr"].append(fmr(pairs, THRESHOLD))
        found["fnmr"].append(fnmr(pairs, THRESHOLD))
        found["tar"].append(tar_at(pairs, wanted))
        found["fpir"].append(fpir(searches, WATCHLIST, THRESHOLD))
        found["fnir"].append(fnir(searches, WATCHLIST, 1, THRESHOLD))
    return found


@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_hold_the_truth_in_93_to_97_of_100_draws(experiments, measure):
    source = "fnmr" if measure == "tar" else measure
    truth = np.mean([one.value for one in experiments[source]])
    truth = 1 - truth if measure == "tar" else truth
    held = np.mean([one.low <= truth <= one.high for one in experiments[measure]])
    assert 0.93 <= held <= 0.97


def test_the_interval_of_pairs_taken_as_independent_would_not(experiments):
    truth = np.mean([one.value for one in experiments["fmr"]])
    plain = [rate(round(one.value * one.cases), one.cases) for one in experiments["fmr"]]
    assert np.mean([one.low <= truth <= one.high for one in plain]) < 0.9
