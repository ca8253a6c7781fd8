"""Where people look while they walk: mostly ahead, a little down, and now and then about."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.streams import Streams

Floats = NDArray[np.floating[Any]]

WAVES = 4
PERIODS_S = (3.0, 12.0)
YAW_SD_DEG = 14.0
DOWN_MEAN_DEG, DOWN_SD_DEG = 2.0, 5.0
"""Spreads and periods are the author's choice, to be varied."""


def gaze(person: NDArray[np.int32], time_s: Floats, streams: Streams) -> tuple[Floats, Floats]:
    """Turn of the head (n,) against the walking direction, degrees: to the left, and downwards.

    Each person's is a sum of sines, smooth in time and the same whenever it is asked for.
    """
    who, row = np.unique(person, return_inverse=True)
    waves = np.array([_waves(streams, int(p)) for p in who]).reshape(-1, 2, 2, WAVES)
    turns = []
    for kind, spread in enumerate((YAW_SD_DEG, DOWN_SD_DEG)):
        total = np.zeros(len(person))
        for wave in range(WAVES):
            rate, phase = waves[:, kind, 0, wave][row], waves[:, kind, 1, wave][row]
            total += np.sin(rate * time_s + phase)
        turns.append(spread * np.sqrt(2 / WAVES) * total)
    return turns[0], turns[1] + DOWN_MEAN_DEG


def _waves(streams: Streams, person: int) -> Floats:
    """(2, 2, WAVES) for yaw and pitch: radians a second, and phases."""
    rng = streams.rng("gaze", person)
    period = rng.uniform(*PERIODS_S, (2, WAVES))
    phase = rng.uniform(0, 2 * np.pi, (2, WAVES))
    return np.stack([2 * np.pi / period, phase], axis=1)
