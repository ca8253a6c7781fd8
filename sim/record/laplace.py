"""Fitting by Laplace's approximation, mended by importance weights: a linear predictor with normal
priors, a few scales, and one family of counts.

Given the scales, everything else is nearly normal about its mode. Scales are drawn from a Student's
t about their own mode, the rest from the normal given them, and each draw is weighted by how much
the approximation was off there; Pareto's k of the weights says whether that can be trusted (below
.7; Vehtari, Simpson, Gelman, Yao and Gabry 2024).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.record.families import Array, Family
from sim.record.pareto import smoothed

MOST_STEPS, NEAR = 60, 1e-6
POINTS, EACH = 160, 25
"""Draws of the scales, and of all the rest at each."""
FREEDOM = 6.0
"""Degrees of freedom of the t from which scales are drawn."""
WIDER = 1.1
STEP = 0.08


@dataclass(frozen=True, slots=True)
class Question:
    """Rows and priors of one fit.

    `x`: (rows, terms). `mean`: (terms,) prior means. `group`: (terms,) which scale a term's prior
    has, -1 for one of its own in `sd`. `signs`: (terms,) 1 or -1 where a term has that sign, else
    0. `which`: (rows,) which of the spreads a row has. `level`, `give`: (scales,) prior means
    and standard deviations of the log scales, groups first, then spreads.
    """

    family: Family
    y: Array
    n: Array
    x: Array
    mean: Array
    sd: Array
    group: Array
    signs: Array
    which: Array
    groups: int
    level: Array
    give: Array

    def scales(self, theta: Array) -> Array:
        """(terms,) prior standard deviations at log scales `theta`."""
        grouped = np.exp(theta[np.maximum(self.group, 0)])
        told: Array = np.where(self.group >= 0, grouped, self.sd)
        return told

    def spread(self, theta: Array) -> Array:
        """(rows,) each row's spread."""
        told: Array = np.exp(theta[self.groups :])[self.which]
        return told


@dataclass(frozen=True, slots=True)
class Answer:
    """Draws: `terms` (draws, terms), `scales` (draws, scales), and Pareto's k of the weights."""

    terms: Array
    scales: Array
    k: float


def fitted(question: Question, rng: np.random.Generator, draws: int) -> Answer:
    """Equally weighted draws of everything that is not known."""
    from scipy.linalg import solve_triangular  # here, since whoever only foretells needs none

    centre = _mode_of_scales(question)
    root = _root_of_spread(question, centre)
    terms, scales, weights = [], [], []
    for _ in range(POINTS):
        normal = rng.normal(size=len(centre))
        t = normal * np.sqrt(FREEDOM / rng.chisquare(FREEDOM))
        theta = centre + root @ t
        log_q = -(FREEDOM + len(t)) / 2 * np.log1p(t @ t / FREEDOM)
        mode, factor = _mode(question, theta)
        off = rng.normal(size=(EACH, len(mode)))
        z = mode + solve_triangular(factor, off.T, trans="T", lower=True).T
        log_q_z = -0.5 * (off**2).sum(axis=1) + np.log(np.diag(factor)).sum()
        log_p = _log_joint(question, theta, z)
        terms.append(question.mean + z * question.scales(theta))
        scales.append(np.repeat(theta[None], EACH, axis=0))
        weights.append(log_p - log_q - log_q_z)
    every = np.concatenate(terms)
    wrong = (every * question.signs < 0).any(axis=1)
    log_weights = np.where(wrong, -np.inf, np.concatenate(weights))
    shares, k = smoothed(log_weights)
    kept = _even(shares, draws, rng)
    return Answer(every[kept], np.concatenate(scales)[kept], k)


def _even(shares: Array, draws: int, rng: np.random.Generator) -> Sequence[int]:
    """So many indices, each as often as its share says, give or take one."""
    at = (np.arange(draws) + rng.random()) / draws
    chosen = np.searchsorted(np.cumsum(shares), at * shares.sum(), side="right")
    told: Sequence[int] = np.minimum(chosen, len(shares) - 1)
    return told


def _log_joint(question: Question, theta: Array, z: Array) -> Array:
    """(draws,) log density of rows, terms and scales, up to a constant."""
    terms = question.mean + z * question.scales(theta)
    eta = terms @ question.x.T
    told = question.family.log_p(question.y, eta, question.spread(theta), question.n).sum(axis=1)
    lean = (theta - question.level) / question.give
    total: Array = told - 0.5 * (z**2).sum(axis=1) - 0.5 * (lean**2).sum()
    return total


def _mode(question: Question, theta: Array, start: Array | None = None) -> tuple[Array, Array]:
    """The terms' mode given the scales, in units of their priors, and the lower Cholesky factor of
    the curvature there.
    """
    x = question.x * question.scales(theta)
    rest, spread = question.x @ question.mean, question.spread(theta)

    def height(z: Array) -> float:
        told = question.family.log_p(question.y, rest + x @ z, spread, question.n).sum()
        return float(told - 0.5 * z @ z)

    z = np.zeros(x.shape[1]) if start is None else start
    now = height(z)
    for _ in range(MOST_STEPS):
        slope, weight = question.family.slopes(question.y, rest + x @ z, spread, question.n)
        factor: Array = np.asarray(np.linalg.cholesky((x.T * weight) @ x + np.eye(len(z))), float)
        uphill = x.T @ slope - z
        step = np.linalg.solve(factor.T, np.linalg.solve(factor, uphill))
        size = 1.0
        while (then := height(z + size * step)) < now and size > 1e-4:
            size /= 2
        gained, z, now = then - now, z + size * step, then
        if gained < NEAR:
            break
    return z, factor


def _marginal(question: Question, theta: Array) -> float:
    """Laplace's log density of the scales, up to a constant."""
    z, factor = _mode(question, theta)
    told = float(_log_joint(question, theta, z[None])[0])
    return told - float(np.log(np.diag(factor)).sum())


def _mode_of_scales(question: Question) -> Array:
    from scipy.optimize import minimize  # here, as above

    found = minimize(
        lambda theta: -_marginal(question, theta), question.level, method="Nelder-Mead",
        options={"xatol": 0.02, "fatol": 0.02, "maxfev": 250},
    )  # fmt: skip
    told: Array = found.x
    return told


def _root_of_spread(question: Question, centre: Array) -> Array:
    """A root of the scales' covariance, from the curvature at their mode, a little wider."""
    size = len(centre)
    steps = np.eye(size) * STEP
    middle = _marginal(question, centre)
    curve = np.empty((size, size))
    for one in range(size):
        for other in range(one + 1):
            if one == other:
                ends = sum(_marginal(question, centre + way * steps[one]) for way in (1, -1))
                curve[one, one] = (ends - 2 * middle) / STEP**2
                continue
            corners = sum(
                a * b * _marginal(question, centre + a * steps[one] + b * steps[other])
                for a in (1, -1)
                for b in (1, -1)
            )
            curve[one, other] = curve[other, one] = corners / (4 * STEP**2)
    values, vectors = np.linalg.eigh(-curve)
    bent = np.maximum(values, 1.0 / question.give.max() ** 2)
    told: Array = WIDER * vectors / np.sqrt(bent)
    return told
