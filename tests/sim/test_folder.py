import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from scenarios.loader import load_scenario
from sim.cameras.sightings import Sightings
from sim.folder import RunFolder
from sim.tables import crowd_table, sightings_table
from sim.world.crowd import Crowd


def crowd(n: int = 500) -> Crowd:
    rng = np.random.default_rng(1)
    return Crowd(
        dt_s=0.5,
        person=np.repeat(np.arange(5, dtype=np.int32), n // 5),
        tick=np.tile(np.arange(n // 5, dtype=np.int32), 5),
        x_m=rng.uniform(0, 120, n).astype(np.float32),
        y_m=rng.uniform(0, 60, n).astype(np.float32),
        level=np.zeros(n, np.int8),
        heading_deg=rng.uniform(-180, 180, n).astype(np.float32),
        first=np.arange(0, n + 1, n // 5),
    )


def test_positions_are_kept_to_the_centimetre(tmp_path):
    walked = crowd()
    folder = RunFolder(tmp_path)
    folder.table("crowd.parquet", crowd_table(walked), delta=("person", "tick", "x_cm", "y_cm"))
    kept = pq.read_table(tmp_path / "crowd.parquet")
    assert np.abs(kept["x_cm"].to_numpy() / 100 - walked.x_m).max() <= 0.005 + 1e-6
    assert kept["person"].to_numpy().tolist() == walked.person.tolist()
    assert float(kept.schema.metadata[b"dt_s"]) == walked.dt_s


def test_a_sighting_s_camera_is_told_by_its_id_whichever_are_in_use(tmp_path):
    n = 4
    zero = np.zeros(n, np.float32)
    names = [name for name in Sightings.__dataclass_fields__ if name not in ("camera", "face_px")]
    columns = dict.fromkeys(names, zero) | {"face_px": np.zeros((n, 4), np.float32)}
    seen = Sightings(**columns, camera=np.array([0, 1, 1, 0], np.int16))
    cameras = load_scenario("shopping_centre").scenario.cameras[4:2:-1]
    RunFolder(tmp_path).table("sightings.parquet", sightings_table(seen, cameras))
    kept = pq.read_table(tmp_path / "sightings.parquet")["camera"].to_pylist()
    assert kept == ["mall-west", "north", "north", "mall-west"]


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path):
    folder = RunFolder(tmp_path)
    with pytest.raises(ValueError, match="JSON"):
        folder.json("outcomes.json", {"tpir": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_hashes_cover_every_file_but_the_record_itself(tmp_path):
    folder = RunFolder(tmp_path)
    folder.json("run.json", {})
    folder.text("scenario.yaml", "name: x\n")
    folder.lines("watch/a/alerts.jsonl", [{"id": 1}])
    before = folder.hashes({})
    assert set(before) == {"scenario.yaml", "watch/a/alerts.jsonl"}
    folder.text("scenario.yaml", "name: y\n")
    assert {name for name, sha in folder.hashes({}).items() if sha != before[name]} == {
        "scenario.yaml"
    }
    assert folder.hashes({"scenario.yaml": "known"})["scenario.yaml"] == "known"
    assert json.loads((tmp_path / "watch/a/alerts.jsonl").read_text()) == {"id": 1}
