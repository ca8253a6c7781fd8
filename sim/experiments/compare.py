"""Designs beside each other: in each replication all meet the same luck, so differences are paired.

A person, a face, a verdict draws from a stream of what it is about; so two designs with one seed
and replication differ only by what the designs change (common random numbers).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.designs.design import Design, check_apart
from sim.experiments.intervals import Difference, Mean, differences
from sim.experiments.playing.crew import Crew, play_missing
from sim.experiments.playing.player import What
from sim.experiments.replicate import columns_of, figure_mean
from sim.experiments.rows.finished import Finished, finished
from sim.experiments.rows.folder import ExperimentFolder

FEWEST = 2
"""Designs that are compared, and replications that a paired interval needs."""
METHOD = (
    "Differences to the first design, replication by replication with the same luck. All intervals"
    " hold together with 95 % (Bonferroni); p values are adjusted by Holm's method (1979)."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Of each design, the first of which is what others are compared with, each measure's mean;
    of each further one its differences by measure.
    """

    count: int
    means: dict[str, dict[str, Mean]]
    apart: dict[str, dict[str, Difference]]

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {
            "replications": self.count,
            "method": METHOD,
            "designs": {
                name: {measure: one.to_json() for measure, one in means.items()}
                for name, means in self.means.items()
            },
            "differences": {
                name: {measure: one.to_json() for measure, one in found.items()}
                for name, found in self.apart.items()
            },
        }


def compare(
    folder: ExperimentFolder,
    designs: Sequence[Design],
    what: What,
    count: int,
    measures: Sequence[str],
    crew: Crew,
) -> Compared:
    """Play each design in the same replications, and say by how much they differ in some measures.

    Raises SettingsError as `check` does.
    """
    check(designs, count)
    play_missing(folder, designs, what, range(count), crew)
    folder.gather()
    table = folder.figures()
    return beside({one.name: columns_of(table, one.name, count) for one in designs}, measures)


def check(designs: Sequence[Design], count: int) -> None:
    """SettingsError for fewer than two designs or replications, and for designs that are alike."""
    if len(designs) < FEWEST:
        raise SettingsError(f"designs: got {len(designs)}, wanted {FEWEST} or more to compare")
    if count < FEWEST:
        raise SettingsError(f"replications: got {count}, wanted {FEWEST} or more for an interval")
    check_apart(designs)


def beside(figures: dict[str, dict[str, Any]], measures: Sequence[str]) -> Compared:
    """What is said of the figures of several designs, in the same replications each, by name."""
    first, *others = figures
    pairs = [(name, measure) for name in others for measure in measures]
    found = differences([(figures[name][m], figures[first][m]) for name, m in pairs])
    apart: dict[str, dict[str, Difference]] = {name: {} for name in others}
    for (name, measure), one in zip(pairs, found, strict=True):
        apart[name][measure] = one
    means = {
        name: {measure: figure_mean(measure, columns[measure]) for measure in measures}
        for name, columns in figures.items()
    }
    count = max(len(values) for columns in figures.values() for values in columns.values())
    return Compared(count, means, apart)


def paired(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """The figures of finished experiments and runs, by design, in the replications that all have.

    SimError where they did not meet the same luck: other seeds, or days beside answers to one day.
    """
    found = [one for path in paths for one in finished(path)]
    if len(found) < FEWEST:
        raise SimError(f"{paths[0]}: got one design, wanted {FEWEST} or more to compare")
    first = found[0]
    for one in found[1:]:
        for name, theirs, ours in (("seed", one.seed, first.seed), ("what", one.what, first.what)):
            if theirs != ours:
                raise SimError(
                    f"{one.name}: {name}: got {theirs}, wanted {ours}, as {first.name} has: only"
                    " what met the same luck is compared in pairs"
                )
    shared = set.intersection(*({*one.figures["replication"].to_pylist()} for one in found))
    if not shared:
        raise SimError(f"{found[-1].name}: got no replication that all have, wanted some")
    both = pa.array(sorted(shared), pa.int64())
    return {one.name: _shared(one, both) for one in found}


def _shared(one: Finished, numbers: pa.Array) -> dict[str, Any]:
    table = one.figures.filter(pa.compute.is_in(one.figures["replication"], numbers))
    return columns_of(table, table["design"][0].as_py())
