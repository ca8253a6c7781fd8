"""Everything measured on one album of labelled people, as one JSON object."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.measure.album import RULE, Album
from engine.measure.rates.accuracy import Pairs, compare, fmr, fnmr, threshold_at
from engine.measure.rates.estimates import by_person
from engine.measure.rates.identification import Searches, fnir, fpir, search, threshold_for
from engine.measure.rates.tradeoff import det, eer, tars

WANTED_FMR = (1e-2, 1e-3, 1e-4, 1e-5)
RANKS = (1, None)
"""FNIR is given for candidate lists so long; None: everybody at or above the threshold."""
POINTS, LARGEST_FMR = 60, 0.1
"""Thresholds of the curves, from the one with the largest FMR to the highest non-mated score."""
BIN = 0.02
STATEMENT = (
    "Differences between groups are of this data set, its pictures and its people; they are not"
    " findings about people elsewhere. One interval in twenty misses by chance."
)


def evaluate(
    album: Album,
    labels: Mapping[str, Sequence[str]],
    watchlist: int | None,
    wanted_fpir: float,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    """Detection, verification and open-set search with 95 % intervals clustered by person.

    `labels` gives each column's value for every picture, empty where there is none. Without a
    watchlist's size it is the number of people with two pictures or more. SettingsError for too
    few people or too many pictures.
    """
    detected = album.detected
    searches = search(album.look.templates, album.person, detected)
    pairs = compare(album.look.templates[detected], album.person[detected])
    size = watchlist or max(len(np.unique(pairs.owner)), 1)
    threshold = threshold_for(searches, size, wanted_fpir)
    found = {
        "pack": album.look.pack_id,
        "pictures": len(album.files),
        "subjects": len(np.unique(album.person)),
        "subjects_with_two_pictures": len(np.unique(pairs.owner)),
        "detection": by_person(detected, album.person).to_json(),
        **album.look.unacquired(album.files),
        "several_faces": album.look.crowded(album.files),
        "rule": RULE,
        "scores": _scores(pairs),
        "eer": eer(pairs).to_json(),
        "tar_at_fmr": tars(pairs, WANTED_FMR),
        "search": {
            "watchlist": size,
            "extrapolated": size >= searches.others,
            "wanted_fpir": wanted_fpir,
            "threshold": asdict(threshold),
        }
        | _at(pairs, searches, size, threshold.value),
    }
    found["det"] = det(pairs)
    found["curves"] = _curves(pairs, searches, size, progress)
    found["groups"] = _groups(album, searches, labels, size, threshold.value)
    return found | {"statement": STATEMENT}


def _at(pairs: Pairs, searches: Searches, size: int, threshold: float) -> dict[str, Any]:
    """The error rates at one threshold."""
    return {
        "fpir": fpir(searches, size, threshold).to_json(),
        "fnir": [
            {"rank": rank, "fnir": fnir(searches, size, rank, threshold).to_json()}
            for rank in RANKS
        ],
        "fmr": fmr(pairs, threshold).to_json(),
        "fnmr": fnmr(pairs, threshold).to_json(),
    }


def _scores(pairs: Pairs) -> dict[str, Any]:
    """Numbers, means and histograms of the comparison scores."""
    edges = np.linspace(-1, 1, round(2 / BIN) + 1)

    def told(score: NDArray[np.float32]) -> dict[str, Any]:
        counts = np.histogram(score, edges)[0].tolist()
        mean = float(score.mean()) if len(score) else None
        return {"comparisons": len(score), "mean": mean, "counts": counts}

    both = {"mated": told(pairs.mated), "non_mated": told(pairs.non_mated)}
    return both | {"edges": edges.round(4).tolist()}


def _curves(
    pairs: Pairs, searches: Searches, size: int, progress: Callable[[float], None]
) -> list[dict[str, Any]]:
    """FMR, FNMR, FPIR and FNIR (any rank) over the threshold."""
    low = threshold_at(pairs, LARGEST_FMR)
    low = float(pairs.non_mated[-1]) if low is None else low
    points = []
    for done, threshold in enumerate(np.linspace(low, float(pairs.non_mated[0]), POINTS).tolist()):
        points.append(
            {
                "threshold": threshold,
                "fmr": fmr(pairs, threshold).to_json(),
                "fnmr": fnmr(pairs, threshold).to_json(),
                "fpir": fpir(searches, size, threshold).to_json(),
                "fnir": fnir(searches, size, None, threshold).to_json(),
            }
        )
        progress((done + 1) / POINTS)
    return points


def _groups(
    album: Album,
    searches: Searches,
    labels: Mapping[str, Sequence[str]],
    size: int,
    threshold: float,
) -> list[dict[str, Any]]:
    """The rates at the common threshold for the pictures of each label: comparisons within the
    group, and the group's searches before everybody.
    """
    groups = []
    for label, values in labels.items():
        for value in sorted({one for one in values if one}):
            chosen = np.array([one == value for one in values])
            seen = chosen & album.detected
            pairs = compare(album.look.templates[seen], album.person[seen])
            rates = _at(pairs, searches.of(chosen), size, threshold)
            group = {"label": label, "value": value, "pictures": int(chosen.sum())}
            group["subjects"] = len(np.unique(album.person[chosen]))
            group["detection"] = by_person(album.detected[chosen], album.person[chosen]).to_json()
            groups.append(group | rates)
    return groups


def refuse_wrong(watchlist: int | None, wanted_fpir: float) -> None:
    """Raise SettingsError for a size or a rate that means nothing, before any work is done."""
    if watchlist is not None and watchlist < 1:
        raise SettingsError(f"watchlist: got {watchlist}, wanted at least 1")
    if not 0 < wanted_fpir < 1:
        raise SettingsError(f"fpir: got {wanted_fpir:g}, wanted more than 0 and less than 1")
