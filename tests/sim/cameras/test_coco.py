import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FeedError
from engine.feeds.recorded import TRUTH, open_feed
from engine.settings import EngineSettings
from engine.watch import watch
from sim.cameras.coco import ATTRIBUTES, POINTS, Feed, coco, visibility
from sim.cameras.frames import record
from sim.cameras.join import BOX
from sim.people.sprites import Sprites
from sim.streams import Streams
from tests.sim.cameras.stage import SMALL, day
from tests.sim.cameras.test_frames import FAR, NEAR, Dummies

SIZE = (SMALL.width_px, SMALL.height_px)
COLUMNS = {
    "frame", "time_s", "person", *BOX, "interocular_px", "frontal_px", "yaw_deg", "pitch_deg",
    "visible_share", "distance_m", "in_zone", "landmarks_px", "landmarks_shown", "blur_px",
}  # fmt: skip


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feeds")
    played = day(NEAR, FAR, camera=SMALL)
    record(SMALL, played, Dummies(), Streams(1), folder, lambda _: None)
    return folder, pq.read_table(folder / f"small{TRUTH}")


@pytest.fixture(scope="module")
def made(filmed):
    feeds = [Feed(name, 4, SMALL.fps, SIZE, filmed[1]) for name in ("one", "two")]
    return json.loads(json.dumps(coco(feeds, "two halls"), allow_nan=False))


def test_truth_has_every_column_with_its_unit(filmed):
    assert set(filmed[1].column_names) == COLUMNS


def test_every_annotation_says_what_the_truth_says(filmed, made):
    rows = filmed[1].to_pylist() * 2
    images = {one["id"]: one for one in made["images"]}
    assert [one["id"] for one in made["annotations"]] == list(range(1, len(rows) + 1))
    for one, row in zip(made["annotations"], rows, strict=True):
        assert images[one["image_id"]]["frame"] == row["frame"]
        assert images[one["image_id"]]["time_s"] == pytest.approx(row["time_s"])
        x, y, width, height = one["bbox"]
        assert [x, y, x + width, y + height] == pytest.approx([row[side] for side in BOX])
        assert one["area"] == pytest.approx(width * height)
        told = one["attributes"]
        assert told == {name: row[name] for name in ("person", *ATTRIBUTES)}
        points = np.reshape(one["keypoints"], (5, 3))
        labelled = points[:, 2] > 0
        marks = np.reshape(row["landmarks_px"], (5, 2))
        assert one["num_keypoints"] == labelled.sum()
        assert points[labelled, :2] == pytest.approx(marks[labelled])


def test_images_are_all_frames_of_all_feeds_and_annotations_find_theirs(made):
    assert [one["id"] for one in made["images"]] == list(range(1, 9))
    names = [one["file_name"] for one in made["images"]]
    assert names[0] == "one/000000.png"
    assert names[-1] == "two/000003.png"
    assert {(one["width"], one["height"]) for one in made["images"]} == {SIZE}
    (category,) = made["categories"]
    assert (category["name"], category["keypoints"]) == ("head", list(POINTS))
    assert {one["category_id"] for one in made["annotations"]} == {category["id"]}


def test_landmarks_of_who_stands_behind_are_labelled_as_hidden(tmp_path):
    level = SMALL.model_copy(update={"height_m": 1.6, "tilt_deg": 0.0})
    played = day(FAR, NEAR, camera=level)
    record(level, played, Dummies(), Streams(1), tmp_path, lambda _: None)
    truth = pq.read_table(tmp_path / f"small{TRUTH}")
    for one in coco([Feed("small", 4, 4.0, SIZE, truth)], "hall")["annotations"]:
        states = set(one["keypoints"][2::3])
        assert states == ({1} if one["attributes"]["person"] == 0 else {2})


@settings(deadline=None, max_examples=60)
@given(st.floats(-180, 180), st.floats(-30, 50), st.floats(-30, 50))
def test_turning_the_head_the_other_way_hides_the_other_side(yaw, x, y):
    marks, shown = np.tile([x, y], (5, 1)), np.full(5, True)
    one, other = (visibility(marks, shown, sign * yaw, (20, 20)) for sign in (1, -1))
    if yaw:
        assert other.tolist() == one[[1, 0, 2, 4, 3]].tolist()
    inside = 0 <= x < 20 and 0 <= y < 20
    assert ((one > 0) == inside).all()


def test_the_engine_refuses_a_feed_s_truth_by_name(filmed):
    with pytest.raises(FeedError, match="the truth about a feed"):
        open_feed(filmed[0] / f"small{TRUTH}")
    with pytest.raises(FeedError, match="the truth about a feed"):
        open_feed(filmed[0] / f"SMALL{TRUTH.upper()}")


def test_the_engine_sees_the_same_with_and_without_the_truth_beside_the_feed(tmp_path, watchlist):
    found = []
    for name in ("with", "without"):
        folder = tmp_path / name
        record(SMALL, day(NEAR), Sprites(1), Streams(1), folder, lambda _: None)
        if name == "without":
            (folder / f"small{TRUTH}").unlink()
        watch(folder / "small.mp4", watchlist, folder / "out", EngineSettings())
        found.append((folder / "out" / "faces.parquet").read_bytes())
    assert found[0] == found[1]
    with pytest.raises(FeedError, match="no pictures"):
        open_feed(tmp_path / "with")
