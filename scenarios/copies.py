"""Copies of the library's scenarios, to be changed as one's own files."""

from pathlib import Path

from engine.disk.files import write_bytes
from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario


def copy_scenario(name: str, folder: Path) -> Path:
    """Copy a library scenario and its plan into a folder, which is made where it is missing; the
    copy's path.

    ScenarioError for a name that the library does not have, for a file that is there already, and
    for a folder that cannot be written into.
    """
    if name not in library():
        raise ScenarioError(f"copy: got {name!r}, wanted one of {', '.join(library())}")
    loaded = load_scenario(name)
    files = {folder / file.name: file for file in (loaded.path, loaded.venue_path)}
    for copy in files:
        if copy.exists() or copy.is_symlink():
            raise ScenarioError(f"{copy}: got a file that is there already, wanted a new one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for copy, file in files.items():
            write_bytes(copy, file.read_bytes())
    except OSError as err:
        raise ScenarioError(f"{folder}: got {err.strerror}, wanted a folder to write in") from err
    return folder / loaded.path.name
