"""From a picture to faces and templates, by a pack's two models."""

from collections.abc import Sequence

import cv2
import numpy as np
from insightface.utils.face_align import arcface_dst
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.faces import Face, Image
from engine.packs.pack import Pack
from engine.settings import EngineSettings

CROP_PX = 112
BATCH = 16
GRID_PX = 32
"""The detector's input must be a multiple of this."""


class Analyser:
    """Looks at pictures with one pack; holds no memory from one picture to the next."""

    def __init__(self, pack: Pack, settings: EngineSettings | None = None) -> None:
        self.pack = pack
        self.settings = settings or EngineSettings()

    @property
    def dimension(self) -> int:
        """Length of the pack's templates."""
        return int(self.pack.recogniser.output_shape[-1])

    def detect(self, bgr: Image) -> list[Face]:
        """Faces at the picture's own resolution, most certain first."""
        if bgr.ndim != 3 or bgr.shape[2] != 3 or bgr.dtype != np.uint8:
            raise SettingsError(f"picture: got {bgr.shape} {bgr.dtype}, wanted (h, w, 3) uint8")
        height, width = (-(-side // GRID_PX) * GRID_PX for side in bgr.shape[:2])
        padded = cv2.copyMakeBorder(
            bgr, 0, height - bgr.shape[0], 0, width - bgr.shape[1], cv2.BORDER_CONSTANT
        )
        detector = self.pack.detector
        detector.det_thresh = self.settings.detector_score
        boxes, landmarks = detector.detect(padded, input_size=(width, height))
        order = np.argsort(-boxes[:, 4], kind="stable")
        return [Face(boxes[k, :4], landmarks[k], float(boxes[k, 4])) for k in order]

    def templates(self, bgr: Image, faces: Sequence[Face]) -> NDArray[np.float32]:
        """(n, d) unit templates of the faces, in their order."""
        crops = [align(bgr, face.landmarks_px) for face in faces]
        return self.embed(crops)

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """(n, d) unit templates of aligned (112, 112, 3) crops."""
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


def align(bgr: Image, landmarks_px: NDArray[np.float32]) -> Image:
    """The (112, 112, 3) crop in which the landmarks lie nearest to ArcFace's five points.

    Least-squares similarity without reflection (Umeyama 1991).
    """
    crop = cv2.warpAffine(bgr, similarity(landmarks_px, arcface_dst), (CROP_PX, CROP_PX))
    return np.asarray(crop, np.uint8)


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
