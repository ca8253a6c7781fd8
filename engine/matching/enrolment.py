"""From pictures to a watchlist: who was enrolled, which pictures were refused, what looks odd."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import oddity
from engine.disk.table import read_rows, shown
from engine.errors import GalleryError
from engine.matching.gallery import Gallery, mean_template, read_picture
from engine.matching.watchlist import Watchlist
from engine.names import alike, is_printable, loosely, printable
from engine.pictures import PictureError
from engine.pictures.folders import Listing, file_in, list_folder, subject_of, told
from engine.pictures.kinds import recognised
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.portrait import portrait

ENROLMENT = EngineSettings(minimum_interocular_px=24, maximum_yaw_deg=45)
"""What an enrolled face must be: below 24 px between the eyes mated scores fall off
(docs/calibration.md); 45 degrees are 35 and the error of the yaw's estimate."""
ONE, MOST_ALIKE = 0.999, 20
MOST_TOLD = 20
"""Cautions, as lines; the rest by their number. Refusals are all told."""
NO_NAME = "no_name"
HINTS = {
    "too_small": f"too small: wants {ENROLMENT.minimum_interocular_px:g} px between the eyes",
    "several_faces": "several faces: cut out the one that is meant",
    "doubtful": "doubtful: finer looks make somebody else of it; turn it upright, or take another",
}
"""More words for some reasons: what would help."""
SAME_PICTURE, LOOKS_ALIKE, NAMED_ALIKE = "same_picture", "look_alike", "names_alike"
COLUMNS, OPTIONAL = ("subject", "file"), ("category", "expires")
COMPARED_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Picture:
    """A subject's picture; `at` is how a message names it: the line of a CSV, or the file."""

    subject: str
    file: Path
    at: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A picture that was not enrolled, and why; `at` as of a Picture."""

    subject: str
    file: Path
    reason: str
    at: str

    def __str__(self) -> str:
        reason = HINTS.get(self.reason, self.reason.replace("_", " "))
        return f"{self.at}: {printable(self.subject)} not enrolled from it: {reason}"


@dataclass(frozen=True, slots=True)
class Source:
    """The pictures to enrol, and what a CSV says of the list, or what else lies in the folder;
    `refused` are pictures there of a kind that is not read.
    """

    pictures: tuple[Picture, ...]
    category: str | None = None
    expires: date | None = None
    refused: tuple[Refused, ...] = ()
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Two enrolled pictures or subjects that a person should look at.

    `kind` is SAME_PICTURE (`first` and `second` say where the pictures stand), LOOKS_ALIKE (they
    are subjects and `score` is their comparison's) or NAMED_ALIKE (the subjects' names differ by
    case or spaces only).
    """

    kind: str
    first: str
    second: str
    score: float = 1.0

    def __str__(self) -> str:
        if self.kind == SAME_PICTURE:
            return f"{self.second}: the same picture as {self.first}"
        if self.kind == NAMED_ALIKE:
            return f"{self.first!r} and {self.second!r} are two subjects whose names are alike"
        return f"{self.first} and {self.second} look alike: they compare at {self.score:.3f}"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What came of enrolling: `taken` are the pictures that somebody was enrolled from."""

    watchlist: Watchlist
    pictures: int
    refused: tuple[Refused, ...]
    cautions: tuple[Caution, ...]
    taken: tuple[Picture, ...] = ()
    listing: Listing | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Subjects none of whose pictures was good enough."""
        return tuple(sorted({one.subject for one in self.refused} - {*self.watchlist.subjects}))

    @property
    def gallery(self) -> Gallery:
        """The same people, to be searched by themselves."""
        held = self.watchlist
        return Gallery(held.subjects, np.asarray(held.templates, np.float32), held.pack_id)

    @property
    def files(self) -> dict[str, list[Path]]:
        """The pictures of each subject that were taken, in their order."""
        found: defaultdict[str, list[Path]] = defaultdict(list)
        for picture in self.taken:
            found[picture.subject].append(picture.file)
        return dict(found)

    def told(self) -> dict[str, Any]:
        """Whoever and whatever was not enrolled, as JSON."""
        listings = (self.listing,) if self.listing else ()
        return {
            "enrolled": len(self.watchlist),
            "pictures": self.pictures,
            "refused": [asdict(one) | {"file": printable(one.file)} for one in self.refused],
            "missing": list(self.missing),
            **told(listings),
            "cautions": [asdict(one) for one in self.cautions],
        }

    def lines(self) -> Iterator[str]:
        """What a person should read, a line each."""
        yield from map(str, self.refused)
        yield from self.listing.lines() if self.listing else ()
        yield from map(str, self.cautions[:MOST_TOLD])
        if (more := len(self.cautions) - MOST_TOLD) > 0:
            yield f"{self.watchlist.name}: {more:,} more that are the same or look alike"


def read_source(path: Path) -> Source:
    """A folder (a picture a subject, or a subfolder of pictures) or a CSV.

    The CSV's columns are subject and file (from the CSV's folder on), and optionally category and
    expires (YYYY-MM-DD), the same on every line. GalleryError names file, line and column.
    """
    if path.is_dir():
        return folder_source(path)
    if (odd := oddity(path)) is not None:
        raise GalleryError(f"{path}: got {odd}, wanted pictures or a CSV")
    if kind := recognised(path):
        raise GalleryError(f"{path}: got {kind}, wanted a folder of pictures or a CSV")
    rows = list(_rows(path))
    if not rows:
        raise GalleryError(f"{path}: got no line below the header, wanted at least one")
    pictures = tuple(_picture(path, line, row) for line, row in rows)
    said = _one_of(path, rows, "expires")
    expires = _day(path, rows[0][0], said) if said else None
    return Source(pictures, _one_of(path, rows, "category"), expires)


def enrol(
    source: Source,
    analyser: Analyser,
    *,
    name: str,
    category: str | None = None,
    threshold: float | None = None,
    expires: date | None = None,
    progress: Callable[[float], None] | None = None,
) -> Enrolment:
    """Enrol pictures as one watchlist; `category` and `expires` stand above the source's.

    A picture that cannot be read or is too poor is refused, and the others go on. GalleryError
    where nobody could be enrolled.
    """
    good: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
    taken: list[Picture] = []
    refused = [*source.refused]
    for number, picture in enumerate(source.pictures, 1):
        made = _made(picture, analyser)
        if isinstance(made, str):
            refused.append(Refused(picture.subject, picture.file, made, picture.at))
        else:
            good[picture.subject].append(made)
            taken.append(picture)
        if progress:
            progress(number / len(source.pictures))
    if not good:
        raise GalleryError(f"{name}: got nobody to enrol, wanted somebody; {refused[0]}")
    subjects = tuple(sorted(good))
    watchlist = Watchlist(
        name=name,
        category=category or source.category or "unstated",
        subjects=subjects,
        templates=np.stack([mean_template(good[one]) for one in subjects]),
        pack_id=analyser.pack.id,
        threshold=threshold,
        expires=expires or source.expires,
    )
    alike = look_alikes(watchlist, analyser.pack.look_alike)
    cautions = (*same_pictures(taken), *alike, *named_alike(subjects))
    pictures = len(source.pictures) + len(source.refused)
    return Enrolment(watchlist, pictures, tuple(refused), cautions, tuple(taken), source.listing)


def enrolled(
    folder: Path, analyser: Analyser, progress: Callable[[float], None] | None = None
) -> Enrolment:
    """A folder enrolled as the list of its name; GalleryError where nobody could be."""
    name = list_name(folder)
    return enrol(folder_source(folder), analyser, name=name, progress=progress)


def list_name(folder: Path) -> str:
    """What the list of a folder is called."""
    name = printable(alike(folder.resolve().name))
    return name if name.strip() else "watchlist"


def enrol_folder(folder: Path, analyser: Analyser) -> Gallery:
    """The people in a folder, those who can be enrolled; GalleryError where nobody can be."""
    return enrolled(folder, analyser).gallery


def named_alike(subjects: Iterable[str]) -> Iterator[Caution]:
    """Subjects whose names differ by case or spaces only, each with the first of them."""
    first: dict[str, str] = {}
    for subject in subjects:
        known = first.setdefault(loosely(subject), subject)
        if known != subject:
            yield Caution(NAMED_ALIKE, known, subject)


def same_pictures(pictures: Iterable[Picture]) -> Iterator[Caution]:
    """Pictures with the same bytes, each with the first of them; one not readable is like none."""
    first: dict[bytes, Picture] = {}
    for picture in pictures:
        digest = _digest(picture.file)
        known = first.setdefault(digest, picture) if digest else picture
        if known is not picture:
            yield Caution(SAME_PICTURE, known.at, picture.at)


def _digest(file: Path) -> bytes | None:
    if oddity(file):
        return None
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError:
        return None


def look_alikes(watchlist: Watchlist, bound: float) -> Iterator[Caution]:
    """Subjects who compare above `bound`, each pair once, in the order of names.

    Somebody is told with the first MOST_ALIKE of them; one picture under many names (above ONE)
    with the first of the names alone: who is there n times would else be told n * n times.
    """
    templates = np.asarray(watchlist.templates, np.float32)
    copies = np.zeros(len(templates), bool)
    for start in range(0, len(templates), COMPARED_AT_ONCE):
        scores = templates[start : start + COMPARED_AT_ONCE] @ templates.T
        for row, compared in enumerate(scores, start):
            if copies[row]:
                continue
            others = row + 1 + np.flatnonzero(compared[row + 1 :] > bound)
            same = compared[others] > ONE
            copies[others[same]] = True
            for other in np.sort([*others[same], *others[~same][:MOST_ALIKE]]).tolist():
                pair = (watchlist.subjects[row], watchlist.subjects[other])
                yield Caution(LOOKS_ALIKE, *pair, round(float(compared[other]), 4))


def folder_source(folder: Path) -> Source:
    """The pictures of a folder; GalleryError where there is none."""
    listing = list_folder(folder, GalleryError)
    pictures = tuple(
        Picture(subject_of(folder, file), file, printable(file)) for file in listing.pictures
    )
    if not pictures and not listing.unread:
        raise GalleryError(f"{listing.refusal()}, wanted at least one")
    refused = tuple(
        Refused(subject_of(folder, one.file), one.file, f"got {one.what}", printable(one.file))
        for one in listing.unread
    )
    return Source(pictures, refused=refused, listing=listing)


def _made(picture: Picture, analyser: Analyser) -> NDArray[np.float32] | str:
    """The picture's template (d,), or why there is none."""
    if not is_printable(picture.subject):
        return NO_NAME
    try:
        return _template(picture, analyser)
    except GalleryError as err:
        if isinstance(err.__cause__, PictureError):
            return f"got {err.__cause__}"
        raise


def _template(picture: Picture, analyser: Analyser) -> NDArray[np.float32] | str:
    """The template (d,) of the picture's one good face, or why there is none."""
    found = portrait(read_picture(picture.file, picture.at), analyser, ENROLMENT)
    return found if isinstance(found, str) else found.template


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each line and its fields, checked for their columns."""
    columns, rows = read_rows(path)
    for name in COLUMNS:
        if name not in columns:
            raise GalleryError(f"{path}:1: {name}: got no such column, wanted one")
    for name in columns:
        if name not in COLUMNS + OPTIONAL:
            wanted = ", ".join(COLUMNS + OPTIONAL)
            raise GalleryError(
                f"{path}:1: got a column {shown(name)}, wanted each once of {wanted}"
            )
    yield from rows


def _picture(path: Path, line: int, row: dict[str, str]) -> Picture:
    if not is_printable(row["subject"]):
        raise GalleryError(f"{path}:{line}: subject: got {shown(row['subject'])}, wanted a name")
    file = file_in(path.parent, row["file"])
    try:
        found = file.is_file()
    except (OSError, ValueError):  # too long, or no possible path
        found = False
    if not found:
        got = shown(row["file"])
        raise GalleryError(f"{path}:{line}: file: got {got}, wanted a picture's file")
    return Picture(alike(row["subject"]), file, f"{path}:{line}: file: {file}")


def _one_of(path: Path, rows: Sequence[tuple[int, dict[str, str]]], column: str) -> str | None:
    """What every line says in a column of the list's own; None if nothing."""
    (_, first), *others = rows
    for line, row in others:
        if row.get(column) != first.get(column):
            raise GalleryError(
                f"{path}:{line}: {column}: got {row[column]!r}, wanted {first[column]!r} as above:"
                f" a watchlist has one"
            )
    return first.get(column) or None


def _day(path: Path, line: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise GalleryError(f"{path}:{line}: expires: got {text!r}, wanted YYYY-MM-DD") from err
