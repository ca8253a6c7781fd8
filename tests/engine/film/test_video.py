import av
import numpy as np
import pytest

from engine.drawing.annotate import Annotator
from engine.feeds.cut import Cut, CutFeed
from engine.feeds.loop import LoopFeed
from engine.feeds.recorded import MemoryFeed, open_feed
from engine.film.video import write_video
from engine.matching.gallery import Gallery
from engine.pipeline import Seen
from engine.watch import _annotated
from tests.films import evenly, film, greys

ANNOTATOR = Annotator(Gallery(("ann",), np.eye(1, 4, dtype=np.float32), "test"), 0.5)
GAPPED_S = [0.0, 0.1, 0.2, 4.0, 600.0, 600.1]
FIVE_THEN_THIRTY_S = [*evenly(20, 5.0), *evenly(39, 30.0, 4.0)]


def shown(path):
    """When each picture of a video is shown, by libav alone."""
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def annotated(feed, folder):
    with _annotated(folder, feed, ANNOTATOR, annotate=True) as draw:
        for frame in feed:
            draw(Seen(frame, (), ()))
    return folder / "annotated.mp4"


def test_frames_are_shown_at_the_times_they_are_given(tmp_path):
    path, times_s = tmp_path / "a.mp4", [0.05, 0.1, 4.0, 4.0, 600.0, 600.0333, 90_000.0]
    with write_video(path, 5.0, (64, 48), timed=True) as writer:
        for bgr, time_s in zip(greys(len(times_s)), times_s, strict=True):
            writer.add(bgr, time_s)
    assert shown(path) == pytest.approx([*times_s[:3], 4.0001, *times_s[4:]], abs=1e-4)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
@pytest.mark.parametrize("times_s", [GAPPED_S, FIVE_THEN_THIRTY_S], ids=["gap", "two rates"])
def test_what_happens_at_a_second_stands_there_in_the_annotated_video(tmp_path, name, times_s):
    stamps_s = [time_s + 7 for time_s in times_s]
    feed = open_feed(film(tmp_path / name, greys(len(times_s)), stamps_s))
    assert shown(annotated(feed, tmp_path / "out")) == pytest.approx(times_s, abs=1.1e-3)


def test_the_annotated_video_of_a_part_counts_from_its_start(tmp_path):
    feed = open_feed(film(tmp_path / "a.ts", greys(len(GAPPED_S)), GAPPED_S))
    part = CutFeed(feed, Cut(3.5, 600.05))
    assert shown(annotated(part, tmp_path / "out")) == pytest.approx([0.5, 596.5], abs=1e-4)


@pytest.mark.parametrize("size_px", [(1, 1), (3, 5), (1, 300), (33, 21)])
def test_films_of_any_size_are_annotated(tmp_path, size_px):
    feed = MemoryFeed(greys(3, size_px))
    seen = open_feed(annotated(feed, tmp_path))
    assert [frame.time_s for frame in seen] == pytest.approx([0, 0.2, 0.4])
    assert all(2 * (side // 2) <= shown for side, shown in zip(size_px, seen.size_px, strict=True))


def test_a_film_that_changes_its_size_is_annotated_on_the_first_canvas(tmp_path):
    feed = MemoryFeed([*greys(2, (64, 48)), *greys(2, (96, 96)), *greys(2, (16, 48))])
    seen = open_feed(annotated(feed, tmp_path))
    assert [frame.bgr.shape for frame in seen] == [(48, 64, 3)] * 6


def test_a_round_of_a_looped_film_is_as_long_as_the_film(tmp_path):
    late_s = [100.0, 100.1, 100.2, 101.2]
    feed = open_feed(film(tmp_path / "a.ts", greys(4), late_s))
    times_s = [frame.time_s for frame in LoopFeed(feed, 2.9)]
    assert times_s == pytest.approx([0, 0.1, 0.2, 1.2, 1.3, 1.4, 1.5, 2.5, 2.6, 2.7, 2.8])
