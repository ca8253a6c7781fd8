"""How many templates are searched: few by the bare product, many by a shortlist first."""

import math
import time
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.matching.pace import Pace

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]
Templates = NDArray[np.float32] | NDArray[np.float16]

CROSSOVER = 4_000
"""Templates up to which the product and nothing else is quickest; see `build_index`."""
BLOCK = 256
"""Neighbouring scores of which only the highest is compared at first."""
FEW = 16 * BLOCK
"""Fewer scores than this are looked at one by one."""
PROBES_AT_ONCE = 64
PRODUCT_PROBES, PRODUCT_TEMPLATES = 32, 4096
"""Up to so many probes, and so many templates at a time, in `product`."""
SHORTLISTED = 11
"""Coarse candidates beyond those asked for that are compared again at full precision."""
MORE = 16
"""So many times as long is the shortlist of a probe for which it was too short."""
NEAR = 3
"""As many beyond those asked for, where the shortlist is by the product itself."""
LEVELS = 127
OFFSET = 128
"""What FAISS adds to a signed byte that it keeps."""
CONVERTED_AT_ONCE = 65_536
DECODED_AT_ONCE = 8_192
"""Rows of bytes as floats at a time: few enough to stay in the processor's own memory."""
DEVIATIONS = 5.0
"""How many standard deviations a coarse score may be off."""
TINY = 1e-9
ROUNDING = 1e-5
"""More than float32 can be off in the product of two unit templates."""


class Index(Protocol):
    """Searches the templates (n, d) that it was built from."""

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""


class Shortlist(NamedTuple):
    """Candidates of m probes and their rough scores, (m, c), best first; true scores are off by at
    most `off`, so that a row which is not among them is no better than the last rough one by more.
    """

    rows: Rows
    rough: Scores
    off: float


def build_index(templates: Templates) -> Index:
    """The quickest search for so many templates, as far as their number tells; beyond it, `Coarse`
    finds out by itself. Measurements are in docs/watchlists.md.
    """
    return Exact(templates) if len(templates) <= CROSSOVER else Coarse(templates)


class Exact:
    """Every score by one product."""

    def __init__(self, templates: Templates) -> None:
        # In the order in which the product goes through them: else it takes up to twice as long.
        self._columns = np.ascontiguousarray(np.asarray(templates, np.float32).T)

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""
        if len(probes) <= PROBES_AT_ONCE:
            return highest(probes @ self._columns, k)
        return _together([highest(part @ self._columns, k) for part in _at_once(probes)])


class Coarse:
    """A shortlist on signed bytes or by the product, compared again with the templates themselves.

    FAISS goes through the bytes probe by probe, which is best for few probes; for many, one product
    is. Which it is here and now, `Pace` finds out. The outcome is the same either way: scores are
    those of the templates in double precision, rounded to single; of equal ones the first row is
    the best; where the shortlist is too short to be sure of that, a longer one is made, then one of
    all. The bytes are as many as the templates' numbers, beside the templates.
    """

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._largest = max(max(float(np.abs(part).max()) for part in _parts(templates)), TINY)
        self._bytes = _signed_bytes(templates, self._largest)
        single = templates.dtype == np.float32
        self._ways = (self._by_faiss, self._by_product if single else self._by_decoding)
        self._pace = Pace(len(self._ways))

    def nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """Rows and scores, both (m, min(k, n)), best first, of unit probes (m, d)."""
        return _together([self._nearest(part, k) for part in _at_once(probes)])

    def _nearest(self, probes: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        way = self._pace.choose(len(probes))
        began_s = time.perf_counter()
        shortlist = self._ways[way](probes, k)
        self._pace.tell(len(probes), way, time.perf_counter() - began_s)
        rows, scores, sure = self._chosen(probes, shortlist, k)
        for probe in np.flatnonzero(~sure):
            rows[probe], scores[probe] = self._one(probes[probe : probe + 1], k)
        return rows, scores

    def _chosen(
        self, probes: NDArray[np.float32], shortlist: Shortlist, k: int
    ) -> tuple[Rows, Scores, NDArray[np.bool_]]:
        """The k best of a shortlist, and whether nobody else can be better (m,)."""
        rows, scores = self._compared(probes, shortlist.rows, k)
        if shortlist.rows.shape[1] == len(self._templates):
            return rows, scores, np.ones(len(probes), np.bool_)
        return rows, scores, scores[:, -1] > shortlist.rough[:, -1] + shortlist.off

    def _by_faiss(self, probes: NDArray[np.float32], k: int, more: int = 1) -> Shortlist:
        asked, unit = self._asked(probes)
        wanted = min((k + SHORTLISTED) * more, len(self._templates))
        rough, rows = self._bytes.search(asked, wanted)
        return Shortlist(rows, rough * np.float32(unit), self._off(unit))

    def _by_product(self, probes: NDArray[np.float32], k: int) -> Shortlist:
        scores = product(probes, self._templates)
        rows, rough = highest(scores, min(k + NEAR, len(self._templates)))
        return Shortlist(rows, rough, ROUNDING)

    def _by_decoding(self, probes: NDArray[np.float32], k: int) -> Shortlist:
        """As `_by_faiss`, by a product with a part of the bytes at a time."""
        asked, unit = self._asked(probes)
        shift = OFFSET * asked.sum(1, keepdims=True)  # the whole numbers are all exact in float32
        rows, rough = best_of(self._decoded(asked), min(k + SHORTLISTED, len(self._templates)))
        return Shortlist(rows, (rough - shift) * np.float32(unit), self._off(unit))

    def _decoded(self, asked: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        import faiss

        size, numbers = self._templates.shape
        held = faiss.rev_swig_ptr(self._bytes.codes.data(), size * numbers).reshape(size, numbers)
        floats = np.empty((min(DECODED_AT_ONCE, size), numbers), np.float32)
        for at in range(0, size, DECODED_AT_ONCE):
            part = held[at : at + DECODED_AT_ONCE]
            np.copyto(floats[: len(part)], part)
            yield asked @ floats[: len(part)].T

    def _asked(self, probes: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
        """Probes in whole numbers, and what one is worth in a score with the bytes."""
        largest = max(float(np.abs(probes).max(initial=0.0)), TINY)
        return _levels(probes, largest), largest * self._largest / LEVELS**2

    def _off(self, unit: float) -> float:
        """By how much rough scores may be off: that of rounding a template's numbers to whole ones,
        and a probe's, each evenly spread over a half to either side.
        """
        steps = math.hypot(self._largest / LEVELS, unit * LEVELS / self._largest)
        return DEVIATIONS / math.sqrt(12) * steps

    def _compared(self, probes: NDArray[np.float32], listed: Rows, k: int) -> tuple[Rows, Scores]:
        """The k best of the listed rows (m, c) by their true scores, which are the same wherever a
        template stands.
        """
        listed = np.sort(listed, axis=1)
        again = self._templates[listed].astype(np.float64)
        scores = np.matmul(again, probes.astype(np.float64)[:, :, None])[:, :, 0]
        scores = scores.astype(np.float32)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        probe = np.arange(len(probes))[:, None]
        return listed[probe, best], scores[probe, best]

    def _one(self, probe: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
        """The k best for one probe (1, d) by a longer shortlist, or all templates: for lists with
        many alike.
        """
        rows, scores, sure = self._chosen(probe, self._by_faiss(probe, k, MORE), k)
        if not sure[0]:
            parts = [part.astype(np.float32) @ probe[0] for part in _parts(self._templates)]
            rough = np.concatenate(parts)
            least = np.partition(rough, len(rough) - k)[len(rough) - k] - 2 * ROUNDING
            rows, scores = self._compared(probe, np.flatnonzero(rough >= least)[None], k)
        return rows[0], scores[0]


def product(probes: NDArray[np.float32], templates: Templates) -> NDArray[np.float32]:
    """All scores (m, n) of probes (m, d) with templates (n, d).

    For few probes the templates by the probes, some at a time, take 60 to 80 % of the time of the
    probes by the templates.
    """
    if len(probes) > PRODUCT_PROBES:
        return np.asarray(probes @ templates.T, np.float32)
    scores = np.empty((len(probes), len(templates)), np.float32)
    columns = np.ascontiguousarray(probes.T)
    for at in range(0, len(templates), PRODUCT_TEMPLATES):
        part = slice(at, at + PRODUCT_TEMPLATES)
        scores[:, part] = (templates[part] @ columns).T
    return scores


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


def best_of(parts: Iterator[NDArray[np.float32]], k: int) -> tuple[Rows, Scores]:
    """Columns and values of the k highest of each row, best first, of columns that come in parts
    (m, some), which are used up.

    >>> ones, others = np.array([[0.1, 0.9]], np.float32), np.array([[0.5, 0.9]], np.float32)
    >>> best_of(iter([ones, others]), 3)[0].tolist()
    [[1, 3, 2]]
    """
    first = next(parts)
    at = first.shape[1]
    columns, values = highest(first, k)
    for part in parts:
        more = _above(part, values[:, -1:]) if values.shape[1] == k else highest(part, k)
        columns, values = _merged((columns, values), (more[0] + at, more[1]), k)
        at += part.shape[1]
    return columns, values


def _above(part: NDArray[np.float32], least: Scores) -> tuple[Rows, Scores]:
    """Columns and values of each row (m, n) above its own bound (m, 1), filled up with -inf."""
    row, column = np.nonzero(part > least)
    place = np.arange(len(row)) - np.searchsorted(row, row)
    shape = (len(part), int(place.max(initial=-1)) + 1)
    columns, values = np.zeros(shape, np.intp), np.full(shape, -np.inf, np.float32)
    columns[row, place], values[row, place] = column, part[row, column]
    return columns, values


def _merged(some: tuple[Rows, Scores], others: tuple[Rows, Scores], k: int) -> tuple[Rows, Scores]:
    columns = np.concatenate([some[0], others[0]], axis=1)
    values = np.concatenate([some[1], others[1]], axis=1)
    best = np.argsort(-values, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(columns, best, 1), np.take_along_axis(values, best, 1)


def _at_once(probes: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """So many probes at a time as one product takes; one part of none."""
    starts = range(0, max(len(probes), 1), PROBES_AT_ONCE)
    return [probes[at : at + PROBES_AT_ONCE] for at in starts]


def _together(parts: list[tuple[Rows, Scores]]) -> tuple[Rows, Scores]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _one_by_one(scores: NDArray[np.float32], k: int) -> tuple[Rows, Scores]:
    """As `highest`, the best taken out again and again: for the few that are wanted."""
    columns = np.empty((len(scores), min(k, scores.shape[1])), np.intp)
    values = np.empty(columns.shape, np.float32)
    if len(scores) == 1:
        alone = scores[0]  # plain indices are quicker than arrays of one
        for place in range(columns.shape[1]):
            columns[0, place] = first = int(alone.argmax())
            values[0, place], alone[first] = alone[first], -np.inf
        return columns, values
    rows = np.arange(len(scores))
    for place in range(columns.shape[1]):
        columns[:, place] = best = scores.argmax(1)
        values[:, place] = scores[rows, best]
        scores[rows, best] = -np.inf
    return columns, values


def _signed_bytes(templates: Templates, largest: float) -> Any:
    """A FAISS index of the templates, their largest number at LEVELS."""
    import faiss  # takes a while: only where a list is long

    index = faiss.IndexScalarQuantizer(
        templates.shape[1], faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
    )
    for part in _parts(templates):
        index.add(_levels(part, largest))
    return index


def _levels(templates: Templates, largest: float) -> NDArray[np.float32]:
    """Whole numbers of which `largest` is LEVELS; FAISS would cut off what lies between them."""
    whole: NDArray[np.float32] = np.rint(templates * np.float32(LEVELS / largest))
    return np.ascontiguousarray(whole, np.float32)


def _parts(templates: Templates) -> Iterator[Templates]:
    for at in range(0, len(templates), CONVERTED_AT_ONCE):
        yield templates[at : at + CONVERTED_AT_ONCE]
