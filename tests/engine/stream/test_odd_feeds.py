from fractions import Fraction
from itertools import pairwise

import av
import cv2
import pytest

from engine.feeds.recorded import MemoryFeed, open_feed
from engine.matching.enrolment import enrol_folder
from engine.pipeline import Pipeline
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from tests.damage import destroyed

SETTINGS = EngineSettings()
THRESHOLD = 0.55
UHD_PX = (3840, 2160)


@pytest.fixture(scope="module")
def gallery(watchlist, analyser):
    return enrol_folder(watchlist, analyser)


@pytest.fixture(scope="module")
def farm(gallery):
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=2, queue=2)) as made:
        yield made


def run(farm, *feeds):
    """Frames as they came, by feed, and each feed's account; the books are checked on the way."""
    seen = {}

    def look(one):
        assert farm.ledger.balances
        seen.setdefault(one.frame.feed, []).append(one)

    ledger = farm.run(feeds, lambda _: None, look)
    assert ledger.balances
    for name, account in ledger.accounts.items():
        assert account.processed == account.decoded == len(seen.get(name, []))
    return seen, ledger.accounts


def found(seen):
    return [(one.frame.index, [(f.track, f.subject, f.score) for f in one.faces]) for one in seen]


def test_a_feed_in_4k_is_looked_at(walk, farm):
    large = [cv2.resize(bgr, UHD_PX) for bgr in walk[:2]]
    seen, accounts = run(farm, MemoryFeed(large, "large"), MemoryFeed(walk, "small"))
    assert [one.processed for one in accounts.values()] == [2, 12]
    assert all(one.faces for one in seen["large"])


def test_a_feed_of_uneven_frame_rate_keeps_its_times(walk, farm, tmp_path):
    path, wanted = tmp_path / "uneven.mp4", [2 * k + k * k // 5 for k in range(12)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 480, 320, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 10)
        for pts, bgr in zip(wanted, walk, strict=True):
            frame = av.VideoFrame.from_ndarray(bgr, format="bgr24")
            frame.pts, frame.time_base = pts, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    seen, accounts = run(farm, open_feed(path))
    times_s = [one.frame.time_s for one in seen["uneven"]]
    assert times_s == pytest.approx([pts / 10 for pts in wanted])
    assert all(a < b for a, b in pairwise(times_s))
    assert (accounts["uneven"].offered, accounts["uneven"].undecodable) == (12, 0)


def test_a_feed_without_frames_ends_at_once_beside_one_with_some(walk, farm):
    seen, accounts = run(farm, MemoryFeed([], "none"), MemoryFeed(walk[:3], "some"))
    assert (accounts["none"].decoded, accounts["some"].decoded) == (0, 3)
    assert list(seen) == ["some"]
    assert run(farm) == ({}, {})


def test_pictures_of_many_sizes_in_one_feed_are_seen_as_they_are(walk, farm, gallery, analyser):
    shares = (1.0, 0.5, 1.6, 0.9, 2.0, 0.7)
    sizes = [cv2.resize(bgr, None, fx=f, fy=f) for bgr, f in zip(walk, shares, strict=False)]
    feed = MemoryFeed(sizes, "mixed")
    alone = Pipeline(analyser, gallery, SETTINGS, THRESHOLD)
    seen, _ = run(farm, feed, MemoryFeed(walk[:4], "other"))
    assert found(seen["mixed"]) == found([alone.process(frame) for frame in feed])


def test_a_feed_with_a_destroyed_middle_goes_on_and_says_what_it_lacks(
    walk, walk_video, farm, tmp_path
):
    path = tmp_path / "torn.mp4"
    path.write_bytes(walk_video.read_bytes())
    seen, accounts = run(farm, open_feed(destroyed(path, 4, 2)), MemoryFeed(walk, "whole"))
    torn = accounts["torn"]
    assert torn.offered == 12
    assert 2 <= torn.undecodable < 8
    assert "torn.mp4: damaged after" in torn.damage
    assert seen["torn"][-1].frame.index == 11
    assert (accounts["whole"].decoded, accounts["whole"].damage) == (12, None)
