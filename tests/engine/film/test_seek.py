"""A part of a film is the part of the whole, whatever its container does with times."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FeedError
from engine.feeds.cut import Cut, CutFeed
from engine.feeds.recorded import open_feed
from engine.film.clock import WRAP
from tests.films import evenly, film, greys, joined

COUNT, FPS = 30, 10.0
PICTURES, TIMES_S = greys(COUNT), evenly(COUNT, FPS)
GAPPED_S = [time_s + 600 * (time_s > 0.95) for time_s in TIMES_S]
UNEVEN_S = list(np.cumsum([0.0, *np.resize([0.2, 0.03, 0.033, 0.5], COUNT - 1)]))
BEFORE_WRAP_S = WRAP / 90_000 - 1.5
FORMS = {
    "plain.mp4": {},
    "plain.mkv": {},
    "plain.ts": {},
    "late.ts": {"times_s": evenly(COUNT, FPS, 3600.0)},
    "late.mkv": {"times_s": evenly(COUNT, FPS, 3600.0)},
    "late.mp4": {"times_s": evenly(COUNT, FPS, 2.0)},
    "wrapped.ts": {"times_s": evenly(COUNT, FPS, BEFORE_WRAP_S)},
    "hevc.mp4": {"codec": "libx265"},
    "hevc.ts": {"codec": "libx265"},
    "vp8.webm": {"codec": "libvpx"},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "h264.avi": {},
    "mpeg4.avi": {"codec": "mpeg4"},
    "mjpeg.avi": {"codec": "mjpeg", "pixels": "yuvj420p"},
    "bare.h264": {},
    "bare.hevc": {"codec": "libx265"},
    "animated.gif": {"codec": "gif", "pixels": "rgb8"},
    "gap.mp4": {"times_s": GAPPED_S},
    "gap.mkv": {"times_s": GAPPED_S},
    "gap.ts": {"times_s": GAPPED_S},
    "uneven.mkv": {"times_s": UNEVEN_S},
    "interlaced.mp4": {"x264-params": "tff=1"},
    "deep.mp4": {"bf": 8, "x264-params": "b-pyramid=normal:b-adapt=0"},
}
ALL = (*FORMS, "joined.ts", "joined.h264", "cut.ts")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Each form's feed and its frames read from the start."""
    folder, kept = tmp_path_factory.mktemp("forms"), {}
    for name, changes in FORMS.items():
        film(folder / name, PICTURES, **{"times_s": TIMES_S} | changes)
    joined(folder / "joined.ts", *3 * [folder / "plain.ts"], folder / "late.ts")
    joined(folder / "joined.h264", *2 * [folder / "bare.h264"])
    content = (folder / "plain.ts").read_bytes()
    (folder / "cut.ts").write_bytes(content[len(content) // 376 * 188 :])
    for name in ALL:
        feed = open_feed(folder / name)
        kept[name] = feed, [(f.index, f.time_s, f.bgr.tobytes()) for f in feed]
    return kept


def wanted_times(name):
    if "times_s" in FORMS.get(name, {}):
        times_s = FORMS[name]["times_s"]
        return [time_s - times_s[0] for time_s in times_s]
    return TIMES_S


@pytest.mark.parametrize("name", FORMS)
def test_time_is_counted_from_the_first_picture_in_every_form(whole, name):
    feed, frames = whole[name]
    assert [index for index, _, _ in frames] == list(range(COUNT))
    assert [time_s for _, time_s, _ in frames] == pytest.approx(wanted_times(name), abs=6e-4)
    if name != "uneven.mkv":
        assert feed.fps == pytest.approx(FPS, abs=1e-6)


def test_stamps_that_start_again_go_on_from_where_they_were(whole):
    feed, frames = whole["joined.ts"]
    times_s = [time_s for _, time_s, _ in frames]
    assert [index for index, _, _ in frames] == list(range(4 * COUNT))
    assert times_s[: 3 * COUNT] == pytest.approx(evenly(3 * COUNT, FPS))
    last_stamp_s = 3.1  # of 2.9: decoding begins two frames before showing, and stamps with 0
    assert times_s[3 * COUNT] == pytest.approx(8.9 + 3600.0 - last_stamp_s)
    assert (feed.found.restarts, feed.found.gaps) == (2, 1)
    assert [time_s for _, time_s, _ in whole["joined.h264"][1]] == pytest.approx(
        evenly(2 * COUNT, FPS)
    )


def test_a_wrap_is_told_and_no_restart(whole):
    feed, _ = whole["wrapped.ts"]
    assert (feed.found.wraps, feed.found.restarts, feed.found.jumps) == (1, 0, 0)


def test_a_film_that_begins_in_the_middle_begins_with_its_first_keyframe(whole):
    feed, frames = whole["cut.ts"]
    index, time_s, bgr = frames[0]
    assert (index, time_s) == (0, 0.0)
    assert feed.found.before_keyframe > 0
    plain = [one[2] for one in whole["plain.ts"][1]]
    assert [one[2] for one in frames] == plain[-len(frames) :]
    assert bgr in plain[8::8]


@pytest.mark.parametrize("name", ALL)
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_a_part_is_the_part_of_the_whole(whole, name, data):
    feed, frames = whole[name]
    moments = [time_s for _, time_s, _ in frames]
    moment = st.sampled_from(moments) | st.floats(0, moments[-1] * 1.05)
    from_s, length_s = data.draw(moment), data.draw(st.floats(0.01, moments[-1]))
    cut = Cut(from_s, from_s + length_s, data.draw(st.integers(1, 4)))
    wanted = [f for f in frames if cut.from_s <= f[1] < cut.to_s and f[0] % cut.every == 0]
    if wanted:
        assert [(f.index, f.time_s, f.bgr.tobytes()) for f in CutFeed(feed, cut)] == wanted
    else:
        with pytest.raises(FeedError, match="got no frame from"):
            list(CutFeed(feed, cut))
