"""Recorded feeds: a video file, a folder of pictures, or frames at hand. Never a live camera."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import av

from engine.errors import FeedError
from engine.faces import Frame, Image, Loss
from engine.folders import Listing, list_folder
from engine.footage import Shot, footage, opened
from engine.names import printable
from engine.pictures import PictureError, read_pixels

LIVE = re.compile(r"^([a-z][a-z0-9+.-]*://|\d+$)", re.IGNORECASE)
"""Network streams and device numbers, unless a file or folder of that name is there."""
DEVICE = re.compile(r"^(/dev/|\\\\\.\\)", re.IGNORECASE)
"""Device files."""
TRUTH = ".truth.parquet"
"""So end files that say who is in a feed; whoever is to recognise people may not read them."""
Told = Callable[[Loss], None]
"""Whom a feed tells of each picture that it could not read."""


def refuse(loss: Loss) -> None:
    """Do without no picture: FeedError."""
    raise FeedError(loss.why)


class Feed(Protocol):
    """Frames in the order of time. A picture that cannot be read is told to `lost`, in its place or
    with the next frame; unless something else is asked for, it ends the feed with a FeedError.
    """

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

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """From the first frame at or after a time, those whose index `every` divides; the same
        ones of the pictures that are `lost`.
        """


@dataclass(frozen=True, slots=True)
class VideoFeed:
    """A video file; `size_px` is (width, height)."""

    path: Path
    name: str
    fps: float
    frames: int | None
    size_px: tuple[int, int]

    def __iter__(self) -> Iterator[Frame]:
        """Decode from the start; damage is refused where it is."""
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """Decode from the keyframe before `time_s` on; indices and times are as from the start."""
        try:
            for one in footage(self.path, self.fps, time_s):
                if one.time_s < time_s or one.index % every:
                    continue
                if isinstance(one, Shot):
                    yield Frame(self.name, one.index, one.time_s, one.bgr)
                else:
                    lost(one)
        except av.FFmpegError as err:
            raise FeedError(
                f"{self.path}: got something unreadable ({err}), wanted a video"
            ) from err


@dataclass(frozen=True, slots=True)
class FolderFeed:
    """A folder of pictures in the natural order of their names, `fps` to the second; `size_px` is
    the first one's, and each comes as large as it is. `listing` tells what else lies there.
    """

    files: tuple[Path, ...]
    name: str
    fps: float
    size_px: tuple[int, int]
    listing: Listing

    @property
    def frames(self) -> int:
        """How many pictures there are."""
        return len(self.files)

    def __iter__(self) -> Iterator[Frame]:
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """Read only the pictures that are wanted."""
        for index in range(0, self.frames, every):
            if index / self.fps < time_s:
                continue
            try:
                bgr = _picture(self.files[index])
            except FeedError as err:
                lost(Loss(index, index / self.fps, str(err)))
            else:
                yield Frame(self.name, index, index / self.fps, bgr)


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

    def since(
        self,
        time_s: float,
        every: int = 1,
        lost: Told = refuse,  # noqa: ARG002  # every feed has it, this one never loses any
    ) -> Iterator[Frame]:
        """The frames that are wanted; none is ever lost."""
        for index in range(0, self.frames, every):
            if index / self.fps >= time_s:
                yield Frame(self.name, index, index / self.fps, self.pictures[index])


def open_feed(source: str | Path | Iterable[Image], fps: float = 5.0) -> Feed:
    """A feed of a video file, a folder of pictures (`fps` to the second) or frames.

    Raises FeedError for a live source, a feed's truth, and a missing, empty or unreadable one.
    """
    if not isinstance(source, str | Path):
        pictures = list(source)
        if not pictures:
            raise FeedError("frames: got none, wanted at least one")
        return MemoryFeed(pictures, fps=fps)
    if DEVICE.match(str(source)) or (LIVE.match(str(source)) and not _is_there(source)):
        raise FeedError(
            f"{source}: got a live source, wanted a recording; Footfall never runs on a live camera"
        )
    path = Path(source)
    if path.name.lower().endswith(TRUTH):
        raise FeedError(f"{path}: got the truth about a feed, wanted the feed")
    if not path.exists():
        raise FeedError(f"{path}: got no such file or folder, wanted a video or pictures")
    return _open_folder(path, fps) if path.is_dir() else _open_video(path)


def listed(feeds: Iterable[Feed]) -> tuple[Listing, ...]:
    """What lies in those feeds that are folders."""
    return tuple(feed.listing for feed in feeds if isinstance(feed, FolderFeed))


def _is_there(source: str | Path) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # too long, or no possible path
        return False


def _open_folder(folder: Path, fps: float) -> FolderFeed:
    listing = list_folder(folder, FeedError, deep=False).all_told()
    if not listing.pictures:
        raise FeedError(f"{listing.refusal()}, wanted at least one")
    feed = FolderFeed(listing.pictures, printable(folder.name), fps, (0, 0), listing)
    first = next(feed.since(0.0, lost=lambda _: None), None)
    if first is None:
        file = printable(listing.pictures[0])
        raise FeedError(f"{file}: got something unreadable, wanted a picture")
    return replace(feed, size_px=(first.bgr.shape[1], first.bgr.shape[0]))


def _open_video(path: Path) -> VideoFeed:
    if not path.is_file():
        raise FeedError(f"{path}: got a device or pipe, wanted a recorded file")
    if not path.stat().st_size:
        raise FeedError(f"{path}: got an empty file, wanted a video")
    try:
        with opened(path) as container:
            if not container.streams.video:
                raise FeedError(f"{path}: got a file without pictures, wanted a video")
            stream = container.streams.video[0]
            rate = float(stream.average_rate or stream.guessed_rate or 25.0)
            size = (stream.codec_context.width, stream.codec_context.height)
            feed = VideoFeed(path, path.stem, rate, stream.frames or None, size)
        if any(isinstance(one, Shot) for one in footage(path, rate, 0.0)):
            return feed
    except av.FFmpegError as err:
        raise FeedError(f"{path}: got something that is no video ({err}), wanted one") from err
    raise FeedError(f"{path}: got a video without a readable frame, wanted at least one")


def _picture(file: Path) -> Image:
    """FeedError, naming it, if it cannot be read."""
    try:
        return read_pixels(file)
    except PictureError as err:
        raise FeedError(f"{printable(file)}: got {err}, wanted a picture") from err
