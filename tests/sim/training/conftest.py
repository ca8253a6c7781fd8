import shutil

import pytest

from sim.training.ground import ground
from sim.training.injects.scene import scene_of
from sim.training.session import Session


@pytest.fixture(scope="session")
def scene(laid, tmp_path_factory):
    """What the engine saw of the corridor."""
    folder = shutil.copytree(laid, tmp_path_factory.mktemp("scene") / "session")
    made = scene_of(ground(folder, seated=False).given)
    assert made.enrolled
    return made


@pytest.fixture
def folder(laid, tmp_path):
    return shutil.copytree(laid, tmp_path / "one")


class Watch:
    """Time that passes when it is told to."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def opened(watch):
    """Opens sessions on that watch, and closes them in the end."""
    held = []

    def of(folder):
        held.append(Session(folder, watch))
        return held[-1]

    yield of
    for one in held:
        one.close()
