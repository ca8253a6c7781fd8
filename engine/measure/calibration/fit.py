"""Fits the stand-in to measured templates: covariances by pairs, noise by matching mated scores."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from engine.counts import counted
from engine.errors import SettingsError
from engine.measure.calibration.products import Products
from engine.measure.calibration.sample import GOOD_PITCH_DEG, GOOD_PX, GOOD_YAW_DEG, Sample
from engine.measure.calibration.standin import Floats, StandIn

QUANTILES = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9])
DEGREES = (4.0, 6.0, 10.0, 40.0)
"""Student's degrees of freedom that are tried: from long tails to nearly normal."""
FIRST_TRIED = np.array([0.0, 0.3, 0.1, 0.1, 1.0, 0.3]) + np.vstack([np.zeros(6), 0.2 * np.eye(6)])
"""Coefficients of log s and the part in common, and a step in each, from which the search for the
best goes on.
"""
DRAWS = 3
"""Times each view is drawn: with one, which tails come nearest is a matter of luck."""
CELLS = 5
"""Views are compared in this many classes each of size and of the rest of quality."""
RIDGE = 0.01
FEWEST = 8
"""People seen well enough; from fewer there is nothing to take a covariance of."""


def fit(sample: Sample, look_alike: float, rng: np.random.Generator) -> StandIn:
    """The stand-in nearest to a sample of people, none of them look-alikes of each other.

    Raises SettingsError where fewer than FEWEST people have a good view.
    """
    good = np.flatnonzero(sample.good)
    _refuse_few(len(np.unique(sample.person[good])))
    apart = sample.enrolled[sample.person[good]] - sample.probe[good]
    within = apart.T @ apart / (2 * len(good))
    mean = sample.enrolled.mean(0)
    between = np.cov((sample.enrolled - mean).T) - within
    start = StandIn(
        mean=mean.astype(np.float32),
        between=_root(between),
        within=_root(within),
        noise=np.zeros(5),
        detection=_detection(sample),
        pass_share=_pass_share(sample, good),
        look_alike=look_alike,
    )
    return _with_noise(sample, start, rng)


def _refuse_few(people: int) -> None:
    if people < FEWEST:
        raise SettingsError(
            f"calibration: got {counted(people, 'person')} seen well beside their enrolment, wanted"
            f" {FEWEST} or more with {GOOD_PX:g} px between the eyes, turned at most"
            f" {GOOD_YAW_DEG:g} and bowed at most {GOOD_PITCH_DEG:g} degrees"
        )


def _root(covariance: Floats) -> NDArray[np.float32]:
    """A square root (d, d); negative eigenvalues, an artefact of differences, count as zero."""
    values, vectors = np.linalg.eigh(covariance)
    root: NDArray[np.float32] = (vectors * np.sqrt(values.clip(0))).astype(np.float32)
    return root


def _pass_share(sample: Sample, good: NDArray[np.int64]) -> float:
    """How much of the noise all frames of one pass share: the mean comparison of two views of one
    pass exceeds that of a view with the enrolment by this share of the variance.
    """
    with_enrolment = (sample.enrolled[sample.person[good]] * sample.probe[good]).sum(1).mean()
    same = sample.person[good]
    first, second = np.nonzero(np.triu(same[:, None] == same[None, :], 1))
    among = (sample.probe[good[first]] * sample.probe[good[second]]).sum(1).mean()
    return float(np.clip((among - with_enrolment) / (1 - with_enrolment), 0.0, 0.95))


def _detection(sample: Sample) -> Floats:
    """Logistic regression with a small ridge on all but the constant."""
    seen, sign = sample.quality, np.where(sample.detected, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        margin = sign * (seen @ weights)
        return float(np.logaddexp(0, -margin).mean() + RIDGE * (weights[1:] ** 2).sum() / 10)

    result: Floats = minimize(loss, np.array([3.0, 0, 0, 0, 0]), method="BFGS").x
    return result


def _with_noise(sample: Sample, model: StandIn, rng: np.random.Generator) -> StandIn:
    """The noise, and the weight of its tails, under which drawn scores come nearest."""
    seed, found = int(rng.integers(2**63)), []
    for degrees in DEGREES:
        tried = replace(model, degrees=degrees)
        gap, noise, common = _noise(sample, tried, np.random.default_rng(seed))
        found.append((gap, replace(tried, noise=noise, common=common)))
    return min(found, key=lambda one: one[0])[1]


def _noise(sample: Sample, model: StandIn, rng: np.random.Generator) -> tuple[float, Floats, float]:
    """Coefficients of log s, and what stays in common, under which drawn mated scores have the
    measured ones' quantiles, and drawn views come as near to everybody's mean picture, class by
    class of quality; and the mean gap. The same draws serve every candidate.
    """
    rows = np.flatnonzero(sample.detected)
    people, enrolled = model.enrolled(DRAWS * len(rows), rng)
    unscaled = model.noise_at_one(DRAWS * len(rows), rng)
    known = Products.of(*(one.astype(np.float64) for one in (people, unscaled, model.axis)))
    mate = known.against(enrolled.astype(np.float64))
    anybody = known.against(enrolled.mean(0, np.float64))
    seen, cells = sample.quality[rows], _cells(sample, rows)
    own = (sample.enrolled[sample.person[rows]] * sample.probe[rows]).sum(1)
    mean = sample.probe[rows] @ sample.enrolled.mean(0)
    wanted = [(np.quantile(own[cell], QUANTILES), mean[cell].mean()) for cell in cells]

    def loss(tried: Floats) -> float:
        weights, common = _sensible(tried[:5], seen), _share(tried[5])
        noise = np.tile(np.maximum(np.exp(np.clip(seen @ weights, -5, 5)), 0.5), DRAWS)
        drawn = known.scores(mate, noise, common).reshape(DRAWS, -1)
        others = known.scores(anybody, noise, common).reshape(DRAWS, -1)
        gaps = [
            np.abs(np.quantile(drawn[:, cell], QUANTILES) - want).mean() * len(cell)
            + np.abs(others[:, cell].mean() - middle) * len(cell)
            for cell, (want, middle) in zip(cells, wanted, strict=True)
        ]
        return float(sum(gaps) / len(rows) + RIDGE * 0.01 * (weights**2).sum())

    options = {"maxiter": 600, "xatol": 1e-3, "fatol": 1e-5, "initial_simplex": FIRST_TRIED}
    best = minimize(loss, FIRST_TRIED[0], method="Nelder-Mead", options=options)
    common = _share(best.x[5]) if model.mean.any() else 0.0
    return float(best.fun), _sensible(best.x[:5], seen), common


def _share(tried: float) -> float:
    """Between 0 and 1."""
    return float(np.clip(abs(tried), 0.0, 1.0))


def _sensible(weights: Floats, seen: Floats) -> Floats:
    """No view is less noisy for being worse; what never varied (k, 5) has no effect."""
    effects = np.where(np.ptp(seen, axis=0) > 0, np.abs(weights), 0.0)
    effects[0] = weights[0]
    return effects


def _cells(sample: Sample, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Views of like size, and of like pose and cover, as positions among `rows`."""
    seen = sample.quality[rows]
    found = []
    for other in (seen[:, 2], seen[:, 3], seen[:, 4]):
        for small in _classes(seen[:, 1]):
            for rest in _classes(other[small]):
                found.append(small[rest])
    return [cell for cell in found if len(cell) >= 20]


def _classes(values: Floats) -> list[NDArray[np.intp]]:
    """Positions in up to CELLS classes of about equal size."""
    edges = np.unique(np.quantile(values, np.linspace(0, 1, CELLS + 1)[1:-1]))
    number = np.searchsorted(edges, values, "right")
    return [np.flatnonzero(number == k) for k in range(len(edges) + 1) if (number == k).any()]
