"""The memory a detector keeps for its next picture; given back when other sizes come."""

from typing import Any

import numpy as np
import onnxruntime

BLANK_PX = 128
"""Side of the blank picture whose run gives everything back: a cell of the largest stride."""
SHRINK = ("memory.enable_memory_arena_shrinkage", "cpu:0")
"""What tells onnxruntime that a run shall end with its free blocks given back."""
SPARE = 1.25
"""So many times the largest picture's pixels may be kept for: a frame and its shrunk copies."""
FLOOR_PX = 600_000
"""And this many in any case: a portrait of 320 px, its shrunk copy and the second looks at its face
have 0.53 million together. Emptied three times for each, enrolling took a fifth more time, and
more memory."""


class Arena:
    """Keeps a session's blocks while sizes repeat, as a feed's do, and no longer.

    onnxruntime adds a block for every size that its kept ones do not fit, 0.15 GB a megapixel, and
    never gives one back by itself. Without any kept block a frame costs half as much again, since
    its pages are asked of the system anew. Here pictures of many sizes need what as many of the
    largest need.
    """

    def __init__(self, detector: Any) -> None:
        self._detector = detector
        self._held: set[tuple[int, int]] = set()
        self._options = onnxruntime.RunOptions()
        self._options.add_run_config_entry(*SHRINK)

    def make_room(self, width_px: int, height_px: int) -> None:
        """Before a picture of this size is looked at."""
        size = (width_px, height_px)
        if size in self._held:
            return
        areas = [width * height for width, height in {*self._held, size}]
        if sum(areas) > max(SPARE * max(areas), FLOOR_PX):
            self.release()
        self._held.add(size)

    def release(self) -> None:
        """Give back every block, and what insightface keeps of every size."""
        detector = self._detector
        blank = np.zeros((1, 3, BLANK_PX, BLANK_PX), detector.input_dtype)
        detector.session.run(None, {detector.input_name: blank}, self._options)
        detector.center_cache.clear()
        self._held.clear()
