"""What is worn on and in the ears: studs, hoops, headphones and earbuds."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.headwear import darker
from sim.people.wear.mould import CENTRE_DM, direction, mould
from sim.people.wear.solids import SHELL_DM, Solid, ball, tube

Floats = NDArray[np.floating[Any]]
LOBE_DM, CANAL_DM, CUP_DM = (0.72, 6.87, 0.58), (0.7, 7.03, 0.66), (0.86, 7.1, 0.5)
SIDES = (-1, 1)


def _at(side: int, place: tuple[float, float, float], out_dm: float = 0.0) -> Floats:
    x, y, z = place
    return np.array([side * (x + out_dm), y, z])


def studs(cloth: Cloth) -> list[Solid]:
    """A small ball at each lobe."""
    return [ball(_at(s, LOBE_DM, 0.03), np.full(3, 0.04), cloth, 8) for s in SIDES]


def hoops(cloth: Cloth) -> list[Solid]:
    """A ring that hangs from each lobe."""
    turn, size = np.linspace(0, 2 * np.pi, 25), 0.1 + 0.14 * cloth.seed
    ring = np.stack([0.25 * np.sin(turn), np.cos(turn) - 1, np.sin(turn)], 1) * size
    return [tube(_at(s, LOBE_DM) + ring * [s, 1, 1], 0.02, 0.02, cloth) for s in SIDES]


def headphones(cloth: Cloth) -> list[Solid]:
    """A cup over each ear and a band over the crown."""
    lift = np.linspace(-0.25, np.pi + 0.25, 41)
    turn = np.where(lift < np.pi / 2, np.pi / 2, -np.pi / 2)[:, None]
    far = mould().radius(turn, np.minimum(lift, np.pi - lift)[:, None], False)[:, 0]
    far = np.maximum(far, 0.8) + 0.17
    arc = CENTRE_DM + direction(np.full(41, np.pi / 2), lift) * far[:, None]
    cups = [ball(_at(s, CUP_DM), np.array([0.15, 0.34, 0.28]), cloth) for s in SIDES]
    pads = [ball(_at(s, CUP_DM, -0.1), np.array([0.1, 0.36, 0.3]), darker(cloth))
            for s in SIDES]  # fmt: skip
    pressing = [tube(arc, 0.13, 0.035, cloth), *cups]
    return [replace(one, beneath_dm=SHELL_DM) for one in pressing] + pads


def earbuds(cloth: Cloth) -> list[Solid]:
    """A bud in each ear, with a short stem."""
    stem = np.linspace(0, 1, 4)[:, None] * [0, -0.22, 0.05]
    return [
        piece
        for s in SIDES
        for piece in (
            ball(_at(s, CANAL_DM, 0.04), np.array([0.06, 0.07, 0.07]), cloth, 10),
            tube(_at(s, CANAL_DM, 0.07) + stem, 0.03, 0.03, cloth),
        )
    ]


EARWEAR: Mapping[str, Callable[[Cloth], list[Solid]]] = {
    "studs": studs, "hoops": hoops, "headphones": headphones, "earbuds": earbuds,
}  # fmt: skip
