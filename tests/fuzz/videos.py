"""Tiny videos: sound ones of many kinds, damaged ones, and ones that are odd from birth."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.faces import Image
from tests.fuzz.cases import (
    EITHER,
    MUST_BE_REFUSED,
    MUST_WORK,
    Case,
    folder_instead,
    mutated,
    nothing_there,
    written,
)
from tests.fuzz.pictures import SIZE_PX, bomb_png, drawn

FPS = 5
WRAPS = 2**33 * 100 // 90_000 - 45
"""Hundredths of a second, shortly before the 33 bits of MPEG's stamps run over."""
QUIET = {"libx265": {"x265-params": "log-level=none"}}
KINDS = {
    "h264.mp4": ("libx264", "yuv420p"),
    "h264.mkv": ("libx264", "yuv420p"),
    "mpeg4.avi": ("mpeg4", "yuv420p"),
    "mjpeg.avi": ("mjpeg", "yuvj420p"),
    "vp8.webm": ("libvpx", "yuv420p"),
    "h264.ts": ("libx264", "yuv420p"),
    "hevc.mkv": ("libx265", "yuv420p"),
    "mpeg2.mpg": ("mpeg2video", "yuv420p"),
}


def video_cases(folder: Path) -> Iterator[Case]:
    """The corpus of videos."""
    (folder / "made").mkdir()
    sound = {name: _made(folder / "made" / name) for name in KINDS}
    yield from mutated(folder, "video", sound)
    for name, (make, allowed) in ODD.items():
        path = folder / "made" / name
        make(path)
        yield written(folder, "video", name, path.read_bytes(), allowed)
    yield written(folder, "video", "named.jpg", sound["h264.mp4"], MUST_WORK)
    yield written(folder, "video", "named", sound["h264.mkv"], MUST_WORK)
    yield written(folder, "video", "text.mp4", "hello\n" * 400, MUST_BE_REFUSED)
    yield written(folder, "video", "list.m3u8", _playlist(folder), MUST_BE_REFUSED)
    yield written(folder, "video", "list.sdp", SESSION, MUST_BE_REFUSED)
    yield written(folder, "video", "list.ffconcat", _concat(folder), MUST_BE_REFUSED)
    yield written(folder, "video", "bomb.mp4", bomb_png(), MUST_BE_REFUSED)
    yield folder_instead(folder, "video", "h264.mp4")
    yield nothing_there(folder, "video", "h264.mp4")


SESSION = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
"""A session description: a live source in a file."""


def _playlist(folder: Path) -> str:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{folder / 'made' / 'h264.ts'}\n"


def _concat(folder: Path) -> str:
    return f"ffconcat version 1.0\nfile {folder / 'made' / 'h264.mp4'}\n"


def _made(path: Path, frames: list[Image] | None = None, **options: Any) -> bytes:
    codec, pixels = options.pop("kind", KINDS.get(path.name, KINDS["h264.mp4"]))
    times = options.pop("times", None)
    container_format, aspect = options.pop("format", None), options.pop("aspect", None)
    turn = options.pop("turn", None)
    with av.open(str(path), "w", format=container_format) as container:
        rate = 25 if codec == "mpeg2video" else FPS
        stream = container.add_stream(codec, rate=rate, options=QUIET.get(codec, {}) | options)
        frames = frames or drawn()
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = pixels
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if turn:
            stream.set_display_rotation(*turn)
        if times:
            stream.codec_context.time_base = Fraction(1, 100)
        for number, bgr in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(bgr, format="bgr24")
            if times:
                frame.pts, frame.time_base = times[number], Fraction(1, 100)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 8000
        container.mux(stream.encode(silence))
        container.mux(stream.encode(None))


def _no_frame(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
        container.start_encoding()


def _repacked(path: Path, change: Callable[[list[Any]], list[Any]]) -> None:
    """The packets of a sound video, changed, in another file."""
    whole = path.with_name("whole-" + path.name)
    _made(whole)
    with av.open(str(whole)) as source, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(source.streams.video[0])
        for packet in change([one for one in source.demux() if one.size]):
            packet.stream = stream
            container.mux(packet)


def _no_keyframe(path: Path) -> None:
    _repacked(path, lambda packets: [one for one in packets if not one.is_keyframe])


def _times_running_back(path: Path) -> None:
    """Annex B has no times of its own; a transport stream's are shifted in the bytes."""
    first, second = (_made(path.with_name(f"{k}-{path.name}")) for k in range(2))
    path.write_bytes(second + first)


def _sizes_changing(path: Path) -> None:
    parts = []
    for number, size in enumerate((SIZE_PX, (96, 80), (32, 32))):
        part = path.with_name(f"{number}-{path.name}")
        parts.append(_made(part, drawn(3, size), format="h264", bf="0"))
    path.write_bytes(b"".join(parts))


def _joined(path: Path, **options: Any) -> None:
    """Two whole films one after the other."""
    first, second = (_made(path.with_name(f"{k}-{path.name}"), **options) for k in range(2))
    path.write_bytes(first + second)


def _two_films(path: Path) -> None:
    """A preview of one picture, and a film."""
    with av.open(str(path), "w") as container:
        sizes = [(64, 48), SIZE_PX]
        streams = [container.add_stream("mjpeg", rate=FPS) for _ in sizes]
        for stream, size in zip(streams, sizes, strict=True):
            stream.width, stream.height, stream.pix_fmt = *size, "yuvj420p"
        for stream, size, count in zip(streams, sizes, (1, 5), strict=True):
            for bgr in drawn(count, size):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(bgr, format="bgr24")))
            container.mux(stream.encode(None))


def _turned(path: Path) -> None:
    """The display matrix of the track turned by a quarter."""
    content = bytearray(_made(path.with_name("plain-" + path.name)))
    one, whole = (1 << 16).to_bytes(4, "big"), (1 << 30).to_bytes(4, "big")
    upright = one + bytes(12) + one + bytes(12) + whole
    minus = (2**32 - (1 << 16)).to_bytes(4, "big")
    turned = bytes(4) + one + bytes(4) + minus + bytes(16) + whole
    at = content.rindex(upright)
    content[at : at + len(turned)] = turned
    path.write_bytes(content)


ODD: dict[str, tuple[Callable[[Path], object], frozenset[str]]] = {
    "variable.mp4": (lambda path: _made(path, times=[0, 3, 90, 91, 250]), MUST_WORK),
    "variable.mkv": (lambda path: _made(path, times=[0, 3, 90, 91, 250]), MUST_WORK),
    "slow.mkv": (
        lambda path: _made(path, times=[0, 10**6, 2 * 10**6, 10**7, 2 * 10**7]),
        MUST_WORK,
    ),
    "turned.mp4": (_turned, MUST_WORK),
    "single.mp4": (lambda path: _made(path, drawn(1)), MUST_WORK),
    "thin.avi": (lambda path: _made(path, drawn(2, (2, 512)), kind=("ffv1", "bgr0")), MUST_WORK),
    "odd.avi": (lambda path: _made(path, drawn(3, (63, 47)), kind=("ffv1", "bgr0")), MUST_WORK),
    "grey.avi": (lambda path: _made(path, kind=("ffv1", "gray")), MUST_WORK),
    "deep.mkv": (lambda path: _made(path, kind=("ffv1", "gray16le")), MUST_WORK),
    "alpha.mkv": (lambda path: _made(path, kind=("ffv1", "bgra")), MUST_WORK),
    "lossless.mp4": (lambda path: _made(path, kind=("libx264", "yuv444p")), MUST_WORK),
    "animated.gif": (lambda path: _made(path, kind=("gif", "rgb8")), MUST_WORK),
    "bare.h264": (lambda path: _made(path, format="h264"), MUST_WORK),
    "fragments.mp4": (
        lambda path: _made(path, format="mp4", movflags="frag_keyframe+empty_moov"),
        MUST_WORK,
    ),
    "mirrored.mkv": (lambda path: _made(path, turn=(90, True)), MUST_WORK),
    "anamorphic.mkv": (lambda path: _made(path, aspect=Fraction(64, 45)), MUST_WORK),
    "thread.mkv": (lambda path: _made(path, aspect=Fraction(1, 20)), MUST_WORK),
    "interlaced.mp4": (lambda path: _made(path, **{"x264-params": "tff=1"}), MUST_WORK),
    "late.ts": (lambda path: _made(path, times=[10**6 + 20 * k for k in range(5)]), MUST_WORK),
    "wrapping.ts": (lambda path: _made(path, times=[WRAPS + 20 * k for k in range(5)]), MUST_WORK),
    "dot.avi": (lambda path: _made(path, drawn(3, (1, 1)), kind=("rawvideo", "bgr24")), MUST_WORK),
    "line.avi": (
        lambda path: _made(path, drawn(3, (900, 1)), kind=("rawvideo", "bgr24")),
        MUST_WORK,
    ),
    "joined.ts": (lambda path: _joined(path), MUST_WORK),
    "joined.h264": (lambda path: _joined(path, format="h264"), MUST_WORK),
    "two.mkv": (_two_films, MUST_WORK),
    "sizes.h264": (_sizes_changing, EITHER),
    "backwards.ts": (_times_running_back, EITHER),
    "sound.mp4": (_sound_only, MUST_BE_REFUSED),
    "sound.mkv": (_sound_only, MUST_BE_REFUSED),
    "nothing.mp4": (_no_frame, MUST_BE_REFUSED),
    "nothing.mkv": (_no_frame, MUST_BE_REFUSED),
    "no-keyframe.mp4": (_no_keyframe, EITHER),
    "no-keyframe.mkv": (_no_keyframe, EITHER),
}
