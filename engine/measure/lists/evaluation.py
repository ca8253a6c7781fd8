"""Everything measured on listed comparisons, as one JSON object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.measure.evaluation import WANTED_FMR
from engine.measure.lists.people import independent, peoples
from engine.measure.rates.accuracy import fmr, fnmr, threshold_at
from engine.measure.rates.comparisons import Comparisons
from engine.measure.rates.estimates import Numbers
from engine.measure.rates.tradeoff import det, eer, tars

BINS = 100
FEWEST = 30
"""Non-mated comparisons at or above a threshold, at least, for it to be chosen here: then the true
FMR is within about 30 % of the one measured (the rule of 30 of ISO/IEC 19795-1)."""
CLUSTERED = "Intervals are 95 % and clustered by person; comparisons of two people by both of them."
INDEPENDENT = (
    "Intervals are 95 % with each comparison counted as independent, for it is not said whose they"
    " are: where people come in several comparisons, they are too narrow."
)
STATEMENT = (
    "The rates are of the comparisons listed, of their people and their pictures; they are no"
    " findings about people elsewhere. Failures to acquire are in none of them. One interval in"
    " twenty misses by chance."
)
MATCHES = {
    False: "A comparison matches if its score is the threshold or more.",
    True: "A comparison matches if its distance is the threshold or less.",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Comparisons (k) to be measured: `score`, lower for the more alike if they are a `distance`;
    which are `mated`, whose they are by number (k, 2), if that is known, and labels.
    """

    score: NDArray[np.float64]
    mated: NDArray[np.bool_]
    subject: Numbers | None = None
    labels: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    distance: bool = False

    def comparisons(self, chosen: NDArray[np.bool_] | None = None) -> Comparisons:
        """All of them, or those chosen (k,), as similarities."""
        at = slice(None) if chosen is None else chosen
        mated, score = self.mated[at], -self.score[at] if self.distance else self.score[at]
        if self.subject is None:
            return independent(score[mated], score[~mated])
        return peoples(score, mated, self.subject[at])


def evaluate_listed(listed: Listed, threshold: float | None) -> dict[str, Any]:
    """FMR and FNMR over the threshold, EER, TAR at FMR, and both rates at one threshold and by
    label. `threshold` is a score as listed; None: that of the least FMR with FEWEST errors, else
    the EER's. GalleryError where one kind of comparison is missing.
    """
    pairs = listed.comparisons()
    for kind, scores in (("mated", pairs.mated), ("non-mated", pairs.non_mated)):
        if not len(scores):
            raise GalleryError(
                f"comparisons: got no {kind} one among {len(listed.score):,}, wanted both kinds:"
                " without one of them there is no FMR or no FNMR to set a threshold by"
            )
    equal = eer(pairs)
    at, why = _chosen(pairs, listed.distance, threshold, equal.threshold)
    found = {
        "kind": "distance" if listed.distance else "similarity",
        "rule": MATCHES[listed.distance],
        "subjects": pairs.number_of_people,
        "intervals": INDEPENDENT if listed.subject is None else CLUSTERED,
        "scores": _scores(listed),
        "eer": equal.to_json(),
        "tar_at_fmr": tars(pairs, WANTED_FMR),
        "at": {"threshold": at, "why": why} | _rates(pairs, at),
        "det": det(pairs),
        "groups": list(_groups(listed, at)),
        "cautions": list(_cautions(listed, equal.rate.value)),
        "statement": STATEMENT,
    }
    return _as_listed(found) if listed.distance else found


def _chosen(
    pairs: Comparisons, distance: bool, threshold: float | None, equal: float | None
) -> tuple[float, str]:
    """A threshold as a similarity, and why it is that one."""
    if threshold is not None:
        return -threshold if distance else threshold, "as asked"
    for wanted in sorted(WANTED_FMR):
        if wanted * len(pairs.non_mated) >= FEWEST:
            found = threshold_at(pairs, wanted)
            if found is not None:
                return found, f"that of FMR 1 in {round(1 / wanted):,}"
    return equal or 0.0, "that of the EER"


def _rates(pairs: Comparisons, threshold: float) -> dict[str, Any]:
    both = {"fmr": fmr(pairs, threshold), "fnmr": fnmr(pairs, threshold)}
    return {name: rate.to_json() for name, rate in both.items()}


def _scores(listed: Listed) -> dict[str, Any]:
    """Numbers, means and histograms of both kinds, between the least score and the greatest."""
    low, high = float(listed.score.min()), float(listed.score.max())
    edges = np.linspace(low, high if high > low else low + max(abs(low), 1.0) / BINS, BINS + 1)

    def told(score: NDArray[np.float64]) -> dict[str, Any]:
        counts = np.histogram(score, edges)[0].tolist()
        return {"comparisons": len(score), "mean": float(score.mean()), "counts": counts}

    both = {
        "mated": told(listed.score[listed.mated]),
        "non_mated": told(listed.score[~listed.mated]),
    }
    return both | {"edges": edges.tolist()}


def _groups(listed: Listed, threshold: float) -> Iterator[dict[str, Any]]:
    """Both rates at the common threshold, and the EER, of the comparisons with each label."""
    for label, values in listed.labels.items():
        for value in sorted({*values.tolist()} - {""}):
            chosen = np.asarray(values == value)
            pairs = listed.comparisons(chosen)
            group = {"label": label, "value": value, "comparisons": int(chosen.sum())}
            group |= {"subjects": pairs.number_of_people, "eer": eer(pairs).to_json()}
            yield group | _rates(pairs, threshold)


def _cautions(listed: Listed, equal: float | None) -> Iterator[str]:
    if equal is not None and equal > 0.5:
        kind, other = ("distances", "similarities") if listed.distance else ("scores", "distances")
        yield (
            f"Mated comparisons are less alike than non-mated ones by these {kind}: if they are"
            f" {other}, ask {'without' if listed.distance else 'with'} --distance, and if the two"
            " lists were changed for each other, change them back."
        )
    if listed.score.min() == listed.score.max():
        yield "Every comparison has the same score: no threshold tells mated from non-mated."


def _as_listed(found: Any, name: str = "") -> Any:
    """What was found on negated distances, its thresholds as distances again."""
    if name == "threshold" and found is not None:
        return 0.0 - found
    if isinstance(found, dict):
        return {key: _as_listed(value, key) for key, value in found.items()}
    if isinstance(found, list) and name != "counts":
        return [_as_listed(one) for one in found]
    return found
