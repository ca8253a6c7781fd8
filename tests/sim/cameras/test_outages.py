"""What a film shows of a camera whose frames do not all come."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from engine.feeds.recorded import open_feed
from scenarios.failures import Failure
from sim.cameras.frames import record
from sim.cameras.outages import BLACK, NONE, handed, in_view, shown
from sim.streams import Streams
from tests.sim.cameras.stage import SMALL, day
from tests.sim.cameras.test_frames import NEAR, Dummies

TEN_S = np.arange(40) / SMALL.fps


def failing(kind: str, from_s: float, to_s: float, **more) -> Failure:
    return Failure.model_validate({"kind": kind, "from_s": from_s, "to_s": to_s} | more)


def came(*outages: Failure, camera=SMALL, time_s=TEN_S):
    return handed(camera, time_s, outages, Streams(1))


def test_without_outages_every_frame_shows_its_own_picture():
    found = came()
    assert found.picture.tolist() == [*range(40)]
    assert not found.dark.any()


def test_a_camera_that_is_out_shows_black_until_it_is_back():
    found = came(failing("camera_out", 1, 2))
    assert found.picture[3:9].tolist() == [3, *[BLACK] * 4, 8]
    assert found.dark.tolist() == [4 <= frame < 8 for frame in range(40)]


@pytest.mark.parametrize(
    ("before", "shows"),
    [
        ((), 7),
        ((failing("camera_out", 1, 2),), BLACK),
        ((failing("network_loss", 1, 2, amount=1),), 3),
    ],
)
def test_a_frozen_feed_shows_the_last_picture_that_did_not_get_lost(before, shows):
    found = came(*before, failing("feed_frozen", 2, 3))
    assert found.picture[8:13].tolist() == [*[shows] * 4, 12]


def test_a_feed_that_froze_before_the_film_began_shows_nothing():
    assert came(failing("feed_frozen", 0, 2)).picture[:9].tolist() == [*[BLACK] * 8, 8]


def test_the_first_failure_that_can_takes_a_frame():
    found = came(failing("camera_out", 1, 3), failing("feed_frozen", 2, 4))
    assert found.failure[[0, 4, 8, 12, 16]].tolist() == [NONE, 0, 0, 1, NONE]


def test_a_network_loses_the_same_frames_wherever_the_film_begins_and_whatever_else_fails():
    loss = failing("network_loss", 1, 9, amount=0.4)
    whole, later = came(loss), came(loss, time_s=TEN_S[10:])
    assert later.failure.tolist() == whole.failure[10:].tolist()
    lost = whole.failure[4:36] == 0
    assert 5 <= lost.sum() <= 20
    beside = came(failing("camera_out", 2, 4, what="other"), loss)
    assert (beside.failure == 1).tolist() == (whole.failure == 0).tolist()
    other = came(loss, camera=SMALL.model_copy(update={"id": "other"}))
    assert other.failure.tolist() != whole.failure.tolist()


def test_a_frozen_film_s_truth_tells_who_stands_in_it_and_who_was_not_taken(tmp_path):
    played, frozen = day(NEAR), failing("feed_frozen", 0.5, 1)
    for folder, outages in (("as_ever", ()), ("frozen", (frozen,))):
        record(SMALL, played, Dummies(), Streams(1), tmp_path / folder, lambda _: None, outages)
    before, after = (
        pq.read_table(tmp_path / folder / "small.truth.parquet") for folder in ("as_ever", "frozen")
    )
    rows = after.select(["frame", "failure", "in_view"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        *((0, NONE, True), (1, NONE, True), (2, 0, False), (2, NONE, False)),
        *((3, 0, False), (3, NONE, False)),
    ]
    assert after.filter(in_view(after))["x1_px"].to_pylist() == before["x1_px"].to_pylist()[:2]
    still = after.filter(shown(after))
    assert set(still["x1_px"].to_pylist()[1:]) == {before["x1_px"][1].as_py()}
    assert still["time_s"].to_pylist() == [0, 0.25, 0.5, 0.75]
    pictures = [frame.bgr for frame in open_feed(tmp_path / "frozen" / "small.mp4")]
    assert len(pictures) == 4
    assert np.abs(pictures[3].astype(int) - pictures[1]).mean() < 1


def test_a_lost_frame_is_black_and_its_people_are_in_view(tmp_path):
    lost = failing("network_loss", 0.25, 0.75, amount=1)
    played = replace(day(NEAR), start_s=0.0)
    record(SMALL, played, Dummies(), Streams(1), tmp_path, lambda _: None, (lost,))
    truth = pq.read_table(tmp_path / "small.truth.parquet")
    assert in_view(truth).all()
    assert shown(truth).tolist() == [True, False, False, True]
    bright = [frame.bgr.max() for frame in open_feed(tmp_path / "small.mp4")]
    assert [int(one) > 40 for one in bright] == [True, False, False, True]
