"""How many templates are searched: by the bare product up to CROSSOVER, by FAISS beyond."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]
Templates = NDArray[np.float32] | NDArray[np.float16]

CROSSOVER = 100_000
"""Templates above which FAISS searches; see the measurements in `build_index`."""
BLOCK = 256
"""Neighbouring scores of which only the highest is compared at first."""
FEW = 16 * BLOCK
"""Fewer scores than this are looked at one by one."""
PROBES_AT_ONCE = 64
SHORTLISTED = 16
"""Coarse candidates beyond those asked for that are compared again at full precision."""
LEVELS = 127
CONVERTED_AT_ONCE = 65_536


class Index(Protocol):
    """Searches the templates (n, d) that it was built from."""

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""


def build_index(templates: Templates) -> Index:
    """The quicker of two searches for so many templates.

    Measured on one core for templates of 192 numbers and 1 / 8 / 32 probes, in ms, the product and
    its best with numpy | FAISS on signed bytes. 10,000 templates: .12 / .45 / 1.2 | .04 / .32 /
    1.3; 100,000: 2.5 / 6.4 / 15 | .5 / 3.4 / 15; 1,000,000: 26 / 68 / 160 | 7 / 47 / 184. FAISS's
    IndexFlatIP, SQ8 and fp16 beat neither. Up to 100,000 either takes milliseconds, and the product
    is exact and wants no second copy; beyond, memory's speed and size decide, and bytes are a
    quarter of floats.
    """
    return Exact(templates) if len(templates) <= CROSSOVER else Coarse(templates)


class Exact:
    """Every score by one product."""

    def __init__(self, templates: Templates) -> None:
        self._templates = np.asarray(templates, np.float32)

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""
        parts = [
            highest(probes[at : at + PROBES_AT_ONCE] @ self._templates.T, k)
            for at in range(0, max(len(probes), 1), PROBES_AT_ONCE)
        ]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


class Coarse:
    """A shortlist by FAISS on signed bytes, compared again with the templates themselves.

    The bytes of a template are as many as its numbers, beside the template.
    """

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._bytes = _signed_bytes(templates)

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""
        wanted = min(k + SHORTLISTED, len(self._templates))
        asked = _levels(probes, np.abs(probes).max(1, keepdims=True))
        _, listed = self._bytes.search(asked, wanted)
        listed.sort(axis=1)  # of equal scores the first row is the best, as in `Exact`
        again = self._templates[listed].astype(np.float32)
        places, scores = highest(np.matmul(again, probes[:, :, None])[:, :, 0], k)
        return np.take_along_axis(listed, places, 1), scores


def highest(scores: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
    """Columns and values of the k highest of each row (m, n), best first; `scores` is used up.

    >>> columns, values = highest(np.array([[0.1, 0.9, 0.5, 0.9]], np.float32), 3)
    >>> columns.tolist()
    [[1, 3, 2]]
    """
    if scores.shape[1] <= max(FEW, k * BLOCK):
        return _one_by_one(scores, k)
    whole = scores.shape[1] // BLOCK * BLOCK
    blocks = scores[:, :whole].reshape(len(scores), -1, BLOCK)
    chosen = np.sort(_one_by_one(blocks.max(2), k)[0], axis=1)
    columns = (chosen[:, :, None] * BLOCK + np.arange(BLOCK)).reshape(len(scores), -1)
    rest = np.tile(np.arange(whole, scores.shape[1]), (len(scores), 1))
    columns = np.concatenate([columns, rest], axis=1)
    places, values = _one_by_one(np.take_along_axis(scores, columns, 1), k)
    return np.take_along_axis(columns, places, 1), values


def _one_by_one(scores: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
    """As `highest`, the best taken out again and again: for the few that are wanted."""
    rows = np.arange(len(scores))
    columns = np.empty((len(scores), min(k, scores.shape[1])), np.intp)
    values = np.empty(columns.shape, np.float32)
    for place in range(columns.shape[1]):
        columns[:, place] = best = scores.argmax(1)
        values[:, place] = scores[rows, best]
        scores[rows, best] = -np.inf
    return columns, values


def _signed_bytes(templates: Templates) -> Any:
    """A FAISS index of the templates, their largest number at LEVELS."""
    import faiss  # takes a while: only where a list is long

    largest = max(np.abs(part).max() for part in _parts(templates))
    index = faiss.IndexScalarQuantizer(
        templates.shape[1], faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
    )
    for part in _parts(templates):
        index.add(_levels(part, largest))
    return index


def _levels(templates: Templates, largest: Any) -> NDArray[np.float32]:
    """Whole numbers of which `largest` is LEVELS; FAISS would cut off what lies between them."""
    whole: NDArray[np.float32] = np.round(templates * (LEVELS / np.float32(largest)))
    return np.ascontiguousarray(whole, np.float32)


def _parts(templates: Templates) -> Iterator[Templates]:
    for at in range(0, len(templates), CONVERTED_AT_ONCE):
        yield templates[at : at + CONVERTED_AT_ONCE]
