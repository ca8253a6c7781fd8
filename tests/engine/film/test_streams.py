"""Which film of a file is watched, and what is told of the others."""

from fractions import Fraction

import av
import numpy as np
import pytest
from av.stream import Disposition

from engine.errors import FeedError
from engine.feeds.recorded import open_feed
from engine.film.told import about, notes

GREY, COUNT = 128, 6


def written(path, *tracks):
    """A file whose tracks are (codec, width, height, pictures, brightness, cover)."""
    with av.open(str(path), "w") as container:
        streams = []
        for codec, width, height, *_, cover in tracks:
            stream = container.add_stream(codec, rate=10)
            stream.width, stream.height = width, height
            stream.pix_fmt = {"mjpeg": "yuvj420p", "png": "rgb24"}.get(codec, "yuv420p")
            stream.codec_context.time_base = Fraction(1, 1000)
            if cover:
                stream.disposition = Disposition.attached_pic
            streams.append(stream)
        for number in range(COUNT):
            for stream, (_, width, height, count, grey, _) in zip(streams, tracks, strict=True):
                if number < count:
                    bgr = np.full((height, width, 3), grey + number, np.uint8)
                    frame = av.VideoFrame.from_ndarray(bgr, format="bgr24")
                    frame.pts, frame.time_base = 100 * number, Fraction(1, 1000)
                    container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


def film(width=64, height=48, grey=GREY):
    return ("libx264", width, height, COUNT, grey, False)


FILES = {
    "cover.mp4": ([("png", 320, 240, 1, 20, True), film()], 0),  # MP4 keeps covers apart
    "cover.mkv": ([("mjpeg", 320, 240, 1, 20, False), film()], 1),
    "behind.mkv": ([film(), ("mjpeg", 320, 240, 1, 20, False)], 0),
    "preview.mp4": ([film(32, 24, 20), film()], 1),
    "two.mkv": ([film(), film(grey=20)], 0),
    "larger.ts": ([film(32, 24, 20), film()], 1),
}


@pytest.mark.parametrize("name", FILES)
def test_the_largest_film_is_watched_and_the_others_are_named(tmp_path, name):
    tracks, wanted = FILES[name]
    feed = open_feed(written(tmp_path / name, *tracks))
    frames = list(feed)
    assert (feed.film.stream, feed.size_px, len(frames)) == (wanted, (64, 48), COUNT)
    assert feed.fps == 10.0
    assert abs(frames[0].bgr.mean() - GREY) < 4
    assert len(about(feed)["other_streams"]) == 1


def test_another_film_is_watched_by_its_number(tmp_path):
    path = written(tmp_path / "two.mkv", film(), film(grey=20))
    for feed in (open_feed(path, stream=1), open_feed(f"{path}#1")):
        assert (feed.name, abs(next(iter(feed)).bgr.mean() - 20) < 4) == ("two#1", True)
    for number, why in ((2, "wanted one of its films: stream 0"), (7, "got stream 7")):
        with pytest.raises(FeedError, match=why):
            open_feed(path, stream=number)


def test_a_file_named_with_a_number_sign_is_that_file(tmp_path):
    path = tmp_path / "hall#1"
    path.write_bytes(written(tmp_path / "a.mkv", film()).read_bytes())
    assert open_feed(path).name == "hall#1"


def test_who_has_not_been_watched_is_said_in_a_line(tmp_path):
    told = about(open_feed(written(tmp_path / "two.mkv", film(), film())))
    (line,) = notes("two", told)
    assert line == (
        "two: watched stream 0 (64x48, h264); not watched: stream 1 (64x48, h264)"
        " (choose with --stream)"
    )
    plain = about(open_feed(written(tmp_path / "one.mkv", film())))
    assert [*notes("one", plain), *notes("folder", {})] == []


def test_a_folder_has_no_streams(tmp_path):
    with pytest.raises(FeedError, match="got a folder and stream 1"):
        open_feed(tmp_path, stream=1)
