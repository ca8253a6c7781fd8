"""What the chain is compared with: constant rates, and a negative binomial on log faces.

Each is fitted to rows of the same era where there are enough of them, since faces of another era
are another thing; else to all rows.
"""

from collections.abc import Sequence

import numpy as np

from sim.record.cases import USUAL_FACES
from sim.record.eras import era_on
from sim.record.families import Array, NegativeBinomial
from sim.record.laplace import Question, fitted
from sim.record.published import Deployment

ENOUGH = 10
"""Rows of an era from which a rival is fitted to them alone."""
CONSTANT, ON_FACES = "constant rates", "negative binomial on log faces"


def peers(rows: Sequence[Deployment], of: Deployment) -> Sequence[Deployment]:
    """The rows that a rival is fitted to, for a row to be foretold."""
    assert of.day is not None
    same = [row for row in rows if row.day is not None and era_on(row.day) == era_on(of.day)]
    return same if len(same) >= ENOUGH else rows


def constant(rows: Sequence[Deployment], count: str, faces: int) -> tuple[Array, Array]:
    """Log mean and spread of a count by one rate a face: Poisson, its rate Gamma with Jeffreys'
    prior, which together are a negative binomial.
    """
    hits = sum(getattr(row, count) for row in rows)
    seen = sum(row.faces or 0 for row in rows)
    spread = np.array(hits + 0.5)
    return np.log(spread / seen * faces), spread


def on_faces(rows: Sequence[Deployment], count: str, rng: np.random.Generator) -> Array:
    """(draws, 3) level, slope and log spread of a negative binomial on log faces, hardly anything
    believed beforehand.
    """
    x = np.array([[1.0, np.log((row.faces or 1) / USUAL_FACES)] for row in rows])
    y = np.array([getattr(row, count) for row in rows], float)
    question = Question(
        NegativeBinomial(), y, np.zeros_like(y), x, mean=np.array([0.0, 0.5]),
        sd=np.array([3.0, 1.0]), group=np.array([-1, -1]), signs=np.zeros(2),
        which=np.zeros(len(y), int), groups=0, level=np.log([5.0]), give=np.array([2.0]),
    )  # fmt: skip
    answer = fitted(question, rng, 1000)
    return np.column_stack([answer.terms, answer.scales])


def drawn(found: Array, faces: int) -> tuple[Array, Array]:
    """(draws,) log means and spreads of such a fit at so many faces."""
    return found[:, 0] + found[:, 1] * np.log(faces / USUAL_FACES), np.exp(found[:, 2])
