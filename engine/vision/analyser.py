"""From a picture to faces and templates, by a pack's two models."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.faces import Face, Image
from engine.packs.alignment import ARCFACE, Alignment
from engine.packs.pack import Pack
from engine.settings import EngineSettings
from engine.vision.finder import Finder

BATCH = 16
LEAST_SCALE = 0.5
"""What is to be shrunk further is averaged over areas first: of the pixels between, bilinear
interpolation sees none."""


class Analyser:
    """Looks at pictures with one pack; holds no memory from one picture to the next."""

    def __init__(self, pack: Pack, settings: EngineSettings | None = None) -> None:
        self.pack = pack
        self.settings = settings or EngineSettings()
        self.finder = Finder(pack, self.settings.detector_score)

    @property
    def dimension(self) -> int:
        """Length of the pack's templates."""
        return int(self.pack.recogniser.output_shape[-1])

    def detect(self, bgr: Image) -> list[Face]:
        """Faces of any size, most certain first; see `Finder.faces`."""
        if bgr.ndim != 3 or bgr.shape[2] != 3 or bgr.dtype != np.uint8:
            raise SettingsError(f"picture: got {bgr.shape} {bgr.dtype}, wanted (h, w, 3) uint8")
        return self.finder.faces(bgr)

    def templates(self, bgr: Image, faces: Sequence[Face]) -> NDArray[np.float32]:
        """(n, d) unit templates of the faces, in their order."""
        crops = [align(bgr, face.landmarks_px, self.pack.alignment) for face in faces]
        return self.embed(crops)

    def chip(self, bgr: Image, landmarks_px: NDArray[np.float32], crop: Image) -> Image:
        """What `embed` takes of a face: its `crop` as `align` cuts it, unless the pack's recogniser
        wants another.
        """
        own = self.pack.alignment
        return crop if own == ARCFACE else align(bgr, landmarks_px, own)

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """(n, d) unit templates of crops aligned as the pack wants them."""
        recogniser = self.pack.recogniser
        parts = [
            np.asarray(recogniser.get_feat(list(crops[k : k + BATCH])), np.float32)
            for k in range(0, len(crops), BATCH)
        ]
        if not parts:
            return np.zeros((0, self.dimension), np.float32)
        raw = np.concatenate(parts)
        unit: NDArray[np.float32] = raw / np.linalg.norm(raw, axis=1, keepdims=True)
        return unit


def align(bgr: Image, landmarks_px: NDArray[np.float32], alignment: Alignment = ARCFACE) -> Image:
    """The (side, side, 3) crop in which the landmarks (5, 2) lie nearest to an alignment's points.

    Least-squares similarity without reflection (Umeyama 1991). A face four times the
    size of ArcFace's crop, of 140 px between the eyes, is averaged over areas as it shrinks.
    """
    matrix = similarity(landmarks_px, np.array(alignment.points_px, np.float32))
    area = int(LEAST_SCALE / max(float(np.hypot(*matrix[:, 0])), 1e-6))
    side = alignment.side_px
    if area > 1:
        bgr, matrix = _averaged(bgr, matrix, area, side)
    return np.asarray(cv2.warpAffine(bgr, matrix, (side, side)), np.uint8)


def _averaged(
    bgr: Image, matrix: NDArray[np.float64], area: int, side: int
) -> tuple[Image, NDArray[np.float64]]:
    """The part of a picture that `matrix` (2, 3) takes into a crop of `side`, each pixel the mean
    of `area` x `area`, and the matrix for it.
    """
    corners = np.array([[0, 0], [side, 0], [0, side], [side, side]])
    turn, shift = matrix[:, :2], matrix[:, 2]
    lie = (corners - shift) @ np.linalg.inv(turn).T
    low = np.clip(np.floor(lie.min(0)).astype(int) - area, 0, None)
    high = np.minimum(np.ceil(lie.max(0)).astype(int) + area, bgr.shape[1::-1])
    size = np.maximum((high - low) // area, 1)
    part = bgr[low[1] : low[1] + area * size[1], low[0] : low[0] + area * size[0]]
    if not part.size:  # the landmarks lie outside of the picture
        return bgr, matrix
    small = np.asarray(cv2.resize(part, size.tolist(), interpolation=cv2.INTER_AREA), np.uint8)
    by = np.array(part.shape[1::-1]) / size
    return small, np.column_stack([turn * by, turn @ (low + (by - 1) / 2) + shift])


def similarity(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """(2, 3) rotation, scale and shift that take `source` nearest to `target`, both (n, 2).

    >>> square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    >>> np.allclose(similarity(square, 2 * square + 3), [[2, 0, 3], [0, 2, 3]])
    True
    """
    a, b = source.astype(np.float64), target.astype(np.float64)
    a_mean, b_mean = a.mean(0), b.mean(0)
    x, y = a - a_mean, b - b_mean
    cosine = float((x * y).sum())
    sine = float((x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0]).sum())
    c, s = np.array([cosine, sine]) / max(float((x**2).sum()), 1e-12)
    matrix = np.array([[c, -s], [s, c]])
    return np.column_stack([matrix, b_mean - matrix @ a_mean])
