from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import pytest
from streamlit.components.v2 import manifest_scanner

BEGIN = ("runs.begin", "plan.works.begin", "plan.compare.begin", "experiments.works.begin")
"""Where pages begin work in the background."""


@pytest.fixture(scope="session", autouse=True)
def installed_once() -> Iterator[None]:
    """Each page under test would read what every installed package says of itself."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture
def begun(monkeypatch):
    """What was begun, instead of its beginning: title, arguments, and where it goes."""
    found = []

    def note(_, title, arguments, out=None):
        found.append((title, [*arguments], out))
        return SimpleNamespace(id="begun")

    for place in BEGIN:
        monkeypatch.setattr(f"dashboards.app.{place}", note)
    return found
