"""Where the parts of a face lie on the atlas, for everything that is painted there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.curves import bell
from sim.people.head.atlas import atlas
from sim.people.head.ground import ground

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where parts of a face lie on the atlas, each (SIZE, SIZE) from 0 to 1, and the ground they
    are made from: `aside` and `up` in decimetres, `turn` from the front in radians.
    """

    aside: Floats
    up: Floats
    turn: Floats
    front: NDArray[np.bool_]
    cheeks: Floats
    nose: Floats
    under_eyes: Floats
    chin: Floats
    eyelids: Floats
    upper_lashes: Floats
    lower_lashes: Floats
    bare: NDArray[np.bool_]
    """Cheeks and forehead, where a face's colour is measured."""
    lips: Floats
    mouth: NDArray[np.intp]
    """(2, 2) rows and columns around the lips, from and to."""


_places: list[Places] = []


def places() -> Places:
    """The parts of the base head's face."""
    if not _places:
        aside, up, front = ground().aside, ground().up, ground().front
        lips = atlas().masks["lips"]
        eye = np.hypot((aside - 0.308) / 0.175, (up - 7.284) / 0.085)
        _places.append(
            Places(
                aside=aside,
                up=up,
                turn=ground().turn,
                front=front,
                cheeks=bell(aside - 0.42, 0.2) * bell(up - 6.92, 0.2) * front,
                nose=bell(aside, 0.13) * bell(up - 6.9, 0.12) * front,
                under_eyes=bell(aside - 0.3, 0.15) * bell(up - 7.15, 0.06) * front,
                chin=bell(aside, 0.2) * bell(up - 6.3, 0.12) * front,
                eyelids=bell(aside - 0.31, 0.2) * bell(up - 7.3, 0.13) * front,
                upper_lashes=np.clip(1 - np.abs(eye - 1) / 0.22, 0, 1) * front * (up > 7.29),
                lower_lashes=np.clip(1 - np.abs(eye - 1) / 0.18, 0, 1) * front * (up <= 7.29),
                bare=front & (aside < 0.5) & (_within(up, 7.6, 7.8) | _within(up, 6.75, 7.05)),
                lips=lips,
                mouth=np.array([[k.min(), k.max() + 1] for k in np.nonzero(lips > 0.02)]),
            )
        )
    return _places[0]


def _within(value: Floats, low: float, high: float) -> NDArray[np.bool_]:
    return (value > low) & (value < high)
