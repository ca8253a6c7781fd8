"""A film copied small as bare H.264 in which every frame is found: browsers decode it by frame."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from engine.disk.files import whole
from engine.errors import FeedError
from engine.faces import Frame, Image

WIDEST_PX = 640
"""Of the copy; a larger film is scaled down, a smaller one stays as it is."""
GOP_S = 1.0
"""From one frame that is whole by itself to the next: no more has to be decoded for any frame."""
CRF = 26
CODEC = "avc1.640028"
"""H.264, High profile, level 4: above all that WIDEST_PX asks for, as WebCodecs writes it."""


@dataclass(frozen=True, slots=True)
class Seekable:
    """A film of `frames` at `fps`: frame k lies from byte begins[k] to begins[k + 1], and is whole
    by itself where `gop` divides k. Every chunk stands alone: parameter sets come with each frame
    that is whole.
    """

    codec: str
    fps: float
    width_px: int
    height_px: int
    gop: int
    begins: tuple[int, ...]

    @property
    def frames(self) -> int:
        """How many."""
        return len(self.begins) - 1

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self)


def write_seekable(
    path: Path,
    frames: Iterable[Frame],
    fps: float,
    size_px: tuple[int, int],
    done: Callable[[int], None] = lambda _: None,
) -> Seekable:
    """Write frames of `size_px` (width, height) as they come, scaled down; the file appears once it
    is whole, and `done` is told how many there are so far.

    Frame k of the copy is the one with index k: in place of one that is missing stands the one
    before it. One thread, so that the same frames give the same bytes. Raises FeedError for none.
    """
    width, height = small(size_px)
    gop = max(round(GOP_S * fps), 1)
    encoder = _encoder(width, height, fps, gop)
    begins = [0]
    with whole(path) as part, part.open("wb") as out:
        for number, bgr in enumerate(_every(frames)):
            resized = cv2.resize(bgr, (width, height), interpolation=cv2.INTER_AREA)
            frame = av.VideoFrame.from_ndarray(np.asarray(resized, np.uint8), format="bgr24")
            frame.pts = number
            for packet in encoder.encode(frame):
                begins.append(begins[-1] + out.write(bytes(packet)))
            done(number + 1)
        for packet in encoder.encode(None):
            begins.append(begins[-1] + out.write(bytes(packet)))
        if len(begins) == 1:
            raise FeedError(f"{path}: got no frames to write, wanted at least one")
    return Seekable(CODEC, fps, width, height, gop, tuple(begins))


def small(size_px: tuple[int, int]) -> tuple[int, int]:
    """The size of a copy: as wide as WIDEST_PX at most, with even sides.

    >>> small((1920, 1080)), small((320, 181))
    ((640, 360), (320, 180))
    """
    share = min(WIDEST_PX / size_px[0], 1.0)
    width, height = (max(2 * round(share * side / 2), 2) for side in size_px)
    return width, height


def _every(frames: Iterable[Frame]) -> Iterator[Image]:
    """A picture for each index, whatever is missing."""
    shown = 0
    last: Image | None = None
    for frame in frames:
        while last is not None and shown < frame.index:
            yield last
            shown += 1
        last = frame.bgr
        yield last
        shown = max(shown, frame.index) + 1


def _encoder(width: int, height: int, fps: float, gop: int) -> Any:
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    rate = Fraction(fps).limit_denominator(1001)
    encoder.framerate, encoder.time_base = rate, 1 / rate
    alone = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0:annexb=1:repeat-headers=1"
    encoder.options = {
        "preset": "veryfast",
        "tune": "zerolatency",  # a packet comes with its frame, in order
        "threads": "1",
        "crf": str(CRF),
        "g": str(gop),
        "x264-params": f"{alone}:mbtree=0",
    }
    return encoder
