"""Where a score lies among those of one person's pairs and of two people's, as seen so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.standin import StandIn

PAIRS = 400
"""Of either kind, drawn once a scale: means are right to .05 standard deviations."""
SCALES = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
"""Noise of the stand-in at which scores are drawn, straight in its logarithm between; at 8 nothing
of a face is left."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Separation:
    """Mean and standard deviation of comparison scores at SCALES (k, 2): of `mated` pairs, which
    show one person, and of `others`, which show two.
    """

    standin: StandIn
    mated: Floats
    others: Floats

    @classmethod
    def of(cls, standin: StandIn) -> "Separation":
        """That of a stand-in, drawn; always the same."""
        rng = np.random.default_rng(0)
        people, enrolled = standin.enrolled(PAIRS, rng)
        found = np.empty((2, len(SCALES), 2))
        for k, scale in enumerate(SCALES):
            views = standin.views(people, np.arange(PAIRS), np.full(PAIRS, scale), rng)
            for kind, pictures in enumerate((enrolled, np.roll(enrolled, 1, axis=0))):
                scores = (pictures * views).sum(axis=1, dtype=np.float64)
                found[kind, k] = scores.mean(), scores.std()
        return cls(standin, found[0], found[1])

    def places(
        self,
        score: float,
        interocular_px: float | None,
        yaw_deg: float | None,
        pitch_deg: float | None,
        visible_share: float | None,
    ) -> tuple[float, float]:
        """By how many standard deviations a score lies above the mean of mated pairs and above that
        of others, in which a face is seen so; what nobody measured counts as good.
        """
        good = (40.0, 0.0, 0.0, 1.0)
        seen = (interocular_px, yaw_deg, pitch_deg, visible_share)
        told = [usual if one is None else one for one, usual in zip(seen, good, strict=True)]
        at = np.log(self.standin.scale(*told))
        place = [
            (score - float(np.interp(at, np.log(SCALES), kind[:, 0])))
            / float(np.interp(at, np.log(SCALES), kind[:, 1]))
            for kind in (self.mated, self.others)
        ]
        return place[0], place[1]
