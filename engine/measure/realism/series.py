"""People in large pictures, each picture but the first looked at again in every treatment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Face, Image
from engine.measure.album import LeftOut, main_face, nearest
from engine.measure.calibration.photographs import Subject
from engine.measure.rates.estimates import Floats, Numbers
from engine.measure.realism.treatments import TREATMENTS, treated
from engine.names import printable
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.portrait import doubtful
from engine.vision.pose import pitch_deg, yaw_deg

SKIN_EYES = 0.7
"""A face's light is taken from a square so many distances between the eyes each way."""
AROUND_EYES = 1.4
"""And its sharpness from this one."""


@dataclass(frozen=True, slots=True)
class Series:
    """Unit templates `enrolled` (n, d) of people, and `probe` (k, t, d) of their other pictures in
    each of TREATMENTS, zero where not `detected` (k, t); `person` (k,) tells whose.

    `owner` (m,) tells whose each large picture with a face is, the enrolled ones among them, and
    `first` (m,) which those are; `conditions` (m, 7) are its yaw, pitch, distance between the
    eyes, the logarithms of blue, green and red light on the face, and its sharpness. `missed`
    (1,) counts pictures without a face, those whose main one is doubtful among them; `doubtful`
    (j,) are the latter's files, as far as they have any. `unreadable` (i, 2) files and why they
    could not be read.
    """

    enrolled: NDArray[np.float32]
    person: Numbers
    probe: NDArray[np.float32]
    detected: NDArray[np.bool_]
    owner: Numbers
    first: NDArray[np.bool_]
    conditions: Floats
    missed: Numbers
    doubtful: NDArray[np.str_] = field(default_factory=lambda: np.array([], np.str_))
    unreadable: NDArray[np.str_] = field(default_factory=lambda: np.empty((0, 2), np.str_))

    @property
    def people(self) -> int:
        """How many are enrolled."""
        return len(self.enrolled)


class Gathering:
    """A series in the making, person by person."""

    def __init__(self, pack: str) -> None:
        self.analyser = Analyser(load_pack(pack), EngineSettings(pack=pack))
        self.enrolled: list[NDArray[np.float32]] = []
        self.looks: list[tuple[int, NDArray[np.float32], NDArray[np.bool_]]] = []
        self.seen: list[tuple[int, bool, Floats]] = []
        self.missed = 0
        self.left = LeftOut()

    def add(self, pictures: Sequence[Image], files: Sequence[str] = ()) -> None:
        """Enrol the first with a face, look at the others; nobody without any."""
        person, with_face = len(self.enrolled), self._with_face(pictures, files)
        self.missed += len(pictures) - len(with_face)
        for number, (bgr, face) in enumerate(with_face):
            if number:
                self.looks.append((person, *self._look(bgr, face)))
            else:
                self.enrolled.append(self.analyser.templates(bgr, [face])[0])
            self.seen.append((person, not number, conditions(bgr, face)))

    def series(self) -> Series:
        """What was gathered."""
        size, kinds = self.analyser.dimension, len(TREATMENTS)
        return Series(
            enrolled=np.array(self.enrolled, np.float32).reshape(-1, size),
            person=np.array([who for who, _, _ in self.looks], np.int64),
            probe=np.array([one for _, one, _ in self.looks], np.float32).reshape(-1, kinds, size),
            detected=np.array([one for _, _, one in self.looks], np.bool_).reshape(-1, kinds),
            owner=np.array([who for who, _, _ in self.seen], np.int64),
            first=np.array([one for _, one, _ in self.seen], np.bool_),
            conditions=np.array([one for _, _, one in self.seen], np.float64).reshape(-1, 7),
            missed=np.array([self.missed]),
            **self.left.arrays(),
        )

    def _with_face(
        self, pictures: Sequence[Image], files: Sequence[str]
    ) -> list[tuple[Image, Face]]:
        kept = []
        for bgr, file in zip(pictures, files or [""] * len(pictures), strict=True):
            faces = self.analyser.detect(bgr)
            if not faces:
                continue
            face = main_face(faces, bgr)
            if not doubtful(bgr, face, self.analyser.templates(bgr, [face])[0], self.analyser):
                kept.append((bgr, face))
            elif file:
                self.left.doubtful.append(file)
        return kept

    def _look(self, bgr: Image, face: Face) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        templates = np.zeros((len(TREATMENTS), self.analyser.dimension), np.float32)
        detected = np.zeros(len(TREATMENTS), np.bool_)
        for number, treatment in enumerate(TREATMENTS):
            made, share = treated(bgr, face.interocular_px, treatment)
            found = nearest(self.analyser.detect(made), share * face.landmarks_px)
            if found is not None:
                templates[number] = self.analyser.templates(made, [found])[0]
                detected[number] = True
        return templates, detected


def conditions(bgr: Image, face: Face) -> Floats:
    """(7,) as `Series.conditions` has them."""
    middle, apart = face.landmarks_px.mean(0), face.interocular_px
    skin = _around(bgr, middle, SKIN_EYES * apart).reshape(-1, 3)
    light = np.log(np.median(skin, axis=0) + 1)
    told = (yaw_deg(face), pitch_deg(face), apart, *light, sharpness(bgr, middle, apart))
    return np.array(told, np.float64)


def sharpness(bgr: Image, middle_px: NDArray[np.floating[Any]], interocular_px: float) -> float:
    """Of the square around a face: standard deviation of the Laplacian over that of luminance, so
    that neither contrast nor brightness matters; 0 for a flat one.
    """
    part = _around(bgr, middle_px, AROUND_EYES * interocular_px)
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    spread = float(grey.std())
    return float(cv2.Laplacian(grey, cv2.CV_64F).std()) / spread if spread else 0.0


def photographed(
    subjects: Sequence[Subject], pack: str, progress: Callable[[float], None]
) -> Series:
    """The people in photographs, as far as these can be read."""
    gathering = Gathering(pack)
    for done, subject in enumerate(subjects):
        read = [(gathering.left.read(file), printable(file)) for file in subject.files]
        there = [(bgr, name) for bgr, name in read if bgr is not None]
        gathering.add([bgr for bgr, _ in there], [name for _, name in there])
        progress((done + 1) / len(subjects))
    return gathering.series()


def joined(parts: Sequence[Series]) -> Series:
    """Series of different people as one."""
    offsets = np.cumsum([0, *(part.people for part in parts[:-1])])
    whole = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Series)}
    for name in ("person", "owner"):
        moved = [getattr(p, name) + offset for p, offset in zip(parts, offsets, strict=True)]
        whole[name] = np.concatenate(moved)
    return Series(**whole | {"missed": np.array([whole["missed"].sum()])})


def _around(bgr: Image, middle_px: NDArray[np.floating[Any]], reach_px: float) -> Image:
    """A square around a point, as far as it lies in the picture."""
    low = np.maximum(middle_px - reach_px, 0).astype(int)
    high = np.maximum(np.ceil(middle_px + reach_px).astype(int), low + 1)
    part = bgr[low[1] : high[1], low[0] : high[0]]
    return part if part.size else bgr
