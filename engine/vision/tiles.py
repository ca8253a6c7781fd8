"""A picture too large for one look, cut into overlapping tiles: memory has a bound, faces none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from engine.faces import Image

LARGEST_PX = 5 << 20
"""Pixels that are looked at in one piece: 1.1 GB while it lasts, so that a process stays below 2 GB
beside the largest picture there may be."""
SIDE_PX = 2272
"""The longest side of a tile; LARGEST_PX has room for its square."""
OVERLAP_PX = 320
"""What neighbours share: a face of 110 px between the eyes lies whole in one of them. Larger ones
are found on the shrunk copies."""
SLACK_PX = 16
"""Neighbours place a face a little differently; on the cut between them both may tell it."""
GRID_PX = 32
"""Tiles begin where the detector's largest cells do, so that they see what the whole would."""


@dataclass(frozen=True, slots=True)
class Span:
    """A tile's pixels along one side, `start` to before `stop`; it answers for the faces whose
    middle is from `first` to before `last`.
    """

    start: int
    stop: int
    first: float
    last: float

    def owns(self, place: float) -> bool:
        """Whether a face there is this tile's to tell."""
        return self.first <= place < self.last


def spans(length_px: int) -> list[Span]:
    """A side cut into as few tiles as can be, all of one length up to GRID_PX.

    >>> [(one.start, one.stop) for one in spans(5000)]
    [(0, 1888), (1568, 3456), (3136, 5000)]
    """
    if length_px <= SIDE_PX:
        return [Span(0, length_px, float("-inf"), float("inf"))]
    count = -(-(length_px - OVERLAP_PX) // (SIDE_PX - OVERLAP_PX))
    step = _on_grid(-(-(length_px - OVERLAP_PX) // count))
    size = step + OVERLAP_PX
    starts = [*(k * step for k in range(count - 1)), _on_grid(length_px - size)]
    stops = [min(start + size, length_px) for start in starts]
    cuts = [(start + stop) / 2 for start, stop in zip(starts[1:], stops[:-1], strict=True)]
    firsts = [float("-inf"), *(cut - SLACK_PX for cut in cuts)]
    lasts = [*(cut + SLACK_PX for cut in cuts), float("inf")]
    return [Span(*one) for one in zip(starts, stops, firsts, lasts, strict=True)]


def _on_grid(length_px: int) -> int:
    return -(-length_px // GRID_PX) * GRID_PX


def tiles(bgr: Image) -> Iterator[tuple[Span, Span, Image]]:
    """Across and down, with the pixels; a picture of LARGEST_PX and less is one."""
    height, width = bgr.shape[:2]
    if height * width <= LARGEST_PX:
        every = float("-inf"), float("inf")
        yield Span(0, width, *every), Span(0, height, *every), bgr
        return
    for down, across in product(spans(height), spans(width)):
        yield across, down, bgr[down.start : down.stop, across.start : across.stop]
