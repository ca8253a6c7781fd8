"""A list of pairs of pictures, compared: scores where both have a face, and what is odd of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.matching.enrolment import Picture, same_pictures
from engine.measure.album import Acquired
from engine.measure.duplicates import NEARLY, OF_ONE, Duplicate
from engine.measure.lists.evaluation import Listed
from engine.measure.lists.pairs import PairList
from engine.measure.rates.estimates import Numbers

AT_ONCE = 65_536
"""Comparisons whose templates are taken together."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparisons that could be made, how many could not, the pictures that gave no face, which
    pictures are one, and the comparisons without those.
    """

    listed: Listed
    not_compared: int
    unacquired: dict[str, Any]
    same: tuple[Duplicate, ...]
    without_same: Listed


def compared(given: PairList, file: Numbers, seen: Acquired, folder: Path) -> Compared:
    """Compare the two pictures of each line, which `seen` shows in the order of `given.files`;
    `file` (k, 2) are their numbers there. GalleryError where no line has a face in both.
    """
    able = (seen.faces > 0)[file].all(axis=1)
    if not able.any():
        raise GalleryError("pairs: got none with a face in both pictures, wanted some")
    score = _scores(seen.templates, file[able])
    listed = Listed(
        score=score,
        mated=given.mated[able],
        subject=None if given.subject is None else given.subject[able],
        labels={name: values[able] for name, values in given.labels.items()},
    )
    names = [_told(one, folder) for one in given.files]
    first = _first_of_same(given.files)
    same = first[file[able, 0]] == first[file[able, 1]]
    odd = same | (score > np.where(listed.mated, OF_ONE, NEARLY))
    return Compared(
        listed=listed,
        not_compared=int((~able).sum()),
        unacquired=seen.unacquired(names),
        same=tuple(_duplicates(given, names, file[able], listed, same, odd)),
        without_same=only(listed, ~odd),
    )


def only(listed: Listed, chosen: NDArray[np.bool_]) -> Listed:
    """Those chosen (k,) of the comparisons."""
    return replace(
        listed,
        score=listed.score[chosen],
        mated=listed.mated[chosen],
        subject=None if listed.subject is None else listed.subject[chosen],
        labels={name: values[chosen] for name, values in listed.labels.items()},
    )


def _scores(templates: NDArray[np.float32], file: Numbers) -> NDArray[np.float64]:
    score = np.empty(len(file), np.float64)
    for start in range(0, len(file), AT_ONCE):
        one, other = file[start : start + AT_ONCE].T
        score[start : start + AT_ONCE] = np.einsum("kd,kd->k", templates[one], templates[other])
    return score


def _first_of_same(files: Sequence[Path]) -> Numbers:
    """Of each file (k,) the number of the first one with its bytes."""
    place = {str(k): k for k in range(len(files))}
    first = np.arange(len(files))
    for one in same_pictures(Picture("", file, str(k)) for k, file in enumerate(files)):
        first[place[one.second]] = place[one.first]
    return first


def _duplicates(
    given: PairList,
    names: Sequence[str],
    file: Numbers,
    listed: Listed,
    same: NDArray[np.bool_],
    odd: NDArray[np.bool_],
) -> list[Duplicate]:
    """Each pair of files once, those under two subjects first."""
    made: dict[tuple[int, int], Duplicate] = {}
    for k in np.flatnonzero(odd).tolist():
        one, other = file[k].tolist()
        subjects = None
        if listed.subject is not None:
            mine, theirs = listed.subject[k].tolist()
            subjects = given.subjects[mine], given.subjects[theirs]
        two, score = not listed.mated[k], float(listed.score[k])
        held = Duplicate(names[one], names[other], two, bool(same[k]), score, subjects)
        made.setdefault((min(one, other), max(one, other)), held)
    return sorted(made.values(), key=lambda one: (not one.two_subjects, not one.same))


def _told(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)
