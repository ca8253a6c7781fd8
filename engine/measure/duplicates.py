"""The same picture more than once among labelled ones, and the rates without it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.matching.enrolment import Picture, same_pictures
from engine.measure.album import Album
from engine.measure.evaluation import WANTED_FMR
from engine.measure.rates.accuracy import compare
from engine.measure.rates.tradeoff import eer, tars

NEARLY, OF_ONE = 0.95, 0.99
"""Two pictures under two subjects, or under one, that compare above this are hardly ever two, but
one picture encoded anew (docs/evaluation.md says what was seen)."""
COMPARED_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two files of one picture: of the `same` bytes, or else they compare as if. They are said to
    be of `two_subjects` or of one; who, if that is known. `score` is their comparison's, None where
    no face was found.
    """

    first: str
    second: str
    two_subjects: bool
    same: bool
    score: float | None
    subjects: tuple[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def duplicates(album: Album, folder: Path) -> list[Duplicate]:
    """Those under two subjects first, and of them those of the same bytes; the files lie in
    `folder`.
    """
    whose = zip(album.subjects, album.files, strict=True)
    place = {name: k for k, name in enumerate(album.files)}
    same = same_pictures(Picture(subject, folder / name, name) for subject, name in whose)
    found = {(place[one.first], place[one.second]): True for one in same}
    for pair in _nearly(album):
        found.setdefault(pair, False)
    told = [_duplicate(album, *pair, same=same) for pair, same in found.items()]
    return sorted(told, key=lambda one: (not one.two_subjects, not one.same))


def without(album: Album, found: Sequence[Duplicate]) -> dict[str, Any]:
    """TAR at the same FMRs and the EER where pictures under two subjects are in no comparison, and
    one that comes again under its own subject is there once.
    """
    gone = {one.second for one in found} | {one.first for one in found if one.two_subjects}
    kept = album.detected & np.array([name not in gone for name in album.files])
    pairs = compare(album.look.templates[kept], album.person[kept])
    left = len(album.files) - len(gone)
    return {"pictures": left, "tar_at_fmr": tars(pairs, WANTED_FMR), "eer": eer(pairs).to_json()}


def _nearly(album: Album) -> Iterator[tuple[int, int]]:
    """Pairs of pictures with a face that compare above NEARLY, or OF_ONE: each picture with the
    first before it under its own subject, and with the first under another.
    """
    rows, whose = np.flatnonzero(album.detected), album.person[album.detected]
    templates, place = album.look.templates[rows], np.arange(len(rows))
    told = {True: np.zeros(len(rows), bool), False: np.zeros(len(rows), bool)}
    for start in range(0, len(rows), COMPARED_AT_ONCE):
        part = slice(start, start + COMPARED_AT_ONCE)
        scores, later = templates[part] @ templates.T, place[part, None] < place
        for of_one, known in told.items():
            alike = (scores > (OF_ONE if of_one else NEARLY)) & later & ~known
            alike &= (whose[part, None] == whose) == of_one
            others = np.flatnonzero(alike.any(0))
            known[others] = True
            firsts = start + alike[:, others].argmax(0)
            yield from zip(rows[firsts].tolist(), rows[others].tolist(), strict=True)


def _duplicate(album: Album, one: int, other: int, *, same: bool) -> Duplicate:
    seen = album.detected[[one, other]].all()
    score = float(album.look.templates[one] @ album.look.templates[other]) if seen else None
    whose = album.subjects[one], album.subjects[other]
    return Duplicate(album.files[one], album.files[other], whose[0] != whose[1], same, score, whose)
