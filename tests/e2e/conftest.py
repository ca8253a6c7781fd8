from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.served import Server, browsing, served


@pytest.fixture(scope="module", autouse=True)
def browser() -> Iterator[Browser]:
    """One for all visits of a module; each has a profile of its own."""
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without any run, for modules that have none of their own."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def server(runs: Path) -> Iterator[Server]:
    """One over a module's runs, for all of its tests."""
    with served(runs) as found:
        yield found
