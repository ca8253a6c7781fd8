"""Whether people are as often right as they are sure."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.measure.rates.intervals import Rate, rate
from sim.training.events import UNSURE
from sim.training.review.figures import Figure
from sim.training.review.means import mean
from sim.training.review.verdicts import Verdicts

STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Ends of the steps of confidence that are told together, each with its lower one."""


@dataclass(frozen=True, slots=True)
class Step:
    """Verdicts of about one confidence: from `least` to below `most` (the last step's included),
    how sure on the mean (None: of none), and how many of them were right.
    """

    least: float
    most: float
    sure: float | None
    right: Rate

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = {name: getattr(self, name) for name in ("least", "most", "sure")}
        return told | {"right": self.right.to_json()}


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure people were beside how often they were right. A confidence is how sure they are of
    the verdict: 0 is a guess, right in half of the cases, 1 is certain.

    `excess`: by how much the share they expected to be right, (1 + confidence) / 2 on the mean,
    exceeds the share that were; above 0 they are too sure. `brier` is the mean squared distance of
    that expectation from what came: 0 is perfect, .25 guessing.
    """

    steps: tuple[Step, ...]
    excess: Figure
    brier: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {
            "steps": [one.to_json() for one in self.steps],
            "excess": self.excess.to_json(),
            "brier": self.brier.to_json(),
        }


def calibration(table: Verdicts) -> Calibration:
    """That of the verdicts on faces that came with a confidence; being unsure is no verdict to be
    sure of.
    """
    faces = table.faces()
    said = faces.take(~np.isnan(faces.confidence) & (faces.verdict != UNSURE))
    sure, right = said.confidence, said.right
    expected = (1 + sure) / 2
    number = np.minimum(np.searchsorted(STEPS, sure, side="right") - 1, len(STEPS) - 2)
    steps = tuple(
        Step(
            STEPS[k],
            STEPS[k + 1],
            float(sure[number == k].mean()) if (number == k).any() else None,
            rate(int(right[number == k].sum()), int((number == k).sum())),
        )
        for k in range(len(STEPS) - 1)
    )
    return Calibration(steps, mean(expected - right, -1, 1), mean((expected - right) ** 2, 0, 1))
