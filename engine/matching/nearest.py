"""The nearest template of very many probes, for sure, by a fraction of the product."""

import numpy as np
from numpy.typing import NDArray

from engine.matching.index import ROUNDING, Rows, Scores

LEFT_OUT = 0.01
"""Share of the templates' energy (sum of squares) that lies beyond their leading directions."""
STEP = 16
"""Directions come in so many: what a product takes at once."""
AT_ONCE = 640_000
"""Scores made at once: few enough to stay in the processor's own memory."""
MOST_AT_ONCE = 256
PAIRS_AT_ONCE = 8_192


class Nearest:
    """The most similar of unit templates (n, d) to each of many unit probes.

    Templates fill some of their directions and hardly the others. A product in the leading ones is
    off by no more than the two lengths left out, multiplied (Cauchy and Schwarz); only who can be
    the nearest by that is compared in full: in double precision, rounded to single, so that a
    comparison has one score wherever it is made. Of equal scores the first row is the nearest.
    """

    def __init__(self, templates: NDArray[np.float32]) -> None:
        self._templates = templates
        self._leading = leading(templates)
        self._columns = np.ascontiguousarray((templates @ self._leading).T)
        self._beyond = float(_beyond(templates, self._columns.T).max())

    def of(self, probes: NDArray[np.float32]) -> tuple[Rows, Scores]:
        """Row and score (m,) of the template nearest to each unit probe (m, d)."""
        some = min(max(AT_ONCE // len(self._templates), 1), MOST_AT_ONCE)
        rough = np.empty((some, len(self._templates)), np.float32)
        row, score = np.empty(len(probes), np.intp), np.empty(len(probes), np.float32)
        for at in range(0, len(probes), some):
            part = probes[at : at + some]
            lead = part @ self._leading
            np.matmul(lead, self._columns, out=rough[: len(part)])
            off = _beyond(part, lead) * np.float32(self._beyond)
            row[at : at + some], score[at : at + some] = nearest_by(
                rough[: len(part)], off, part, self._templates
            )
        return row, score


def nearest_by(
    rough: NDArray[np.float32],
    off: NDArray[np.float32],
    probes: NDArray[np.float32],
    templates: NDArray[np.float32],
) -> tuple[Rows, Scores]:
    """The nearest row and its score (m,), by rough scores (m, n) of which a probe's are off by no
    more than `off` (m,) and rounding; `rough` is used up.
    """
    every = np.arange(len(probes))
    row = rough.argmax(1)
    least = rough[every, row] - 2 * (off + np.float32(ROUNDING))
    rough[every, row] = -np.inf
    doubt = np.flatnonzero(rough.max(1) >= least)
    rough[doubt, row[doubt]] = np.inf
    score = compared(probes, every, templates, row)
    if len(doubt):
        near = rough[doubt] >= least[doubt, None]
        row[doubt], score[doubt] = _nearest_among(near, probes[doubt], templates)
    return row, score


def _nearest_among(
    near: NDArray[np.bool_], probes: NDArray[np.float32], templates: NDArray[np.float32]
) -> tuple[Rows, Scores]:
    """The nearest of some rows (m, n), at least one a probe."""
    probe, row = np.nonzero(near)
    score = compared(probes, probe, templates, row)
    first = np.searchsorted(probe, np.arange(len(probes)))
    best = np.maximum.reduceat(score, first)
    row = np.where(score == best[probe], row, len(templates))
    return np.minimum.reduceat(row, first), best


def compared(
    probes: NDArray[np.float32], probe: Rows, templates: NDArray[np.float32], row: Rows
) -> Scores:
    """(k,) scores of pairs of a probe and a template, each the same wherever it is made."""
    score = np.empty(len(probe), np.float32)
    for at in range(0, len(probe), PAIRS_AT_ONCE):
        part = slice(at, at + PAIRS_AT_ONCE)
        one, other = probes[probe[part]], templates[row[part]]
        score[part] = np.multiply(one, other, dtype=np.float64).sum(1)
    return score


def leading(templates: NDArray[np.float32]) -> NDArray[np.float32]:
    """(d, k) orthogonal directions that hold all but LEFT_OUT of the templates' energy; every
    direction as it is (d, d) where that takes more than half of them.
    """
    size = templates.shape[1]
    many = templates.astype(np.float64)
    energy, directions = np.linalg.eigh(many.T @ many)
    beyond = np.cumsum(energy) / energy.sum()
    wanted = size - int(np.searchsorted(beyond, LEFT_OUT))
    wanted = -(-wanted // STEP) * STEP
    if wanted > size // 2:
        return np.eye(size, dtype=np.float32)
    return np.ascontiguousarray(directions[:, size - wanted :], np.float32)


def _beyond(whole: NDArray[np.float32], lead: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) at least the length of what vectors have beyond their leading part."""
    squares = np.square(whole).sum(1) - np.square(lead).sum(1)
    length: NDArray[np.float32] = np.sqrt(np.maximum(squares, 0) + np.float32(ROUNDING))
    return length
