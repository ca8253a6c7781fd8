from pathlib import Path

import numpy as np
import pytest
import yaml

from scenarios.errors import ScenarioError
from sim.stills import still
from tests.sim.quiet import quiet_mall


@pytest.fixture
def quiet(tmp_path):
    return quiet_mall(tmp_path)


def test_the_same_seed_gives_the_same_frame_and_nobody_twice(quiet):
    one, again = still(quiet), still(quiet)
    assert one.bgr.shape == (180, 320, 3)
    assert np.array_equal(one.bgr, again.bgr)
    assert one.to_json() == again.to_json()
    faces = [seen.face for seen in one.people]
    assert faces
    assert len(set(faces)) == len(faces)


def test_what_is_not_there_is_refused(quiet, tmp_path):
    with pytest.raises(ScenarioError, match="camera: got 'moon', wanted one of court"):
        still(quiet, "moon")
    with pytest.raises(ScenarioError, match="at: got 12 s, wanted a time in the window"):
        still(quiet, at_s=12)
    raw = yaml.safe_load(Path(quiet).read_text()) | {"window": None}
    (tmp_path / "none.yaml").write_text(yaml.safe_dump(raw))
    with pytest.raises(ScenarioError, match="none, wanted one: pixels fidelity"):
        still(str(tmp_path / "none.yaml"))
