"""What there is to know of a film before it is read: its stream, rate, clock and shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import av

from engine.film.clock import Order, Scale
from engine.film.streams import chosen, described

HEAD, HEAD_BYTES = 300, 64 << 20
"""Packets that are read to know the rate and the order of pictures, and bytes, if that is less."""
USUAL_FPS = 25.0
"""Of films that tell none; libav's own assumption."""
SLOWEST_FPS, FASTEST_FPS = 0.001, 480.0
"""What a header may say of a film without stamps and be believed."""
STAMPED_FPS = 1e-5, 5000.0
"""What stamps may say: from a picture a day to high-speed cameras; else they are not believed."""
ALIKE = 0.01
"""How far a rate by rounded stamps lies at most from the header's exact one."""
LARGEST_FILM_PX = 36 << 20
"""Pixels of the largest film that is decoded: 8K of cinemas. A coder may ask for 17 such pictures
at a time, 1 GB.
"""
RECORDINGS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,obu,ivf,ogg,flv,"
    "asf,mxf,dv,nut,mjpeg,yuv4mpegpipe,gif,apng,png_pipe,jpeg_pipe,bmp_pipe,webp_pipe"
)
"""Formats by libav's names. Others are scripts, playlists and session descriptions, too: files that
lead to a live source, or to other files.
"""
OPTIONS = {
    "format_whitelist": RECORDINGS,
    "protocol_whitelist": "file",
    "correct_ts_overflow": "0",  # the clock does, and knows a wrap from stamps that start again
}
RETRIES = 100
"""Failures to read on, one after another, after which a file counts as ended."""
LEAST_BYTES = 16
"""Of one coded picture; a container that promises more than fit into the file is not believed."""
MPEG = frozenset({"mpegts", "mpeg"})
BARE = MPEG | {"h264", "hevc", "mpegvideo", "m4v"}
"""Formats that may begin anywhere, since nothing in them says what they hold; in others a film
begins with its first packet, and one that cannot be decoded is lost.
"""


class Mark(NamedTuple):
    """What a packet says of its picture's time."""

    pts: int | None
    dts: int | None
    is_keyframe: bool


@dataclass(frozen=True, slots=True)
class Film:
    """One stream of a file: its number there, in words, the other films, frames a second, how many
    packets are promised (0: none), its clock's scale, the width of a stored pixel over its height.
    """

    stream: int
    said: str
    others: tuple[str, ...]
    fps: float
    promised: int
    scale: Scale
    aspect: Fraction


def survey(path: Path, wanted: int | None = None) -> Film:
    """Look at the head of a file. Raises av.FFmpegError for one that is no video, and FeedError for
    one without the wanted stream.
    """
    with opened(path) as container:
        index = chosen(path, container, wanted).index
    with opened(path) as container:
        stream = container.streams[index]
        entries = len(stream.index_entries)  # before reading adds to them
        head = _head(container, stream)
        frame, fps = _rate(stream, head)
        films = [one for one in container.streams.video if one.index != index]
        return Film(
            stream=index,
            said=described(stream),
            others=tuple(described(one) for one in films),
            fps=fps,
            promised=min(
                stream.frames,
                path.stat().st_size // LEAST_BYTES,
                entries if entries > 1 else stream.frames,  # one: an AVI whose index is missing
            ),
            scale=_scale(container.format.name, stream, head, frame, fps),
            aspect=stream.sample_aspect_ratio or Fraction(1),
        )


def opened(path: Path) -> Any:
    """A video's container, of a recording's format and of pictures not too large.

    Raises av.FFmpegError if there is none.
    """
    container = av.open(str(path), metadata_errors="replace", container_options=OPTIONS)
    for stream in container.streams.video:
        if stream.codec_context is not None:
            stream.codec_context.options = {"max_pixels": str(LARGEST_FILM_PX)}
    return container


def comment_of(path: Path) -> str:
    """What a video's file says of itself; nothing where there is no such file or comment."""
    try:
        with opened(path) as container:
            return str(container.metadata.get("comment", ""))
    except (av.FFmpegError, OSError, ValueError):  # ValueError: no possible name
        return ""


def packets(container: Any, stream: Any, failed: Any) -> Iterator[Any]:
    """The packets of a stream, empty ones too; reading is tried again after each failure that
    `failed` is told, a bounded number of times.
    """
    read, failures = container.demux(stream), 0
    while failures < RETRIES:
        try:
            packet = next(read, None)
        except av.FFmpegError as err:
            failed(err)
            read, failures = container.demux(stream), failures + 1
            continue
        if packet is None:
            return
        failures = 0
        yield packet


def _head(container: Any, stream: Any) -> list[Mark]:
    """The first packets' marks; their pictures' bytes are not kept."""
    marks, size = [], 0
    for packet in packets(container, stream, lambda _: None):
        if packet.size:
            marks.append(Mark(packet.pts, packet.dts, packet.is_keyframe))
            size += packet.size
        if len(marks) == HEAD or size > HEAD_BYTES:
            break
    return marks


def _rate(stream: Any, head: list[Mark]) -> tuple[int, float]:
    """How many ticks a usual frame lasts (0: the stamps do not say), and frames a second."""
    told = [float(rate) for rate in (stream.average_rate, stream.guessed_rate) if rate]
    steps = _steps(head)
    frame = median(steps) if steps else 0
    usual = [step for step in steps if frame / 2 <= step <= frame * 3 / 2]
    rate = float(Fraction(len(usual), sum(usual)) / stream.time_base) if usual else 0.0
    if not STAMPED_FPS[0] <= rate <= STAMPED_FPS[1]:
        codec = stream.codec_context.framerate
        said = [float(codec), *told] if codec and not steps else told
        return 0, next((one for one in said if SLOWEST_FPS <= one <= FASTEST_FPS), USUAL_FPS)
    exact = (one for one in told if abs(one / rate - 1) <= ALIKE)
    return max(round(frame), 1), next(exact, rate)


def _steps(head: list[Mark]) -> list[int]:
    """The times between two pictures one after another, without those of a joint."""
    steps: list[int] = []
    piece: list[int] = []
    for mark in [*head, None]:
        stamp = None if mark is None else _stamp(mark)
        if mark is None or (mark.is_keyframe and piece and (stamp or 0) < max(piece)):
            steps += [b - a for a, b in pairwise(sorted(piece)) if b > a]
            piece = []
        if stamp is not None:
            piece.append(stamp)
    return steps


def _stamps(head: list[Mark]) -> list[int]:
    return [stamp for mark in head if (stamp := _stamp(mark)) is not None]


def _stamp(mark: Mark) -> int | None:
    return mark.dts if mark.pts is None else mark.pts


def _scale(name: str, stream: Any, head: list[Mark], frame: int, fps: float) -> Scale:
    keys = (number for number, mark in enumerate(head) if mark.is_keyframe)
    begins, order = next(keys, 0) if name in BARE else 0, _order(name, stream, head)
    if not frame and (len(head) > 1 or not _stamps(head)):
        if order is Order.by_stamp:
            order = Order.counted
        tick_s = 1 / Fraction(fps).limit_denominator(1001)
        return Scale(tick_s, 1, order, begins, stamped=False)
    tick_s = stream.time_base
    usual = frame or max(round(1 / (Fraction(fps) * tick_s)), 1)
    return Scale(tick_s, usual, order, begins, wraps=name in MPEG and tick_s == Fraction(1, 90_000))


def _order(name: str, stream: Any, head: list[Mark]) -> Order:
    """AVI has no stamps: libav numbers its packets."""
    pts = [mark.pts for mark in head]
    falls = any(b < a for a, b in pairwise(one for one in pts if one is not None))
    if not stream.codec_context.has_b_frames and not falls:
        return Order.as_stored
    return Order.counted if name == "avi" or None in pts else Order.by_stamp
