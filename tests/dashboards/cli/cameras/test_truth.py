import json
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.feeds.recorded import TRUTH
from sim.cameras.coco import ATTRIBUTES
from sim.cameras.join import BOX
from sim.shapes import FACE
from tests.dashboards.made import CAMERA, FRAMES, make_run


def truth(rows: int) -> pa.Table:
    """Heads that move to the right, one a frame, half of each outside the picture at the end."""
    left = np.linspace(20, 305, rows).astype(np.float32)
    sides = (left, left * 0 + 40, left + 30, left * 0 + 80)
    marks = [[x + dx, y] for x in left.tolist() for dx, y in
             ((8, 50), (22, 50), (15, 60), (9, 68), (21, 68))]  # fmt: skip
    columns = dict(zip(BOX, sides, strict=True))
    columns |= {name: np.full(rows, 0.5, np.float32) for name in ATTRIBUTES}
    columns |= {"frame": np.arange(rows, dtype=np.int32), "person": np.full(rows, 7, np.int32)}
    columns |= {"time_s": np.arange(rows) / 5, "in_zone": np.full(rows, True)}
    columns |= {name: np.full(rows, 0.5) for name in FACE.keys() - columns.keys()}
    flat, shown = pa.array(np.ravel(marks).astype(np.float32)), pa.array([True] * 5 * rows)
    columns["landmarks_px"] = pa.FixedSizeListArray.from_arrays(flat, 10)
    columns["landmarks_shown"] = pa.FixedSizeListArray.from_arrays(shown, 5)
    return pa.table(columns)


@pytest.fixture
def run(filmed, tmp_path):
    """A run in pixels with the truth of its feed."""
    folder = shutil.copytree(filmed.path, tmp_path / "run")
    pq.write_table(truth(FRAMES), folder / "feeds" / f"{CAMERA}{TRUTH}")
    return folder


def test_the_truth_of_a_run_is_written_as_coco(footfall, run, tmp_path):
    out = tmp_path / "truth.json"
    told = footfall("cameras", "truth", run, "--coco", out)
    assert told.code == 0, told.err
    assert f"{FRAMES} frames and {FRAMES} heads of 1 camera:" in told.out
    made = json.loads(out.read_text())
    assert [one["camera"] for one in made["images"]] == [CAMERA] * FRAMES
    assert made["annotations"][0]["num_keypoints"] == 5
    assert made["annotations"][-1]["keypoints"][3:6] == [0, 0, 0]
    assert not list(tmp_path.glob("*.part"))


def test_one_camera_is_exported_by_name_and_another_refused(footfall, run, tmp_path):
    out = tmp_path / "truth.json"
    assert footfall("cameras", "truth", run, "--coco", out, "--camera", CAMERA).code == 0
    told = footfall("cameras", "truth", run, "--coco", out, "--camera", "roof")
    assert (told.code, f"wanted one of {CAMERA}" in told.err) == (2, True)


def test_a_run_without_feeds_or_no_run_is_refused(footfall, made, tmp_path):
    for folder, said in ((made.path, "wanted one in pixels"), (tmp_path, "wanted that of a run")):
        told = footfall("cameras", "truth", folder, "--coco", tmp_path / "truth.json")
        assert (told.code, told.out, said in told.err) == (2, "", True)


def test_a_run_that_was_killed_is_refused(footfall, tmp_path):
    killed = make_run(tmp_path / "killed", film=True, state="running")
    told = footfall("cameras", "truth", killed, "--coco", tmp_path / "truth.json")
    assert (told.code, "a run that is killed, wanted a complete one" in told.err) == (2, True)
    assert not (tmp_path / "truth.json").exists()


def test_the_truth_of_an_older_run_is_refused_in_words(footfall, run, tmp_path):
    file = run / "feeds" / f"{CAMERA}{TRUTH}"
    pq.write_table(pq.read_table(file).drop_columns("landmarks_shown"), file)
    told = footfall("cameras", "truth", run, "--coco", tmp_path / "truth.json")
    assert (told.code, "play it again" in told.err) == (2, True)
