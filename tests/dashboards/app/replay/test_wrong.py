"""What a replay says of frames with which something is wrong, beside what is on the film."""

import pytest

from dashboards.app.replay.wrong import DROPPED, LOST, OUT, failures_of, wrong_of
from engine.feeds.recorded import open_feed
from sim.reader import read_run
from sim.recognition.traffic import read_traffic
from sim.run import play
from tests.windows import TWO_SECONDS

FAILURES = (
    "{kind: camera_out, from_s: 50, to_s: 61, what: small}",
    "{kind: network_loss, from_s: 61.5, to_s: 62, what: small, amount: 1}",
    "{kind: feed_frozen, from_s: 61, to_s: 61.5, what: larger}",
    "{kind: network_delay, from_s: 61.5, to_s: 62, what: larger, amount: 5}",
    "{kind: engine_overload, from_s: 40, to_s: 61, bears_hz: 2}",
    "{kind: radio_down, from_s: 70, to_s: 80}",
)


@pytest.fixture(scope="module")
def run(two_seconds, tmp_path_factory):
    changes = TWO_SECONDS | {"failures": f"[{', '.join(FAILURES)}]"}
    out = tmp_path_factory.mktemp("runs") / "wrong"
    play("corridor", out=out, fidelity="pixels", overrides=changes, from_run=two_seconds)
    return read_run(out)


def spelt_out(run, camera, fps, frames):
    """The words of each frame."""
    found = [""] * frames
    for first, words in wrong_of(run, camera, fps, frames):
        found[first:] = [words] * (frames - first)
    return found


def test_black_and_lost_frames_are_said_to_be_so(run):
    words = spelt_out(run, "small", 2, 4)
    assert words == [OUT, OUT, "", LOST]
    black = [frame.bgr.max() < 20 for frame in open_feed(run.path / "feeds" / "small.mp4")]
    assert black == [bool(one) for one in words]


def test_frozen_dropped_and_late_frames_are_said_to_be_so(run):
    words = spelt_out(run, "larger", 6, 12)
    traffic = read_traffic(run.path / "watch" / "larger")
    dropped = [DROPPED if k in traffic.dropped else "" for k in range(6)]
    assert DROPPED in dropped
    assert words[:6] == dropped
    assert (
        words[6:]
        == ["Feed frozen: frame 6 stands still"] * 3 + ["Network delay: looked at 5 s late"] * 3
    )


def test_nothing_is_said_of_a_film_with_which_nothing_is_wrong(two_seconds):
    assert wrong_of(read_run(two_seconds), "larger", 6, 12) == []
    assert failures_of(read_run(two_seconds)) == []


def test_what_goes_wrong_is_told_with_its_times_in_the_words_of_the_vocabulary(run):
    told = {one["text"]: (one["from_s"], one["to_s"]) for one in failures_of(run)}
    assert told["Camera out at small: The camera gives no picture."][1] == 61
    assert told["Engine overload: More frames come than can be looked at."][1] == 61
    assert told["Radio down: No word reaches an officer."] == (70, 80)
    assert len(told) == len(FAILURES)
