"""A video file's pictures one by one, past what is damaged, with what could not be read between."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine import LARGEST_PX
from engine.faces import Image, Loss

RECORDINGS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,obu,ivf,ogg,flv,"
    "asf,mxf,dv,nut,mjpeg,yuv4mpegpipe,gif,apng,png_pipe,jpeg_pipe,bmp_pipe,webp_pipe"
)
"""Formats by libav's names. Others are scripts, playlists and session descriptions, too: files that
lead to a live source, or to other files.
"""
RETRIES = 100
"""Failures to read on, one after another, after which a file counts as ended."""
LEAST_BYTES = 16
"""Of one coded picture; a container that promises more than fit into the file is not believed."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One decoded picture, its pixels not converted yet."""

    index: int
    time_s: float
    picture: Any

    @property
    def bgr(self) -> Image:
        """(height, width, 3)."""
        return np.asarray(self.picture.to_ndarray(format="bgr24"), np.uint8)


@dataclass(slots=True)
class _Reel:
    """Where reading stands: `due` is the next picture's index, `times` when each is shown (in the
    stream's unit; empty where nobody asked or the file does not say), `faults` what raised since
    the last picture, `why` the first fault of all.
    """

    path: Path
    stream: Any
    fps: float
    times: list[int] = field(default_factory=list)
    due: int = 0
    time_s: float = 0.0
    faults: int = 0
    why: str | None = None

    def fail(self, err: object) -> None:
        """Something could not be read; from now on pictures are counted by their own times."""
        self.faults += 1
        if self.why is None:
            self.why = f"{self.path}: damaged after {self.time_s:.2f} s: {err}"
            self.times = self.times or stamps(self.path)

    def take(self, picture: Any) -> Iterator[Shot | Loss]:
        """A picture, after those before it that never came."""
        index = self.due
        if self.times and picture.pts is not None:
            index = max(bisect_left(self.times, picture.pts), self.due)
        elif self.why is not None:
            index += self.faults
        if self.why is not None:
            yield from self._lost(index)
        known = picture.time
        self.time_s = max(float(known) if known is not None else index / self.fps, self.time_s)
        self.due, self.faults = index + 1, 0
        yield Shot(index, self.time_s, picture)

    def end(self) -> Iterator[Loss]:
        """What was to come after the last picture, as far as the file says."""
        promised = self._promised()
        if self.why is None and self.due < promised and self._ends_early():
            self.fail("the end is missing")
        if self.why is not None:
            yield from self._lost(max(promised, len(self.times), self.due + self.faults))

    def _lost(self, until: int) -> Iterator[Loss]:
        """The pictures from the due one to before `until`."""
        for index in range(self.due, until):
            known = index < len(self.times)
            time_s = float(self.times[index] * self.stream.time_base) if known else index / self.fps
            yield Loss(index, max(time_s, self.time_s), str(self.why))

    def _promised(self) -> int:
        return min(self.stream.frames or 0, self.path.stat().st_size // LEAST_BYTES)

    def _ends_early(self) -> bool:
        """Whether the last picture was shown more than half a frame before the stream's end; a
        trimmed file may list pictures that are not to be shown.
        """
        if self.stream.duration is None:
            return False
        length_s = float(self.stream.duration * self.stream.time_base)
        began_s = float((self.stream.start_time or 0) * self.stream.time_base)
        return self.time_s - began_s + 1.5 / self.fps < length_s


def opened(path: Path) -> Any:
    """A video's container, of a recording's format and of pictures not too large.

    Raises av.FFmpegError if there is none.
    """
    container = av.open(
        str(path),
        metadata_errors="replace",
        container_options={"format_whitelist": RECORDINGS, "protocol_whitelist": "file"},
    )
    for stream in container.streams.video:
        stream.codec_context.options = {"max_pixels": str(LARGEST_PX)}
    return container


def footage(path: Path, fps: float, time_s: float) -> Iterator[Shot | Loss]:
    """The pictures of a video from the keyframe before a time on, by their index.

    The index is the rank of a picture's own time among all packets, which holds at any frame
    rate. A file whose packets bear no time, or that begins with the wanted one, is read whole.
    What cannot be decoded is a Loss each, once the next picture or the end is there; `fps` stands
    in where a time is not known. Raises av.FFmpegError if the file cannot be opened.
    """
    with opened(path) as container:
        stream = container.streams.video[0]
        reel = _Reel(path, stream, fps, stamps(path) if time_s > 0 else [])
        first = None
        if reel.times:
            wanted_pts = time_s / float(stream.time_base or 1)
            wanted = bisect_left(reel.times, wanted_pts)
            container.seek(int(wanted_pts), stream=stream, backward=True)
            reel.due, first = wanted, reel.times[min(wanted, len(reel.times) - 1)]
        for picture in _decoded(container, stream, reel):
            if first is None or picture.pts is None or picture.pts >= first:
                yield from reel.take(picture)
        yield from reel.end()


def stamps(path: Path) -> list[int]:
    """When each picture is shown, rising, in the stream's own unit; none if any does not say."""
    with opened(path) as container:
        stream = container.streams.video[0]
        packets = _packets(container, stream, lambda _: None)
        found = [packet.pts for packet in packets if packet.size and not packet.is_discard]
    return [] if None in found else sorted(found)


def _decoded(container: Any, stream: Any, reel: _Reel) -> Iterator[Any]:
    for packet in _packets(container, stream, reel.fail):
        try:
            pictures = packet.decode()
        except av.FFmpegError as err:
            reel.fail(err)
        else:
            yield from pictures


def _packets(container: Any, stream: Any, failed: Any) -> Iterator[Any]:
    """The packets of a stream and the one that asks the decoder for its rest; reading is tried
    again after each failure that `failed` is told, a bounded number of times.
    """
    packets, failures = container.demux(stream), 0
    while failures < RETRIES:
        try:
            packet = next(packets, None)
        except av.FFmpegError as err:
            failed(err)
            packets, failures = container.demux(stream), failures + 1
            continue
        if packet is None:
            return
        failures = 0
        yield packet
