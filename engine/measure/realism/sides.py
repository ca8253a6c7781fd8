"""One kind of people compared with themselves: mated and non-mated scores in every treatment."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.distances import Scores, threshold_at
from engine.measure.rates.estimates import Floats, Numbers
from engine.measure.realism.series import Series
from engine.measure.realism.treatments import SIZE, TREATMENTS, WHOLE_PX

WANTED_FMR = 1e-3
TOP = 0.02
"""Share of the non-mated scores that are kept to find thresholds, far above WANTED_FMR."""
FEWEST_KEPT = 50
WHOLE = next(k for k, t in enumerate(TREATMENTS) if t.by == SIZE and t.value == WHOLE_PX)
"""The treatment in which distributions are compared."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The highest non-mated scores of one treatment; `counts` (people,) of pictures with a face."""

    scores: Scores
    counts: Floats
    halved: bool

    def threshold(self, drawn: Floats) -> float:
        """Where FMR is WANTED_FMR when people were drawn so often; infinite without a score."""
        if not len(self.scores.score):
            return np.inf
        allowed = WANTED_FMR * self._comparisons(drawn)
        return threshold_at(self.scores.score, self.scores.weights(drawn), allowed)

    def _comparisons(self, drawn: Floats) -> float:
        """How many there are, of which only the highest scores are kept."""
        half = np.arange(len(drawn)) % 2 if self.halved else np.zeros(len(drawn), np.int64)
        enrolled = np.bincount(half, drawn, minlength=2)[half]
        return float((drawn * self.counts) @ (enrolled - drawn))


@dataclass(frozen=True, slots=True)
class Side:
    """One kind of people under one kind of template: `mate` (k, t) scores of their pictures in each
    treatment, -inf where no face was found, and the `tails` (t) of its non-mated scores. The rest
    is of treatment WHOLE: all scores, the `threshold`, and `fmr` (t,) there in every treatment.
    """

    person: Numbers
    people: int
    detected: NDArray[np.bool_]
    mate: Floats
    tails: tuple[Tail, ...]
    mated: Scores
    non_mated: Scores
    threshold: float
    fmr: Floats

    @property
    def at_one(self) -> NDArray[np.bool_]:
        """(k, t) matched at the threshold of treatment WHOLE."""
        return np.asarray(self.mate >= self.threshold)

    @property
    def at_own(self) -> NDArray[np.bool_]:
        """(k, t) matched at each treatment's own threshold."""
        return np.asarray(self.mate >= self._thresholds(np.ones(self.people)))

    @property
    def kept(self) -> list[float | None]:
        """Median mated score of each treatment over WHOLE's; None where most are not found."""
        medians = np.median(self.mate, axis=0)
        return [float(m / medians[WHOLE]) if np.isfinite(m) else None for m in medians]

    def tars(self, drawn: Floats) -> Floats:
        """(2, t) TAR at own thresholds and at one, found when people were drawn so often."""
        thresholds, own = self._thresholds(drawn), drawn[self.person]
        if not own.sum():
            return np.full((2, len(self.tails)), np.nan)
        hits = np.stack([self.mate >= thresholds, self.mate >= thresholds[WHOLE]])
        found: Floats = np.einsum("k,akt->at", own, hits) / own.sum()
        return found

    def _thresholds(self, drawn: Floats) -> Floats:
        return np.array([tail.threshold(drawn) for tail in self.tails])


def side(series: Series, halved: bool = False) -> Side:
    """Comparisons of pictures with enrolments; only within halves where those are centred apart."""
    mate = np.einsum("ktd,kd->kt", series.probe, series.enrolled[series.person]).astype(np.float64)
    mate[~series.detected] = -np.inf
    seen = series.detected[:, WHOLE]
    every = [_others(series, halved, k) for k in range(len(TREATMENTS))]
    tails = tuple(_tail(one, series, k, halved) for k, one in enumerate(every))
    threshold = tails[WHOLE].threshold(np.ones(series.people))
    accepted = [(one.score >= threshold).sum() / max(len(one.score), 1) for one in every]
    return Side(
        person=series.person,
        people=series.people,
        detected=series.detected,
        mate=mate,
        tails=tails,
        mated=Scores(mate[seen, WHOLE], series.person[seen], series.person[seen]),
        non_mated=every[WHOLE],
        threshold=threshold,
        fmr=np.array(accepted, np.float64),
    )


def centred(series: Series) -> Series:
    """Templates less the mean enrolment of the half of the people that somebody is not in, at unit
    length; halves are every other person.
    """
    half = np.arange(series.people) % 2
    means = np.stack([series.enrolled[half != one].mean(0) for one in (0, 1)])
    enrolled = _unit(series.enrolled - means[half])
    probe = _unit(series.probe - means[half[series.person]][:, None])
    probe[~series.detected] = 0
    return replace(series, enrolled=enrolled, probe=probe)


def _others(series: Series, halved: bool, treatment: int) -> Scores:
    """All non-mated scores of one treatment."""
    everybody = np.arange(series.people)
    wanted = series.person[:, None] != everybody
    if halved:
        wanted &= series.person[:, None] % 2 == everybody % 2
    probe, enrolled = np.nonzero(wanted & series.detected[:, treatment, None])
    score = (series.probe[:, treatment] @ series.enrolled.T)[probe, enrolled]
    return Scores(score.astype(np.float64), series.person[probe], enrolled.astype(np.int64))


def _tail(scores: Scores, series: Series, treatment: int, halved: bool) -> Tail:
    kept = max(int(TOP * len(scores.score)), FEWEST_KEPT)
    order = np.argsort(-scores.score, kind="stable")[:kept]
    found = series.person[series.detected[:, treatment]]
    return Tail(
        Scores(scores.score[order], scores.first[order], scores.second[order]),
        np.bincount(found, minlength=series.people).astype(np.float64),
        halved,
    )


def _unit(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(raw, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (raw / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
