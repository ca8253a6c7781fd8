import shutil

import pytest

from sim.training.ground import ground
from sim.training.injects.scene import scene_of


@pytest.fixture(scope="session")
def scene(laid, tmp_path_factory):
    """What the engine saw of the corridor."""
    folder = shutil.copytree(laid, tmp_path_factory.mktemp("injects") / "session")
    made = scene_of(ground(folder, seated=False).given)
    assert made.enrolled
    return made
