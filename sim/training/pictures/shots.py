"""What is to be pictured of an alert, under a name that tells nothing of who it is."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from engine.measure.calibration.presets import Preset
from sim.training.ground import Ground
from sim.training.live import Live

NAME_BYTES = 12
EXTRAS = 64
"""Rendered people who play all those who only pass by: few, so that each is drawn often."""


def pictured(preset: Preset) -> bool:
    """Whether there are rendered people enough on whom a preset rests; else there are no pictures,
    since scores of others have nothing to do with them.
    """
    return len(preset.admitted) >= 2 * EXTRAS


@dataclass(frozen=True, slots=True)
class Shot:
    """An alert's claim with its truth: who was before which camera when, whom the engine took them
    for, with what drawn `score` before which threshold; `kin` is what kind of kin somebody who was
    cast for it plays, "" for nobody's.
    """

    camera: str
    time_s: float
    person: int
    subject: int
    score: float
    threshold: float
    true: bool
    kin: str = ""

    def name(self, secret: str) -> str:
        """What its pictures are called: the same each time, and to be guessed by nobody without the
        secret.
        """
        told = repr((self.camera, self.time_s, self.person, self.subject, self.true, self.kin))
        return hmac.new(secret.encode(), told.encode(), "blake2b").hexdigest()[: 2 * NAME_BYTES]


def shots_of(ground: Ground, live: Live) -> Mapping[int, Shot]:
    """Of every alert of a session, come or to come as things are, what is to be pictured."""
    threshold = ground.decisions.threshold
    alerts = {one.alert: one for one in ground.decisions.alerts}
    kin: dict[int, str] = {}
    if live.steered:
        steering = live.steering
        alerts = {n: one for n, one in steering.coming.items() if n not in live.answer.cases.gone}
        kin = {number: one.kin for number, one in steering.cast.items()}
    return {
        number: Shot(
            one.camera, one.time_s, one.person, one.subject, one.score, threshold, one.true,
            kin.get(number, ""),
        )
        for number, one in alerts.items()
        if one.time_s < live.until_s
    }  # fmt: skip
