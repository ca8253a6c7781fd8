from pathlib import Path

import pytest

from sim.reader import StoredRun, read_run
from tests.dashboards.made import make_run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    return read_run(make_run(tmp_path_factory.mktemp("made") / "scores"))


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    return read_run(make_run(tmp_path_factory.mktemp("filmed") / "pixels", film=True))


@pytest.fixture
def no_runs(tmp_path: Path) -> Path:
    return tmp_path
