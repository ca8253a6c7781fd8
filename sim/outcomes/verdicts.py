"""How well those who judge alerts tell right from wrong, and how readily they say yes."""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm

from engine.measure.rates.intervals import Z
from sim.outcomes.facts import Facts
from sim.outcomes.groups.steps import STEPS

CONFIRMED = {"true_confirmed": True, "false_confirmed": False}
"""The steps at which first verdicts are counted, a person once."""


@dataclass(frozen=True, slots=True)
class Discrimination:
    """d' (how well right and wrong alerts are told apart) and the criterion c (below 0: readier to
    say yes), each with its 95 % interval, of so many people rightly and wrongly alerted.
    """

    d_prime: float
    d_prime_low: float
    d_prime_high: float
    criterion: float
    criterion_low: float
    criterion_high: float
    right_confirmed: int
    right: int
    wrong_confirmed: int
    wrong: int


def discrimination(facts: Facts) -> Discrimination | None:
    """Of everybody's first verdict; None where nobody rightly, or nobody wrongly, alerted was
    judged.
    """
    folds = {step.key: step.fold for step in STEPS if step.key in CONFIRMED}
    right, wrong = (list(folds[key](facts).values()) for key in CONFIRMED)
    if not right or not wrong:
        return None
    return of_counts(sum(right), len(right), sum(wrong), len(wrong))


def of_counts(hits: int, right: int, false: int, wrong: int) -> Discrimination:
    """Of so many confirmed. Half a case is added to either side, so that none and all have an
    answer (Hautus 1995); the variance is that of Gourevitch & Galanter (1967).

    >>> told = of_counts(90, 100, 20, 100)
    >>> round(told.d_prime, 2), round(told.criterion, 2)
    (2.09, -0.21)
    """
    shares = (hits + 0.5) / (right + 1), (false + 0.5) / (wrong + 1)
    z = [float(norm.ppf(one)) for one in shares]
    spread = sum(
        share * (1 - share) / (cases * float(norm.pdf(at)) ** 2)
        for share, cases, at in zip(shares, (right, wrong), z, strict=True)
    )
    d_prime, criterion = z[0] - z[1], -(z[0] + z[1]) / 2
    half = Z * sqrt(spread)
    return Discrimination(
        d_prime, d_prime - half, d_prime + half,
        criterion, criterion - half / 2, criterion + half / 2,
        hits, right, false, wrong,
    )  # fmt: skip
