from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FeedError, SettingsError
from engine.feeds.cut import Cut, CutFeed
from engine.feeds.recorded import MemoryFeed, open_feed

COUNT, GOP = 40, 6


def uneven(number):
    """When frame `number` is shown, in tenths of a second: every fifth one is late."""
    return 2 * number + number // 5


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Grey frames at an uneven rate, a keyframe every six, B-frames between."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10, options={"bf": "2", "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.gop_size, stream.time_base = GOP, Fraction(1, 10)
        stream.codec_context.time_base = Fraction(1, 10)
        for number in range(COUNT):
            grey = np.full((48, 64, 3), 6 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="bgr24")
            frame.pts, frame.time_base = uneven(number), Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def frames(film):
    return list(open_feed(film))


def said(frames):
    return [(frame.index, frame.time_s, frame.bgr.mean()) for frame in frames]


def test_the_film_is_uneven_and_has_several_keyframes(film, frames):
    with av.open(str(film)) as container:
        keys = [p for p in container.demux(video=0) if p.size and p.is_keyframe]
    assert len(keys) >= 5
    assert len(frames) == COUNT
    gaps = {round(b.time_s - a.time_s, 3) for a, b in pairwise(frames)}
    assert gaps == {0.2, 0.3}


@pytest.mark.parametrize("from_s", [0.0, 0.05, 1.0, 1.3, 3.99, 6.5, 8.5])
@pytest.mark.parametrize("every", [1, 3])
def test_what_is_seen_from_a_second_on_is_what_is_seen_from_the_start(film, frames, from_s, every):
    wanted = [f for f in frames if f.time_s >= from_s and f.index % every == 0]
    assert said(open_feed(film).since(from_s, every)) == said(wanted)


def test_seeking_does_not_decode_what_lies_before(film, monkeypatch):
    decoded = []
    from_ndarray = np.asarray
    monkeypatch.setattr(
        "engine.film.shots.np.asarray", lambda *a: decoded.append(1) or from_ndarray(*a)
    )
    assert next(open_feed(film).since(6.5)).time_s >= 6.5
    assert len(decoded) == 1


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 5), st.floats(0.3, 5), st.integers(1, 5), st.integers(1, 30))
def test_a_cut_holds_exactly_the_frames_of_its_part(from_s, length_s, every, count):
    feed = MemoryFeed([np.full((2, 2, 3), k, np.uint8) for k in range(count)])
    cut = Cut(from_s, from_s + length_s, every)
    wanted = [
        f.index for f in feed if from_s <= f.time_s < from_s + length_s and f.index % every == 0
    ]
    if wanted:
        assert [frame.index for frame in CutFeed(feed, cut)] == wanted
    else:
        with pytest.raises(FeedError, match="got no frame from"):
            list(CutFeed(feed, cut))


def test_a_folder_s_pictures_are_cut_alike(tmp_path):
    import cv2

    for number in range(6):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((8, 8, 3), 40 * number, np.uint8))
    cut = CutFeed(open_feed(tmp_path, fps=2.0), Cut(0.5, 2.5, 2))
    assert said(cut) == [(2, 1.0, 80.0), (4, 2.0, 160.0)]
    assert (cut.fps, cut.size_px, cut.frames, cut.name) == (1.0, (8, 8), 2, tmp_path.name)


@pytest.mark.parametrize("part", [(-1.0,), (2.0, 2.0), (2.0, 1.0), (0.0, None, 0)])
def test_an_impossible_part_is_refused(part):
    with pytest.raises(SettingsError, match="wanted"):
        Cut(*part)
