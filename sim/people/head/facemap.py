"""Where the parts of a face lie on the atlas, for everything that is painted there."""

from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the atlas: its `box` of rows and columns, and there `aside`, `up`, `turn` and
    `front` as in `Places`. Most of what is painted on a face is nothing beyond a small one.
    """

    box: tuple[slice, slice]
    aside: Floats
    up: Floats
    turn: Floats
    front: NDArray[np.bool_]


@cache
def patch(low_dm: float, high_dm: float, aside_dm: float | None = None) -> Patch:
    """What lies between two heights of the base head: all around it, or of its front alone what is
    so near to the middle.

    >>> patch(6.5, 7.0, 0.3).front.size < patch(6.5, 7.0).front.size / 4
    True
    """
    at = places()
    chosen = (at.up > low_dm) & (at.up < high_dm)
    if aside_dm is not None:
        chosen &= at.front & (at.aside < aside_dm)
    rows, columns = (np.flatnonzero(chosen.any(axis)) for axis in (1, 0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    aside, up, turn = (np.ascontiguousarray(one[box]) for one in (at.aside, at.up, at.turn))
    return Patch(box, aside, up, turn, np.ascontiguousarray(at.front[box]))


def _within(value: Floats, low: float, high: float) -> NDArray[np.bool_]:
    return (value > low) & (value < high)
