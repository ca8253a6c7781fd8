"""Faces of any size: the picture as it is, on shrunk copies, and each large face looked at again.

The detectors are good at faces of about 12 to 100 px between the eyes. Larger ones are placed
worse and worse, and above some 200 px they are missed, or two are told for one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Face, Image
from engine.packs.pack import Pack
from engine.vision.tiles import GRID_PX, tiles

ORDINARY_PX = 80.0
"""Up to so far between the eyes a face is taken as the detector gives it; the preset's are 64 at
most. Above it, at 110 px, one template in ten is at .92 to a better placed one's and less."""
NATIVE_PX = 160.0
"""A face that seems larger than this is only believed on a shrunk copy."""
STEP = 8
"""Each copy is so many times smaller than the one before: a look at it costs 2 % of that."""
COPY_PX = (11.0, 140.0)
"""The least and most between the eyes on a copy; the next copy or the picture has the others."""
LEAST_COPY_PX = 32
"""No copy has a longest side below this: an 11 px face is as tall."""
GREY = 128
MARGIN_PX = 16
"""Grey around a copy, so that a face that fills the picture is not cut by its border."""
PLACING_PX = (30.0, 42.0, 56.0)
"""Between the eyes in the second looks that place a face by their mean."""
DOUBTING_PX = (40.0, 56.0, 80.0)
"""And in those that ask whether it is somebody's face: finer, since what looks like one from afar
only, such as a mosaic, agrees with itself in coarse looks."""
REACH = 3.0
"""A second look's half side, in distances between the eyes: with 2, of photographs enlarged four
times 1 % of mated pairs fell below the threshold for an FMR of 1 %, with 2.5 and 3 .4 %, as they
are .2 %."""
AGREED = 2
"""Second looks that must find a face, of three."""
SAME = 0.6
"""Two faces whose middles are nearer than this, in distances between the larger one's eyes, are
one; somebody in front of somebody else is farther."""
ALIKE = 1.5
"""And so many times larger is as large."""
PART, PART_OF = 1.1, 2.0
"""So far from its middle a face has its brow, chin and ears; what is found there and is so many
times smaller is no face of its own."""
OVERLAP = 0.4
"""Boxes that share more than this of both, in two tiles, are of one face."""


@dataclass(frozen=True, slots=True)
class Closer:
    """A face as its second looks place it: `face` by their mean, `looks` (k, 5, 2) each."""

    face: Face
    looks: NDArray[np.float32]


class Finder:
    """Looks with one pack's detector; faces below `score` are none."""

    def __init__(self, pack: Pack, score: float) -> None:
        self.pack, self.score = pack, score

    def faces(self, bgr: Image) -> list[Face]:
        """Every face, most certain first.

        Those of up to ORDINARY_PX are the detector's own, to the bit, in pictures of up to
        `tiles.LARGEST_PX` pixels. The smallest that are found have about 8 px between the eyes
        whatever the picture's size.
        """
        native = self._native(bgr)
        copies = _copies(bgr)
        ordinary = [face for face in native if face.interocular_px <= ORDINARY_PX]
        large = self._large(native, copies, ordinary)
        kept = [face for face in ordinary if not _inside(face, large)] + large
        return sorted(kept, key=lambda face: -face.score)

    def again(self, bgr: Image, face: Face) -> Closer | None:
        """Look again at one face of a picture; None if too few of the looks find it."""
        return self._again(_copies(bgr), face, DOUBTING_PX)

    def _large(
        self, native: Sequence[Face], copies: Sequence[Image], ordinary: Sequence[Face]
    ) -> list[Face]:
        """Faces of more than ORDINARY_PX, the largest copies' last."""
        found: list[Face] = []
        for face in self._on_copies(copies):
            if not _known(face, [*found, *ordinary]):
                closer = self._again(copies, face, PLACING_PX)
                if closer and not _known(closer.face, [*found, *ordinary]):
                    found.append(closer.face)
        for face in native:
            if ORDINARY_PX < face.interocular_px <= NATIVE_PX and not _inside(face, found):
                closer = self._again(copies, face, PLACING_PX)
                found.append(closer.face if closer else face)
        return found

    def _native(self, bgr: Image) -> list[Face]:
        found: list[Face] = []
        for across, down, part in tiles(bgr):
            for face in self._whole(part):
                moved = _moved(face, 1.0, (across.start, down.start))
                x, y = (moved.box_px[:2] + moved.box_px[2:]) / 2
                if across.owns(x) and down.owns(y):
                    found.append(moved)
        return found if part is bgr else _distinct(found)

    def _on_copies(self, copies: Sequence[Image]) -> Iterator[Face]:
        """From the smallest copy to the largest, as they lie in the picture."""
        height, width = copies[0].shape[:2]
        for copy in copies[:0:-1]:
            scale = (width / copy.shape[1], height / copy.shape[0])
            margin = np.array([MARGIN_PX, MARGIN_PX])
            framed = _part(copy, -margin, copy.shape[1::-1] + 2 * margin)
            for face in self._whole(framed):
                if COPY_PX[0] <= face.interocular_px <= COPY_PX[1]:
                    yield _moved(_moved(face, 1.0, -margin), scale, 0.0)

    def _again(
        self, copies: Sequence[Image], face: Face, looks_px: Sequence[float]
    ) -> Closer | None:
        seen = [one for look in looks_px if (one := self._look(copies, face, look))]
        if len(seen) < AGREED:
            return None
        looks = np.stack([one.landmarks_px for one in seen])
        box = np.mean([one.box_px for one in seen], axis=0, dtype=np.float32)
        score = float(np.mean([one.score for one in seen]))
        mean = looks.mean(0, dtype=np.float32)
        return Closer(Face(np.asarray(box), np.asarray(mean), score), looks)

    def _look(self, copies: Sequence[Image], face: Face, look_px: float) -> Face | None:
        """The face where it lies `look_px` large in the middle of a square, or None."""
        apart = max(face.interocular_px, 1.0)
        source = copies[_copy_for(apart / look_px, len(copies))]
        shrunk = np.array(source.shape[1::-1]) / copies[0].shape[1::-1]
        side = round(2 * REACH * look_px)
        reach = np.ceil(REACH * apart * shrunk).astype(int)
        low = np.round(face.landmarks_px.mean(0) * shrunk).astype(int) - reach
        part = _part(source, low, 2 * reach)
        way = cv2.INTER_AREA if side < part.shape[0] else cv2.INTER_CUBIC
        small = np.asarray(cv2.resize(part, (side, side), interpolation=way), np.uint8)
        scale = 2 * reach / side / shrunk
        middle = np.array([side, side]) / 2
        near = [one for one in self._whole(small) if _is(one, middle, look_px)]
        return _moved(near[0], scale, low / shrunk) if near else None

    def _whole(self, bgr: Image) -> list[Face]:
        """What the detector itself tells of a picture of any size, most certain first."""
        height, width = (-(-side // GRID_PX) * GRID_PX for side in bgr.shape[:2])
        padded = cv2.copyMakeBorder(
            bgr, 0, height - bgr.shape[0], 0, width - bgr.shape[1], cv2.BORDER_CONSTANT
        )
        detector = self.pack.detector
        detector.det_thresh = self.score
        self.pack.arena.make_room(width, height)
        boxes, landmarks = detector.detect(padded, input_size=(width, height))
        order = np.argsort(-boxes[:, 4], kind="stable")
        return [Face(boxes[k, :4], landmarks[k], float(boxes[k, 4])) for k in order]


def _copies(bgr: Image) -> list[Image]:
    """The picture, and each time STEP times smaller by area, as far as there is something left."""
    copies = [bgr]
    while max(copies[-1].shape[:2]) >= STEP * LEAST_COPY_PX:
        width, height = (max(round(side / STEP), 1) for side in copies[-1].shape[1::-1])
        small = cv2.resize(copies[-1], (width, height), interpolation=cv2.INTER_AREA)
        copies.append(np.asarray(small, np.uint8))
    return copies


def _copy_for(shrink: float, copies: int) -> int:
    """The number of the smallest copy that is still `shrink` times larger than what is wanted."""
    return min(max(int(np.log(max(shrink, 1.0)) / np.log(STEP)), 0), copies - 1)


def _part(bgr: Image, low: NDArray[np.int_], size: NDArray[np.int_]) -> Image:
    """A part of a picture from `low` (x, y) on, grey where it lies outside."""
    (x, y), (width, height) = low.tolist(), size.tolist()
    whole = np.full((height, width, 3), GREY, np.uint8)
    part = bgr[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)]
    whole[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1]] = part
    return whole


def _moved(face: Face, scale: object, shift_px: object) -> Face:
    """Enlarged by `scale` (one, or x and y), then shifted (x, y)."""
    by, to = np.asarray(scale, np.float32), np.asarray(shift_px, np.float32)
    if (by == 1).all() and not to.any():
        return face
    box = np.asarray(face.box_px.reshape(2, 2) * by + to, np.float32).ravel()
    return Face(box, np.asarray(face.landmarks_px * by + to, np.float32), face.score)


def _is(face: Face, middle_px: NDArray[np.floating], apart_px: float) -> bool:
    """Whether a face is the one that was looked for."""
    away = float(np.linalg.norm(face.landmarks_px.mean(0) - middle_px))
    larger = face.interocular_px / apart_px
    return away < SAME * apart_px and 1 / ALIKE <= larger <= ALIKE


def _away(face: Face, other: Face) -> float:
    """How far middles are apart, in distances between the larger face's eyes."""
    away = float(np.linalg.norm(face.landmarks_px.mean(0) - other.landmarks_px.mean(0)))
    return away / max(face.interocular_px, other.interocular_px, 1e-6)


def _known(face: Face, others: Sequence[Face]) -> bool:
    """Whether somebody as large is there already."""
    return any(
        _away(face, one) < SAME and 1 / ALIKE <= face.interocular_px / one.interocular_px <= ALIKE
        for one in others
    )


def _inside(face: Face, large: Sequence[Face]) -> bool:
    """Whether it is a large face again, or a part of one: eyes and mouths look like small faces."""
    for one in large:
        away, larger = _away(face, one), face.interocular_px / one.interocular_px
        if (away < SAME and larger < ALIKE) or (away < PART and larger < 1 / PART_OF):
            return True
    return False


def _distinct(faces: Sequence[Face]) -> list[Face]:
    """The more certain of faces that two tiles tell."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda one: -one.score):
        if all(_shared(face.box_px, one.box_px) <= OVERLAP for one in kept):
            kept.append(face)
    return kept


def _shared(box: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Intersection over union of two boxes."""
    sides = np.minimum(box[2:], other[2:]) - np.maximum(box[:2], other[:2])
    both = float(np.prod(np.maximum(sides, 0)))
    areas = float(np.prod(box[2:] - box[:2]) + np.prod(other[2:] - other[:2]))
    return both / max(areas - both, 1e-6)
