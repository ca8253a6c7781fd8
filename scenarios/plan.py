"""What a plan importer is and gives: the seam `footfall.plan`; one for each format.

An importer is made by `maker()`, says which names of files are its own, and reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scenarios.errors import ScenarioError
from scenarios.place import Place
from scenarios.seams import PLAN, find, known

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says about a plan that its file does not, or says wrongly.

    `unit` is what it was drawn in; `layers` a file that says what the layers of a drawing are;
    `scale` two points of a picture, in pixels, and how many metres lie between them; `mend` whether
    faults that can be mended are.
    """

    unit: str | None = None
    layers: Path | None = None
    scale: tuple[Point, Point, float] | None = None
    mend: bool = False


NOTHING = Asked()


class PlanImporter(Protocol):
    """Reads one format of floor plans."""

    suffixes: tuple[str, ...]
    """How names of its files end, such as `.geojson`, in small letters."""

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The place in one file; ScenarioError, naming the file and what of it, for what is none.

        Whatever the file measures in and wherever it begins, a place is in metres, x east and y
        north.
        """


ImporterMaker = Callable[[], PlanImporter]


def read_plan(path: Path, asked: Asked = NOTHING) -> Place:
    """The place in a file of any known format, by the end of its name; ScenarioError for no such
    format, for a format that two claim, and for what its importer refuses.
    """
    importers = {name: _importer(name) for name in known(PLAN)}
    named = path.name.lower()
    fitting = [name for name, one in importers.items() if named.endswith(one.suffixes)]
    if len(fitting) == 1:
        return importers[fitting[0]].read(path, asked)
    endings = ", ".join(suffix for one in importers.values() for suffix in one.suffixes)
    got = f"a name for {' and '.join(fitting)}" if fitting else "a name for no format"
    raise ScenarioError(f"{path}: got {got}, wanted one of {endings}")


def _importer(name: str) -> PlanImporter:
    maker: ImporterMaker = find(PLAN, name)
    return maker()
