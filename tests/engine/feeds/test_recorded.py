import av
import cv2
import numpy as np
import pytest

from engine.errors import FeedError
from engine.feeds.recorded import open_feed
from engine.film.video import write_video
from tests.damage import destroyed


def pictures(count=8, width=160, height=120):
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 255, (count, 3, 4, 3), dtype=np.uint8)
    return [cv2.resize(c, (width, height), interpolation=cv2.INTER_CUBIC) for c in coarse]


def written(path, frames, fps=5.0):
    with write_video(path, fps, frames[0].shape[1::-1]) as writer:
        for frame in frames:
            writer.add(frame)
    return path


def test_a_written_video_reads_back_frame_by_frame(tmp_path):
    frames = pictures()
    feed = open_feed(written(tmp_path / "a.mp4", frames))
    seen = list(feed)
    assert (feed.name, feed.fps, feed.frames, feed.size_px) == ("a", 5.0, 8, (160, 120))
    assert [frame.index for frame in seen] == list(range(8))
    assert [frame.time_s for frame in seen] == pytest.approx(np.arange(8) / 5)
    for frame, drawn in zip(seen, frames, strict=True):
        assert np.abs(frame.bgr.astype(int) - drawn).mean() < 12


def test_a_feed_starts_anew_each_time(tmp_path):
    feed = open_feed(written(tmp_path / "a.mp4", pictures(3)))
    first, second = list(feed), list(feed)
    assert all(np.array_equal(a.bgr, b.bgr) for a, b in zip(first, second, strict=True))


def test_the_same_frames_give_the_same_bytes(tmp_path):
    frames = pictures(12)
    contents = {written(tmp_path / "a.mp4", frames).read_bytes() for _ in range(6)}
    assert len(contents) == 1


def test_a_folder_is_read_in_the_order_of_names(tmp_path):
    frames = pictures(3)
    for name, frame in zip(("c.png", "a.png", "b.PNG"), frames, strict=True):
        cv2.imwrite(str(tmp_path / name), frame)
    (tmp_path / "notes.txt").write_text("not a picture")
    feed = open_feed(tmp_path, fps=2.0)
    assert [frame.time_s for frame in feed] == [0.0, 0.5, 1.0]
    order = [frames[k] for k in (1, 2, 0)]
    assert all(np.array_equal(f.bgr, drawn) for f, drawn in zip(feed, order, strict=True))


def test_frames_at_hand_are_a_feed():
    frames = pictures(3)
    feed = open_feed(iter(frames), fps=10)
    assert (feed.frames, feed.size_px, [f.time_s for f in feed]) == (3, (160, 120), [0, 0.1, 0.2])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_video_is_refused_where_it_ends(tmp_path, share):
    content = written(tmp_path / "a.mp4", pictures(20)).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(FeedError, match=r"cut\.mp4: damaged after \d+\.\d\d s"):
        list(open_feed(cut))


def losses_of(feed, time_s=0.0, every=1):
    lost = []
    return list(feed.since(time_s, every, lost.append)), lost


def test_a_video_damaged_in_the_middle_goes_on_behind_it(tmp_path):
    whole = list(open_feed(written(tmp_path / "a.mp4", pictures(20))))
    feed = open_feed(destroyed(tmp_path / "a.mp4", 8, 4))
    seen, lost = losses_of(feed)
    assert 4 <= len(lost) < 12
    assert sorted(one.index for one in (*seen, *lost)) == list(range(20))
    assert [f.time_s for f in seen] == [whole[f.index].time_s for f in seen]
    assert [loss.time_s for loss in lost] == [whole[loss.index].time_s for loss in lost]
    assert all("damaged after" in loss.why for loss in lost)
    with pytest.raises(FeedError, match="damaged after"):
        list(feed)


@pytest.mark.parametrize(("time_s", "every"), [(0.0, 1), (1.0, 1), (1.7, 1), (2.5, 1), (1.0, 3)])
def test_what_is_lost_is_the_same_wherever_one_begins(tmp_path, time_s, every):
    feed = open_feed(destroyed(written(tmp_path / "a.mp4", pictures(20)), 8, 4))
    wanted = {k for k in range(0, 20, every) if k / 5 >= time_s}
    seen, lost = losses_of(feed, time_s, every)
    assert {one.index for one in (*seen, *lost)} == wanted
    assert len(seen) + len(lost) == len(wanted)


def test_a_video_whose_first_picture_is_destroyed_is_read_from_the_next_that_is_whole(tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=5, options={"bf": "0"})
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 160, 120, "yuv420p", 5
        for bgr in pictures(15):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(bgr, format="bgr24")))
        container.mux(stream.encode(None))
    seen, lost = losses_of(open_feed(destroyed(path, 0, 1)))
    assert lost[0].index == 0
    assert seen[-1].index == 14
    assert sorted(one.index for one in (*seen, *lost)) == list(range(15))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_what_is_missing_at_a_truncated_end_is_lost(tmp_path, share):
    content = written(tmp_path / "a.mp4", pictures(20)).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(content[: int(len(content) * share)])
    seen, lost = losses_of(open_feed(tmp_path / "cut.mp4"))
    assert [one.index for one in (*seen, *lost)] == list(range(20))
    assert lost


def test_a_video_without_a_readable_picture_is_refused(tmp_path):
    path = destroyed(written(tmp_path / "a.mp4", pictures(8)), 0, 8)
    with pytest.raises(FeedError, match="without a readable frame"):
        open_feed(path)


def test_an_unreadable_picture_in_a_folder_is_lost_where_that_is_wanted(tmp_path):
    for name in ("a.png", "c.png"):
        cv2.imwrite(str(tmp_path / name), pictures(1)[0])
    (tmp_path / "b.png").write_text("no picture")
    seen, lost = losses_of(open_feed(tmp_path))
    assert ([f.index for f in seen], [one.index for one in lost]) == ([0, 2], [1])
    assert "b.png" in lost[0].why


@pytest.mark.parametrize(
    "source", ["rtsp://10.0.0.1/stream", "HTTP://host/cam.mjpg", "/dev/video0", "0", "12"]
)
def test_live_sources_are_refused(source):
    with pytest.raises(FeedError, match="never runs on a live camera"):
        open_feed(source)


def test_a_file_named_like_a_number_is_opened_by_its_path(tmp_path):
    written(tmp_path / "0", pictures(2))
    assert open_feed(tmp_path / "0").frames == 2


def sound_only(path):
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 8000
        container.mux(stream.encode(silence))
        container.mux(stream.encode(None))


def no_frames(path):
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        container.start_encoding()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _path: None, "no such file or folder"),
        (lambda path: path.write_bytes(b""), "an empty file"),
        (lambda path: path.write_text("hello, I am no video\n" * 50), "no video that can be read"),
        (lambda path: path.mkdir(), "no pictures"),
        (no_frames, "wanted"),
        (sound_only, "a file without pictures"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path, make, said):
    path = tmp_path / "feed.mp4"
    make(path)
    with pytest.raises(FeedError, match=said):
        list(open_feed(path))


def test_no_frames_are_refused():
    with pytest.raises(FeedError, match="got none"):
        open_feed([])


def test_an_unreadable_picture_in_a_folder_is_named(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), pictures(1)[0])
    (tmp_path / "b.png").write_text("no picture")
    with pytest.raises(FeedError, match=r"b\.png"):
        list(open_feed(tmp_path))


def test_odd_sides_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(FeedError, match="even sides"):
        written(tmp_path / "a.mp4", pictures(1, width=161))
    assert list(tmp_path.iterdir()) == []


def test_a_video_without_frames_is_not_written(tmp_path):
    path = tmp_path / "a.mp4"
    with pytest.raises(FeedError, match="no frames"), write_video(path, 5, (160, 120)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_video_leaves_nothing_behind(tmp_path):
    frames = [*pictures(2), "no frame"]
    with pytest.raises(AttributeError):
        written(tmp_path / "a.mp4", frames)
    assert list(tmp_path.iterdir()) == []
