"""Which of some designs is best, with a proven chance: Kim & Nelson's fully sequential procedure.

Kim & Nelson (2001), ACM TOMACS 11(3), "A fully sequential procedure for indifference-zone selection
in simulation": designs are played side by side, and one is dropped once it is behind another by
more than luck explains. It holds also where designs share their luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import floor
from typing import Any

import numpy as np

from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.designs.design import Design, check_apart
from sim.experiments.intervals import Floats, Mean
from sim.experiments.playing.crew import Crew, play_missing
from sim.experiments.playing.player import What
from sim.experiments.replicate import columns_of, figure_mean
from sim.experiments.rows.folder import ExperimentFolder

FIRST, PIECE = 10, 10
"""Replications from which the spread of differences is told, and further ones at a time."""
GUARANTEE = (
    "With a chance of at least {sure:.0%} the best is chosen, if it is better than each other by"
    " {zone:g} or more on the mean and means of replications are about normal (Kim & Nelson 2001)."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How sure a choice is to be, which difference counts (the indifference zone), and whether most
    or least is best.
    """

    zone: float
    sure: float = 0.95
    most_is_best: bool = True

    @property
    def told(self) -> str:
        """The guarantee in words."""
        return GUARANTEE.format(sure=self.sure, zone=self.zone)


@dataclass(frozen=True, slots=True)
class Race:
    """How it stands after so many replications: the columns `left`, the replication at which each
    other was `dropped`, and whether one is `chosen` (None: more are needed).
    """

    count: int
    left: tuple[int, ...]
    dropped: Mapping[int, int]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Selected:
    """The design chosen (None: not within the replications that were allowed), those left, of each
    the mean over its replications, and at which it was dropped.
    """

    chosen: str | None
    left: tuple[str, ...]
    means: Mapping[str, Mean]
    dropped: Mapping[str, int]
    rule: Rule

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {
            "chosen": self.chosen,
            "left": list(self.left),
            "designs": {name: one.to_json() for name, one in self.means.items()},
            "dropped": dict(self.dropped),
            "guarantee": self.rule.told if self.chosen else None,
            "rule": asdict(self.rule),
        }


def race(values: Floats, rule: Rule) -> Race:
    """Kim & Nelson's procedure on values (replications, designs), NaN behind where a design was
    dropped; the first FIRST rows are full. Of designs with exactly one mean none is chosen.
    """
    ours = values if rule.most_is_best else -values
    designs = ours.shape[1]
    eta = ((2 * (1 - rule.sure) / (designs - 1)) ** (-2 / (FIRST - 1)) - 1) / 2
    first = ours[:FIRST]
    apart = np.var(first[:, :, None] - first[:, None, :], axis=0, ddof=1)
    reach = 2 * eta * (FIRST - 1) * apart / rule.zone**2
    longest = floor(float(reach.max()))
    left, dropped = [*range(designs)], dict[int, int]()
    for count in range(FIRST, len(ours) + 1):
        mean = ours[:count, left].mean(0)
        room = np.maximum(rule.zone / (2 * count) * (reach[np.ix_(left, left)] - count), 0)
        behind = (mean[:, None] < mean[None, :] - room).any(1)
        dropped |= {one: count for one, out in zip(left, behind, strict=True) if out}
        left = [one for one in left if one not in dropped]
        if len(left) == 1 or count > longest:
            mean = ours[:count, left].mean(0)
            best = [one for one, value in zip(left, mean, strict=True) if value == mean.max()]
            if len(best) == 1:
                return Race(count, tuple(left), dropped, best[0])
    return Race(len(ours), tuple(left), dropped, None)


def select(
    folder: ExperimentFolder,
    designs: Sequence[Design],
    what: What,
    measure: str,
    rule: Rule,
    most: int,
    crew: Crew,
) -> Selected:
    """Play designs side by side until one is chosen, or `most` replications of each are played.

    Raises SettingsError as `check` does, SimError for a measure that a replication does not have.
    """
    check(designs, rule, most)
    names, count = [one.name for one in designs], FIRST
    playing = [*designs]
    while True:
        play_missing(folder, playing, what, range(count), crew)
        values = _values(folder, designs, measure, count)
        stands = race(values, rule)
        if stands.chosen is not None or count >= most:
            break
        playing = [designs[one] for one in stands.left]
        count = min(count + PIECE, most)
    folder.gather()
    columns = {name: values[:, n] for n, name in enumerate(names)}
    chosen = None if stands.chosen is None else names[stands.chosen]
    left = tuple(names[one] for one in stands.left)
    means = {name: figure_mean(measure, one) for name, one in columns.items()}
    return Selected(chosen, left, means, {names[n]: at for n, at in stands.dropped.items()}, rule)


def check(designs: Sequence[Design], rule: Rule, most: int) -> None:
    """SettingsError for fewer than two designs, designs that are alike, a rule that decides
    nothing, and too few replications.
    """
    if len(designs) < 2:
        raise SettingsError(f"designs: got {len(designs)}, wanted 2 or more to choose among")
    if not 0 < rule.zone < float("inf"):
        raise SettingsError(f"zone: got {rule.zone:g}, wanted a difference above 0 that counts")
    if not 1 / len(designs) < rule.sure < 1:
        raise SettingsError(f"sure: got {rule.sure:g}, wanted more than luck, and less than 1")
    if most < FIRST:
        raise SettingsError(f"replications: got {most}, wanted {FIRST} or more")
    check_apart(designs)


def _values(
    folder: ExperimentFolder, designs: Sequence[Design], measure: str, count: int
) -> Floats:
    """(count, designs) of a measure, NaN where a design was not played."""
    table = folder.figures()
    values = np.full((count, len(designs)), np.nan)
    for number, one in enumerate(designs):
        found = columns_of(table, one.name, count)[measure]
        if np.isnan(found).any():
            raise SimError(
                f"measure: got {measure}, which does not exist in replication"
                f" {int(np.isnan(found).argmax())} of {one.name}, wanted one that always does"
            )
        values[: len(found), number] = found
    return values
