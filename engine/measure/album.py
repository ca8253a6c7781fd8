"""Pictures of labelled people as templates: a folder with a subfolder a subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.faces import Face, Image
from engine.matching.gallery import read_picture
from engine.measure.estimates import Numbers
from engine.packs.pack import load_pack
from engine.pictures import PICTURES
from engine.settings import EngineSettings
from engine.table import read_rows, shown
from engine.vision.analyser import Analyser
from engine.vision.portrait import doubtful

RULE = (
    "Where a picture shows several faces, the most central of those at least half as large as the"
    " largest is taken."
)
KEYS = ("file", "subject")


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in some pictures: `faces` (k,) counts, `templates` (k, d), zero without, and
    the numbers of those whose main face is `doubtful`: it was not acquired, and counts as none.
    """

    faces: Numbers
    templates: NDArray[np.float32]
    pack_id: str
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Album:
    """Labelled pictures: `files` by their path in the folder, `subjects` (k) whose, and the look
    at them.
    """

    files: tuple[str, ...]
    subjects: tuple[str, ...]
    look: Look

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
    if not folder.is_dir():
        raise GalleryError(f"{folder}: got no such folder, wanted one with a subfolder a subject")
    files = sorted(f for f in folder.rglob("*") if f.suffix.lower() in PICTURES and f.is_file())
    if not files:
        raise GalleryError(
            f"{folder}: got no pictures, wanted some ({', '.join(sorted(PICTURES))})"
        )
    parts = [file.relative_to(folder).parts for file in files]
    return files, [part[0] if len(part) > 1 else Path(part[0]).stem for part in parts]


def look(files: Sequence[Path], pack: str, progress: Callable[[float], None]) -> Look:
    """Detect and embed the main face of each picture; GalleryError names one not readable."""
    analyser = Analyser(load_pack(pack), EngineSettings(pack=pack))
    faces = np.zeros(len(files), np.int64)
    templates = np.zeros((len(files), analyser.dimension), np.float32)
    unsure: list[int] = []
    for number, file in enumerate(files):
        picture = read_picture(file)
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
    return Look(faces, templates, analyser.pack.id, tuple(unsure))


def joined(looks: Sequence[Look]) -> Look:
    """Looks at different pictures as one."""
    faces = np.concatenate([one.faces for one in looks])
    templates = np.concatenate([one.templates for one in looks])
    starts = np.cumsum([0, *(len(one.faces) for one in looks[:-1])]).tolist()
    unsure = [start + k for start, one in zip(starts, looks, strict=True) for k in one.doubtful]
    return Look(faces, templates, looks[0].pack_id, tuple(unsure))


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
    names = files if key == "file" else subjects
    known = set(names)
    given: dict[str, dict[str, str]] = {}
    for line, row in rows:
        got = f"{path}:{line}: got {key} {shown(row[key])}"
        if row[key] not in known:
            raise GalleryError(f"{got}, wanted one in the folder")
        if row[key] in given:
            raise GalleryError(f"{got} again, wanted it once")
        given[row[key]] = row
    labels = [name for name in columns if name not in KEYS]
    if not any(row[name] for row in given.values() for name in labels):
        raise GalleryError(f"{path}: got no label for anybody, wanted some")
    return {one: [given.get(name, {}).get(one, "") for name in names] for one in labels}
