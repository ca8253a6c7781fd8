"""The watchlist: subjects' templates, searched by dot product."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.faces import Image
from engine.matching.index import CROSSOVER, Index, build_index
from engine.matching.nearest import Nearest, nearest_by
from engine.names import printable
from engine.pictures import PictureError, read_pixels

NOBODY = -1
MANY = 512
"""From so many probes at once on, it pays to look first where the templates lead."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """One unit template a subject, (n, d); comparable with probes of the same pack only."""

    subjects: tuple[str, ...]
    templates: NDArray[np.float32]
    pack_id: str
    _long: list[Index] = field(default_factory=list, init=False, repr=False, compare=False)
    """The index of a gallery too long for the product alone, once it was searched."""
    _crowded: list[Nearest] = field(default_factory=list, init=False, repr=False, compare=False)
    """What searches it for many probes at once, once there were."""

    def __post_init__(self) -> None:
        if self.templates.ndim != 2 or len(self.templates) != len(self.subjects):
            raise GalleryError(
                f"gallery: got templates {self.templates.shape} for {len(self.subjects)} subjects"
            )

    def __len__(self) -> int:
        return len(self.subjects)

    def search(self, probes: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Each probe's nearest subject (row, NOBODY in an empty gallery) and its score (-1 there).

        `probes` (m, d) unit length; returns two arrays of length m. However many are searched at
        once, a score is that of the two templates in double precision, rounded to single; of equal
        ones the first subject is the nearest.
        """
        if not len(self) or not len(probes):
            return np.full(len(probes), NOBODY), np.full(len(probes), -1, np.float32)
        if len(probes) >= MANY:
            return self._for_many().of(probes)
        if len(self) > CROSSOVER:
            rows, nearest = self._index().nearest(probes, 1)
            return rows[:, 0], nearest[:, 0]
        exact = np.zeros(len(probes), np.float32)
        return nearest_by(probes @ self.templates.T, exact, probes, self.templates)

    def _index(self) -> Index:
        if not self._long:
            self._long.append(build_index(self.templates))
        return self._long[0]

    def _for_many(self) -> Nearest:
        if not self._crowded:
            self._crowded.append(Nearest(self.templates))
        return self._crowded[0]


def mean_template(templates: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The unit template (d,) of one subject's several."""
    mean = np.mean(templates, axis=0)
    length = np.linalg.norm(mean, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (mean / length).astype(np.float32)
    return unit


def read_picture(file: Path, at: str = "") -> Image:
    """A picture's pixels; a refusal names the file, or where it was asked for."""
    try:
        return read_pixels(file)
    except PictureError as err:
        raise GalleryError(f"{at or printable(file)}: got {err}, wanted a picture") from err
