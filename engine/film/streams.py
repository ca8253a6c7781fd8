"""Which of a file's streams is the film: the largest that moves, or the one asked for."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from av.stream import Disposition

from engine.errors import FeedError

STILL = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
LOOKED_AT = 2000
"""Packets after which a stream that had one counts as a picture."""


def chosen(path: Path, container: Any, wanted: int | None) -> Any:
    """The stream `wanted`, by its number in the file; None: no cover or preview, the most pixels,
    then the most pictures, then the first. FeedError if there is none.
    """
    films = [*container.streams.video]
    if not films:
        raise FeedError(f"{path}: got a file without pictures, wanted a video")
    if wanted is not None:
        if found := [one for one in films if one.index == wanted]:
            return found[0]
        had = "; ".join(described(one) for one in films)
        raise FeedError(f"{path}: got stream {wanted}, wanted one of its films: {had}")
    if len(films) == 1:
        return films[0]
    counts = _counted(container, films)
    moving = [one for one in films if counts[one.index] > 1 and not one.disposition & STILL]
    return max(moving or films, key=lambda one: (*_pixels(one), one.frames, -one.index))


def described(stream: Any) -> str:
    """A film in words.

    >>> from types import SimpleNamespace as Thing
    >>> codec = Thing(name="h264", width=640, height=480)
    >>> described(Thing(index=1, codec_context=codec, disposition=STILL))
    'stream 1 (640x480, h264, a picture beside the film)'
    """
    codec = stream.codec_context
    said = ", a picture beside the film" if stream.disposition & STILL else ""
    coded = f"{codec.width}x{codec.height}, {codec.name}" if codec else "of an unknown kind"
    return f"stream {stream.index} ({coded}{said})"


def _pixels(stream: Any) -> tuple[int]:
    codec = stream.codec_context
    return (codec.width * codec.height if codec else 0,)


def _counted(container: Any, films: Sequence[Any]) -> Counter[int]:
    """Packets of each film, as far as it takes to know which of them move."""
    counts: Counter[int] = Counter()
    for packet in container.demux(tuple(films)):
        counts[packet.stream.index] += packet.size > 0
        if counts.total() >= LOOKED_AT or all(counts[one.index] > 1 for one in films):
            break
    return counts
