"""Two loaded models look at blank pictures, that what they cannot do is known before a run."""

from typing import Any

import cv2
import numpy as np
from onnxruntime.capi import onnxruntime_pybind11_state

from engine.packs.forms import WIDTHS

BLANK_PX = 128
"""Side of the detector's picture: a cell of the largest stride."""
ANCHORS = {9: ((8, 16, 32), 2), 15: ((8, 16, 32, 64, 128), 1)}
"""Strides in pixels and anchors a cell of SCRFD, by the number of its outputs."""
_OF_THE_RUNTIME = (
    one
    for one in vars(onnxruntime_pybind11_state).values()
    if isinstance(one, type) and issubclass(one, Exception)
)
FAULTS: tuple[type[Exception], ...] = (
    *_OF_THE_RUNTIME, cv2.error, ArithmeticError, AssertionError, AttributeError, LookupError,
    OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What loading and trying a network raises if it is none of a pack's; the runtime's own share no
ancestor below Exception."""


def try_out(detector: Any, recogniser: Any) -> None:
    """Raise one of FAULTS unless both give what a pack's models have to give."""
    blank = np.zeros((1, 3, BLANK_PX, BLANK_PX), detector.input_dtype)
    given = detector.session.run(None, {detector.input_name: blank})
    strides, anchors = ANCHORS[len(given)]
    wanted = [((BLANK_PX // step) ** 2 * anchors, width) for width in WIDTHS for step in strides]
    if (got := [one.shape[-2:] for one in given]) != wanted:
        raise ValueError(f"detector: got outputs {got}, wanted {wanted}")
    raw = recogniser.get_feat([np.zeros((*recogniser.input_size, 3), np.uint8)] * 2)
    shape = (2, recogniser.output_shape[-1])
    if raw.shape != shape or not np.isfinite(raw).all():
        raise ValueError(f"recogniser: got {raw.shape} of two faces, wanted {shape}, all finite")
