import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.loader import library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the library's scenarios and venue."""
    shutil.copytree(library()["corridor"].parent, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture(scope="session")
def raw() -> dict[str, Any]:
    """The scenario `shopping_centre`, as YAML gives it."""
    return yaml.safe_load(library()["shopping_centre"].read_text())


@pytest.fixture(scope="session")
def eastgate() -> dict[str, Any]:
    """The venue Eastgate, as JSON gives it."""
    return json.loads((library()["corridor"].parent / "eastgate.geojson").read_text())
