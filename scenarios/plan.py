"""What a plan importer is and gives: the seam `footfall.plan`; one for each format.

An importer is made by `maker()`, says which files are its own, and reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol, runtime_checkable

from scenarios.errors import ScenarioError
from scenarios.place import Place
from scenarios.seams import PLAN, find, known

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says about a plan that its file does not, or says wrongly.

    `unit` is what it was drawn in; `layers` a file that says what the layers of a drawing are;
    `scale` two points of a picture, in pixels right and down from its upper left corner, and how
    many metres lie between them; `mend` whether faults that can be mended are.
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
    known_by: str
    """By what of its content a file is known to be its own, in words after "wanted"."""
    takes: frozenset[str]
    """The fields of what is asked that mean something to it; others are refused."""

    def claims(self, path: Path) -> bool:
        """Whether a file of such a name, or a folder, is its own by what it holds; the same answer
        each time. ScenarioError for what cannot be read at all.
        """

    def read(self, path: Path, asked: Asked = NOTHING) -> Place:
        """The place in one file; ScenarioError, naming the file and what of it, for what is none.

        Whatever the file measures in and wherever it begins, a place is in metres, x east and y
        north.
        """


@runtime_checkable
class Proposer(Protocol):
    """An importer that can say itself what it would ask somebody about a file."""

    def proposal(self, path: Path, asked: Asked = NOTHING) -> str:
        """The text of a `layers` file that says of everything in the plan what it is taken for, to
        be corrected by hand; ScenarioError as for `read`.
        """


ImporterMaker = Callable[[], PlanImporter]


def read_plan(path: Path, asked: Asked = NOTHING) -> Place:
    """The place in a file, or folder, of any known format; ScenarioError for one that no importer
    or more than one takes for its own, and for what its importer refuses.
    """
    importer = importer_of(path)
    said = [one.name for one in fields(asked) if getattr(asked, one.name) != one.default]
    if strange := [name for name in said if name not in importer.takes]:
        wanted = ", ".join(sorted(importer.takes)) or "nothing, since such a file says all itself"
        raise ScenarioError(f"{path}: {strange[0]}: got something asked for, wanted {wanted}")
    return importer.read(path, asked)


def importer_of(path: Path) -> PlanImporter:
    """The one importer whose file it is: by the end of its name, and by what it holds where several
    formats end like that, or where it is a folder; ScenarioError for none and for several.
    """
    importers = {name: _importer(name) for name in known(PLAN)}
    is_folder, named = path.is_dir(), path.name.lower()
    fitting = {
        name: one for name, one in importers.items() if is_folder or named.endswith(one.suffixes)
    }
    if not fitting:
        endings = dict.fromkeys(suffix for one in importers.values() for suffix in one.suffixes)
        wanted = f"one of {', '.join(endings)}"
        raise ScenarioError(f"{path}: got a name for no format, wanted {wanted}")
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    claiming = [name for name, one in fitting.items() if one.claims(path)]
    if len(claiming) == 1:
        return fitting[claiming[0]]
    wanted = "; or ".join(f"{one.known_by} ({name})" for name, one in fitting.items())
    got = f"what {' and '.join(claiming)} both know" if claiming else "what no format is known by"
    raise ScenarioError(f"{path}: got {got}, wanted one of: {wanted}")


def _importer(name: str) -> PlanImporter:
    maker: ImporterMaker = find(PLAN, name)
    return maker()
