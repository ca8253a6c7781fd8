"""A run as a dossier needs it: everything that its items read, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from dashboards.reports.dossier.document import Fact, Grid, Row
from dashboards.words import interval, percent, share_of
from scenarios.loader import Loaded, load_scenario
from scenarios.schema import Scenario
from sim.log import KINDS
from sim.outcomes.facts import Facts
from sim.outcomes.groups.compared import Compared, Held, compared
from sim.outcomes.measures import named
from sim.reader import StoredRun


class Subject(Protocol):
    """What a dossier is of: a run, or an experiment."""

    @property
    def scenario(self) -> Scenario:
        """What was played."""
        ...

    @property
    def loaded(self) -> Loaded:
        """The same with its place."""
        ...

    def asked(self, *fields: str) -> str:
        """Source: fields of the scenario."""
        ...


@dataclass(frozen=True)
class Studied:
    """A complete run; what is read of it is kept."""

    run: StoredRun

    def asked(self, *fields: str) -> str:
        """Source: fields of the scenario."""
        return asked(*fields)

    @cached_property
    def outcomes(self) -> dict[str, Any]:
        """What came of it."""
        return self.run.outcomes()

    @cached_property
    def scenario(self) -> Scenario:
        """What was played."""
        return self.run.scenario()

    @cached_property
    def loaded(self) -> Loaded:
        """The same with its place."""
        return load_scenario(str(self.run.file("scenario.yaml")))

    @cached_property
    def facts(self) -> Facts:
        """The log, to be folded."""
        scenario = self.scenario
        events = self.run.events(*KINDS.values())
        ages = scenario.crowd.demography.ages
        return Facts.told(events, scenario.duration_s, (), ages)

    @cached_property
    def groups(self) -> list[Compared | Held]:
        """Groups at every step."""
        return compared(self.facts, self.scenario.seed)

    def count(self, *keys: str, said: str) -> Fact:
        """A sentence with counts of these measures, told by their keys in braces."""
        numbers = {key: f"{self.outcomes[key]:,}" for key in keys}
        return Fact(said.format(**numbers), ran(*keys))

    def rates(self, *keys: str) -> Grid:
        """Rates with their intervals and what they divide."""
        return Grid(
            ("rate", "value", "95 % interval", "of"),
            tuple(
                rate_row(named(key).name, self.outcomes[key], named(key).divides) for key in keys
            ),
            ran(*keys),
        )


def rate_row(name: str, rate: Mapping[str, Any], divides: str) -> Row:
    """A rate as a row of a table."""
    return (name, percent(rate["value"]), interval(rate), f"{share_of(rate)} {divides}".strip())


def ran(*keys: str) -> str:
    """Source: fields of what came of this run."""
    return f"this run, outcomes.json: {', '.join(keys)}"


def asked(*fields: str) -> str:
    """Source: fields of the scenario."""
    return f"this run, scenario.yaml: {', '.join(fields)}"


def logged(*events: str) -> str:
    """Source: events of the log."""
    return f"this run, events.parquet: {', '.join(events)}"
