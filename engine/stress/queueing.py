"""What queueing theory says of frames that come at random to workers that take a measured time.

Waiting for one of c workers, M/G/c: the wait of M/M/c (Erlang 1917) times half of one plus the
squared coefficient of variation of the service times (Lee & Longton 1959; Allen & Cunneen 1990,
whose factor is the same where arrivals are Poisson). For one worker the mean is exact
(Pollaczek 1930). That those who wait do so for an exponential time is an approximation.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq


@dataclass(frozen=True, slots=True)
class Service:
    """How long one frame keeps a worker busy: the mean and the coefficient of variation squared."""

    mean_s: float
    scv: float


def service_of(times_s: ArrayLike) -> Service:
    """The service that these measured times (n,) show.

    >>> service_of([1.0, 3.0])
    Service(mean_s=2.0, scv=0.25)
    """
    times: NDArray[np.float64] = np.asarray(times_s, np.float64)
    mean_s = float(times.mean())
    return Service(mean_s, float(times.var()) / mean_s**2)


def erlang_c(workers: int, busy: float) -> float:
    """Probability of having to wait, at `busy` erlangs, less than there are workers (Erlang 1917).

    >>> round(erlang_c(1, 0.7), 12), round(erlang_c(2, 1.0), 12)
    (0.7, 0.333333333333)
    """
    blocked = 1.0
    for k in range(1, workers + 1):
        blocked = busy * blocked / (k + busy * blocked)
    return blocked / (1 - busy / workers * (1 - blocked))


@dataclass(frozen=True, slots=True)
class Queue:
    """Poisson arrivals at `rate_hz` before so many workers; `stable` if they bear the load."""

    rate_hz: float
    workers: int
    service: Service

    @property
    def load(self) -> float:
        """Offered work over what the workers can do."""
        return self.rate_hz * self.service.mean_s / self.workers

    @property
    def stable(self) -> bool:
        """Whether the wait has a mean."""
        return self.load < 1

    @property
    def mean_wait_s(self) -> float:
        """Before a worker takes a frame; infinite beyond what the workers bear."""
        if not self.stable:
            return float("inf")
        waits = erlang_c(self.workers, self.load * self.workers)
        of_mmc = waits * self.service.mean_s / (self.workers * (1 - self.load))
        return (1 + self.service.scv) / 2 * of_mmc

    def latency_s(self, share: float) -> float:
        """The quantile at `share` of the wait and a service of mean length together."""
        if not self.stable:
            return float("inf")
        waits, late = erlang_c(self.workers, self.load * self.workers), 1 - share
        wait_s = log(waits / late) * self.mean_wait_s / waits if waits > late else 0.0
        return wait_s + self.service.mean_s

    def greatest_rate_hz(self, share: float, bound_s: float) -> float:
        """The rate at which the quantile reaches `bound_s`; 0 if a service alone takes as long."""
        if bound_s <= self.service.mean_s:
            return 0.0
        most_hz = self.workers / self.service.mean_s

        def beyond(rate_hz: float) -> float:
            latency_s = Queue(rate_hz, self.workers, self.service).latency_s(share)
            return exp(-latency_s) - exp(-bound_s)

        return float(brentq(beyond, most_hz * 1e-6, most_hz))
