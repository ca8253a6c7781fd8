"""One design played again and again: means with intervals, of so many or until they are narrow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import pyarrow as pa

from engine.errors import SettingsError
from sim.experiments.designs.design import Design
from sim.experiments.intervals import Mean, mean_of
from sim.experiments.playing.crew import Crew, play_missing
from sim.experiments.playing.player import What
from sim.experiments.precision import FIRST, enough, next_count
from sim.experiments.rows.figures import WHO
from sim.experiments.rows.folder import ExperimentFolder
from sim.outcomes.measures import measures

KNOWN = tuple(one.key for one in measures("count", "rate", "one_in"))
"""Figures that can be asked for by their measure's key."""
SHARES = frozenset(
    {"tpir", "fpir", "alert_precision", "listed_found", "wrongful_stops", "wrong_stops"}
)


@dataclass(frozen=True, slots=True)
class Replicated:
    """How many replications were played, the mean of every figure, and whether the half-widths that
    were wanted were met (None: none was).
    """

    count: int
    means: Mapping[str, Mean]
    met: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        told = {name: one.to_json() for name, one in self.means.items()}
        return {"replications": self.count, "met": self.met, "outcomes": told}


def replicate(
    folder: ExperimentFolder,
    design: Design,
    what: What,
    most: int,
    crew: Crew,
    wanted: Mapping[str, float] | None = None,
) -> Replicated:
    """Play replications 0 to `most` - 1 of a design, or until each `wanted` half-width is met.

    Replication 0 is what `footfall run` plays.
    """
    if most < 1:
        raise SettingsError(f"replications: got {most}, wanted 1 or more")
    count = most if not wanted else min(FIRST, most)
    while True:
        play_missing(folder, [design], what, range(count), crew)
        folder.gather()
        found = columns_of(folder.figures(), design.name, count)
        met = enough(found, wanted) if wanted else None
        if met in (None, True) or count >= most:
            break
        count = next_count(found, wanted or {}, most)
    return Replicated(count, {name: figure_mean(name, one) for name, one in found.items()}, met)


def figure_mean(name: str, values: Any) -> Mean:
    """The mean of a figure by its name: none is below 0, and no share above 1."""
    return mean_of(values, within=(0.0, 1.0 if name in SHARES else inf))


def columns_of(table: pa.Table, design: str, count: int | None = None) -> dict[str, Any]:
    """A design's figures by name, (replications,) each, NaN where one does not exist; of the first
    `count` replications.
    """
    rows = table.filter(pa.compute.equal(table["design"], design))
    if count is not None:
        rows = rows.filter(pa.compute.less(rows["replication"], count))
    names = [name for name in rows.column_names if name not in WHO]
    return {name: rows[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in names}


def check_measures(asked: Sequence[str]) -> tuple[str, ...]:
    """The measures that are asked for; SettingsError for what is none."""
    for name in asked:
        if name not in KNOWN:
            raise SettingsError(f"measure: got {name!r}, wanted one of {', '.join(KNOWN)}")
    return tuple(dict.fromkeys(asked))
