"""How fast people move across the picture."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.cameras.scenes import Scene

Floats = NDArray[np.floating[Any]]


def velocities_px_s(shown: Scene, fps: float) -> Floats:
    """(n, 2) of the points between the eyes, from the frames just before and after.

    From one side only where a person comes or goes; 0 for who is there for one frame.
    """
    order = np.lexsort((shown.frame, shown.person))
    person, frame, at = shown.person[order], shown.frame[order], shown.eyes_px[order]
    follows = (np.diff(person) == 0) & (np.diff(frame) == 1)
    step = np.diff(at, axis=0) * fps * follows[:, None]
    after, before = np.zeros_like(at), np.zeros_like(at)
    after[:-1], before[1:] = step, step
    sides = np.zeros(len(at))
    sides[:-1] += follows
    sides[1:] += follows
    found = np.zeros_like(at)
    found[order] = (after + before) / np.maximum(sides, 1)[:, None]
    return found
