"""Recorded feeds: a video file, a folder of pictures, or frames at hand. Never a live camera."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np

from engine.errors import FeedError
from engine.faces import Frame, Image
from engine.pictures import LARGEST_PX, PICTURES, PictureError, read_pixels

LIVE = re.compile(r"^([a-z][a-z0-9+.-]*://|/dev/|\\\\\.\\|\d+$)", re.IGNORECASE)
"""Network streams, device files and device numbers."""
RECORDINGS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,obu,ivf,ogg,flv,"
    "asf,mxf,dv,nut,mjpeg,yuv4mpegpipe,gif,apng,png_pipe,jpeg_pipe,bmp_pipe,webp_pipe"
)
"""Formats by libav's names. Others are scripts, playlists and session descriptions, too: files that
lead to a live source, or to other files.
"""


class Feed(Protocol):
    """Frames in the order of time."""

    @property
    def name(self) -> str:
        """Short, for people."""

    @property
    def fps(self) -> float:
        """Frames a second, on average."""

    @property
    def frames(self) -> int | None:
        """How many; None where that is not known beforehand."""

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""

    def __iter__(self) -> Iterator[Frame]:
        """From the start, each time anew."""

    def since(self, time_s: float, every: int = 1) -> Iterator[Frame]:
        """From the first frame at or after a time, those whose index `every` divides."""


@dataclass(frozen=True, slots=True)
class VideoFeed:
    """A video file; `size_px` is (width, height)."""

    path: Path
    name: str
    fps: float
    frames: int | None
    size_px: tuple[int, int]

    def __iter__(self) -> Iterator[Frame]:
        """Decode from the start; a damaged end is refused where the damage is."""
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1) -> Iterator[Frame]:
        """Decode from the keyframe before `time_s` on; indices and times are as from the start."""
        last = -1.0
        try:
            times = _stamps(self.path) if time_s > 0 else []
            with _opened(self.path) as container:
                for index, picture in _pictures(container, time_s, times):
                    known = picture.time
                    last = max(float(known) if known is not None else index / self.fps, last)
                    if last >= time_s and index % every == 0:
                        bgr = np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)
                        yield Frame(self.name, index, last, bgr)
        except av.FFmpegError as err:
            raise FeedError(f"{self.path}: damaged after {max(last, 0):.2f} s: {err}") from err


@dataclass(frozen=True, slots=True)
class FolderFeed:
    """A folder of pictures in the order of their names, `fps` to the second."""

    files: tuple[Path, ...]
    name: str
    fps: float
    size_px: tuple[int, int]

    @property
    def frames(self) -> int:
        """How many pictures there are."""
        return len(self.files)

    def __iter__(self) -> Iterator[Frame]:
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1) -> Iterator[Frame]:
        """Read only the pictures that are wanted."""
        for index in range(0, self.frames, every):
            if index / self.fps >= time_s:
                yield Frame(self.name, index, index / self.fps, _picture(self.files[index]))


@dataclass(frozen=True, slots=True)
class MemoryFeed:
    """Frames at hand, `fps` to the second."""

    pictures: Sequence[Image]
    name: str = "memory"
    fps: float = 5.0

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.pictures)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the first."""
        return (self.pictures[0].shape[1], self.pictures[0].shape[0])

    def __iter__(self) -> Iterator[Frame]:
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1) -> Iterator[Frame]:
        """The frames that are wanted."""
        for index in range(0, self.frames, every):
            if index / self.fps >= time_s:
                yield Frame(self.name, index, index / self.fps, self.pictures[index])


def open_feed(source: str | Path | Iterable[Image], fps: float = 5.0) -> Feed:
    """A feed of a video file, a folder of pictures (`fps` to the second) or frames.

    Raises FeedError for a live source, and for a missing, empty or unreadable one.
    """
    if not isinstance(source, str | Path):
        pictures = list(source)
        if not pictures:
            raise FeedError("frames: got none, wanted at least one")
        return MemoryFeed(pictures, fps=fps)
    if LIVE.match(str(source)):
        raise FeedError(
            f"{source}: got a live source, wanted a recording; Footfall never runs on a live camera"
        )
    path = Path(source)
    if not path.exists():
        raise FeedError(f"{path}: got no such file or folder, wanted a video or pictures")
    return _open_folder(path, fps) if path.is_dir() else _open_video(path)


def _open_folder(folder: Path, fps: float) -> FolderFeed:
    files = tuple(sorted(f for f in folder.iterdir() if f.suffix.lower() in PICTURES))
    if not files:
        raise FeedError(f"{folder}: got no pictures, wanted at least one")
    height, width = _picture(files[0]).shape[:2]
    return FolderFeed(files, folder.name, fps, (width, height))


def _open_video(path: Path) -> VideoFeed:
    if not path.is_file():
        raise FeedError(f"{path}: got a device or pipe, wanted a recorded file")
    if not path.stat().st_size:
        raise FeedError(f"{path}: got an empty file, wanted a video")
    try:
        with _opened(path) as container:
            if not container.streams.video:
                raise FeedError(f"{path}: got a file without pictures, wanted a video")
            stream = container.streams.video[0]
            if next(container.decode(stream), None) is None:
                raise FeedError(f"{path}: got a video without a frame, wanted at least one")
            rate = stream.average_rate or stream.guessed_rate
            size = (stream.codec_context.width, stream.codec_context.height)
            return VideoFeed(path, path.stem, float(rate or 25.0), stream.frames or None, size)
    except av.FFmpegError as err:
        raise FeedError(f"{path}: got something that is no video ({err}), wanted one") from err


def _opened(path: Path) -> Any:
    """A video's container, of a recording's format and of pictures not too large."""
    within = {"max_pixels": str(LARGEST_PX)}
    container = av.open(
        str(path),
        metadata_errors="replace",
        container_options={"format_whitelist": RECORDINGS, "protocol_whitelist": "file"},
    )
    for stream in container.streams.video:
        stream.codec_context.options = within
    return container


def _pictures(container: Any, time_s: float, times: list[int]) -> Iterator[tuple[int, Any]]:
    """Decoded pictures with their index, from the keyframe before a time on.

    The index is the rank of a picture's own time among those of all packets, `times`, which holds
    at any frame rate. Where these are not known, the video is decoded from its start.
    """
    stream = container.streams.video[0]
    if not times:
        yield from enumerate(container.decode(stream))
        return
    container.seek(int(time_s / stream.time_base), stream=stream, backward=True)
    for picture in container.decode(stream):
        yield bisect_left(times, picture.pts), picture


def _stamps(path: Path) -> list[int]:
    """When each picture is shown, rising, in the stream's own unit; none if any does not say."""
    with _opened(path) as container:
        packets = container.demux(container.streams.video[0])
        found = [packet.pts for packet in packets if packet.size and not packet.is_discard]
    return [] if None in found else sorted(found)


def _picture(file: Path) -> Image:
    try:
        return read_pixels(file)
    except PictureError as err:
        raise FeedError(f"{file}: got {err}, wanted a picture") from err
