"""Scores at any noise, from products that are taken once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Against:
    """What templates come to with a picture's: products of `people` and of their `noise` at 1 with
    it, and of the axis along which lies what all people share.
    """

    people: Floats
    noise: Floats
    axis: Floats


@dataclass(frozen=True, slots=True)
class Products:
    """Of people and of their noise at 1, arrays (..., d) that broadcast: their squares, the product
    of both, and how far each reaches along an axis (d,) of length 1, or of 0 where there is none.
    """

    people: Floats
    noise: Floats
    axis: Floats
    square: Floats
    cross: Floats
    power: Floats
    own: Floats
    off: Floats

    @classmethod
    def of(cls, people: Floats, noise: Floats, axis: Floats) -> "Products":
        """Those of people and noise."""
        square, cross, power = dot(people, people), dot(people, noise), dot(noise, noise)
        return cls(people, noise, axis, square, cross, power, dot(people, axis), dot(noise, axis))

    def against(self, picture: Floats) -> Against:
        """Before unit templates (..., d)."""
        return Against(dot(self.people, picture), dot(self.noise, picture), dot(self.axis, picture))

    def scores(self, against: Against, scale: Floats | float, common: float) -> Floats:
        """What unit templates with noise so scaled score, as `StandIn.seen` has them."""
        along = self.own + scale * self.off
        rest = self._rest(scale)
        kept = along
        if common:
            even = (self.own + self.off) * np.sqrt(rest / self._rest(1.0))
            kept = (1 - common) * along + common * even
        reached = against.people + scale * against.noise + (kept - along) * against.axis
        found: Floats = reached / np.sqrt(kept**2 + rest)
        return found

    def _rest(self, scale: Floats | float) -> Floats:
        """Squared lengths across the axis."""
        square, power = self.square - self.own**2, self.power - self.off**2
        found: Floats = square + 2 * scale * (self.cross - self.own * self.off) + scale**2 * power
        return found


def dot(one: Floats, other: Floats) -> Floats:
    """Products along the last axis."""
    found: Floats = np.einsum("...d,...d->...", one, other)
    return found
