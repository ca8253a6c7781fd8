"""Fits the stand-in to measured templates: covariances by pairs, noise by matching mated scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from engine.measure.standin import Floats, StandIn, quality

GOOD_PX, GOOD_YAW_DEG, GOOD_PITCH_DEG = 28.0, 16.0, 16.0
"""Views at least this good count as s = 1 when the covariances are taken."""
QUANTILES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
CELLS = 5
"""Views are compared in this many classes each of size and of the rest of quality."""
RIDGE = 0.01


@dataclass(frozen=True, slots=True)
class Sample:
    """Measured templates: `enrolled` (n, d) by person and k views of them, `person` (k,) telling
    whose. `probe` (k, d) counts where `detected` (k,). The rest is as `quality` wants it.
    """

    enrolled: NDArray[np.float32]
    person: NDArray[np.int64]
    probe: NDArray[np.float32]
    detected: NDArray[np.bool_]
    interocular_px: NDArray[np.float64]
    yaw_deg: NDArray[np.float64]
    pitch_deg: NDArray[np.float64]
    visible_share: NDArray[np.float64]

    @property
    def quality(self) -> Floats:
        """(k, 5) what noise and detection depend on."""
        return quality(self.interocular_px, self.yaw_deg, self.pitch_deg, self.visible_share)

    @property
    def good(self) -> NDArray[np.bool_]:
        """(k,) which views are good enough to stand for s = 1."""
        return (
            self.detected
            & (self.interocular_px >= GOOD_PX)
            & (np.abs(self.yaw_deg) <= GOOD_YAW_DEG)
            & (np.abs(self.pitch_deg) <= GOOD_PITCH_DEG)
            & (self.visible_share > 0.95)
        )


def fit(sample: Sample, look_alike: float, rng: np.random.Generator) -> StandIn:
    """The stand-in nearest to a sample of people, none of them look-alikes of each other."""
    good = np.flatnonzero(sample.good)
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
    return _with(start, noise=_noise(sample, start, rng))


def _with(model: StandIn, **changed: NDArray[np.float64]) -> StandIn:
    return StandIn(**(model.to_arrays() | changed))


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


def _noise(sample: Sample, model: StandIn, rng: np.random.Generator) -> Floats:
    """Coefficients of log s under which drawn mated scores have the measured ones' quantiles,
    class by class of quality; the same draws serve every candidate.
    """
    rows = np.flatnonzero(sample.detected)
    measured = (sample.enrolled[sample.person[rows]] * sample.probe[rows]).sum(1)
    people, enrolled = model.enrolled(len(rows), rng)
    unscaled = model.noise_at_one(len(rows), rng)
    seen = sample.quality[rows]
    cells = _cells(sample, rows)
    wanted = [np.quantile(measured[cell], QUANTILES) for cell in cells]

    def loss(weights: Floats) -> float:
        scale = np.maximum(np.exp(np.clip(seen @ weights, -5, 5)), 0.5).astype(np.float32)
        raw = people + scale[:, None] * unscaled
        drawn = (raw * enrolled).sum(1) / np.linalg.norm(raw, axis=1)
        gaps = [
            np.abs(np.quantile(drawn[cell], QUANTILES) - want).mean() * len(cell)
            for cell, want in zip(cells, wanted, strict=True)
        ]
        return float(sum(gaps) / len(rows) + RIDGE * 0.01 * (weights**2).sum())

    start = np.array([0.0, 0.3, 0.1, 0.1, 1.0])
    result: Floats = minimize(
        loss, start, method="Nelder-Mead", options={"maxiter": 600, "xatol": 1e-3, "fatol": 1e-5}
    ).x
    return result


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
