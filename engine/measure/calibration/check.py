"""How far a stand-in is from what was measured: the same views drawn again, bin by bin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.counts import counted
from engine.errors import SettingsError
from engine.measure.calibration.sample import Sample
from engine.measure.calibration.standin import StandIn
from engine.measure.rates.estimates import Floats, Numbers, by_person

Mask = NDArray[np.bool_]

EDGES_PX = (0.0, 8.0, 12.0, 16.0, 24.0, 40.0, np.inf)
LARGE_PX = 24.0
"""Covered faces are told apart at this size only: there are fewer of them."""
MATED = (0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99)
NON_MATED = (0.5, 0.9, 0.99, 0.999)
WANTED_FPIR = (0.01, 0.001, 0.0001)
SEARCHES = 200_000
"""Views drawn: twenty alerts at the rarest wanted FPIR."""
KEPT = 2_000_000
"""Drawn non-mated scores whose quantiles are taken."""
FEWEST = 4
STATEMENT = (
    "Drawn: the views of these people drawn anew from the stand-in, many times. KS is the largest"
    " distance between the two distributions of scores; as views of one person belong together it"
    " has no p-value. A search is one view before all enrolled but its own person (FPIR), or"
    " before its own enrolment (TPIR); a face not detected returns nobody. Thresholds are the"
    " stand-in's for a single view. Intervals are 95 % and clustered by the person searched."
)


@dataclass(frozen=True, slots=True)
class Scores:
    """Views (k,) before everybody enrolled: `mate` and `nearest` other, -inf where not `detected`;
    `others` (rows, n - 1) are non-mated scores of views `row` (rows,). `person` (k,) tells whose.
    """

    person: Numbers
    detected: Mask
    mate: NDArray[np.float32]
    nearest: NDArray[np.float32]
    others: NDArray[np.float32]
    row: Numbers


def check(
    standin: StandIn,
    sample: Sample,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    """Measured scores and rates of a sample beside those drawn from a stand-in, as JSON.

    The sample should be of people to whom the stand-in was not fitted. Raises SettingsError for
    fewer than FEWEST people or no face.
    """
    people = len(sample.enrolled)
    if people < FEWEST or not sample.detected.any():
        faces = int(sample.detected.sum())
        raise SettingsError(
            f"check: got {counted(people, 'person')} and {counted(faces, 'view')} with a face,"
            f" wanted at least {FEWEST} people and some"
        )
    measured = _scores(sample.enrolled, sample.probe, sample.person, sample.detected)
    drawn, repeats = _drawn(standin, sample, rng, progress)
    thresholds = [threshold_for(drawn.nearest, wanted) for wanted in WANTED_FPIR]
    return {
        "people": people,
        "views": len(sample.person),
        "watchlist": people - 1,
        "repeats": repeats,
        "statement": STATEMENT,
        "thresholds": [
            {"wanted_fpir": wanted, "threshold": threshold}
            for wanted, threshold in zip(WANTED_FPIR, thresholds, strict=True)
        ],
        "bins": [
            _bin(name, chosen, measured, drawn, repeats, thresholds)
            for name, chosen in bins(sample)
        ],
    }


def bins(sample: Sample) -> Iterator[tuple[str, Mask]]:
    """Classes of views by size, covered ones apart, and all; those without any are left out."""
    size, covered = sample.interocular_px, sample.covered
    yield "all", np.ones(len(size), np.bool_)
    for low, high in pairwise(EDGES_PX):
        yield from _named(_span(low, high), ~covered & (size >= low) & (size < high))
    for low, high in ((0.0, LARGE_PX), (LARGE_PX, np.inf)):
        yield from _named(f"covered, {_span(low, high)}", covered & (size >= low) & (size < high))


def threshold_for(nearest: NDArray[np.float32], wanted_fpir: float) -> float:
    """The lowest score that no more than a wanted share of searches reach.

    >>> threshold_for(np.array([0.1, 0.2, 0.3, 0.4], np.float32), 0.25) > 0.3
    True
    """
    order = np.sort(nearest)[::-1]
    return float(np.nextafter(order[int(wanted_fpir * len(order))], np.float32(2)))


def _named(name: str, chosen: Mask) -> Iterator[tuple[str, Mask]]:
    if chosen.any():
        yield name, chosen


def _span(low: float, high: float) -> str:
    if low == 0:
        return f"under {high:g} px"
    return f"{low:g} px and more" if high == np.inf else f"{low:g} to {high:g} px"


def _drawn(
    standin: StandIn,
    sample: Sample,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> tuple[Scores, int]:
    """The sample's views of as many drawn people, again and again: `others` of the first ones."""
    view = (sample.interocular_px, sample.yaw_deg, sample.pitch_deg, sample.visible_share)
    scale, chance = standin.scale(*view), standin.detects(*view)
    views, people = len(sample.person), len(sample.enrolled)
    repeats = -(-SEARCHES // views)
    kept = max(KEPT // (views * people), 1)
    parts = []
    for done in range(repeats):
        means, enrolled = standin.subjects(people, rng)
        probe = standin.views(means, sample.person, scale, rng)
        detected = rng.random(views) < chance
        part = _scores(enrolled, probe, sample.person, detected, with_others=done < kept)
        parts.append((part, done))
        progress((done + 1) / repeats)
    return _joined(parts, views, people), repeats


def _scores(
    enrolled: NDArray[np.float32],
    probe: NDArray[np.float32],
    person: Numbers,
    detected: Mask,
    with_others: bool = True,
) -> Scores:
    score = probe @ enrolled.T
    views, people = score.shape
    own = np.zeros((views, people), np.bool_)
    own[np.arange(views), person] = True
    mate = np.where(detected, score[own], -np.inf).astype(np.float32)
    others = score[~own].reshape(views, people - 1)
    nearest = np.where(detected, others.max(1), -np.inf).astype(np.float32)
    row = np.flatnonzero(detected) if with_others else np.empty(0, np.int64)
    return Scores(person, detected, mate, nearest, others[row], row)


def _joined(parts: list[tuple[Scores, int]], views: int, people: int) -> Scores:
    """Draws one after the other, each of people of its own."""
    return Scores(
        person=np.concatenate([part.person + people * turn for part, turn in parts]),
        detected=np.concatenate([part.detected for part, _ in parts]),
        mate=np.concatenate([part.mate for part, _ in parts]),
        nearest=np.concatenate([part.nearest for part, _ in parts]),
        others=np.concatenate([part.others for part, _ in parts]),
        row=np.concatenate([part.row + views * turn for part, turn in parts]),
    )


def _bin(
    name: str,
    chosen: Mask,
    measured: Scores,
    drawn: Scores,
    repeats: int,
    thresholds: list[float],
) -> dict[str, Any]:
    both = {"measured": (measured, chosen), "drawn": (drawn, np.tile(chosen, repeats))}
    mated = {key: one.mate[mask & one.detected] for key, (one, mask) in both.items()}
    others = {key: one.others[mask[one.row]].ravel() for key, (one, mask) in both.items()}
    return {
        "bin": name,
        "views": int(chosen.sum()),
        "people": len(np.unique(measured.person[chosen])),
        "detection": _estimates(both, "detected", True),
        "mated": _told(mated, MATED),
        "non_mated": _told(others, NON_MATED),
        "rates": [
            {
                "threshold": threshold,
                "tpir": _estimates(both, "mate", threshold),
                "fpir": _estimates(both, "nearest", threshold),
            }
            for threshold in thresholds
        ],
    }


def _estimates(
    both: dict[str, tuple[Scores, Mask]], score: str, least: float
) -> dict[str, dict[str, Any]]:
    """The share of views whose `score` is at least that."""
    found = {}
    for key, (one, mask) in both.items():
        hits = getattr(one, score)[mask] >= np.float32(least)
        found[key] = by_person(hits, one.person[mask]).to_json()
    return found


def _told(scores: dict[str, NDArray[np.float32]], levels: tuple[float, ...]) -> dict[str, Any]:
    """Quantiles of both, their distance, and how many were measured; None where there are none."""
    told: dict[str, Any] = {"levels": list(levels), "comparisons": len(scores["measured"])}
    told |= {key: _quantiles(one, levels) for key, one in scores.items()}
    some = all(len(one) for one in scores.values())
    return told | {"ks": _distance(scores["measured"], scores["drawn"]) if some else None}


def _quantiles(scores: NDArray[np.float32], levels: tuple[float, ...]) -> list[float] | None:
    if not len(scores):
        return None
    found: Floats = np.quantile(scores, levels)
    return [float(one) for one in found]


def _distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The two-sample Kolmogorov-Smirnov statistic."""
    from scipy.stats import ks_2samp  # takes half a second: only where distances are asked for

    return float(ks_2samp(one, other, method="asymp").statistic)
