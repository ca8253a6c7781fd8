"""Films whose files say what cannot be true, or break off."""

import struct

import psutil
import pytest

from engine.feeds.recorded import open_feed
from engine.film.told import about, notes
from tests.films import evenly, film, greys

COUNT, FPS = 12, 10.0
CLUSTER = b"\x1f\x43\xb6\x75"
"""The mark of what holds pictures in Matroska."""


def resident_bytes():
    """What this process holds in memory now."""
    return psutil.Process().memory_info().rss


def read(path):
    """A feed, the seconds of its frames and what was lost."""
    lost = []
    feed = open_feed(path)
    return feed, [frame.time_s for frame in feed.since(0, lost=lost.append)], lost


@pytest.fixture
def avi(tmp_path):
    return film(tmp_path / "a.avi", greys(COUNT), evenly(COUNT, FPS), "mjpeg", "yuvj420p")


def overwritten(path, mark, offset, value):
    """A file with four bytes behind a mark changed, in its own order of bytes."""
    content = bytearray(path.read_bytes())
    at = content.index(mark) + len(mark) + offset
    order = "<I" if path.suffix == ".avi" else ">I"
    content[at : at + 4] = struct.pack(order, value)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("offset", "value", "fps"),
    [
        (24, 0, FPS),  # no rate
        (20, 0, FPS),  # no scale
        (32, 10**6, FPS),  # a million frames
        (24, 10**9, 25.0),  # 1e9 frames a second: in AVI the rate is the stamps' unit
        (20, 2**31 - 1, 25.0),  # a frame in seven years
    ],
)
def test_a_header_that_lies_is_not_believed(avi, offset, value, fps):
    feed, times_s, lost = read(overwritten(avi, b"strh", offset + 4, value))
    assert times_s == pytest.approx(evenly(COUNT, fps))
    assert (feed.fps, feed.frames, lost) == (fps, COUNT, [])
    said = [*notes("a", about(feed))]
    assert len(said) == (fps != FPS)
    assert all("counted 25 frames a second" in line for line in said)


@pytest.mark.parametrize("count", [1, 1000])
def test_packets_of_no_bytes_show_nothing_and_end_nothing(avi, count):
    content = avi.read_bytes()
    at = content.index(b"00dc", content.index(b"movi"))
    second = content.index(b"00dc", at + 4)
    avi.write_bytes(content[:second] + count * (b"00dc" + bytes(4)) + content[second:])
    _, times_s, _ = read(avi)
    assert len(times_s) == COUNT
    assert times_s == sorted(times_s)


@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
def test_a_table_of_a_thousand_million_pictures_promises_those_that_there_are(tmp_path, name):
    path = film(tmp_path / name, greys(COUNT), evenly(COUNT, FPS))
    feed, times_s, lost = read(overwritten(path, b"stts", 8, 2**31 - 1))
    assert (feed.frames, lost) == (COUNT, [])
    assert times_s == pytest.approx(evenly(COUNT, FPS))


@pytest.mark.parametrize(
    "times_s",
    [
        [0, 0.1, 0.1, 0.1, 0.2, 0.3, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8],
        [0, 0.1, 0.2, 0.05, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
    ],
    ids=["alike", "shaken"],
)
def test_stamps_that_stand_still_or_fall_a_little_make_no_time_run_back(tmp_path, times_s):
    """VP8 shows pictures as they are stored; a Matroska block says its milliseconds behind its
    track's number.
    """
    path = film(tmp_path / "a.mkv", greys(COUNT), evenly(COUNT, FPS), "libvpx")
    content = bytearray(path.read_bytes())
    at = content.index(CLUSTER)
    for number, time_s in enumerate(times_s):
        at = content.index(b"\x81" + struct.pack(">h", 100 * number), at) + 3
        content[at - 2 : at] = struct.pack(">h", round(1000 * time_s))
    path.write_bytes(content)
    _, seen_s, _ = read(path)
    assert seen_s == pytest.approx([max(times_s[: k + 1]) for k in range(COUNT)], abs=1e-6)


def test_a_trimmed_film_begins_with_the_first_picture_that_is_shown(tmp_path):
    """An edit list that begins at the fourth picture, as phones write it when a film is trimmed."""
    path = film(tmp_path / "a.mp4", greys(COUNT), evenly(COUNT, FPS), bf=0)
    content = path.read_bytes()
    at = content.index(b"elst") + 4 + 4 + 4 + 4
    begins = struct.pack(">i", 3 * 9000)
    path.write_bytes(content[:at] + begins + content[at + 4 :])
    feed, times_s, _ = read(path)
    assert times_s == pytest.approx(evenly(COUNT - 3, FPS))
    assert [frame.index for frame in feed] == list(range(COUNT - 3))
    assert feed.found.not_shown == 3


@pytest.mark.parametrize("name", ["a.ts", "a.mkv"])
def test_a_film_that_breaks_off_is_read_to_its_end(tmp_path, name):
    path = film(tmp_path / name, greys(10 * COUNT), evenly(10 * COUNT, FPS))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    _, times_s, _ = read(path)
    assert COUNT < len(times_s) < 10 * COUNT
    assert times_s == pytest.approx(evenly(len(times_s), FPS))


def test_of_a_film_s_head_no_bytes_are_kept(tmp_path):
    """Raw pictures of 3 MB: three hundred of them would be a gigabyte."""
    path = film(tmp_path / "raw.avi", greys(40, (1280, 800)), evenly(40, FPS), "rawvideo", "bgr24")
    before = resident_bytes()
    feed = open_feed(path)
    assert feed.fps == FPS
    assert resident_bytes() - before < 60 << 20
