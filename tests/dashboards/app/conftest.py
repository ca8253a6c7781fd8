from types import SimpleNamespace

import pytest

BEGIN = ("runs.begin", "plan.works.begin", "plan.compare.begin", "experiments.works.begin")
"""Where pages begin work in the background."""


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
