"""Files that a command is to write: refused before any work is done where they cannot be."""

from pathlib import Path

from engine.disk.files import no_file
from engine.errors import SettingsError

PAGES = (".html", ".htm")


def check_files(**files: Path | None) -> None:
    """Raise SettingsError, naming the option, for a file that could not be written, and for a page
    whose name is not a page's: it would be written over something else.
    """
    for option, file in files.items():
        if option == "html" and file is not None and file.suffix.lower() not in PAGES:
            raise SettingsError(f"html: got {file}, wanted a name that ends in .html")
        if file is not None and (why := no_file(file)):
            raise SettingsError(
                f"{option}: got {file}, {why}, wanted a file in a folder that exists"
            )
