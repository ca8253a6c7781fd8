"""How counts scatter about what is expected: the three families of the chain, each with its slope
and its weight for Newton's method, and its quantiles for drawing.

`eta` is a linear predictor, `spread` the family's own parameter, both of any shapes that broadcast.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import (
    bdtr,
    bdtrik,
    betaincinv,
    betaln,
    digamma,
    expit,
    gammaincinv,
    gammaln,
    pdtr,
    pdtrik,
    stdtrit,
)

Array = NDArray[np.float64]
TAILS = 8.0
"""Degrees of freedom of Student's t for faces: outliers happen, as where a camera failed."""
LEAST, MOST = 1e-9, 1.0 - 1e-9
"""Between these are the uniforms and shares of which a quantile is asked."""


class Family(Protocol):
    """A family of distributions; `n` is of how many, where that bounds the count."""

    def log_p(self, y: Array, eta: Array, spread: Array, n: Array) -> Array:
        """Log probability (density for faces) of `y`."""
        ...

    def slopes(self, y: Array, eta: Array, spread: Array, n: Array) -> tuple[Array, Array]:
        """First derivative by `eta`, and a positive weight in place of the second's negative."""
        ...

    def drawn(self, eta: Array, spread: Array, n: Array, u: Array, v: Array) -> Array:
        """The draw for two uniforms, of which it is a rising function in `eta` and `n`."""
        ...


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """Counts of mean exp(eta) and variance mean + mean^2 / spread."""

    def log_p(self, y: Array, eta: Array, spread: Array, n: Array) -> Array:  # noqa: ARG002  # unbounded
        """Log probability of `y`."""
        log_rate = np.logaddexp(np.log(spread), eta)
        choose = gammaln(y + spread) - gammaln(spread) - gammaln(y + 1.0)
        told: Array = choose + spread * (np.log(spread) - log_rate) + y * (eta - log_rate)
        return told

    def slopes(self, y: Array, eta: Array, spread: Array, n: Array) -> tuple[Array, Array]:  # noqa: ARG002  # unbounded
        """First derivative by `eta`, and a weight."""
        mean = np.exp(np.minimum(eta, 30.0))
        share = spread / (spread + mean)
        return (y - mean) * share, mean * share * (spread + y) / (spread + mean)

    def drawn(self, eta: Array, spread: Array, n: Array, u: Array, v: Array) -> Array:  # noqa: ARG002  # unbounded
        """The draw for two uniforms."""
        rate = np.exp(eta) * gammaincinv(spread, np.clip(u, LEAST, MOST)) / spread
        return _whole(v, rate)


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """Counts of `n` with mean share expit(eta), which varies as Beta of concentration `spread`."""

    def log_p(self, y: Array, eta: Array, spread: Array, n: Array) -> Array:
        """Log probability of `y`."""
        a, b = _shares(eta, spread)
        choose = gammaln(n + 1.0) - gammaln(y + 1.0) - gammaln(n - y + 1.0)
        told: Array = choose + betaln(y + a, n - y + b) - betaln(a, b)
        return told

    def slopes(self, y: Array, eta: Array, spread: Array, n: Array) -> tuple[Array, Array]:
        """First derivative by `eta`, and a weight."""
        a, b = _shares(eta, spread)
        both = a * b / (a + b)
        slope = both * (digamma(y + a) - digamma(n - y + b) - digamma(a) + digamma(b))
        weight = n * a * b / (a + b) ** 2 * (spread + 1.0) / (spread + np.maximum(n, 1.0))
        return slope, weight

    def drawn(self, eta: Array, spread: Array, n: Array, u: Array, v: Array) -> Array:
        """The draw for two uniforms."""
        a, b = _shares(eta, spread)
        share = np.clip(betaincinv(a, b, np.clip(u, LEAST, MOST)), LEAST, MOST)
        found = np.ceil(bdtrik(np.clip(v, LEAST, MOST), n, share))
        found = np.clip(np.nan_to_num(found), 0.0, n)
        lower = np.maximum(found - 1.0, 0.0)
        told: Array = np.where(bdtr(lower, n.astype(np.int64), share) >= v, lower, found)
        return np.where(n > 0, told, 0.0)


@dataclass(frozen=True, slots=True)
class LogStudent:
    """Logarithms about eta, with Student's t of scale `spread`; `y` is a logarithm."""

    def log_p(self, y: Array, eta: Array, spread: Array, n: Array) -> Array:  # noqa: ARG002  # unbounded
        """Log probability of `y`."""
        off = (y - eta) / spread
        level = gammaln((TAILS + 1) / 2) - gammaln(TAILS / 2) - 0.5 * np.log(TAILS * np.pi)
        told: Array = level - np.log(spread) - (TAILS + 1) / 2 * np.log1p(off**2 / TAILS)
        return told

    def slopes(self, y: Array, eta: Array, spread: Array, n: Array) -> tuple[Array, Array]:  # noqa: ARG002  # unbounded
        """First derivative by `eta`, and a weight."""
        off = (y - eta) / spread
        slope = (TAILS + 1) * off / (TAILS + off**2) / spread
        return slope, (TAILS + 1) / (TAILS + off**2) / spread**2

    def drawn(self, eta: Array, spread: Array, n: Array, u: Array, v: Array) -> Array:  # noqa: ARG002  # unbounded
        """The draw for two uniforms."""
        told: Array = eta + spread * stdtrit(TAILS, np.clip(u, LEAST, MOST))
        return told


def _shares(eta: Array, spread: Array) -> tuple[Array, Array]:
    share = np.clip(expit(eta), LEAST, MOST)
    return share * spread, (1.0 - share) * spread


def _whole(v: Array, rate: Array) -> Array:
    """Poisson's quantile."""
    found = np.ceil(np.nan_to_num(pdtrik(np.clip(v, LEAST, MOST), rate)))
    lower = np.maximum(found - 1.0, 0.0)
    told: Array = np.where(pdtr(lower, rate) >= v, lower, found)
    return told
