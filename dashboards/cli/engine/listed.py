"""What `footfall engine evaluate` does with lists: of scores, of pairs, of pairs of pictures."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import GalleryError
from engine.measure.album import RULE, Acquired
from engine.measure.evaluation import WANTED_FMR
from engine.measure.lists.evaluation import Listed, evaluate_listed
from engine.measure.lists.pairs import PairList, read_pairs
from engine.measure.lists.pictures import Compared, compared
from engine.measure.lists.scores import read_scores
from engine.measure.rates.tradeoff import eer, tars

Seeing = Callable[[Sequence[Path]], Acquired]


def of_scores(
    mated: Path,
    non_mated: Path,
    column: str | None,
    threshold: float | None,
    *,
    distance: bool,
) -> dict[str, Any]:
    """Everything measured on two lists of scores, which are distances if they are named so."""
    (one, far), (other, apart) = (read_scores(path, column) for path in (mated, non_mated))
    if far != apart and not distance:
        raise GalleryError(
            f"{mated if far else non_mated}: got a column of distances, and none in the other list,"
            " wanted two lists of one kind, or --distance"
        )
    score = np.concatenate((one, other))
    kinds = np.arange(len(score)) < len(one)
    listed = Listed(score, kinds, distance=distance or far)
    source = {"source": f"{mated.name} and {non_mated.name}"}
    return source | {"passed_over": []} | evaluate_listed(listed, threshold)


def of_pairs(
    path: Path,
    column: str | None,
    threshold: float | None,
    see: Seeing,
    *,
    distance: bool,
) -> dict[str, Any]:
    """Everything measured on a CSV of pairs; `see` looks at pictures where it has no scores."""
    given = read_pairs(path, column)
    head = {"source": path.name, "passed_over": list(given.passed_over)}
    if given.file is None:
        listed = Listed(
            score=given.score,
            mated=given.mated,
            subject=given.subject,
            labels=given.labels,
            distance=distance or given.distance,
        )
        return head | evaluate_listed(listed, threshold)
    if distance:
        raise GalleryError(f"{path}: got no column of scores, wanted one with --distance")
    seen = see(given.files)
    made = compared(given, given.file, seen, path.parent)
    return head | _of_pictures(given, made, seen, threshold)


def _of_pictures(
    given: PairList, made: Compared, seen: Acquired, threshold: float | None
) -> dict[str, Any]:
    found = {
        "pack": seen.pack_id,
        "pictures": len(given.files),
        **made.unacquired,
        "not_compared": made.not_compared,
        "picture_rule": RULE,
        "same_pictures": [one.to_json() for one in made.same],
        "without_same_pictures": None,
    }
    if made.same:
        pairs = made.without_same.comparisons()
        rates = {"tar_at_fmr": tars(pairs, WANTED_FMR), "eer": eer(pairs).to_json()}
        found["without_same_pictures"] = {"comparisons": len(made.without_same.score)} | rates
    return found | evaluate_listed(made.listed, threshold)
