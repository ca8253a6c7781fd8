"""Which experiments lie beside the runs."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.files import UnreadError, from_json, text
from sim.errors import DamagedError, SimError
from sim.experiments.rows.folder import ASKED, LARGEST_BYTES, TOLD, ExperimentFolder

COMMANDS = ("replicate", "compare", "sweep", "sensitivity", "select")
"""What plays experiments, and what one is known by."""
WORDS = {
    "replicate": "one scenario, played again and again",
    "compare": "designs beside each other, with the same luck",
    "sweep": "points of one or several fields",
    "sensitivity": "what outcomes hang on",
    "select": "the best of several designs",
}
ALONG = ("sweep", "sensitivity")
"""Those whose designs are points along some fields."""
VARIED = {
    "day": "each time another day: other people, ways and faces",
    "answer": "one day, answered again with other luck of operators and officers",
}


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment's folder and what was asked: of which `kind` it is, `what` differs from one
    replication to the next, when it began (UTC, ISO 8601), its designs by name, and the fields that
    they change.
    """

    folder: Path
    kind: str
    what: str
    began_at: str
    designs: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """What finds it."""
        return self.folder.name

    @property
    def title(self) -> str:
        """The experiment in a line: its designs as people call them."""
        if self.kind in ALONG:
            return f"{', '.join(self.fields)}: {len(self.designs)} points"
        first, *others = (called(one) for one in self.designs)
        if len(others) > 1:
            return f"{first} and {len(others)} other designs"
        return " beside ".join([first, *others])

    def told(self) -> dict[str, Any] | None:
        """What came of it; None: it is not finished. DamagedError for what cannot be read."""
        file = self.folder / TOLD
        if not file.exists():
            return None
        try:
            told = from_json(text(file, LARGEST_BYTES))
        except UnreadError as err:
            raise DamagedError(file, "", str(err), "what an experiment told") from err
        if not isinstance(told, dict):
            raise DamagedError(file, "", type(told).__name__, "fields that an experiment told")
        return told

    def played(self) -> int:
        """How many replications of its designs are there."""
        return len(ExperimentFolder(self.folder).done())


def experiments(runs: Path) -> list[Experiment]:
    """All that can be read, the newest first."""
    found = [_read(file.parent) for file in runs.glob(f"*/{ASKED}")]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: one.began_at, reverse=True)


def called(design: str) -> str:
    """A design as people call it: a run's folder in place of the path of its scenario, then what is
    changed; a point by its changes as they are.

    >>> called("'/home/kim/runs/a day/scenario.yaml' operators.count=1"), called("mall seed=2")
    ('a day, operators.count=1', 'mall, seed=2')
    >>> called("operators.confirm_true=0.5, officers.speed_mps=1.5")
    'operators.confirm_true=0.5, officers.speed_mps=1.5'
    """
    if "=" in design.partition(" ")[0].partition("/")[0]:
        return design
    try:
        name, *changes = shlex.split(design)
    except ValueError:
        return design
    path = Path(name)
    short = path.parent.name if path.name == "scenario.yaml" else path.stem
    return ", ".join([short or name, *changes])


def _read(folder: Path) -> Experiment | None:
    try:
        asked = ExperimentFolder(folder).asked
        changed = [name for one in asked["designs"] for name in one["changes"]]
        return Experiment(
            folder=folder,
            kind=str(asked["kind"]),
            what=str(asked["what"]),
            began_at=str(asked["began_at"]),
            designs=tuple(str(one["name"]) for one in asked["designs"]),
            fields=tuple(dict.fromkeys(changed)),
        )
    except (SimError, KeyError, TypeError):
        return None
