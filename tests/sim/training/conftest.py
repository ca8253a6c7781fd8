import shutil

import pytest

from sim.stages.store import user_store
from sim.training.session import Asked, Session, begin_session
from tests.once import once


@pytest.fixture(scope="session")
def laid(tmp_path_factory):
    """A session on the corridor that nobody opened yet; nobody writes into it."""

    def make(folder):
        folder.mkdir()
        begin_session(folder, Asked("corridor", {}), user_store())

    return once(tmp_path_factory, "training-corridor", make)


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
