"""Trainees who are like somebody of known d' and c, and tables of what they answered."""

import numpy as np

from sim.training.events import CONFIRM, DISMISS
from sim.training.review.verdicts import Verdict, verdicts


def trainee(d_prime, criterion, mated, others, rng, noise=None, first=0):
    """What somebody of a d' and c makes of so many alerts of either kind, in a mixed order."""
    truth = rng.permutation(np.repeat([True, False], [mated, others]))
    own = rng.standard_normal(len(truth))
    felt = np.where(truth, d_prime / 2, -d_prime / 2) + (own if noise is None else noise)
    sure = np.round(1 - np.exp(-np.abs(felt - criterion)), 1)
    rows = [
        Verdict(
            alert=first + number,
            mated=bool(true),
            verdict=CONFIRM if evidence > criterion else DISMISS,
            confidence=float(certainty),
            reaction_s=float(seconds),
            clock_s=30.0 * number,
            score=0.4,
            person=number,
        )
        for number, (true, evidence, certainty, seconds) in enumerate(
            zip(truth, felt, sure, rng.lognormal(2, 0.4, len(truth)), strict=True)
        )
    ]
    return verdicts(rows)


def answers(*told):
    """A table of `(mated, verdict, confidence)`, one alert a minute."""
    rows = [
        Verdict(n, mated, verdict, sure, 5.0, 60.0 * n, person=n)
        for n, (mated, verdict, sure) in enumerate(told)
    ]
    return verdicts(rows)
