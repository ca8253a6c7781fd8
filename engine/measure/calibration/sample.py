"""Measured templates of enrolled people and of views of them: what a stand-in is fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.standin import Floats, quality

GOOD_PX, GOOD_YAW_DEG, GOOD_PITCH_DEG = 28.0, 16.0, 16.0
"""Views at least this good count as s = 1 when the covariances are taken."""
COVERED = 0.95
"""Faces of which at most this share is visible are covered."""
VIEWED = (
    "person", "probe", "detected", "interocular_px", "yaw_deg", "pitch_deg", "visible_share"
)  # fmt: skip
"""What is known of each view."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Measured templates: `enrolled` (n, d) by person and k views of them, `person` (k,) telling
    whose. `probe` (k, d) counts where `detected` (k,). The rest is as `quality` wants it.
    """

    enrolled: NDArray[np.float32]
    person: NDArray[np.int64]
    probe: NDArray[np.float32]
    detected: NDArray[np.bool_]
    interocular_px: NDArray[np.float64]
    yaw_deg: NDArray[np.float64]
    pitch_deg: NDArray[np.float64]
    visible_share: NDArray[np.float64]

    @property
    def quality(self) -> Floats:
        """(k, 5) what noise and detection depend on."""
        return quality(self.interocular_px, self.yaw_deg, self.pitch_deg, self.visible_share)

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(k,) which views are of a face that something hides."""
        return np.asarray(self.visible_share <= COVERED)

    @property
    def good(self) -> NDArray[np.bool_]:
        """(k,) which views are good enough to stand for s = 1."""
        return (
            self.detected
            & (self.interocular_px >= GOOD_PX)
            & (np.abs(self.yaw_deg) <= GOOD_YAW_DEG)
            & (np.abs(self.pitch_deg) <= GOOD_PITCH_DEG)
            & ~self.covered
        )

    def of(self, chosen: NDArray[np.bool_]) -> "Sample":
        """The people chosen (n,) and the views of them."""
        rows = np.flatnonzero(chosen[self.person])
        views = {name: getattr(self, name)[rows] for name in VIEWED}
        views["person"] = (np.cumsum(chosen) - 1)[views["person"]]
        return Sample(enrolled=self.enrolled[chosen], **views)


Kind = TypeVar("Kind", bound=Sample)


def joined(parts: Sequence[Kind]) -> Kind:
    """Samples of different people as one."""
    kind = type(parts[0])
    offsets = np.cumsum([0, *(len(part.enrolled) for part in parts[:-1])])
    whole = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(kind)}
    whole["person"] = np.concatenate(
        [part.person + offset for part, offset in zip(parts, offsets, strict=True)]
    )
    return kind(**whole)


def half(names: Sequence[str]) -> NDArray[np.bool_]:
    """(n,) about half of some people, chosen by a hash of their names alone, whoever else is there.

    >>> half(["ann", "bob", "cy"])[:2].tolist() == half(["ann", "bob"]).tolist()
    True
    """
    return np.array([blake2b(name.encode()).digest()[0] % 2 == 0 for name in names], np.bool_)
