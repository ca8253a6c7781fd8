"""H.264 files that browsers play, written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from engine.disk.files import whole
from engine.errors import FeedError
from engine.faces import Image

CRF = 23
"""x264's constant rate factor; its default."""
SLOWEST = Fraction(1, 1001)
"""Frames a second; a rate has to be above 0."""
LARGE_PX, AT_ONCE = 1 << 22, {"tune": "zerolatency"}
"""Timed frames of more pixels are coded one by one: x264 held 400 MB of 4096 x 2304, now 160."""
TICK_S = Fraction(1, 10_000)
"""Of frames with times of their own: fine enough for any rate, and MP4, which counts 32 bits from
one frame to the next, bears a gap of four days.
"""
STEADY = "mbtree=0"
"""With macroblock-tree rate control x264 now and then wrote other bytes for the same frames."""


@dataclass(slots=True)
class VideoWriter:
    """An open video; `add` its frames in order."""

    container: Any
    stream: Any
    ticks: int = -1

    def add(self, bgr: Image, time_s: float | None = None) -> None:
        """Append one (height, width, 3) BGR frame, to be shown at a time if the video is `timed`;
        one that comes at the same time as the last is shown right after it.
        """
        frame = av.VideoFrame.from_ndarray(bgr, format="bgr24")
        if time_s is not None:
            self.ticks = max(round(time_s / TICK_S), self.ticks + 1)
            frame.pts, frame.time_base = self.ticks, TICK_S
        self.container.mux(self.stream.encode(frame))


@contextmanager
def write_video(
    path: Path,
    fps: float,
    size_px: tuple[int, int],
    crf: int = CRF,
    preset: str = "veryfast",
    *,
    bitrate_kbps: float | None = None,
    gop_s: float | None = None,
    timed: bool = False,
    comment: str = "",
) -> Iterator[VideoWriter]:
    """Write frames of `size_px` (width, height) to `path`; it appears once it is complete.

    With a bitrate, the encoder holds it over every second instead of a constant quality; `gop_s`
    is the time from one intra frame to the next. Frames of a `timed` video are added with their
    own times, and `fps` is about how many there are. Whoever has the file can read the `comment`.

    One encoding thread, so that the same frames give the same bytes. Raises FeedError for no
    frames, and for odd sides: the 4:2:0 pixels of H.264 come in twos.
    """
    if size_px[0] % 2 or size_px[1] % 2:
        raise FeedError(f"{path}: got frames of {size_px} px, wanted even sides")
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        with av.open(str(part), "w", format="mp4", options={"movflags": "faststart"}) as container:
            container.metadata.update({"comment": comment} if comment else {})
            options = {"preset": preset, "threads": "1"}
            options |= _rate_control(crf, bitrate_kbps) | {"x264-params": STEADY}
            options |= {"g": str(max(round(gop_s * fps), 1))} if gop_s else {}
            options |= AT_ONCE if timed and size_px[0] * size_px[1] > LARGE_PX else {}
            rate = max(Fraction(fps).limit_denominator(1001), SLOWEST)
            stream = container.add_stream("libx264", rate=rate, options=options)
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuv420p"
            if timed:
                stream.time_base = stream.codec_context.time_base = TICK_S
            yield VideoWriter(container, stream)
            container.mux(stream.encode(None))
        if not part.exists():
            raise FeedError(f"{path}: got no frames to write, wanted at least one")


def _rate_control(crf: int, bitrate_kbps: float | None) -> dict[str, str]:
    """x264's options for constant quality, or for a rate that a buffer of one second holds."""
    if bitrate_kbps is None:
        return {"crf": str(crf)}
    bits = str(round(bitrate_kbps * 1000))
    return {"b": bits, "maxrate": bits, "bufsize": bits}
