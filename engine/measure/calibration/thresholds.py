"""Thresholds by a drawn experiment: strangers pass a watchlist, each with a pass's many frames."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.sample import Sample
from engine.measure.calibration.standin import StandIn
from engine.measure.calibration.strangers import Strangers, by_turns

SUBJECTS, STRANGERS = 2500, 20_000
"""Size of the experiment: 5 * 10^7 passes before one subject."""
PASS_FRAMES = 20
"""Faces searched of one pass: ten seconds at two a second, or four at five."""
FRAMES = 5
"""Thresholds are known for alerts that want 1 to so many frames above them."""
RATES = np.logspace(-7, -1, 49)
BINS = 8000


def scores_at_rates(
    standin: StandIn,
    sample: Sample,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> NDArray[np.float64]:
    """(FRAMES, k) score at each of RATES that the best, second best, ... frame of a stranger's
    pass reaches against one subject; the strangers are seen as the sample's faces were.
    """
    gallery = standin.subjects(SUBJECTS, rng)[1]
    people = Strangers(standin, gallery).people(np.arange(STRANGERS), by_turns(rng))
    scale = np.maximum(np.exp(sample.quality[sample.detected] @ standin.noise), 0.5)
    counts = np.zeros((FRAMES, BINS), np.int64)
    for done, person in enumerate(people):
        probes = standin.probes(person, rng.choice(scale, PASS_FRAMES), rng)
        best = np.partition(probes @ gallery.T, range(PASS_FRAMES - FRAMES, PASS_FRAMES), axis=0)
        for place in range(FRAMES):
            counts[place] += np.histogram(best[-1 - place], BINS, (-1, 1))[0]
        progress((done + 1) / STRANGERS)
    return np.stack([_at_rates(one) for one in counts])


def _at_rates(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The lowest score that no more than each of RATES of the counted ones reach."""
    above = counts[::-1].cumsum()[::-1] / counts.sum()
    edges = np.linspace(-1, 1, BINS + 1)[:-1]
    return np.array([edges[np.searchsorted(-above, -rate)] for rate in RATES])
