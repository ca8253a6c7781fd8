"""Walkers are found by name: ours, or those of any installed package."""

import pytest

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.seams import WALKERS
from sim.run import play

FREE = """
from scenarios.schema import CrowdSettings
from sim.world.walkers.flow import Flow

class Late(Flow):
    def walk(self, arriving, *about, progress=None):
        if progress:
            progress(1.0)
        return super().walk(arriving, *about)
"""


def test_walkers_of_a_package_walk_a_run_and_their_code_tells_its_world_from_others(
    installed, tmp_path
):
    installed("strollers", FREE, {WALKERS: {"late": "strollers:Late"}})
    ours, theirs = (
        play(
            "corridor",
            out=tmp_path / name,
            fidelity="scores",
            overrides={"crowd.walkers": name},
            from_run=before,
        )
        for name, before in (("flow", None), ("late", tmp_path / "flow"))
    )
    assert theirs.sources["world"] == "made"
    crowds = [(run.folder / "crowd.parquet").read_bytes() for run in (ours, theirs)]
    assert crowds[0] == crowds[1]


def test_walkers_that_nobody_knows_are_refused():
    with pytest.raises(ScenarioError, match=r"crowd.walkers: got 'x', wanted one of flow"):
        load_scenario("corridor", {"crowd.walkers": "x"})
