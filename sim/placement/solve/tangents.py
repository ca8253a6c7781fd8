"""Lines above the chance to be recognised: what makes the bound of a placement a bound.

A row that cameras get with chances p is recognised with 1 - exp(-sum a x), a = -log(1 - p), x of 0
or 1. A tangent touches that at c; a camera whose own a is beyond c would overshoot, so its
part is bent down to what it can add at most. For all choices x then

    1 - exp(-sum a x) <= 1 - exp(-c) (1 + c) + sum phi(a) x
    phi(a) = exp(-c) a                       up to a = c,
             exp(-c) (1 + c) - exp(-a)       beyond,

since phi is concave with phi(0) = 0, and so the sum of phi is at least phi of the sum, and for one
number a the line holds: up to c it is the tangent, beyond it is met exactly. At c = 0 it says sum p
x, and a chance of 1 needs no infinite number: it has exp(-a) = 0. Where all chances are 0 or 1 it
is maximal covering.
"""

import numpy as np
from scipy.sparse import csr_array

from sim.placement.solve.problem import Floats

FARTHEST = 40.0
"""exp(-40) is nothing beside 1."""
TURNS = 60
"""Most steps towards the best place for a tangent."""
SETTLED = 1e-9


class Tangents:
    """Of all rows of a demand."""

    def __init__(self, chance: csr_array) -> None:
        self.chance = chance
        self.row = np.repeat(np.arange(chance.shape[0]), np.diff(chance.indptr))
        self.missed = 1 - chance.data
        with np.errstate(divide="ignore"):
            self.depth = np.minimum(-np.log(self.missed), 2 * FARTHEST)

    def lines(self, touch: Floats) -> tuple[Floats, csr_array]:
        """Constants (rows,) and factors (rows, candidates) of lines that touch there (rows,)."""
        held = (self._factors(touch), self.chance.indices, self.chance.indptr)
        return _constant(touch), csr_array(held, self.chance.shape)

    def best(self, x: Floats) -> tuple[Floats, Floats]:
        """Where lines are lowest at a choice x (candidates,) of shares, and how low (rows,).

        The lowest is at c = sum min(a, c) x, which is met from above; at 0 if x is 1 at most.
        """
        share, count = x[self.chance.indices], self.chance.shape[0]
        c = np.full(count, FARTHEST)
        for _ in range(TURNS):
            reached = np.minimum(self.depth, c[self.row]) * share
            nearer = np.minimum(np.bincount(self.row, reached, count), c)
            settled = np.abs(nearer - c).max(initial=0.0) < SETTLED
            c = nearer
            if settled:
                break
        c[np.bincount(self.row, share, count) <= 1 + SETTLED] = 0.0
        height: Floats = _constant(c) + np.bincount(self.row, self._factors(c) * share, count)
        return c, height

    def _factors(self, at: Floats) -> Floats:
        """Of all lines, in the order of the chances."""
        c = at[self.row]
        beyond = np.where(self.depth > c, np.exp(-c) - self.missed, 0.0)
        found: Floats = np.exp(-c) * np.minimum(self.depth, c) + beyond
        return found


def _constant(at: Floats) -> Floats:
    found: Floats = 1 - np.exp(-at) * (1 + at)
    return found
