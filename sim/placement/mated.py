"""How likely frames match somebody's own entry on the list, by the model that draws templates.

What scatters is the person and the picture they are enrolled by, what lasts for a pass, and what
changes from frame to frame (`engine.measure.calibration.standin`). People are drawn, each with one
pass; for each the share of many frames that reach the threshold is kept, by how bad the view is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.products import Products
from engine.measure.calibration.standin import StandIn

Floats = NDArray[np.float64]

EASE = 3
"""People are of so many kinds, by how like themselves their enrolment picture makes them."""
PEOPLE, FRAMES = 40, 200
"""Drawn of each kind, and frames of each one's pass."""
WORST, STEPS = 64.0, 48
"""Largest noise that is looked at, and at how many between .5 and that."""


@dataclass(frozen=True, slots=True)
class Mated:
    """`share` (kinds, people, steps) of frames that reach the threshold at noises exp(`log_scale`)
    (steps,).
    """

    log_scale: Floats
    share: Floats

    def frames(self, scale: Floats) -> Floats:
        """The share (kinds, people, n) for frames of such noise (n,)."""
        last = len(self.log_scale) - 1
        at = np.interp(np.log(scale), self.log_scale, np.arange(last + 1))
        low = np.minimum(at.astype(np.int64), last - 1)
        part = at - low
        found: Floats = self.share[..., low] * (1 - part) + self.share[..., low + 1] * part
        return found


def mated(standin: StandIn, threshold: float, rng: np.random.Generator) -> Mated:
    """Of this model at this threshold."""
    count = EASE * PEOPLE
    people, enrolled = standin.enrolled(count, rng)
    order = np.argsort((people * enrolled).sum(1) / np.linalg.norm(people, axis=1))
    person, picture = people[order].astype(np.float64), enrolled[order].astype(np.float64)
    lasting = np.sqrt(standin.pass_share) * standin.noise_at_one(count, rng)
    passing = np.sqrt(1 - standin.pass_share) * standin.noise_at_one(count * FRAMES, rng)
    noise = lasting[:, None].astype(np.float64) + passing.reshape(count, FRAMES, -1)
    known = Products.of(person[:, None], noise, standin.axis.astype(np.float64))
    before = known.against(picture[:, None])
    log_scale = np.linspace(np.log(0.5), np.log(WORST), STEPS)
    share = np.empty((count, STEPS))
    for step, scale in enumerate(np.exp(log_scale).tolist()):
        share[:, step] = (known.scores(before, scale, standin.common) >= threshold).mean(1)
    return Mated(log_scale, share.reshape(EASE, PEOPLE, STEPS))
