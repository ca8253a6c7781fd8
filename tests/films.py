"""Films of many forms, made by PyAV from pictures: containers, stamps, turns, aspects, joined."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.faces import Image

TICK = Fraction(1, 90_000)
NUMBERED = {"avi", "h264", "hevc", "mpeg"}
"""Formats that stamp no times of their own, or whose coder wants a steady rate."""
QUIET = {"libx265": {"x265-params": "log-level=none"}}


def film(
    path: Path,
    pictures: Sequence[Image],
    times_s: Sequence[float],
    codec: str = "libx264",
    pixels: str = "yuv420p",
    *,
    gop: int = 8,
    bf: int = 2,
    form: str | None = None,
    before: Callable[[Any, Any], None] | None = None,
    **options: str,
) -> Path:
    """A film whose pictures are stamped with their times; `before` sets up its stream."""
    ordered = {"bf": str(bf)} if codec in {"libx264", "libx265", "mpeg4", "mpeg2video"} else {}
    rate = Fraction(1 / (times_s[1] - times_s[0])).limit_denominator(100)
    with av.open(str(path), "w", format=form) as container:
        options = {"threads": "1"} | ordered | QUIET.get(codec, {}) | options
        stream = container.add_stream(codec, rate=rate, options=options)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.gop_size = pixels, gop
        stamped = container.format.name not in NUMBERED
        if stamped:
            stream.codec_context.time_base = TICK
        if before:
            before(container, stream)
        for number, (bgr, time_s) in enumerate(zip(pictures, times_s, strict=True)):
            frame = av.VideoFrame.from_ndarray(bgr, format="bgr24")
            frame.pts = round(time_s / TICK) if stamped else number
            frame.time_base = TICK if stamped else 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def greys(count: int, size_px: tuple[int, int] = (64, 48)) -> list[Image]:
    """Pictures that can be told apart by their brightness."""
    return [np.full((size_px[1], size_px[0], 3), 240 * k // count, np.uint8) for k in range(count)]


def joined(path: Path, *parts: Path) -> Path:
    """Files one after another, as `cat` does it."""
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def evenly(count: int, fps: float, begins_s: float = 0.0) -> list[float]:
    """The times of so many pictures."""
    return [begins_s + k / fps for k in range(count)]
