import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from dashboards.cli import main
from scenarios.errors import ScenarioError
from scenarios.loader import library
from sim.errors import SimError
from sim.study.stills import still


@pytest.fixture
def quiet(tmp_path):
    """The mall with few people and small pictures."""
    file = library()["mall"]
    raw = yaml.safe_load(file.read_text())
    raw["venue"] = str(file.parent / raw["venue"])
    raw["arrivals"]["profile"] = [{"from_s": 0, "people_per_h": 500}]
    raw["cameras"] = [raw["cameras"][0] | {"width_px": 320, "height_px": 180}]
    raw["window"] |= {"duration_s": 1, "watchlist": 3}
    written = tmp_path / "quiet.yaml"
    written.write_text(yaml.safe_dump(raw))
    return str(written)


def test_the_same_seed_gives_the_same_frame_and_nobody_twice(quiet):
    one, again = still(quiet), still(quiet)
    assert one.bgr.shape == (180, 320, 3)
    assert np.array_equal(one.bgr, again.bgr)
    assert one.to_json() == again.to_json()
    faces = [seen.face for seen in one.people]
    assert faces
    assert len(set(faces)) == len(faces)


def test_the_command_writes_the_frame_and_tells_who_is_in_it(quiet, tmp_path, capsys):
    out = tmp_path / "frame.png"
    main(["cameras", "frame", quiet, str(out), "--at", "90", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert out.stat().st_size > 10_000
    assert (told["camera"], told["time_s"]) == ("court", 90)


def test_what_is_not_there_is_refused(quiet, tmp_path):
    with pytest.raises(ScenarioError, match="camera: got 'moon', wanted one of court"):
        still(quiet, "moon")
    with pytest.raises(ScenarioError, match="at: got 12 s, wanted a time in the window"):
        still(quiet, at_s=12)
    raw = yaml.safe_load(Path(quiet).read_text()) | {"window": None}
    (tmp_path / "none.yaml").write_text(yaml.safe_dump(raw))
    with pytest.raises(SimError, match="window: got none"):
        still(str(tmp_path / "none.yaml"))
