from itertools import pairwise

import cv2
import numpy as np
import pytest

from engine.errors import SettingsError
from engine.feeds.loop import LoopFeed
from engine.feeds.recorded import MemoryFeed, open_feed

FEED = MemoryFeed([np.full((2, 2, 3), k, np.uint8) for k in range(3)], "door", 5.0)


def test_a_looped_feed_shows_its_pictures_again_with_indices_and_times_that_rise():
    seen = list(LoopFeed(FEED, 1.6))
    assert [frame.index for frame in seen] == list(range(8))
    assert [frame.time_s for frame in seen] == pytest.approx(np.arange(8) / 5)
    assert [frame.bgr[0, 0, 0] for frame in seen] == [0, 1, 2, 0, 1, 2, 0, 1]
    assert {frame.feed for frame in seen} == {"door"}


def test_a_looped_feed_starts_anew_each_time_and_says_how_long_it_is():
    feed = LoopFeed(FEED, 2.0)
    assert [f.index for f in feed] == [f.index for f in feed]
    assert feed.frames == len(list(feed)) == 10
    assert (feed.name, feed.fps, feed.size_px) == ("door", 5.0, (2, 2))


def test_a_looped_feed_is_read_from_a_time_on():
    seen = list(LoopFeed(FEED, 2.0).since(0.9, every=2))
    assert [frame.index for frame in seen] == [6, 8]
    assert all(a.time_s < b.time_s for a, b in pairwise(seen))


def test_a_picture_that_is_lost_is_lost_in_every_round(tmp_path):
    for name in "abc":
        cv2.imwrite(str(tmp_path / f"{name}.png"), FEED.pictures[0])
    (tmp_path / "c.png").write_text("no picture")
    lost = []
    seen = list(LoopFeed(open_feed(tmp_path), 1.6).since(0.0, lost=lost.append))
    assert [frame.index for frame in seen] == [0, 1, 3, 4, 6, 7]
    assert [loss.index for loss in lost] == [2, 5]


@pytest.mark.parametrize("until_s", [0.0, -1.0, float("inf"), float("nan")])
def test_a_loop_without_an_end_is_refused(until_s):
    with pytest.raises(SettingsError, match="loop"):
        LoopFeed(FEED, until_s)
