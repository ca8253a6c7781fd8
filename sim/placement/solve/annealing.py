"""Exchanges that may lose a little at first, where each candidate gets everybody surely or not.

One of the choice, taken at random, makes way for another candidate: mostly one that gets some of
the same, else any. What is worse is kept by chance, by how much less it is worth and how much of
the moves is left, as metals are annealed (Kirkpatrick, Gelatt & Vecchi 1983). A move looks at no
more than whom the two get, so there are some millions a second.
"""

from collections.abc import Callable
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sim.placement.solve.ground import Ground
from sim.placement.solve.problem import Floats

AT_ONCE = 100_000
"""Moves between two questions whether it is to stop."""
EACH, MOST = 100, 20_000_000
"""Moves for each pair of one of a choice and a candidate, and most of them."""
TOGETHER = 0.6
"""The share of moves to a candidate that gets some of the same."""
WARM, COLD = 0.1, 0.005
"""Losses that are kept one time in e at the beginning and at the end, in shares of what one of a
choice is worth on the mean."""

Numbers = NDArray[np.int64]


class Covering(NamedTuple):
    """Whom candidates get: rows of candidate j from `begins[j]` in `rows`, those that get some of
    the same from `starts[j]` in `near`, itself among them; what each row is worth.
    """

    begins: Numbers
    rows: Numbers
    starts: Numbers
    near: Numbers
    worth: Floats


def covering(ground: Ground) -> Covering:
    """Of chances that are all 1."""
    both = csr_array(ground.turned @ ground.chance)
    return Covering(
        ground.chance.indptr.astype(np.int64),
        ground.chance.indices.astype(np.int64),
        both.indptr.astype(np.int64),
        both.indices.astype(np.int64),
        ground.weight,
    )


def annealed(
    among: Covering,
    begin: Numbers,
    one: float,
    rng: np.random.Generator,
    stop: Callable[[], bool] = lambda: False,
) -> Numbers:
    """The best choice met from `begin` on, of as many; `one` is what one of a choice is worth.

    It hangs on the chance alone, not on the clock, unless it is told to `stop`.
    """
    now, best = begin.copy(), begin.copy()
    got = np.zeros(len(among.worth), np.int64)
    taken = np.zeros(len(among.begins) - 1, np.bool_)
    taken[now] = True
    worth = reached = _begun(now, among, got)
    moves = min(EACH * len(now) * len(taken), MOST)
    for done in range(0, moves, AT_ONCE):
        if stop():
            break
        warmth = one * WARM * (COLD / WARM) ** (done / moves)
        count = min(AT_ONCE, moves - done)
        worth, reached = _moved(count, warmth, worth, reached, now, best, got, taken, among, rng)
    return best


@nb.njit(cache=True)
def _begun(now: Numbers, among: Covering, got: Numbers) -> float:
    """What a choice is worth; by how many each row is got is counted."""
    worth = 0.0
    for j in now:
        for a in range(among.begins[j], among.begins[j + 1]):
            got[among.rows[a]] += 1
            worth += among.worth[among.rows[a]] if got[among.rows[a]] == 1 else 0.0
    return worth


@nb.njit(cache=True)
def _moved(
    moves: int, warmth: float, worth: float, reached: float, now: Numbers, best: Numbers,
    got: Numbers, taken: NDArray[np.bool_], among: Covering, rng: np.random.Generator,
) -> tuple[float, float]:  # fmt: skip
    """So many moves of `now`, and `best` is the best met; what they are worth."""
    begins, rows = among.begins, among.rows
    for _ in range(moves):
        turn = int(rng.random() * len(now))
        i = now[turn]
        if rng.random() < TOGETHER:
            first, end = among.starts[i], among.starts[i + 1]
            j = among.near[first + int(rng.random() * (end - first))] if end > first else i
        else:
            j = int(rng.random() * len(taken))
        if taken[j]:
            continue
        brings = 0.0
        for a in range(begins[i], begins[i + 1]):
            got[rows[a]] -= 1
            brings -= among.worth[rows[a]] if got[rows[a]] == 0 else 0.0
        for a in range(begins[j], begins[j + 1]):
            brings += among.worth[rows[a]] if got[rows[a]] == 0 else 0.0
        into = j if brings >= -warmth * rng.exponential() else i
        for a in range(begins[into], begins[into + 1]):
            got[rows[a]] += 1
        if into == i:
            continue
        worth, now[turn], taken[i], taken[j] = worth + brings, j, False, True
        if worth > reached:
            reached, best[:] = worth, now
    return worth, reached
