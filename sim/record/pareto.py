"""Pareto smoothed importance weights (Vehtari, Simpson, Gelman, Yao and Gabry 2024)."""

import numpy as np

from sim.record.families import Array

FEWEST = 5
"""In a tail that is worth a fit."""


def smoothed(log_weights: Array) -> tuple[Array, float]:
    """Shares that add up to one, their largest smoothed, and Pareto's k of the tail.

    `log_weights`: (draws,), -inf for a draw that is ruled out. k is infinite where hardly any
    weigh anything.

    >>> shares, k = smoothed(np.zeros(1000))
    >>> float(shares[0]), k
    (0.001, -inf)
    """
    weights = log_weights - log_weights.max()
    count = int(np.isfinite(weights).sum())
    tail = int(min(0.2 * count, 3 * np.sqrt(count)))
    if tail < FEWEST:
        return _shares(weights), np.inf
    order = np.argsort(weights)
    largest, bound = order[-tail:], weights[order[-tail - 1]]
    excess = np.exp(weights[largest]) - np.exp(bound)
    if excess[-1] <= 1e-12:
        return _shares(weights), -np.inf
    k, scale = _pareto(excess[excess > 0])
    at = (np.arange(tail) + 0.5) / tail
    spaced = scale * np.expm1(-k * np.log1p(-at)) / k
    mended = weights.copy()
    mended[largest] = np.minimum(np.log(np.exp(bound) + spaced), 0.0)
    return _shares(mended), float(k)


def _shares(log_weights: Array) -> Array:
    told = np.exp(log_weights - log_weights.max())
    shares: Array = told / told.sum()
    return shares


def _pareto(excess: Array) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution (Zhang and Stephens 2009), the shape
    drawn a little towards .5, as the smoothing's authors do.
    """
    ordered, count = np.sort(excess), len(excess)
    tries = 30 + int(np.sqrt(count))
    quarter = ordered[int(count / 4 + 0.5) - 1]
    grid = 1 - np.sqrt(tries / (np.arange(1, tries + 1) - 0.5))
    b = grid / (3 * quarter) + 1 / ordered[-1]
    k = np.log1p(-b[:, None] * ordered).mean(axis=1)
    height = count * (np.log(-b / k) - k - 1)
    share = np.exp(height - height.max())
    mean_b = float((b * share).sum() / share.sum())
    shape = float(np.log1p(-mean_b * ordered).mean())
    scale = -shape / mean_b
    return (shape * count + 0.5 * 10) / (count + 10), scale
