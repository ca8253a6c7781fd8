"""What the engine saw, drawn into the frame for people to look at."""

import cv2

from engine.drawing.crops import fitted
from engine.drawing.lettering import extent, letter
from engine.faces import Image
from engine.matching.claims import Claims
from engine.matching.gallery import Gallery
from engine.pipeline import Seen, SeenFace

POOR, SEARCHED, MATCHED = (170, 170, 170), (235, 190, 90), (90, 120, 250)
"""BGR: grey too poor to search, blue searched, red at or above the threshold."""
BAND_PX, PLATE, INK = 26, (24, 24, 24), (235, 235, 235)

LEAST_PX, MOST_PX = 16, 8192
"""Sides of an annotated video, which not every coder bears smaller or larger."""


class Annotator:
    """Draws frames of one feed; remembers which tracks raised an alert."""

    def __init__(self, gallery: Gallery | Claims, threshold: float) -> None:
        self.gallery, self.threshold = gallery, threshold
        self._alerted: dict[int, str] = {}
        self._alerts = 0

    def draw(self, seen: Seen) -> Image:
        """The frame with a box a face and a band on top; the frame itself stays as it was."""
        picture = seen.frame.bgr.copy()
        for alert in seen.alerts:
            self._alerted[alert.track] = alert.subject
        self._alerts += len(seen.alerts)
        for face in seen.faces:
            self._face(picture, face)
        self._band(picture, seen)
        return picture

    def _face(self, picture: Image, seen: SeenFace) -> None:
        threshold = self.threshold if seen.threshold is None else seen.threshold
        matched = seen.subject >= 0 and seen.score >= threshold
        alerted = self._alerted.get(seen.track)
        colour = MATCHED if matched or alerted else POOR if seen.reason else SEARCHED
        x1, y1, x2, y2 = seen.face.box_px.round().astype(int).tolist()
        cv2.rectangle(picture, (x1, y1), (x2, y2), colour, 3 if alerted else 1, cv2.LINE_AA)
        label = seen.reason.replace("_", " ") if seen.reason else f"{seen.score:.2f}"
        if matched or alerted:
            label = f"{alerted or self.gallery.subjects[seen.subject]}  {label}"
        _text(picture, label, (x1, y2 + 16), colour)

    def _band(self, picture: Image, seen: Seen) -> None:
        picture[:BAND_PX] = PLATE
        minutes, seconds = divmod(seen.frame.time_s, 60)
        told = (
            f"{seen.frame.feed}   {int(minutes):02d}:{seconds:05.2f}   faces {len(seen.faces)}"
            f"   alerts so far {self._alerts}   threshold {self.threshold:.3f}"
        )
        _text(picture, told, (10, 18), INK)


def _text(picture: Image, text: str, at: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """Text on a dark plate."""
    x, y, width, height = extent(text, at)
    corner = (x + width + 2, y + height + 2)
    cv2.rectangle(picture, (x - 2, y - 2), corner, PLATE, cv2.FILLED)
    letter(picture, text, at, colour)


def canvas(size_px: tuple[int, int]) -> tuple[int, int]:
    """The (width, height) of an annotated video of frames of a size; 4:2:0 pixels come in twos.

    >>> canvas((641, 480)), canvas((1, 1)), canvas((20_000, 10))
    ((640, 480), (16, 16), (8192, 16))
    """
    width, height = (min(max(side // 2 * 2, LEAST_PX), MOST_PX) for side in size_px)
    return width, height


def onto(size_px: tuple[int, int], picture: Image) -> Image:
    """A picture on a canvas: as it is if at most a line is too much, else fitted into it."""
    width, height = size_px
    if 0 <= picture.shape[1] - width < 2 and 0 <= picture.shape[0] - height < 2:
        return picture[:height, :width]
    return fitted(picture, size_px)
