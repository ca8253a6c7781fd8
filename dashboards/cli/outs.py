"""Files that a command is to write: refused before any work is done where they cannot be."""

from pathlib import Path

from engine.errors import SettingsError
from engine.files import no_file


def check_files(**files: Path | None) -> None:
    """Raise SettingsError, naming the option, for a file that could not be written."""
    for option, file in files.items():
        if file is not None and (why := no_file(file)):
            raise SettingsError(
                f"{option}: got {file}, {why}, wanted a file in a folder that exists"
            )
