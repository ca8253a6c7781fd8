"""A CSV with a comparison a line: two pictures or a score, and whether it is mated."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.table import read_rows, shown
from engine.errors import GalleryError
from engine.measure.lists.scores import (
    DISTANCES,
    SCORES,
    apart_by,
    number,
    plain,
    refuse_odd,
    score_column,
)
from engine.measure.rates.estimates import Numbers

SIDES = (("1", "a", "probe"), ("2", "b", "reference"))
FILES = ("file", "image", "img", "picture", "photo", "path")
SUBJECTS = ("subject", "person", "identity", "id", "name")
MATED = ("mated", "genuine", "same", "samesubject", "sameperson", "issame", "match")
LAST_WORDS = ("label", "target")
"""Whether a comparison is mated, too, where nothing else says it."""
YES = frozenset({"yes", "true", "1", "1.0", "y", "t", "mated", "genuine", "same", "match"})
NO = frozenset(
    {"no", "false", "0", "0.0", "-1", "n", "f", "non-mated", "nonmated", "non_mated"}
    | {"impostor", "imposter", "different", "non-match", "nonmatch"}
)
NAMED = SCORES + DISTANCES
MOST_VALUES = 50
"""A column with more different values is no label but a name, and gives no groups."""


@dataclass(frozen=True, slots=True)
class PairList:
    """What a CSV says of its comparisons (k), in their order: which are `mated`; their `score`, or
    which two of the `files` (k, 2) they are of; whose they are, numbers of `subjects` (k, 2); and
    the value of each label, empty where there is none. None: the CSV does not say; there are no
    scores (0,) where it names files.
    """

    mated: NDArray[np.bool_]
    score: NDArray[np.float64]
    file: Numbers | None
    subject: Numbers | None
    files: tuple[Path, ...] = ()
    subjects: tuple[str, ...] = ()
    labels: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    distance: bool = False
    """Whether the scores' column is one of distances by its name."""
    passed_over: tuple[str, ...] = ()
    """Columns with too many values for a label."""


def read_pairs(path: Path, column: str | None = None) -> PairList:
    """The comparisons of a CSV; `column` names that of the scores.

    GalleryError names the line of a score that is none, a file that is not there, or a comparison
    of which it is not said whether it is mated, or said twice and differently.
    """
    refuse_odd(path)
    columns, rows = read_rows(path)
    form = _Form.of(path, columns, column)
    kept = _Kept(form, path)
    for line, row in rows:
        kept.take(f"{path}:{line}", row)
    return kept.whole()


@dataclass(frozen=True, slots=True)
class _Form:
    """The names of the columns that say something: None, or (), where there is none."""

    score: str | None
    mated: str | None
    files: tuple[str, ...]
    subjects: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, columns: list[str], column: str | None) -> "_Form":
        files, subjects = _two(columns, FILES), _two(columns, SUBJECTS)
        files = files or _both(columns, ("probe", "reference"))
        mated = [one for one in columns if plain(one) in MATED]
        if not (mated or subjects):
            mated = [one for one in columns if plain(one) in LAST_WORDS]
        score = None
        if column is not None or not files or any(plain(one) in NAMED for one in columns):
            score = score_column(path, columns, column)
        if len(mated) > 1 or not (mated or subjects):
            got = shown(", ".join(columns)) if columns else "nothing"
            raise GalleryError(
                f"{path}: got columns {got}, wanted one named mated, or subject_1 and"
                f" subject_2{apart_by(columns)}"
            )
        known = {score, *mated, *files, *subjects}
        labels = tuple(one for one in columns if one not in known)
        return cls(score, mated[0] if mated else None, files, subjects, labels)


class _Kept:
    """The lines so far, each a few numbers, so that millions of them fit."""

    def __init__(self, form: _Form, path: Path) -> None:
        self._form, self._folder, self._path = form, path.parent, path
        self._mated, self._score = array("b"), array("d")
        self._file, self._subject = array("q"), array("q")
        self._files: dict[Path, int] = {}
        self._known: dict[str, int] = {}
        self._found: dict[tuple[str, str], int] = {}
        self._labels = {name: array("H") for name in form.labels}
        self._values: dict[str, dict[str, int]] = {name: {} for name in form.labels}
        self._over: list[str] = []

    def take(self, where: str, row: dict[str, str]) -> None:
        """One more line."""
        form = self._form
        people = [row[name] for name in form.subjects]
        for name, person in zip(form.subjects, people, strict=True):
            if not person:
                raise GalleryError(f"{where}: {name}: got nothing, wanted a subject")
        self._mated.append(self._is_mated(where, row, people))
        self._subject.extend(self._known.setdefault(one, len(self._known)) for one in people)
        if form.score is not None:
            self._score.append(number(row[form.score], f"{where}: {form.score}"))
        else:
            for side, name in enumerate(form.files):
                whose = people[side] if people else ""
                self._file.append(self._number(f"{where}: {name}", row[name], whose))
        for name in list(self._labels):
            self._label(name, row[name])

    def whole(self) -> PairList:
        """All of them; GalleryError where there are none."""
        if not self._mated:
            raise GalleryError(f"{self._path}: got no line below the header, wanted comparisons")
        form, count = self._form, len(self._mated)
        labels = {}
        for name, codes in self._labels.items():
            values = np.array(list(self._values[name]), dtype=np.str_)
            labels[name] = values[np.frombuffer(codes, np.uint16)]
        return PairList(
            mated=np.frombuffer(self._mated, np.int8).astype(np.bool_),
            score=np.frombuffer(self._score, np.float64),
            file=_of_two(self._file, count) if form.score is None else None,
            subject=_of_two(self._subject, count) if form.subjects else None,
            files=tuple(self._files),
            subjects=tuple(self._known),
            labels=labels,
            distance=form.score is not None and plain(form.score) in DISTANCES,
            passed_over=tuple(self._over),
        )

    def _is_mated(self, where: str, row: dict[str, str], people: list[str]) -> bool:
        by_people = people[0] == people[1] if people else None
        if (name := self._form.mated) is None:
            return bool(by_people)
        said = row[name].casefold()
        if said not in YES | NO:
            raise GalleryError(f"{where}: {name}: got {shown(row[name])}, wanted yes or no")
        if by_people is not None and by_people != (said in YES):
            told = f"{shown(people[0])} and {shown(people[1])}"
            raise GalleryError(
                f"{where}: {name}: got {shown(row[name])} for {told}, wanted what the subjects say"
            )
        return said in YES

    def _number(self, where: str, name: str, whose: str) -> int:
        """The file's, which lies in the CSV's folder or in its subject's folder there."""
        if (name, whose) not in self._found:
            file = self._there(where, name, whose)
            self._found[name, whose] = self._files.setdefault(file, len(self._files))
        return self._found[name, whose]

    def _there(self, where: str, name: str, whose: str) -> Path:
        for file in (self._folder / name, self._folder / whose / name):
            try:
                if name and file.is_file():
                    return file
            except (OSError, ValueError):  # too long, or no possible path
                break
        raise GalleryError(f"{where}: got {shown(name)}, wanted a picture's file")

    def _label(self, name: str, value: str) -> None:
        values = self._values[name]
        self._labels[name].append(values.setdefault(value, len(values)))
        if len(values) > MOST_VALUES:
            self._over.append(name)
            del self._labels[name], self._values[name]


def _two(columns: list[str], words: Iterable[str]) -> tuple[str, ...]:
    """The columns of both sides under one of the words; () where there are none."""
    for word, (one, other) in product(words, zip(*SIDES, strict=True)):
        for ends in ((word + one, word + other), (one + word, other + word)):
            if found := _both(columns, ends):
                return found
    return ()


def _both(columns: list[str], wanted: tuple[str, str]) -> tuple[str, ...]:
    by_name = {plain(one): one for one in columns}
    return tuple(by_name[one] for one in wanted) if set(wanted) <= by_name.keys() else ()


def _of_two(numbers: "array[int]", count: int) -> Numbers:
    return np.frombuffer(numbers, np.int64).reshape(count, 2)
