"""Pictures of labelled people as templates: a folder with a subfolder a subject."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disk.table import read_rows, shown
from engine.errors import GalleryError
from engine.faces import Face, Image
from engine.measure.rates.estimates import Numbers
from engine.names import alike, perhaps, printable
from engine.packs.pack import load_pack
from engine.pictures import PictureError, read_pixels
from engine.pictures.folders import Listing, list_folder, subject_of
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.portrait import doubtful

RULE = (
    "Where a picture shows several faces, the most central of those at least half as large as the"
    " largest is taken."
)
KEYS = ("file", "subject")


@dataclass(frozen=True, slots=True)
class Acquired:
    """What was found in some pictures: `faces` (k,) counts, `templates` (k, d), zero without, and
    why some (by their number) could not be read. No face was acquired from those, nor from those
    whose main face is `doubtful`.
    """

    faces: Numbers
    templates: NDArray[np.float32]
    pack_id: str
    unreadable: Mapping[int, str] = field(default_factory=dict)
    doubtful: tuple[int, ...] = ()

    def unacquired(self, names: Sequence[str]) -> dict[str, Any]:
        """The pictures by their names (k) that gave no face, and why: there is none, it is in
        doubt, or the picture could not be read.
        """
        told = [printable(name) for name in names]
        none = np.flatnonzero(self.faces == 0).tolist()
        otherwise = {*self.doubtful, *self.unreadable}
        return {
            "no_face": [told[k] for k in none if k not in otherwise],
            "doubtful": [told[k] for k in self.doubtful],
            "unreadable": [{"file": told[k], "why": why} for k, why in self.unreadable.items()],
        }

    def crowded(self, names: Sequence[str]) -> list[str]:
        """The pictures by their names (k) that show several faces."""
        return [printable(names[k]) for k in np.flatnonzero(self.faces > 1).tolist()]


@dataclass(slots=True)
class LeftOut:
    """Pictures from which no face was taken although there may be one: `doubtful` ones by file, and
    `unreadable` ones with the reason.
    """

    doubtful: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    def read(self, file: Path) -> Image | None:
        """A picture's pixels; of one that cannot be read it notes why."""
        try:
            return read_pixels(file)
        except PictureError as err:
            self.unreadable.append((printable(file), str(err)))
            return None

    def arrays(self) -> dict[str, NDArray[np.str_]]:
        """Both by name: (m,) files, and (j, 2) files with reasons."""
        return {
            "doubtful": np.array(self.doubtful, np.str_),
            "unreadable": np.array(self.unreadable, np.str_).reshape(-1, 2),
        }


@dataclass(frozen=True, slots=True)
class Album:
    """Labelled pictures: `files` by their path in the folder, `subjects` (k) whose, and the look
    at them. GalleryError where none of them can be read.
    """

    files: tuple[str, ...]
    subjects: tuple[str, ...]
    look: Acquired

    def __post_init__(self) -> None:
        if len(self.look.unreadable) == len(self.files):
            why = self.look.unreadable[0]
            raise GalleryError(f"{self.files[0]}: got {why}, wanted a picture")

    @property
    def person(self) -> Numbers:
        """(k,) the subjects as numbers."""
        return np.unique(self.subjects, return_inverse=True)[1].astype(np.int64)

    @property
    def detected(self) -> NDArray[np.bool_]:
        """(k,) where there is a face."""
        return self.look.faces > 0


def pictures(folder: Path) -> tuple[list[Path], list[str]]:
    """A folder's pictures and whose they are: the subfolder's, or somebody by the picture's name.

    Raises GalleryError where there are none.
    """
    return labelled(listed(folder))


def listed(folder: Path) -> Listing:
    """What lies in a folder of labelled people; GalleryError where no picture does."""
    listing = list_folder(folder, GalleryError).all_told()
    if not listing.pictures:
        raise GalleryError(f"{listing.refusal()}, wanted some in a subfolder a subject")
    return listing


def labelled(listing: Listing) -> tuple[list[Path], list[str]]:
    """The pictures and whose they are, as `pictures` has it."""
    files = [*listing.pictures]
    return files, [subject_of(listing.folder, file) for file in files]


def look(files: Sequence[Path], pack: str, progress: Callable[[float], None]) -> Acquired:
    """Detect and embed the main face of each picture that can be read."""
    analyser = Analyser(load_pack(pack), EngineSettings(pack=pack))
    faces = np.zeros(len(files), np.int64)
    templates = np.zeros((len(files), analyser.dimension), np.float32)
    unreadable: dict[int, str] = {}
    unsure: list[int] = []
    for number, file in enumerate(files):
        try:
            picture = read_pixels(file)
        except PictureError as err:
            unreadable[number] = str(err)
            continue
        found = analyser.detect(picture)
        faces[number] = len(found)
        if found:
            face = main_face(found, picture)
            template = analyser.templates(picture, [face])[0]
            if doubtful(picture, face, template, analyser):
                faces[number] = 0
                unsure.append(number)
            else:
                templates[number] = template
        progress((number + 1) / len(files))
    progress(1.0)
    return Acquired(faces, templates, analyser.pack.id, unreadable, tuple(unsure))


def joined(looks: Sequence[Acquired]) -> Acquired:
    """Looks at different pictures as one."""
    faces = np.concatenate([one.faces for one in looks])
    templates = np.concatenate([one.templates for one in looks])
    starts = list(accumulate((len(one.faces) for one in looks[:-1]), initial=0))
    unreadable = {
        start + number: why
        for start, one in zip(starts, looks, strict=True)
        for number, why in one.unreadable.items()
    }
    unsure = [start + k for start, one in zip(starts, looks, strict=True) for k in one.doubtful]
    return Acquired(faces, templates, looks[0].pack_id, unreadable, tuple(unsure))


def main_face(faces: Sequence[Face], picture: Image) -> Face:
    """The one by RULE."""
    boxes = np.stack([face.box_px for face in faces]).astype(np.float64)
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    middle = np.array(picture.shape[1::-1]) / 2
    away = np.linalg.norm((boxes[:, :2] + boxes[:, 2:]) / 2 - middle, axis=1)
    away[area < area.max() / 2] = np.inf
    return faces[int(away.argmin())]


def nearest(faces: Sequence[Face], landmarks_px: NDArray[np.floating[Any]]) -> Face | None:
    """The face whose eyes are within half an interocular distance of where landmarks (5, 2) are."""
    centre, apart = landmarks_px[:2].mean(0), np.ptp(landmarks_px, axis=0).max()
    near = [f for f in faces if np.hypot(*(f.landmarks_px[:2].mean(0) - centre)) < 0.5 * apart]
    return near[0] if near else None


def read_labels(path: Path, files: Sequence[str], subjects: Sequence[str]) -> dict[str, list[str]]:
    """The columns of a CSV beside `file` or `subject`, for every picture; empty where not given.

    Raises GalleryError, naming file and line, for a row about no picture there.
    """
    columns, rows = read_rows(path)
    key = next((one for one in KEYS if one in columns), None)
    if key is None or len(columns) < 2:
        got = shown(", ".join(columns)) if columns else "nothing"
        raise GalleryError(f"{path}: got columns {got}, wanted file or subject, and labels")
    names = [alike(name) for name in (files if key == "file" else subjects)]
    known = set(names)
    given: dict[str, dict[str, str]] = {}
    for line, row in rows:
        name, got = alike(row[key]), f"{path}:{line}: got {key} {shown(row[key])}"
        if name not in known:
            raise GalleryError(f"{got}, wanted one in the folder{perhaps(name, known)}")
        if name in given:
            raise GalleryError(f"{got} again, wanted it once")
        given[name] = row
    labels = [name for name in columns if name not in KEYS]
    if not any(row[name] for row in given.values() for name in labels):
        raise GalleryError(f"{path}: got no label for anybody, wanted some")
    return {one: [given.get(name, {}).get(one, "") for name in names] for one in labels}
