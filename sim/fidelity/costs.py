"""What each single change of a look costs recognition, in the same view before and after."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from engine.measure.rates.estimates import Estimate
from sim.fidelity.bounds import Trial
from sim.people.births import identity
from sim.people.styles import BUT, ENROLMENT, SINGLY, styled

CHANGED = 100
"""So many grown-ups are changed, one thing at a time."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a change does to `people` whom it changes: by how much the mean mated score falls, with
    a 95 % interval (Student), where a face is `found` before and after; and TAR, where a face not
    found is a miss.
    """

    change: str
    people: int
    found: int
    fall: tuple[float | None, float | None, float | None]
    before: Estimate
    after: Estimate

    def to_json(self) -> dict[str, Any]:
        """What changes, the fall of the score with its interval, and TAR before and after."""
        value, low, high = self.fall
        return {
            "change": self.change,
            "people": self.people,
            "score_fall": {"value": value, "low": low, "high": high, "people": self.found},
            "tar_before": self.before.to_json(),
            "tar_after": self.after.to_json(),
        }


def changes_of(number: int, seed: int) -> list[str]:
    """The styles in which somebody is not quite as enrolled: women change no beard."""
    person = identity(number, seed)
    plain = styled(person, ENROLMENT)
    return [style for style in SINGLY if styled(person, style) != plain]


def costs(trial: Trial) -> list[Cost]:
    """Those of each change, of everybody who was probed in it."""
    return [_cost(trial, style) for style in SINGLY]


def _cost(trial: Trial, style: str) -> Cost:
    row, scores = trial.in_style(style)
    plain_row, plain_scores = trial.in_style(ENROLMENT)
    of = np.isin(np.arange(len(trial.number)), row)
    before = plain_scores[of[plain_row]][np.arange(len(row)), row]
    after = scores[np.arange(len(row)), row]
    found = _found(trial, style) & _found(trial, ENROLMENT)[of[plain_row]]
    return Cost(
        change=style.partition(BUT)[2],
        people=len(row),
        found=int(found.sum()),
        fall=fall((before - after)[found]),
        before=trial.tar(ENROLMENT, of),
        after=trial.tar(style),
    )


def fall(differences: NDArray[np.float32]) -> tuple[float | None, float | None, float | None]:
    """Their mean and its 95 % interval by Student's t; None where there are too few to tell.

    >>> fall(np.array([0.25], np.float32))
    (0.25, None, None)
    """
    count = len(differences)
    if not count:
        return None, None, None
    mean = float(differences.mean(dtype=np.float64))
    if count < 2:
        return mean, None, None
    half = float(stdtrit(count - 1, 0.975) * differences.std(ddof=1) / np.sqrt(count))
    return mean, mean - half, mean + half


def _found(trial: Trial, style: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = trial.probed.found[trial.probed.style == style]
    return found
