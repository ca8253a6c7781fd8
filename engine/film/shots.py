"""A film's pictures as they are decoded, before anything is made of their pixels."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from engine.faces import Image
from engine.film.picture import Turn, meant


@dataclass(frozen=True, slots=True)
class Shot:
    """One decoded picture, its pixels not converted yet; `aspect` is the width of a pixel over its
    height, `turn` how it is to be turned, `woven` whether it was stored interlaced.
    """

    index: int
    time_s: float
    picture: Any
    aspect: Fraction
    turn: Turn
    woven: bool = False

    @property
    def bgr(self) -> Image:
        """(height, width, 3), as it is meant to be seen."""
        return np.asarray(meant(self.picture, self.aspect, self.turn), np.uint8)
