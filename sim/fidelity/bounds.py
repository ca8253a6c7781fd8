"""What rendered people must satisfy to stand for anyone, measured on those whom the gate admits."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.accuracy import Pairs, fmr, tar_at, threshold_at
from engine.measure.rates.estimates import Estimate, by_person
from engine.measure.rates.intervals import clustered_rate
from sim.fidelity.blocks import Probed
from sim.people.styles import DAY, ENROLMENT, OLDER, RETURN, barefaced

RESTYLED = (barefaced(DAY), barefaced(RETURN), barefaced(OLDER))
"""Styles in which people come back with other hair, beard and glasses, and years later; how they
look on the day is another than they were enrolled in, too. What covers a face is told apart.
"""
WANTED_FMR = 1e-3
SAME_STYLE_TAR, RESTYLED_TAR, RANK_ONE = 0.95, 0.85, 0.97
GALLERY = 1000
"""Rank-1 identification is asked of so many enrolled."""
EDGES = np.linspace(-1, 1, 101)


@dataclass(frozen=True, slots=True)
class LowerBound:
    """A share that must reach `wanted`; `holds` is None where it could not be measured as wanted.

    What counts is the share itself; its interval says how sure that is.
    """

    name: str
    wanted: float
    found: Estimate
    enough: bool = True

    @property
    def holds(self) -> bool | None:
        """Whether it is reached."""
        if self.found.value is None or not self.enough:
            return None
        return self.found.value >= self.wanted

    def to_json(self) -> dict[str, Any]:
        """Name, bound, whether it holds, and the estimate's fields."""
        head = {"name": self.name, "wanted": self.wanted, "holds": self.holds}
        return head | self.found.to_json()


@dataclass(frozen=True, slots=True)
class Trial:
    """People admitted, `enrolled` (n, d) with `number` (n,), compared in `pairs`; and `probed`, of
    the first of them, of whom some are `grown` up (k,) as enrolled.
    """

    enrolled: NDArray[np.float32]
    number: NDArray[np.int64]
    pairs: Pairs
    probed: Probed
    grown: NDArray[np.bool_]

    @property
    def threshold(self) -> float | None:
        """The lowest with at most WANTED_FMR among enrolment pictures; None: too few of them."""
        return threshold_at(self.pairs, WANTED_FMR)

    def in_style(self, style: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Rows of those probed in a style, and their scores (k, n) before everybody enrolled."""
        chosen = self.probed.style == style
        row = np.searchsorted(self.number, self.probed.number[chosen])
        return row, self.probed.template[chosen] @ self.enrolled.T

    def tar(self, style: str, of: NDArray[np.bool_] | None = None) -> Estimate:
        """Share of probes in a style that match their own enrolment, by default of everybody's,
        else `of` (k,) those among the first; one not found does not.
        """
        row, scores = self.in_style(style)
        among = row < self.pairs.people
        if of is not None:
            among &= of[row]
        mated = scores[np.arange(len(row)), row][among]
        return tar_at(replace(self.pairs, mated=mated, owner=row[among]), WANTED_FMR)

    def rank_one(self, style: str) -> LowerBound:
        """Share of the first GALLERY who, seen in a style, resemble their own enrolment most."""
        row, scores = self.in_style(style)
        among = row < GALLERY
        own = scores[among, :GALLERY].argmax(1) == row[among]
        own &= self.probed.found[self.probed.style == style][among]
        size = min(len(self.number), GALLERY)
        name = f"rank-1 identification among {size:,}, style: {style}"
        return LowerBound(name, RANK_ONE, by_person(own, row[among]), size == GALLERY == len(own))

    def bounds(self) -> list[LowerBound]:
        """All of them: restyled people are barefaced grown-ups."""
        restyled = [
            LowerBound(
                f"TAR, grown-ups restyled: {style}", RESTYLED_TAR, self.tar(style, self.grown)
            )
            for style in RESTYLED
        ]
        same = LowerBound(f"TAR, same style: {ENROLMENT}", SAME_STYLE_TAR, self.tar(ENROLMENT))
        return [same, *restyled, self.rank_one(ENROLMENT), self.rank_one(barefaced(DAY))]

    def beside(self) -> list[tuple[str, Estimate]]:
        """What no bound is about: grown-ups in all that they wear, and children, who grow."""
        children = [
            (f"TAR, children: {style}", self.tar(style, ~self.grown))
            for style in (barefaced(DAY), barefaced(OLDER))
        ]
        return [(f"TAR, grown-ups as they go about: {DAY}", self.tar(DAY, self.grown)), *children]

    def to_json(self) -> dict[str, Any]:
        """The threshold with the FMR it has, the bounds, what stands beside them, and the scores'
        histograms.
        """
        row, scores = self.in_style(barefaced(DAY))
        mate = scores[np.arange(len(row)), row]
        return {
            "threshold": self._threshold(row, scores),
            "bounds": [bound.to_json() for bound in self.bounds()],
            "covered_or_growing": [
                {"name": name} | found.to_json() for name, found in self.beside()
            ],
            "scores": {
                "edges": EDGES.tolist(),
                "mated": _histogram(mate),
                "non_mated": _histogram(self.pairs.non_mated),
            },
        }

    def _threshold(self, row: NDArray[np.intp], scores: NDArray[np.float32]) -> dict[str, Any]:
        threshold = self.threshold
        told: dict[str, Any] = {"wanted_fmr": WANTED_FMR, "value": threshold}
        if threshold is None:
            return told | {"fmr": None, "fmr_of_probes": None}
        passed = scores >= np.float32(threshold)
        passed[np.arange(len(row)), row] = False
        others = np.full(len(row), scores.shape[1] - 1)
        return told | {
            "fmr": fmr(self.pairs, threshold).to_json(),
            "fmr_of_probes": clustered_rate(passed.sum(1), others).to_json(),
        }


def _histogram(scores: NDArray[np.float32]) -> dict[str, Any]:
    counts = np.histogram(scores, EDGES)[0].tolist()
    return {"comparisons": len(scores), "counts": counts}
