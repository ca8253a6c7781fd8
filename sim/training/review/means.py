"""Means of a value an alert, and percentiles, with their intervals."""

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, quantile_test

from sim.training.review.figures import SURE, Figure, unknown

Floats = NDArray[np.float64]
RESAMPLED = 2_000
FEWEST = 8
"""Values below which resampling tells nothing of a spread."""


def mean(values: Floats, least: float = -np.inf, most: float = np.inf) -> Figure:
    """The mean of a value an alert, with the bias-corrected and accelerated interval of the
    bootstrap (Efron 1987), within what it can be; always resampled alike. Values that are few or
    all alike have a mean and no interval.
    """
    held = np.asarray(values, np.float64)
    if not len(held):
        return unknown(0)
    value = float(held.mean())
    if len(held) < FEWEST or np.ptp(held) == 0:
        return Figure(value, None, None, len(held))
    found = bootstrap(
        (held,),
        np.mean,
        n_resamples=RESAMPLED,
        confidence_level=SURE,
        method="BCa",
        rng=np.random.default_rng(0),
    ).confidence_interval
    low, high = max(float(found.low), least), min(float(found.high), most)
    return Figure(value, low, high, len(held))


def percentile(values: Floats, share: float) -> Figure:
    """The value below which a share of all lies, with the interval between two of the values that
    holds whatever their distribution (Conover 1999, 3.2); an end is None where too few are beyond.
    """
    held = np.asarray(values, np.float64)
    if not len(held):
        return unknown(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an end that is not there, which is told as none
        ends = quantile_test(held, q=float(held[0]), p=share).confidence_interval(SURE)
    low, high = (None if np.isnan(end) else float(end) for end in (ends.low, ends.high))
    return Figure(float(np.quantile(held, share)), low, high, len(held))
