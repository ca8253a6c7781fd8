"""Who each detected face really was: the engine's claims laid over the truth of the frames."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.cameras.outages import shown

BOX = ("x1_px", "y1_px", "x2_px", "y2_px")
BOUND = 0.7
"""Farthest that the middles of two boxes of one face may be apart, in sides of the larger."""
LEAST_VISIBLE = 0.1
"""A face hidden further cannot be the one that was detected."""


def join(faces: pa.Table, truth: pa.Table) -> NDArray[np.int64]:
    """The person (n,) behind each face (n rows of engine.watch.FACES), -1 if nobody's.

    Frame by frame, the assignment with the smallest sum of distances between middles of boxes.
    """
    from scipy.optimize import linear_sum_assignment  # only where films were watched

    found = np.full(len(faces), -1, np.int64)
    seen = (truth["visible_share"].to_numpy() >= LEAST_VISIBLE) & shown(truth)
    there, person = truth["frame"].to_numpy()[seen], truth["person"].to_numpy()[seen]
    boxes, true_boxes = _boxes(faces), _boxes(truth)[seen]
    frame = faces["frame"].to_numpy()
    for number in np.unique(frame):
        rows, candidates = np.flatnonzero(frame == number), np.flatnonzero(there == number)
        apart = _apart(boxes[rows], true_boxes[candidates])
        chosen, other = linear_sum_assignment(np.minimum(apart, BOUND))
        near = apart[chosen, other] < BOUND
        found[rows[chosen[near]]] = person[candidates[other[near]]]
    return found


def _boxes(table: pa.Table) -> NDArray[np.float64]:
    return np.stack([table[side].to_numpy().astype(np.float64) for side in BOX], 1)


def _apart(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, m) distance of middles in sides (roots of areas) of the larger box."""
    middles, other_middles = (boxes[:, :2] + boxes[:, 2:]) / 2, (others[:, :2] + others[:, 2:]) / 2
    away = np.linalg.norm(middles[:, None] - other_middles[None], axis=2)
    side = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    other_side = np.sqrt((others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1]))
    found: NDArray[np.float64] = away / np.maximum(side[:, None], other_side[None])
    return found
