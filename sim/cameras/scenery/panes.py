"""Glass between a camera and what it sees: what the glass mirrors lies over that, faintly."""

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image

Floats = NDArray[np.floating[Any]]

MIRRORED = (0.09, 0.55)
"""Share of light that both faces of a pane throw back straight on, and most that they do at a flat
angle: 2 x 4 % for glass with a refractive index of 1.5 (Fresnel), and a little dust.
"""
PALE = (206.0, 200.0, 190.0)
"""What there is to mirror, in the light that paints are drawn in; the author's choice."""


@dataclass(frozen=True, slots=True)
class Panes:
    """The pixels (k,) of a picture in which there is glass, by `row` and `column`: how far ahead,
    what share of each is mirrored light, and its colour (k, 3).
    """

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    ahead_m: NDArray[np.float32]
    share: NDArray[np.float32]
    bgr: NDArray[np.float32]

    def over(self, bgr: Image, owner: NDArray[np.int32], ahead_m: dict[int, float]) -> None:
        """Lay the glass over whoever stands behind it: `owner` (h, w) is the person whom a pixel of
        the picture shows, else -1, and `ahead_m` how far ahead each stands.
        """
        if ahead_m:
            deep = np.full(max(ahead_m) + 1, -np.inf, np.float32)
            deep[[*ahead_m]] = [*ahead_m.values()]
            _lay(bgr, owner, deep, self.row, self.column, self.ahead_m, self.share, self.bgr)


@nb.njit(cache=True)
def _lay(bgr, owner, deep, row, column, ahead, share, over) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Mix colours into the pixels of those who stand further ahead than the glass."""
    for k in range(len(row)):
        person = owner[row[k], column[k]]
        if person >= 0 and deep[person] > ahead[k]:
            for c in range(3):
                level = bgr[row[k], column[k], c]
                bgr[row[k], column[k], c] = np.uint8(level + share[k] * (over[k, c] - level) + 0.5)


def panes(ahead_m: Floats, share: Floats, bgr: Floats) -> Panes | None:
    """Those of a picture, (h, w) and (h, w, 3), where `ahead_m` is finite; None: there are none."""
    row, column = np.nonzero(np.isfinite(ahead_m))
    if not len(row):
        return None
    parts = (ahead_m[row, column], share[row, column], bgr[row, column])
    return Panes(row, column, *(part.astype(np.float32) for part in parts))


def mirrored_share(cosine: Floats) -> Floats:
    """Of light (n,) by the cosine of its angle to straight on (Schlick 1994)."""
    least, most = MIRRORED
    share: Floats = least + (most - least) * (1 - cosine) ** 5
    return share
