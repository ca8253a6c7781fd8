"""An experiment as a dossier needs it: everything that its items read, read once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboards.app.experiments.figures import amount
from dashboards.app.experiments.found import ALONG, called
from dashboards.beside_record import threshold_met
from dashboards.cli.experiments.tables import number
from dashboards.reports.dossier.document import Grid, Row
from engine.counts import counted
from engine.disk.files import UnreadError, from_json, text
from engine.measure.calibration.presets import Preset, load_preset
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Scenario
from sim.errors import DamagedError, SimError
from sim.experiments.intervals import Mean
from sim.experiments.replicate import columns_of, figure_mean
from sim.experiments.rows.folder import DESIGNS, LARGEST_BYTES, REPLICATIONS, TOLD, ExperimentFolder
from sim.outcomes.measures import measures

HEADS = ("figure", "mean", "95 % interval", "standard deviation", "least to most", "of")
SAME = "all points"
OF_POINTS = ("figure", "least mean", "at", "most mean", "at")


@dataclass(frozen=True)
class Repeated:
    """A finished experiment and what it `told`; what is read of it is kept.

    Its deployment is that of the first design; figures are this one's, or, of an experiment of many
    points, the least and the most of all of them.
    """

    folder: ExperimentFolder
    told: Mapping[str, Any]

    @classmethod
    def of(cls, path: Path) -> "Repeated":
        """That of a folder; SimError for an experiment that did not come to its end."""
        file = path / TOLD
        if not file.exists():
            raise SimError(f"{path}: got an unfinished experiment, wanted a finished one")
        try:
            told = from_json(text(file, LARGEST_BYTES))
        except UnreadError as err:
            raise DamagedError(file, "", str(err), "what an experiment told") from err
        return cls(ExperimentFolder(path), told)

    @cached_property
    def said(self) -> dict[str, Any]:
        """What was asked."""
        return self.folder.asked

    @property
    def kind(self) -> str:
        """The command that played it."""
        return str(self.said["kind"])

    @property
    def days(self) -> bool:
        """Whether each replication is a day of its own."""
        return bool(self.said["what"] == "day")

    @property
    def points(self) -> bool:
        """Whether its designs are points of which none is the one that is meant."""
        return self.kind in ALONG

    @cached_property
    def designs(self) -> list[str]:
        """The names of its designs."""
        return [str(one["name"]) for one in self.said["designs"]]

    @cached_property
    def loaded(self) -> Loaded:
        """The first design with its place."""
        return load_scenario(str(self.folder.path / DESIGNS / "0" / "scenario.yaml"))

    @property
    def scenario(self) -> Scenario:
        """The first design."""
        return self.loaded.scenario

    @cached_property
    def preset(self) -> Preset:
        """What its scores rest on."""
        return load_preset(self.scenario.engine.preset)

    @cached_property
    def threshold(self) -> float:
        """The comparison score that counts as a match."""
        return threshold_met(self.scenario, self.preset)

    @cached_property
    def columns(self) -> dict[str, dict[str, Any]]:
        """Of each design its figures by name, (replications,)."""
        table = self.folder.figures()
        return {name: columns_of(table, name) for name in self.designs}

    @property
    def first(self) -> Mapping[str, Any]:
        """Those of the first design."""
        return self.columns[self.designs[0]]

    @property
    def times(self) -> int:
        """How often the first design was played."""
        return len(next(iter(self.first.values())))

    @property
    def most(self) -> int:
        """How often that design was played which was played most."""
        return max(len(next(iter(one.values()))) for one in self.columns.values())

    @cached_property
    def fields(self) -> list[str]:
        """The fields in which its designs differ."""
        every = [one["changes"] for one in self.said["designs"]]
        named = dict.fromkeys(field for one in every for field in one)
        return [name for name in named if len({one.get(name) for one in every}) > 1]

    def mean(self, figure: str) -> Mean:
        """A figure of the first design over its replications."""
        return figure_mean(figure, self.first[figure])

    def grid(self, figures: Mapping[str, str]) -> Grid:
        """Figures by their names in words: means with intervals over replications, or the least and
        the most of the points' means.
        """
        source = self.source(*figures)
        if self.points:
            rows = tuple(row for key, words in figures.items() if (row := self._ends(key, words)))
            return Grid(OF_POINTS, rows, source)
        rows = tuple(_row(words, key, self.mean(key)) for key, words in figures.items())
        return Grid(HEADS, rows, source)

    def asked(self, *fields: str) -> str:
        """Source: fields of the first design's scenario."""
        return f"this experiment, designs/0/scenario.yaml: {', '.join(fields)}"

    def source(self, *figures: str) -> str:
        """Source: figures of all replications."""
        many = "the points" if self.points else counted(self.times, "replication")
        return f"this experiment, {REPLICATIONS}, {many}: {', '.join(figures)}"

    def _ends(self, key: str, words: str) -> Row | None:
        means = {
            name: found.mean
            for name, columns in self.columns.items()
            if (found := figure_mean(key, columns[key])).mean is not None
        }
        if not means:
            return (words, "–", "–", "–", "–")
        ends = [choose(means, key=lambda name: means[name] or 0.0) for choose in (min, max)]
        told = [(shown(key, means[name]), _brief(name)) for name in ends]
        if means[ends[0]] == means[ends[1]]:
            told = [(value, SAME) for value, _ in told]
        return (words, *told[0], *told[1])


def _row(words: str, key: str, one: Mean) -> Row:
    reach = "–" if one.low is None else f"{shown(key, one.low)} to {shown(key, one.high)}"
    least = f"{shown(key, one.least)} to {shown(key, one.most)}"
    return (words, shown(key, one.mean), reach, shown(key, one.sd), least, f"{one.count:,}")


def _brief(point: str) -> str:
    """A point's name with long numbers cut.

    >>> _brief("operators.confirm_true=0.6666666666666667, officers.engage_s=20")
    'operators.confirm_true=0.6667, officers.engage_s=20'
    """
    return re.sub(r"\d+\.\d{5,}", lambda found: f"{float(found[0]):.4f}", called(point))


def shown(key: str, value: float | None, *, signed: bool = False) -> str:
    """A figure as people read it: a share in per cent where it is one, its difference in points."""
    measure = next((one for one in measures("count", "rate", "one_in") if one.key == key), None)
    return number(value) if measure is None else amount(measure, value, signed=signed)


def worded(keys: Sequence[str]) -> dict[str, str]:
    """Measures by their keys, as people call them, with the standards' word."""
    every = {one.key: one for one in measures("count", "rate", "one_in")}
    return {
        key: f"{every[key].name} ({every[key].term})" if every[key].term else every[key].name
        for key in keys
    }
