"""Exchanges that may lose a little at first, where each candidate gets everybody surely or not.

A few of the choice that lie near each other are taken out, others are put in for what they add, and
the best exchanges of one for one are made as long as there are any: iterated local search
(Lourenco, Martin & Stuetzle 2003). What is worse is kept by chance, by how much less it is worth
and how much of the time is left, as metals are annealed (Kirkpatrick, Gelatt & Vecchi 1983).
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from sim.placement.solve.ground import Grounds
from sim.placement.solve.problem import Floats
from sim.placement.solve.rules import Rules
from sim.placement.solve.start import Chosen

AT_ONCE = 200
"""Rounds from one look at the clock to the next. All together there are at most as many as pairs of
one of a choice and a candidate."""
MOST_OUT = 5
"""So many are taken out at once, at most."""
TOGETHER, NEAR = 0.7, 0.7
"""The share of rounds in which they lie near each other, and of those near by who are taken out."""
NEIGHBOURS = 250
"""Of a candidate as many are near at most: those with which it shares most, over others too."""
WARM, COLD = 0.015, 0.0005
"""Losses that are kept e times in ten at the beginning and at the end, in shares of what one of the
choice is worth on the mean."""
NOISE = 0.15
"""What one adds counts less by up to this share, by chance: the best is not always put in."""
LEAST = 1e-9
"""An exchange must bring this share of all more."""

Numbers = NDArray[np.int64]
Kept = Callable[[Chosen], None]


class Covering(NamedTuple):
    """Whom candidates get: rows of candidate j from `begins[j]` in `rows`, candidates of row r from
    `starts[r]` in `by`; what each row is worth; and who is `near` whom, -1 behind the last.
    """

    begins: Numbers
    rows: Numbers
    starts: Numbers
    by: Numbers
    worth: Floats
    near: Numbers


class Held(NamedTuple):
    """Of a choice: by how many each row is got; what each candidate would add, and what would be
    lost without each of the choice; who is taken; room for an exchange's reckoning.
    """

    got: Numbers
    adds: Floats
    loses: Floats
    taken: NDArray[np.bool_]
    extra: Floats


def fits(grounds: Grounds, rules: Rules) -> bool:
    """Whether all of it is sure, and there is no limit but a number."""
    limits = rules.limits
    sure = all(np.isin(part.chance.data, (0.0, 1.0)).all() for part in grounds.parts)
    only = limits.cost is None and limits.scanned is None and not limits.must and not limits.ways
    alone = len(np.unique(rules.place)) == rules.count
    many = 1 < rules.most < int(rules.allowed.sum()) - MOST_OUT
    return sure and only and alone and many and len(grounds.parts) == 1


def annealed(
    grounds: Grounds,
    rules: Rules,
    chosen: Chosen,
    within_s: float,
    rng: np.random.Generator,
    stop: Callable[[], bool],
    better: Kept,
) -> None:
    """Exchange from a choice on; `better` is called with each choice that is the best so far."""
    open_ = np.flatnonzero(rules.allowed)
    ground = grounds.of(open_).parts[0]
    covering = _covering(ground.chance, ground.weight)
    now = np.searchsorted(open_, np.array(chosen, np.int64)).astype(np.int64)
    held, worth = _held(now, covering)
    whole = float(ground.weight.sum())
    kept, best = now.copy(), worth
    one, began_s, done = worth / max(len(now), 1), time.monotonic(), 0.0
    rounds, most = 0, len(now) * len(open_)
    while done < 1 and not stop():
        warmth = one * WARM * (COLD / WARM) ** done
        found, reached, worth = _rounds(
            min(AT_ONCE, most), warmth, LEAST * whole, worth, now, kept, covering, held, rng
        )
        if reached > best + LEAST * whole:
            best = reached
            better(tuple(sorted(open_[found].tolist())))
        rounds += AT_ONCE
        done = max((time.monotonic() - began_s) / max(within_s, 1e-9), rounds / most)


def _covering(chance: csc_array, weight: Floats) -> Covering:
    by = csr_array(chance)
    return Covering(
        chance.indptr.astype(np.int64),
        chance.indices.astype(np.int64),
        by.indptr.astype(np.int64),
        by.indices.astype(np.int64),
        weight,
        _near(chance),
    )


def _near(chance: csc_array) -> Numbers:
    """(candidates, NEIGHBOURS) by how much each has in common with others of those with whom one
    has something in common.
    """
    both = csr_array(chance.T @ chance)
    shared = csr_array(both @ both)
    found = np.full((shared.shape[0], NEIGHBOURS), -1, np.int64)
    for j in range(shared.shape[0]):
        part = slice(shared.indptr[j], shared.indptr[j + 1])
        order = shared.indices[part][np.argsort(-shared.data[part], kind="stable")]
        order = order[order != j][:NEIGHBOURS]
        found[j, : len(order)] = order
    return found


def _held(now: Numbers, covering: Covering) -> tuple[Held, float]:
    """What is held of a choice, and what it is worth."""
    count = len(covering.begins) - 1
    held = Held(
        np.zeros(len(covering.worth), np.int64),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, np.bool_),
        np.zeros(count),
    )
    return held, _begin(now, covering, held)


@nb.njit(cache=True)
def _begin(now: Numbers, covering: Covering, held: Held) -> float:
    worth = 0.0
    for j in range(len(held.adds)):
        for a in range(covering.begins[j], covering.begins[j + 1]):
            held.adds[j] += covering.worth[covering.rows[a]]
    for j in now:
        worth += held.adds[j]
        _put(j, covering, held)
    return worth


@nb.njit(cache=True)
def _put(j: int, covering: Covering, held: Held) -> None:
    """One more is taken."""
    starts, by, worth = covering.starts, covering.by, covering.worth
    held.taken[j] = True
    for a in range(covering.begins[j], covering.begins[j + 1]):
        r = covering.rows[a]
        held.got[r] += 1
        if held.got[r] == 1:
            held.loses[j] += worth[r]
            for b in range(starts[r], starts[r + 1]):
                held.adds[by[b]] -= worth[r]
        elif held.got[r] == 2:
            for b in range(starts[r], starts[r + 1]):
                if held.taken[by[b]] and by[b] != j:
                    held.loses[by[b]] -= worth[r]


@nb.njit(cache=True)
def _drop(j: int, covering: Covering, held: Held) -> None:
    """One is taken no more."""
    starts, by, worth = covering.starts, covering.by, covering.worth
    held.taken[j] = False
    for a in range(covering.begins[j], covering.begins[j + 1]):
        r = covering.rows[a]
        held.got[r] -= 1
        if held.got[r] == 0:
            for b in range(starts[r], starts[r + 1]):
                held.adds[by[b]] += worth[r]
        elif held.got[r] == 1:
            for b in range(starts[r], starts[r + 1]):
                if held.taken[by[b]]:
                    held.loses[by[b]] += worth[r]
    held.loses[j] = 0.0


@nb.njit(cache=True)
def _exchange(least: float, now: Numbers, covering: Covering, held: Held) -> float:
    """Make the best exchange of one for one; what it brought, 0 where there is none."""
    adds, loses, taken, extra = held.adds, held.loses, held.taken, held.extra
    most, other = -1.0, -1
    for j in range(len(adds)):
        if not taken[j] and adds[j] > most:
            most, other = adds[j], j
    best, out, into = least, -1, -1
    for n in range(len(now)):
        i = now[n]
        if most - loses[i] > best:
            best, out, into = most - loses[i], n, other
        for phase in range(2):
            for a in range(covering.begins[i], covering.begins[i + 1]):
                r = covering.rows[a]
                if held.got[r] != 1:
                    continue
                for b in range(covering.starts[r], covering.starts[r + 1]):
                    k = covering.by[b]
                    if phase == 0:
                        extra[k] += covering.worth[r]
                    elif extra[k] > 0:
                        if not taken[k] and adds[k] + extra[k] - loses[i] > best:
                            best, out, into = adds[k] + extra[k] - loses[i], n, k
                        extra[k] = 0.0
    if out < 0:
        return 0.0
    _drop(now[out], covering, held)
    _put(into, covering, held)
    now[out] = into
    return best


@nb.njit(cache=True)
def _some(now: Numbers, covering: Covering, held: Held, rng: np.random.Generator) -> Numbers:
    """Which of the choice are taken out, by their turns in it."""
    wanted = min(1 + int(rng.integers(0, MOST_OUT)), len(now))
    found = np.zeros(wanted, np.int64)
    found[0] = int(rng.integers(0, len(now)))
    count, first = 1, int(now[found[0]])
    if rng.random() < TOGETHER:
        for other in covering.near[first]:
            if count == wanted or other < 0:
                break
            if held.taken[other] and rng.random() < NEAR:
                for n in range(len(now)):
                    if now[n] == other:
                        found[count] = n
                        count += 1
    while count < wanted:
        found[count] = int(rng.integers(0, len(now)))
        count += int(not (found[:count] == found[count]).any())
    return found


@nb.njit(cache=True)
def _disturb(now: Numbers, covering: Covering, held: Held, rng: np.random.Generator) -> float:
    """Take some out and put others in; what that brought, mostly less than nothing."""
    some, brought = _some(now, covering, held, rng), 0.0
    barred = now[some[0]]
    for n in some:
        brought -= held.loses[now[n]]
        _drop(now[n], covering, held)
    for n in some:
        most, into = -1.0, -1
        for j in range(len(held.adds)):
            if not held.taken[j] and j != barred and held.adds[j] > most:
                counts = held.adds[j] * (1 - NOISE * rng.random())
                if counts > most:
                    most, into = counts, j
        brought += held.adds[into]
        _put(into, covering, held)
        now[n] = into
    return brought


@nb.njit(cache=True)
def _rounds(
    rounds: int, warmth: float, least: float, worth: float, now: Numbers, kept: Numbers,
    covering: Covering, held: Held, rng: np.random.Generator,
) -> tuple[Numbers, float, float]:  # fmt: skip
    """So many rounds from the choice `kept`, which is what is held; the best choice of these, its
    worth, and that of the last one kept.
    """
    best, reached = kept.copy(), worth
    for _ in range(rounds):
        new = worth + _disturb(now, covering, held, rng)
        while True:
            brought = _exchange(least, now, covering, held)
            if brought <= 0:
                break
            new += brought
        if new > reached:
            best, reached = now.copy(), new
        if new >= worth - warmth * rng.exponential():
            worth = new
            kept[:] = now
        else:
            _back(now, kept, covering, held)
    return best, reached, worth


@nb.njit(cache=True)
def _back(now: Numbers, kept: Numbers, covering: Covering, held: Held) -> None:
    """The choice is what was kept, again."""
    stays = np.zeros(len(held.adds), np.bool_)
    for j in kept:
        stays[j] = True
    for j in now:
        if not stays[j]:
            _drop(j, covering, held)
    for j in kept:
        if not held.taken[j]:
            _put(j, covering, held)
    now[:] = kept
