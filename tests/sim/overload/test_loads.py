import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FeedError
from sim.errors import SimError
from sim.overload.loads import Loads, recorded, searched, tiles


@pytest.fixture(scope="module")
def loads(analyser) -> Loads:
    return Loads(analyser, 1)


def test_the_engine_finds_everybody_in_every_picture(loads, analyser):
    load = loads.rendered(2, (320, 192))
    assert (load.faces, load.size_px) == (2.0, (320, 192))
    assert [searched(bgr, analyser) for bgr in load.pictures] == [2] * len(load.pictures)
    assert loads.rendered(2, (320, 192)) is load


def test_a_load_is_the_same_each_time_and_its_pictures_differ(loads, analyser):
    load = loads.rendered(1, (320, 192))
    again = Loads(analyser, 1).rendered(1, (320, 192))
    assert np.array_equal(load.pictures, again.pictures)
    assert len({picture.tobytes() for picture in load.pictures}) == len(load.pictures)


def test_nobody_stands_in_an_empty_hall(loads, analyser):
    assert searched(loads.rendered(0, (320, 192)).pictures[0], analyser) == 0


def test_more_people_than_fit_are_refused(loads):
    with pytest.raises(SimError, match="wanted fewer or a larger one"):
        loads.rendered(60, (128, 96))


def test_recorded_frames_are_a_load(walk_video, walk, analyser):
    load = recorded([walk_video, walk_video], analyser)
    assert len(load.pictures) == 2 * len(walk)
    assert 0 < load.faces <= 6


def test_recorded_feeds_of_two_sizes_are_refused(walk_video, watchlist, analyser):
    with pytest.raises(FeedError, match="wanted 480x320 as before"):
        recorded([walk_video, watchlist], analyser)


@given(st.integers(1, 64), st.integers(64, 2000), st.integers(64, 2000))
@settings(deadline=None, max_examples=60)
def test_tiles_lie_in_the_picture_and_apart(count, width, height):
    covered = np.zeros((height, width), np.uint8)
    for x1, y1, x2, y2 in tiles(count, (width, height)):
        assert 0 <= x1 < x2 <= width
        assert 0 <= y1 < y2 <= height
        covered[y1:y2, x1:x2] += 1
    assert covered.max() == 1
