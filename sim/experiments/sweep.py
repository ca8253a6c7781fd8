"""Many points of a scenario's fields, each played in the same replications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiments.designs.design import Design
from sim.experiments.intervals import Mean
from sim.experiments.playing.crew import Crew, play_missing
from sim.experiments.playing.player import What
from sim.experiments.replicate import columns_of, figure_mean
from sim.experiments.rows.folder import ExperimentFolder


@dataclass(frozen=True, slots=True)
class Point:
    """A design's changes, and the mean of each measure there."""

    changes: Mapping[str, str]
    means: Mapping[str, Mean]

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        means = {name: one.to_json() for name, one in self.means.items()}
        return {"changes": dict(self.changes), "outcomes": means}


def sweep(
    folder: ExperimentFolder,
    designs: Sequence[Design],
    fields: Sequence[str],
    what: What,
    count: int,
    measures: Sequence[str],
    crew: Crew,
) -> list[Point]:
    """Play every design in replications 0 to `count` - 1; of each its values of some fields, and
    some measures.
    """
    play_missing(folder, designs, what, range(count), crew)
    folder.gather()
    table = folder.figures()
    found = []
    for one in designs:
        columns = columns_of(table, one.name, count)
        means = {name: figure_mean(name, columns[name]) for name in measures}
        found.append(Point({field: one.changes[field] for field in fields}, means))
    return found
