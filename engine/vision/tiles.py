"""A picture too large for one look, cut into overlapping tiles: memory has a bound, faces none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from engine.faces import Image

LARGEST_PX = 1 << 23
"""Pixels that are looked at in one piece, a 4K frame among them: 1.2 GB while it lasts."""
SIDE_PX = 2880
"""The longest side of a tile; LARGEST_PX has room for its square."""
OVERLAP_PX = 480
"""What neighbours share: a face of 160 px between the eyes lies whole in one of them."""
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
    """A side cut into as few tiles as can be, all about as long.

    >>> [(one.start, one.stop) for one in spans(5000)]
    [(0, 2752), (2272, 5000)]
    """
    if length_px <= SIDE_PX:
        return [Span(0, length_px, float("-inf"), float("inf"))]
    count = -(-(length_px - OVERLAP_PX) // (SIDE_PX - OVERLAP_PX))
    step = -(-(length_px - OVERLAP_PX) // count)
    step = -(-step // GRID_PX) * GRID_PX
    starts = [k * step for k in range(count)]
    cuts = [start + OVERLAP_PX / 2 for start in starts[1:]]
    firsts = [float("-inf"), *(cut - SLACK_PX for cut in cuts)]
    lasts = [*(cut + SLACK_PX for cut in cuts), float("inf")]
    stops = [*(start + OVERLAP_PX for start in starts[1:]), length_px]
    return [Span(*one) for one in zip(starts, stops, firsts, lasts, strict=True)]


def tiles(bgr: Image) -> Iterator[tuple[Span, Span, Image]]:
    """Across and down, with the pixels; a picture of LARGEST_PX and less is one."""
    height, width = bgr.shape[:2]
    if height * width <= LARGEST_PX:
        every = float("-inf"), float("inf")
        yield Span(0, width, *every), Span(0, height, *every), bgr
        return
    for down, across in product(spans(height), spans(width)):
        yield across, down, bgr[down.start : down.stop, across.start : across.stop]
