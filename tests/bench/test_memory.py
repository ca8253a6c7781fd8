"""Memory over an hour of a looped feed, as fast as it can be looked at."""

import sys

import cv2
import psutil
import pytest

from engine.feeds.loop import LoopFeed
from engine.feeds.recorded import open_feed
from engine.film.video import write_video
from engine.matching.enrolment import enrol_folder
from engine.settings import EngineSettings
from engine.stream.farm import Farm

HOUR_S, WARM_S, EVERY_S = 3600.0, 300.0, 300.0
SMALL_PX = (240, 160)
FLAT = 0.05


def resident_mb() -> float:
    """This process's and its workers', resident set sizes; pages that they share count in each."""
    one = psutil.Process()
    held = [process.memory_info().rss for process in (one, *one.children(recursive=True))]
    return sum(held) / 1e6


@pytest.fixture
def small_video(walk, tmp_path):
    path = tmp_path / "small.mp4"
    with write_video(path, 5.0, SMALL_PX) as writer:
        for bgr in walk:
            writer.add(cv2.resize(bgr, SMALL_PX, interpolation=cv2.INTER_AREA))
    return path


def test_an_hour_of_a_looped_feed_leaves_memory_flat(
    benchmark, capsys, analyser, watchlist, small_video
):
    settings = EngineSettings(minimum_interocular_px=4)
    gallery = enrol_folder(watchlist, analyser)
    held: list[tuple[float, float]] = []

    def look(one) -> None:
        if one.frame.time_s >= EVERY_S * len(held):
            held.append((one.frame.time_s, resident_mb()))

    def hour() -> None:
        with Farm(gallery, settings, 0.4) as farm:
            farm.run([LoopFeed(open_feed(small_video), HOUR_S)], lambda _: None, look)
            held.append((HOUR_S, resident_mb()))

    benchmark.pedantic(hour, rounds=1)
    with capsys.disabled():
        for time_s, megabytes in held:
            sys.stdout.write(f"\nafter {time_s / 60:4.0f} min of feed: {megabytes:.1f} MB")
    after = [megabytes for time_s, megabytes in held if time_s >= WARM_S]
    assert max(after) / after[0] - 1 < FLAT
