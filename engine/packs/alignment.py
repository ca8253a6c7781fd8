"""Where a face's eyes, nose and mouth lie in the crop that a recogniser takes."""

from dataclasses import dataclass

CROP_PX = 112
"""Side of ArcFace's crops, which most recognisers take and quality is judged on."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A square crop of `side_px` in which eyes, nose and corners of the mouth, the ones on the
    picture's left first, lie nearest to five points (x, y).
    """

    side_px: int
    points_px: tuple[Point, Point, Point, Point, Point]


ARCFACE = Alignment(
    CROP_PX,
    (
        (38.2946, 51.6963),
        (73.5318, 51.5014),
        (56.0252, 71.7366),
        (41.5493, 92.3655),
        (70.7299, 92.2041),
    ),
)
"""As insightface aligns faces (Deng et al. 2019, arXiv:1801.07698)."""
DLIB = Alignment(150, ((47.5, 46.6), (100.5, 46.6), (74.0, 76.6), (50.4, 103.0), (97.6, 103.0)))
"""dlib's chip: of its mean face of 68 points the middles of the eyes, the tip of the nose and the
corners of the mouth, with a quarter of the face's side left over all round.
"""
