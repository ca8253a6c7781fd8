"""One clip in many forms: the same tracks, alerts and seconds.

`FORMS` is the table of docs/feeds.md, which says what each form is an example of.
"""

import os
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from engine.errors import FeedError
from engine.feeds.recorded import open_feed
from engine.film.clock import WRAP
from engine.matching.enrolment import enrol_folder
from engine.pipeline import Pipeline
from engine.settings import EngineSettings
from tests.films import evenly, film, joined

SETTINGS, THRESHOLD, FPS = EngineSettings(), 0.55, 5.0
FINE = {"crf": "12"}
MPEG4 = {"qmin": "2", "qmax": "2", "b": "8000000"}


def plain(path, walk, **changes):
    times_s = changes.pop("times_s", evenly(len(walk), FPS))
    return film(path, walk, times_s, **{**FINE, **changes})


def late(begins_s, **more):
    return lambda path, walk: plain(path, walk, times_s=evenly(len(walk), FPS, begins_s), **more)


def as_(codec, pixels="yuv420p", **options):
    return lambda path, walk: film(
        path, walk, evenly(len(walk), FPS), codec, pixels, **(options or FINE)
    )


def turned(degrees, mirrored=False):
    def make(path, walk):
        stored = [np.rot90(p[:, ::-1] if mirrored else p, -degrees // 90) for p in walk]
        stored = [np.ascontiguousarray(one) for one in stored]
        return plain(path, stored, before=lambda _, s: s.set_display_rotation(degrees, mirrored))

    return make


def anamorphic(path, walk):
    def before(_, stream):
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    squeezed = [cv2.resize(one, (360, 320), interpolation=cv2.INTER_AREA) for one in walk]
    return plain(path, squeezed, before=before)


def in_two(path, walk):
    """Two recordings of one camera, each with stamps from the same start."""
    parts = [
        plain(
            path.with_name(f"{k}-{path.name}"), walk[6 * k : 6 * k + 6], times_s=evenly(6, FPS, 9)
        )
        for k in range(2)
    ]
    return joined(path, *parts)


def with_a_cover(path, walk):
    """A still of more pixels before the film."""
    whole = plain(path.with_name("whole.mp4"), walk)
    with av.open(str(whole)) as source, av.open(str(path), "w") as container:
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 960, 640, "yuvj420p"
        stream = container.add_stream_from_template(source.streams.video[0])
        still = av.VideoFrame.from_ndarray(cv2.resize(walk[0], (960, 640)), format="bgr24")
        container.mux([*cover.encode(still), *cover.encode(None)])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                container.mux(packet)
    return path


FORMS = {
    "plain.mp4": plain,
    "starts-late.mp4": late(2.0),
    "starts-late.ts": late(3601.6),
    "starts-late.mkv": late(3600.0),
    "wraps.ts": late(WRAP / 90_000 - 1.0),
    "no-rate.webm": as_("libvpx-vp9", crf="8", b="0"),
    "no-stamps.h264": plain,
    "numbered.avi": plain,
    "ten-bits.mp4": as_("libx265", "yuv420p10le"),
    "quarter-turn.mp4": turned(90),
    "upside-down.mov": turned(180),
    "mirrored.mkv": turned(0, mirrored=True),
    "anamorphic.mp4": anamorphic,
    "joined.ts": in_two,
    "cover-first.mkv": with_a_cover,
    "mpeg4.avi": as_("mpeg4", **MPEG4),
}


@pytest.fixture(scope="module")
def gallery(watchlist, analyser):
    return enrol_folder(watchlist, analyser)


def came_of(feed, analyser, gallery):
    """The frames' seconds, how many faces the tracks have, and what each alert says: its second,
    frame and subject, and when and how often its track was seen.
    """
    pipeline = Pipeline(analyser, gallery, SETTINGS, THRESHOLD)
    seen = [pipeline.process(frame) for frame in feed]
    tracks = {}
    for one in seen:
        for face in one.faces:
            tracks.setdefault(face.track, []).append(round(one.frame.time_s, 3))
    alerts = [
        (round(alert.time_s, 3), alert.frame, alert.subject, tracks[alert.track])
        for one in seen
        for alert in one.alerts
    ]
    times_s = [round(one.frame.time_s, 3) for one in seen]
    return times_s, sorted(map(len, tracks.values())), sorted(alerts)


@pytest.fixture(scope="module")
def told(walk, analyser, gallery, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    return came_of(open_feed(plain(folder / "plain.mp4", walk)), analyser, gallery)


def test_the_clip_has_something_to_tell(told):
    times_s, tracks, alerts = told
    assert times_s == [round(k / FPS, 3) for k in range(12)]
    assert len(alerts) >= 3
    assert len(tracks) >= 3


@pytest.mark.parametrize("name", FORMS)
def test_a_form_tells_the_same(tmp_path, walk, analyser, gallery, told, name):
    feed = open_feed(FORMS[name](tmp_path / name, walk))
    assert feed.size_px == (480, 320)
    assert feed.fps == pytest.approx(FPS)
    assert came_of(feed, analyser, gallery) == told


@pytest.mark.parametrize("name", ["pipe.mp4", "loop.mp4", "device.mp4", "x" * 300])
def test_what_is_no_plain_file_is_refused_unopened(tmp_path, name):
    path = tmp_path / name
    if name == "pipe.mp4":
        os.mkfifo(path)
    elif name == "loop.mp4":
        path.symlink_to(path)
    elif name == "device.mp4":
        path.symlink_to("/dev/zero")
    with pytest.raises(FeedError, match="wanted"):
        open_feed(path)
