"""A new experiment as it is asked for: what it costs, and the command that plays it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Literal

from engine.errors import SettingsError
from sim.estimate import Estimate, refuse
from sim.estimate.machine import this_machine
from sim.experiments.designs.design import design_of
from sim.experiments.designs.ranges import grid
from sim.experiments.playing.films import check_films
from sim.experiments.playing.needs import needs
from sim.experiments.playing.player import What

Kind = Literal["sweep", "sensitivity", "select"]
MOST = 500
"""Points of one experiment that a page begins; a command plays more."""
MOST_CHOSEN_FROM = 20
"""Designs of which one is chosen."""
LOOKED_AT = 4
"""Designs whose needs stand for those of all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An experiment of a `kind` on a scenario, by name or path: for each field its values, or where
    it is `spread` over ranges the low and the high end; how many replications of each point at
    most, and what differs between them.

    `tries` is the number of points that are spread, or how often a `method` moves each field.
    `fidelity` is another than the scenario's own. `measures` are told; of a selection the only one
    is what is best where it is `most`, if it is so by more than `zone`.
    """

    kind: Kind
    scenario: str
    varied: Mapping[str, tuple[str, ...]]
    spread: bool
    replications: int
    what: What
    tries: int = 16
    method: str = "morris"
    measures: tuple[str, ...] = ()
    most: bool = True
    zone: float = 0.0
    fidelity: str | None = None

    @property
    def points(self) -> int:
        """How many points, or designs, that makes."""
        fields = len(self.varied)
        if self.kind == "sensitivity":
            return self.tries * (fields + (2 if self.method == "sobol" else 1))
        return self.tries if self.spread else prod(len(values) for values in self.varied.values())

    def foreseen(self) -> Estimate:
        """What it would need; SettingsError or ScenarioError for what the command would refuse.

        Each value stands in one of the designs that are looked at, not each combination of them.
        """
        self._check()
        most = max(len(values) for values in self.varied.values())
        made = [
            design_of(
                self.scenario,
                self._common | {f: values[n % len(values)] for f, values in self._fields},
            )
            for n in range(most)
        ]
        check_films([one[0] for one in made], self.what, None)
        some = [one[1:] for one in made[:: -(-most // LOOKED_AT)]]
        workers = max(int(this_machine().cores), 1)
        needed = needs(some, self.replications, self.what, workers, self.points)
        refuse(needed, None, blamed=lambda _: "This experiment")
        return needed

    def arguments(self, out: Path) -> list[str]:
        """Those of `footfall` that play it, however long it takes."""
        common = ["-n", str(self.replications), "--what", self.what, "--out", str(out), "--long"]
        common += [part for f, value in self._common.items() for part in ("--set", f"{f}={value}")]
        told = [part for one in self.measures for part in ("--measure", one)]
        if self.kind == "select":
            best = ["--max" if self.most else "--min", "--zone", repr(self.zone)]
            return ["select", *self.designs, *told, *best, *common]
        sign = ":" if self.spread else ","
        vary = [
            part for f, values in self._fields for part in ("--vary", f"{f}={sign.join(values)}")
        ]
        how = ["--lhs", str(self.tries)] if self.spread else []
        if self.kind == "sensitivity":
            how = ["--method", self.method, "--tries", str(self.tries)]
        return [self.kind, self.scenario, *vary, *how, *told, *common]

    @property
    def designs(self) -> list[str]:
        """Every combination as a design is written."""
        name = shlex.quote(self.scenario)
        return [
            " ".join([name, *(shlex.quote(f"{field}={value}") for field, value in one.items())])
            for one in grid(self.varied)
        ]

    @property
    def _common(self) -> dict[str, str]:
        return {"fidelity": self.fidelity} if self.fidelity else {}

    @property
    def _fields(self) -> list[tuple[str, tuple[str, ...]]]:
        return [*self.varied.items()]

    def _check(self) -> None:
        """SettingsError for too much, too little, and ranges that are none."""
        if not self.varied or not all(self.varied.values()):
            raise SettingsError("Fields: got none to vary, or one without values, wanted both")
        if self.spread:
            for field, (low, high) in self.varied.items():
                if not float(low) < float(high):
                    raise SettingsError(f"{field}: got {low} to {high}, wanted low before high")
        most = MOST_CHOSEN_FROM if self.kind == "select" else MOST
        least = 2 if self.kind == "select" else 1
        if not least <= self.points <= most:
            got, wanted = f"got {self.points:,}", f"wanted {least} to {most}"
            raise SettingsError(f"Points: {got}, {wanted}; the command plays more")
        if self.kind == "select" and not self.zone > 0:
            raise SettingsError("The difference that counts: got 0, wanted more")
