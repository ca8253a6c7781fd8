"""Photographs of labelled people as a sample: enrolled once, seen again at a camera's sizes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Face, Image
from engine.measure.album import LeftOut, labelled, listed, main_face, nearest
from engine.measure.calibration.fit import fit
from engine.measure.calibration.presets import Preset
from engine.measure.calibration.sample import VIEWED, Sample
from engine.measure.calibration.thresholds import RATES, scores_at_rates
from engine.names import printable
from engine.packs.pack import load_pack
from engine.pictures.folders import Listing
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.portrait import doubtful
from engine.vision.pose import pitch_deg, yaw_deg

SMALLEST_PX, LARGEST_PX = 8.0, 64.0
"""Distances between the eyes to which photographs are shrunk, as far as they are larger."""
NOBODY_REFUSED = 1.0
"""Bound on likeness that no comparison exceeds."""
JPEG = 80
"""Compression of the shrunk pictures, that of the rendered views."""


@dataclass(frozen=True, slots=True)
class Photographs(Sample):
    """Templates of people in photographs; `subject` (n,) names them, `pictures` (n,) are how many
    of each were used. `doubtful` (m,) are the files whose main face was not acquired, `unreadable`
    (j, 2) those that could not be read, and why.
    """

    subject: NDArray[np.str_]
    pictures: NDArray[np.int64]
    doubtful: NDArray[np.str_] = field(default_factory=lambda: np.array([], np.str_))
    unreadable: NDArray[np.str_] = field(default_factory=lambda: np.empty((0, 2), np.str_))


class Called(NamedTuple):
    """A preset's name, and what the photographs are that it was fitted to, in words."""

    name: str
    pictures: str


class Subject(NamedTuple):
    """A labelled person and the pictures of them."""

    name: str
    files: tuple[Path, ...]


class _Picture(NamedTuple):
    """A picture and its main face; `share` (0 to 1) tells like pictures' sizes apart."""

    bgr: Image
    face: Face
    share: float


_View = tuple[NDArray[np.float32], bool, float, float, float, float]
"""As VIEWED has it, without the person."""


def preset(
    seen: Photographs,
    called: Called,
    pack_id: str,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> Preset:
    """What photographs teach. Real people are not gated: a folder has the look-alikes it has."""
    standin = fit(seen, NOBODY_REFUSED, rng)
    return Preset(
        name=called.name,
        origin=(
            f"Preset {called.name!r}: fitted to {seen.pictures.sum():,} pictures of"
            f" {len(seen.enrolled):,} people in {called.pictures}, shrunk to"
            f" {SMALLEST_PX:g} px between the eyes and more; it tells of those pictures, and is not"
            " accuracy anywhere else."
        ),
        pack_id=pack_id,
        standin=standin,
        rate=RATES,
        score=scores_at_rates(standin, seen, rng, progress),
        admitted=np.empty(0, np.int64),
    )


def subjects_in(folder: Path) -> list[Subject]:
    """The people of a folder with a subfolder a subject; GalleryError where there are none."""
    return subjects_of(listed(folder))


def subjects_of(listing: Listing) -> list[Subject]:
    """The people of a folder that was looked through."""
    files, names = labelled(listing)
    held: dict[str, list[Path]] = {}
    for file, name in zip(files, names, strict=True):
        held.setdefault(name, []).append(file)
    return [Subject(name, tuple(held[name])) for name in sorted(held)]


def photograph(
    subjects: Sequence[Subject], views: int, pack: str, progress: Callable[[float], None]
) -> Photographs:
    """Enrol each person's first picture with a face and look at the others `views` times: once as
    they are, else shrunk and compressed. Pictures without a face, whose main one is doubtful, or
    that cannot be read, are left out.
    """
    analyser = Analyser(load_pack(pack), EngineSettings(pack=pack))
    used: dict[str, int] = {}
    left = LeftOut()
    enrolled = np.zeros((len(subjects), analyser.dimension), np.float32)
    rows: list[tuple[int, _View]] = []
    for done, subject in enumerate(subjects):
        with_face = _with_face(analyser, subject.files, left)
        for picture in with_face[:1]:
            enrolled[len(used)] = analyser.templates(picture.bgr, [picture.face])[0]
        for picture in with_face[1:]:
            rows += [(len(used), view) for view in _looks(analyser, picture, views)]
        if with_face:
            used[subject.name] = len(with_face)
        progress((done + 1) / len(subjects))
    return _photographs(enrolled[: len(used)], rows, used, left)


def _photographs(
    enrolled: NDArray[np.float32],
    rows: Sequence[tuple[int, _View]],
    used: Mapping[str, int],
    left: LeftOut,
) -> Photographs:
    columns = list(zip(*(view for _, view in rows), strict=True)) or [()] * (len(VIEWED) - 1)
    probe, detected, size, yaw, pitch, visible = columns
    return Photographs(
        enrolled=enrolled,
        person=np.array([person for person, _ in rows], np.int64),
        probe=np.array(probe, np.float32).reshape(-1, enrolled.shape[1]),
        detected=np.array(detected, np.bool_),
        interocular_px=np.array(size, np.float64),
        yaw_deg=np.array(yaw, np.float64),
        pitch_deg=np.array(pitch, np.float64),
        visible_share=np.array(visible, np.float64),
        subject=np.array(list(used), np.str_),
        pictures=np.array(list(used.values()), np.int64),
        **left.arrays(),
    )


def _with_face(analyser: Analyser, files: Sequence[Path], left: LeftOut) -> list[_Picture]:
    """The pictures with a main face beyond doubt; where it is not so, that is noted as `left`."""
    kept = []
    for file in files:
        bgr = left.read(file)
        if bgr is None:
            continue
        faces = analyser.detect(bgr)
        if faces:
            face = main_face(faces, bgr)
            if doubtful(bgr, face, analyser.templates(bgr, [face])[0], analyser):
                left.doubtful.append(printable(file))
                continue
            share = blake2b(file.name.encode()).digest()[0] / 256
            kept.append(_Picture(bgr, face, share))
    return kept


def _looks(analyser: Analyser, picture: _Picture, views: int) -> list[_View]:
    """The picture as it is and shrunk, spread evenly by the logarithm of the size."""
    own_px = picture.face.interocular_px
    low, high = np.log(SMALLEST_PX), np.log(np.clip(own_px, SMALLEST_PX, LARGEST_PX))
    places = (np.arange(views - 1) + picture.share) / max(views - 1, 1)
    shrunk = np.exp(low + places * (high - low)) / own_px
    return [_look(analyser, picture, min(float(share), 1.0)) for share in (1.0, *shrunk)]


def _look(analyser: Analyser, picture: _Picture, share: float) -> _View:
    """The picture at a share of its size; quality is told by the face at full size."""
    bgr = picture.bgr if share == 1 else _shrunk(picture.bgr, share)
    found = nearest(analyser.detect(bgr), share * picture.face.landmarks_px)
    template = np.zeros(analyser.dimension, np.float32)
    if found is not None:
        template = analyser.templates(bgr, [found])[0]
    face = picture.face
    pose = (yaw_deg(face), pitch_deg(face))
    return (template, found is not None, share * face.interocular_px, *pose, 1.0)


def _shrunk(bgr: Image, share: float) -> Image:
    """Shrunk by area, as a sensor does, and compressed."""
    width, height = (max(round(share * side), 1) for side in bgr.shape[1::-1])
    small = cv2.resize(bgr, (width, height), interpolation=cv2.INTER_AREA)
    kept = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG])[1]
    return np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR), np.uint8)
