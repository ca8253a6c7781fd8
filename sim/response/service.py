"""What operators and officers share: the patience of who waits for them, the time work takes."""

from collections.abc import Callable, Generator
from typing import Any, TypeVar

import numpy as np
from scipy.special import ndtr, ndtri
from simpy import Environment
from simpy.events import Event as Moment
from simpy.resources.store import StoreGet

from engine.moments import INSTANT_S
from engine.settings import WEEK_S

Result = TypeVar("Result")
Steps = Generator[Moment, Any, Result]
"""A piece of a process that ends with a result."""


class Turn(Moment):
    """A wait for somebody whom others choose, who is its value then; `withdraw` ends it."""

    def __init__(self, env: Environment, withdraw: Callable[[], object]) -> None:
        super().__init__(env)
        self.cancel = withdraw


class OutOfPatienceError(Exception):
    """Nobody came free in time, which was until `at_s`."""

    def __init__(self, at_s: float) -> None:
        super().__init__(f"got nobody until {at_s:g} s, wanted somebody free")
        self.at_s = at_s


def in_time(env: Environment, request: StoreGet | Turn, patience_s: float) -> Steps[Any]:
    """Wait for what was requested as long as patience lasts, that moment included.

    A moment has an order of its own in which things happen, and what is put back at the last one is
    handed over only after it: so the wait is over an instant later, for those whose request was not
    met by then. Raises OutOfPatienceError after taking the request back.
    """
    until_s = env.now + patience_s
    yield request | env.timeout(patience_s + INSTANT_S)
    if not request.triggered:
        request.cancel()
        raise OutOfPatienceError(until_s)
    return request.value


def leaned(chance: float, shift: float) -> float:
    """A chance moved by standard deviations of the evidence that it stands for.

    >>> leaned(0.5, 1.0), leaned(0.3, 0.0)
    (0.8413447460685429, 0.3)
    """
    return float(ndtr(ndtri(chance) + shift)) if shift else chance


def work_s(rng: np.random.Generator, median_s: float, spread: float) -> float:
    """A log-normal time by its median and the standard deviation of its logarithm, a week at most:
    who stands for longer has a place for every moment of it.

    >>> work_s(np.random.default_rng(1), 8.0, 0.0)
    8.0
    """
    return min(median_s * float(np.exp(spread * rng.standard_normal())), WEEK_S)
